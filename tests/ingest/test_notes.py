"""What reading notes promises: asks and employers' words are found with their exact quote, and nothing else is."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.note_columns import could_tell
from pipeline.ingest.note_dates import resolve_date
from pipeline.ingest.note_words import flatten
from pipeline.ingest.notes import find_in_note, is_refusal
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.note_review import SURE

VOICES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "note_voices.toml").read_text(encoding="utf-8")
)["note"]
VOCABULARY = load_vocabulary()
ANSWERED = {True: "yes", False: "no", None: "unsaid"}


@pytest.mark.parametrize("voice", VOICES, ids=[voice["text"][:50] for voice in VOICES])
def test_a_note_holds_what_its_writer_meant(voice: dict[str, Any]) -> None:
    text = voice["text"]
    found = [
        [finding.what, text[finding.start : finding.end], ANSWERED[finding.has_response]]
        for finding in find_in_note(text, VOCABULARY)
    ]
    assert found == voice.get("found", [])


def _only(text: str) -> Any:
    (finding,) = find_in_note(text, VOCABULARY)
    return finding


ASKS = [
    ("asked recruiter for feedback 3 May, no reply by 10 May", None, "recruiter", (None, 5, 3)),
    ("3 May asked for feedback", None, None, (None, 5, 3)),
    ("Rejected 1 May, asked for feedback 3 May", None, None, (None, 5, 3)),
    ("Rejected 1 May, asked for feedback", None, None, None),
    ("emailed the hiring manager for feedback on 2026-05-03", "email", "hiring_manager", (2026, 5, 3)),
    ("called agency about feedback", "phone", "agency", None),
    ("asked HR for feedback by phone", "phone", "recruiter", None),
    ("asked for feedback via LinkedIn on May 3rd, 2026", "message", None, (2026, 5, 3)),
    ("Requested feedback (email, 10 June)", "email", None, (None, 6, 10)),
    ("asked for feedback in person", "in_person", None, None),
    ("asked HM and recruiter for feedback", None, None, None),
    ("Um Feedback gebeten am 3. Mai per Mail", "email", None, (None, 5, 3)),
    ("5月3日 问了反馈", None, None, (None, 5, 3)),
    ("Asked for feedback last week", None, None, None),
    ("Asked for feedback, they will decide by 10 May", None, None, None),
]


@pytest.mark.parametrize(("text", "channel", "asked_of", "day"), ASKS, ids=[text for text, *_ in ASKS])
def test_an_ask_has_the_day_channel_and_person_that_are_written(
    text: str, channel: str | None, asked_of: str | None, day: tuple[int | None, int, int] | None
) -> None:
    ask = _only(text)
    assert (ask.ask_channel, ask.asked_of) == (channel, asked_of)
    assert ask.asked_days == ((day,) if day else ())


APPLIED, UPLOADED = dt.date(2026, 3, 1), dt.date(2026, 8, 1)
DAYS = [
    pytest.param([(2026, 5, 3)], APPLIED, dt.date(2026, 5, 3), id="a full day"),
    pytest.param([(2026, 5, 3)], None, dt.date(2026, 5, 3), id="a full day needs no application day"),
    pytest.param([(2026, 9, 3)], APPLIED, None, id="a day after the upload"),
    pytest.param([(2026, 2, 30)], APPLIED, None, id="no day at all"),
    pytest.param([(None, 5, 3)], APPLIED, dt.date(2026, 5, 3), id="the one year that fits"),
    pytest.param([(None, 5, 3)], None, None, id="no year and no day of applying"),
    pytest.param([(None, 5, 3)], dt.date(2025, 3, 1), None, id="two years fit"),
    pytest.param([(None, 2, 3)], APPLIED, None, id="no year fits"),
    pytest.param([(None, 4, 5), (None, 5, 4)], APPLIED, None, id="both orders fit"),
    pytest.param([(None, 5, 2), (None, 2, 5)], APPLIED, dt.date(2026, 5, 2), id="one order is before applying"),
    pytest.param([(2026, 4, 12), (2026, 12, 4)], APPLIED, dt.date(2026, 4, 12), id="one order is after the upload"),
]


@pytest.mark.parametrize(("readings", "applied", "day"), DAYS)
def test_a_day_is_only_taken_where_one_fits(
    readings: list[tuple[int | None, int, int]], applied: dt.date | None, day: dt.date | None
) -> None:
    assert resolve_date(tuple(readings), applied=applied, uploaded_on=UPLOADED) == day


def test_what_is_stated_outright_is_surer_than_what_is_inferred() -> None:
    stated = ["They said I lacked depth", "Feedback: lacked depth", "Asked for feedback, no reply"]
    inferred = ["Rejected because I lacked depth", "Lacked depth", "They wanted someone with more depth"]
    assert min(_only(text).confidence for text in stated) >= 0.8
    assert max(_only(text).confidence for text in inferred) <= 0.6


IMPRESSIONS = [
    "They liked me but I lacked depth",
    "They loved my portfolio but I lacked depth",
    "HM thought I lacked depth",
]
TOLD = [
    "They said they liked me but I lacked depth",
    "Recruiter told me they thought I lacked depth",
    "Feedback: they liked me but I lacked depth",
    "Recruiter called back: they liked me but I lacked depth",
]


@pytest.mark.parametrize(("texts", "is_sure"), [(IMPRESSIONS, False), (TOLD, True)], ids=["impressions", "told"])
def test_what_they_liked_or_thought_is_sure_only_where_they_told_it(texts: list[str], *, is_sure: bool) -> None:
    sure = {text: _only(text).confidence >= SURE for text in texts}
    assert sure == dict.fromkeys(texts, is_sure)


OF_THE_ROLE = [
    "Recruiter said the role requires strong SQL.",
    "They said the position needs 5 years of experience.",
    "Recruiter said they are looking for someone with strong communication skills.",
    "Interviewer said the culture is very technical and communication is key.",
    "According to the recruiter the team wants someone more technical.",
    "They said experience with Spark is a plus.",
    'HR: "The role requires strong communication skills and 5 years of experience"',
]
REASONS = [
    "Recruiter said the role went to an internal candidate.",
    "They said the role was put on hold.",
    "Recruiter said the role needs more experience than I have.",
    "They said they were looking for someone with more experience.",
    "HM said the other candidate has more experience.",
    "They said they need someone with more SQL than my CV shows.",
    "Feedback: the role needs stronger SQL",
]


@pytest.mark.parametrize(("texts", "is_sure"), [(OF_THE_ROLE, False), (REASONS, True)], ids=["role", "reasons"])
def test_what_an_employer_says_of_the_role_is_no_sure_reason(texts: list[str], *, is_sure: bool) -> None:
    sure = {text: _only(text).confidence >= SURE for text in texts}
    assert sure == dict.fromkeys(texts, is_sure)


def test_words_in_quotation_marks_are_the_quote() -> None:
    text = "Feedback: “Strong. But not senior enough.” Will read up."
    finding = _only(text)
    assert text[finding.start : finding.end] == "Strong. But not senior enough."


REFUSALS = [
    ("No reason given", True),
    ("they do not give feedback", True),
    ("Company policy", True),
    ("No feedback given, but strong SQL", False),
    ("lacked depth", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "expected"), REFUSALS)
def test_a_refusal_says_nothing_else(text: str, *, expected: bool) -> None:
    assert is_refusal(text) == expected


PIECES = [
    "asked",
    "for feedback",
    "they said",
    "I lacked depth",
    "no reply",
    "Feedback:",
    "reason",
    "because",
    "rejected",
    "3 May",
    "12/04/2026",
    "HM",
    ". ",
    ", ",
    "\n",
    '"',
    "“",
    "not",
    "İ",
    "ﬁ",
    "问了反馈",
]
NOTE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=10).map(" ".join)


@given(NOTE)
def test_any_note_is_read_with_quotes_inside_it_and_the_same_twice(text: str) -> None:
    found = find_in_note(text, VOCABULARY)
    assert found == find_in_note(text, VOCABULARY)
    for finding in found:
        assert 0 <= finding.start < finding.end <= len(text)
        assert 0 < finding.confidence <= 1
        assert finding.reason
        assert text[finding.start : finding.end].strip()
        assert (finding.what == "feedback") <= (not finding.asked_days)


@given(st.text())
def test_a_flattened_text_keeps_every_place(text: str) -> None:
    assert len(flatten(text)) == len(text)


@given(st.lists(NOTE, min_size=1, max_size=5))
def test_no_note_with_a_finding_is_passed_over_unread(texts: list[str]) -> None:
    passed = could_tell(pl.Series(texts))
    for text, is_read in zip(texts, passed, strict=True):
        assert is_read or not find_in_note(text, VOCABULARY)


@pytest.mark.parametrize(
    "voice", [voice for voice in VOICES if "found" in voice], ids=lambda voice: voice["text"][:50]
)
def test_a_note_with_a_finding_is_never_passed_over(voice: dict[str, Any]) -> None:
    assert could_tell(pl.Series([voice["text"]])).to_list() == [True]
