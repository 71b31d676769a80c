"""A sentence says what its row says, and is never more certain."""

from typing import Any

import polars as pl
import pytest

from pipeline.insight.findings import nothing_yet, sentence, with_sentences
from pipeline.resources import resource

ROW: dict[str, Any] = {
    "kind": "response_rate",
    "subject": "all asks",
    "comparison": None,
    "n": 20,
    "k": 13,
    "comparison_n": None,
    "comparison_k": None,
    "effect": 0.65,
    "effect_low": 0.43,
    "effect_high": 0.82,
    "strength": "leaning",
    "needed_n": None,
}
PAIR = {
    "subject": "phone",
    "comparison": "email",
    "comparison_n": 10,
    "comparison_k": 4,
    "n": 8,
    "k": 6,
    "effect": 0.35,
}

SENTENCES = [
    pytest.param(
        {},
        "13 of 20 requests for feedback were answered (65%, 95% interval 43% to 82%). A rough figure so far.",
        id="rate",
    ),
    pytest.param(
        {"kind": "not_mine", "strength": "clear"},
        "13 of 20 texts name a reason that was out of your hands (65%, 95% interval 43% to 82%).",
        id="not-mine",
    ),
    pytest.param(
        {"kind": "theme_concern", "subject": "Enthusiasm", "strength": "clear"},
        "“Enthusiasm” keeps coming up as something to work on: in 13 of 20 texts (65%, 95% interval 43% to 82%).",
        id="theme-clear",
    ),
    pytest.param(
        {"kind": "theme_strength", "subject": "Questions", "strength": "too few to say", "k": 2},
        "“Questions” came up as something they like: in 2 of 20 texts (65%, 95% interval 43% to 82%)."
        " Too few to say more.",
        id="theme-too-few",
    ),
    pytest.param(
        {"kind": "funnel_step", "subject": "second_interview", "strength": "clear"},
        "The step that fewest pass after screening is to a second interview: 13 of 20 got there"
        " (65%, 95% interval 43% to 82%).",
        id="funnel",
    ),
    pytest.param(
        {"kind": "funnel_step", "subject": "offer", "n": 1, "k": 0, "strength": "too few to say"},
        "So far fewest pass, of the steps after screening, the one to an offer: 0 of 1 got there"
        " (65%, 95% interval 43% to 82%). Too few to say more.",
        id="funnel-too-few",
    ),
    pytest.param(
        {"n": 1, "k": 1},
        "The one request for feedback was answered (65%, 95% interval 43% to 82%). A rough figure so far.",
        id="one-ask",
    ),
    pytest.param(
        {"n": 1, "k": 0},
        "The one request for feedback was not answered (65%, 95% interval 43% to 82%). A rough figure so far.",
        id="one-silent-ask",
    ),
    pytest.param(
        {"kind": "not_mine", "n": 1, "k": 0},
        "The one text names no reason that was out of your hands (65%, 95% interval 43% to 82%)."
        " A rough figure so far.",
        id="one-text",
    ),
    pytest.param(
        {"kind": "not_mine", "k": 0},
        "None of 20 texts names a reason that was out of your hands (65%, 95% interval 43% to 82%)."
        " A rough figure so far.",
        id="no-text",
    ),
    pytest.param(
        {"kind": "channel_difference", **PAIR, "effect_low": 0.01, "strength": "clear"},
        "Asking by phone gets an answer more often than asking by email: 6 of 8 against 4 of 10"
        " (difference +35 points, 95% interval +1 to +82).",
        id="difference-clear",
    ),
    pytest.param(
        {"kind": "channel_difference", **PAIR, "effect_low": -0.1, "needed_n": 31},
        "Asking by phone seems to get an answer more often than asking by email, but chance could explain it:"
        " 6 of 8 against 4 of 10 (difference +35 points, 95% interval -10 to +82)."
        " If the rates are as different as they look, about 31 asks each would show it.",
        id="difference-leaning",
    ),
    pytest.param(
        {"kind": "channel_difference", **PAIR, "effect_low": 0.01, "strength": "leaning"},
        "Asking by phone seems to get an answer more often than asking by email, but among so many compared that is"
        " not certain: 6 of 8 against 4 of 10 (difference +35 points, 95% interval +1 to +82).",
        id="difference-leaning-among-many",
    ),
    pytest.param(
        {"kind": "source_difference", **PAIR, "subject": "Indeed", "effect_low": -0.1, "strength": "too few to say"},
        "An application through Indeed or one through email: too few, or too alike, to say which is answered more"
        " often: 6 of 8 against 4 of 10 (difference +35 points, 95% interval -10 to +82).",
        id="difference-too-few",
    ),
    pytest.param(
        {"kind": "delay_difference", **PAIR, "subject": "2 days", "comparison": "over 14 days", "strength": "clear"},
        "Asking two days later gets an answer more often than asking more than two weeks later: 6 of 8 against 4 of"
        " 10 (difference +35 points, 95% interval +43 to +82).",
        id="delay",
    ),
    pytest.param(
        {"kind": "habit_difference", **PAIR, "subject": "thank_you", "comparison": "without", "strength": "clear"},
        "Applications with a thank-you note go further than those without: 6 of 8 steps passed against 4 of 10"
        " (difference within each step +35 points, 95% interval +43 to +82). That they go together is no proof that"
        " one causes the other.",
        id="habit",
    ),
    pytest.param(
        {"kind": "not_known", **PAIR, "strength": "too few to say", "needed_n": 39},
        "Whether asking by phone gets an answer more often than asking by email is not known yet: 6 of 8 against 4"
        " of 10. If the rates are as different as they look, about 39 asks each would show it.",
        id="not-known",
    ),
    pytest.param(
        {"kind": "not_known", **PAIR, "n": 1, "k": 1, "strength": "too few to say", "needed_n": 2},
        "Whether asking by phone gets an answer more often than asking by email is not known yet: 1 of 1 against 4"
        " of 10. Telling 50% from 20% takes about 39 asks each.",
        id="not-known-few",
    ),
    pytest.param(
        {"kind": "not_known", **PAIR, "k": 4, "comparison_k": 5, "strength": "too few to say"},
        "Whether asking by phone gets an answer more often than asking by email is not known yet: 4 of 8 against 5"
        " of 10. Telling 50% from 20% takes about 39 asks each.",
        id="not-known-equal",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), SENTENCES)
def test_a_finding_reads_as_a_plain_sentence(changes: dict[str, Any], expected: str) -> None:
    assert sentence({**ROW, **changes}) == expected


def test_every_kind_of_finding_in_the_view_has_a_sentence() -> None:
    text = resource("sql", "marts", "findings.sql").read_text(encoding="utf-8")
    kinds = text.split("-- kind: ")[1].split(".\n")[0].replace("\n--", "").replace(" or ", ", ").split(",")
    assert len(kinds) == 12
    for kind in kinds:
        assert sentence({**ROW, **PAIR, "kind": kind.strip()})


def test_sentences_come_in_the_order_of_their_rank() -> None:
    frame = pl.DataFrame([{**ROW, "rank": 2}, {**ROW, "rank": 1, "n": 30}])
    assert with_sentences(frame)["n"].to_list() == [30, 20]


def test_no_findings_are_no_sentences() -> None:
    frame = pl.DataFrame([{**ROW, "rank": 1}]).clear()
    assert with_sentences(frame)["sentence"].to_list() == []


NOTHING_YET = [
    (0, 0, "Nothing to say yet: there is no feedback, and no application that was sent."),
    (1, 0, "Nothing to say yet. So far 1 application sent; a finding needs"),
    (0, 2, "Nothing to say yet. So far 2 asks waiting for an answer; a finding needs"),
    (30, 1, "Nothing to say yet. So far 30 applications sent and 1 ask waiting for an answer; a finding needs"),
]


@pytest.mark.parametrize(("sent", "waiting", "start"), NOTHING_YET)
def test_where_nothing_can_be_said_it_is_said_what_there_is(sent: int, waiting: int, start: str) -> None:
    assert nothing_yet(sent=sent, waiting=waiting).startswith(start)
