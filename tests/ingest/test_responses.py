"""What feedback columns beside applications promise: an employer's words are feedback; what says nothing is none."""

import datetime as dt
from typing import Any

import pytest

from pipeline.ingest.model import ShapedSheet
from pipeline.ingest.reasons import ReasonReading, read_reason
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import codes_of, fields_of, first, read_rows

VOCABULARY = load_vocabulary()
WORDS = ["not enough depth in SQL", "another candidate was stronger"]


def _sheet(header: str, text: str, status: str = "Rejected", **more: str) -> ShapedSheet:
    headers = ["Company", "Role", "Date applied", "Status", header, *more]
    row = ["Acme", "Analyst", "2026-03-01", status, text, *more.values()]
    other = ["Borg", "Clerk", "2026-03-02", "Applied", "", *("" for _ in more)]
    return read_rows([headers, row, other])


HEADERS = [
    *((header, "feedback_text") for header in ("Feedback", "Interviewer comments", "What they said", "HM feedback")),
    *((header, "feedback_text") for header in ("Feedback vom Arbeitgeber", "Commentaires du recruteur", "HR反馈")),
    *(
        (header, "feedback_text")
        for header in ("Feedback da empresa", "Comentarios del entrevistador", "Any feedback")
    ),
    *(
        (header, "stated_reason")
        for header in ("Reason", "Why", "Why rejected", "Rejection reason", "Rejected because")
    ),
    *((header, "stated_reason") for header in ("Warum abgelehnt", "Motif de rejet", "Por qué", "Waarom afgewezen")),
    *((header, "stated_reason") for header in ("Neden reddedildim", "拒因", "Powód odrzucenia", "不採用理由")),
    *((header, "believed_reason") for header in ("What I think went wrong", "mistakes", "my take", "Why (my guess)")),
    *((header, None) for header in ("Why I want it", "Reason for applying", "Reason I left", "Why this company")),
    *((header, None) for header in ("My reason", "Reason for withdrawing", "Grund der Bewerbung", "Why me")),
]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_a_header_tells_whose_words_a_column_holds(header: str, field: str | None) -> None:
    rows = [["Company", "Role", "Date applied", "Status", header]]
    rows += [["Acme", "Analyst", "2026-03-01", "Rejected", text] for text in WORDS]
    assert fields_of(read_rows(rows))[header] == field


def test_a_filled_reason_or_feedback_is_unprompted_feedback() -> None:
    sheet = _sheet("Feedback", "lacked depth", **{"Rejection reason": "Overqualified"})
    assert sheet.feedback.height == 1
    row = first(sheet.feedback)
    assert (row["feedback_text"], row["stated_reason"]) == ("lacked depth", "Overqualified")
    assert (row["is_asked"], row["has_response"]) == (False, True)


def test_what_the_seeker_believes_is_never_what_they_said() -> None:
    row = first(_sheet("mistakes", "too nervous").feedback)
    assert (row["believed_reason"], row["stated_reason"], row["feedback_text"]) == ("too nervous", None, None)
    assert not row["has_response"]


SAYS_NOTHING = [
    "N/A",
    "none",
    "no feedback",
    "not provided",
    "No feedback given",
    "no reply",
    "They do not give feedback",
]


@pytest.mark.parametrize("text", SAYS_NOTHING)
@pytest.mark.parametrize("header", ["Feedback", "Rejection reason"])
def test_what_says_nothing_is_no_feedback_and_is_kept(header: str, text: str) -> None:
    sheet = _sheet(header, text)
    assert sheet.feedback.is_empty()
    assert f'"{header}":"{text}"' in first(sheet.applications)["extras"]


ANSWERS = [("no reply", False), ("N/A", False), ("No feedback given", True), ("lacked depth", True), ("yes", True)]


@pytest.mark.parametrize(("text", "has_response"), ANSWERS)
def test_beside_an_ask_a_refusal_is_an_answer(text: str, *, has_response: bool) -> None:
    row = first(_sheet("Feedback", text, **{"Asked for feedback on": "2026-04-02"}).feedback)
    assert (row["is_asked"], row["has_response"]) == (True, has_response)


def test_a_feedback_column_that_only_tells_of_an_ask_holds_no_words_but_a_finding() -> None:
    sheet = _sheet("Feedback", "asked HR 5 Apr for feedback, no reply")
    assert sheet.feedback.is_empty()
    note = first(sheet.notes)
    assert (note["what"], note["header"], note["asked_date"]) == ("ask", "Feedback", dt.date(2026, 4, 5))


ENTRIES = [
    ("Auto-Reject: No Feedback Provided", ReasonReading(None, "rejected", has_feedback=False, is_reason=False)),
    (
        "1st Round Rejection - Feedback Provided",
        ReasonReading("first_interview", "rejected", has_feedback=True, is_reason=False),
    ),
    (
        "Middle Round Rejection - No Feedback Provided",
        ReasonReading("second_interview", "rejected", has_feedback=False, is_reason=False),
    ),
    (
        "Final Round Rejection - Feedback Provided",
        ReasonReading("final_interview", "rejected", has_feedback=True, is_reason=False),
    ),
    ("Filled - Internal", ReasonReading(None, "rejected")),
    ('Generic "Not A Good Fit"', ReasonReading(None, "rejected")),
    ("No New Applicants", ReasonReading(None, "rejected")),
    ("Eliminated Role", ReasonReading(None, "rejected")),
    ("Changed Job Scope", ReasonReading(None, "rejected")),
    ("Applied Too Late", ReasonReading(None, "rejected")),
    ("No Response: Sent Email", ReasonReading(None, "no_response", is_reason=False)),
    ("Post-Interview Follow-Up Email", ReasonReading(is_reason=False)),
    (
        "Absage nach Telefoninterview, ohne Feedback",
        ReasonReading("screening", "rejected", has_feedback=False, is_reason=False),
    ),
    ("Rejected", ReasonReading(None, "rejected", is_reason=False)),
    ("They rejected the portfolio part", ReasonReading()),
    ("wanted more depth in SQL", ReasonReading()),
]


@pytest.mark.parametrize(("text", "reading"), ENTRIES, ids=[text for text, _ in ENTRIES])
def test_an_entry_of_a_drop_down_says_as_much_as_its_words(text: str, reading: ReasonReading) -> None:
    assert read_reason(text, VOCABULARY) == reading


def _progress(sheet: ShapedSheet) -> tuple[Any, ...]:
    row = first(sheet.applications)
    return row["stage"], row["outcome"]


def test_a_drop_down_adds_the_stage_and_that_feedback_came() -> None:
    sheet = _sheet("Rejection Reason", "Final Round Rejection - Feedback Provided", status="Applied")
    assert _progress(sheet) == ("final_interview", "rejected")
    row = first(sheet.feedback)
    assert (row["has_response"], row["is_asked"], row["stated_reason"], row["feedback_text"]) == (
        True,
        False,
        None,
        None,
    )
    assert "Feedback Provided" in row["extras"]


def test_a_drop_down_without_feedback_adds_the_outcome_only() -> None:
    sheet = _sheet("Rejection Reason", "Auto-Reject: No Feedback Provided", status="Applied")
    assert _progress(sheet) == ("applied", "rejected")
    assert sheet.feedback.is_empty()


def test_a_reason_never_takes_back_what_the_status_says() -> None:
    assert _progress(_sheet("Rejection Reason", "Filled - Internal", status="Withdrawn"))[1] == "withdrawn"
    assert _progress(_sheet("Rejection Reason", "Auto-Reject: No Feedback Provided", status="Second interview")) == (
        "second_interview",
        "rejected",
    )


OWN = [
    ("Rejection reason", "Withdrawn", False),
    ("Reason", "Offer declined", False),
    ("Why", "Applied", False),
    ("Why", "Rejected", True),
    ("Rejection reason", "Applied", True),
]


@pytest.mark.parametrize(("header", "status", "counts"), OWN)
def test_a_reason_that_may_be_the_seekers_own_is_kept_and_not_counted(
    header: str, status: str, *, counts: bool
) -> None:
    sheet = _sheet(header, "too far from home", status=status)
    assert (sheet.feedback.height == 1) == counts
    assert counts or "too far from home" in first(sheet.applications)["extras"]


NOTES = ["Notes", "Next action", "Interview impressions"]


@pytest.mark.parametrize("header", NOTES)
def test_notes_and_columns_that_nobody_named_are_searched(header: str) -> None:
    sheet = _sheet(header, "They said I lacked depth")
    note = first(sheet.notes)
    assert (note["quote"], note["header"], note["row_number"]) == ("I lacked depth", header, 2)
    assert note["note"][note["quote_start"] : note["quote_end"]] == note["quote"]


@pytest.mark.parametrize("header", ["Password", "Job description", "Why I want it"])
def test_columns_that_hold_no_notes_are_not_searched(header: str) -> None:
    assert _sheet(header, "They said I lacked depth").notes.is_empty()


GATED = [
    ("Not enough experience", "Rejected", True),
    ("Not enough experience", "Applied", False),
    ("They wanted someone with more SQL", "Applied", False),
    ("Reason: too far from home, overqualified", "Withdrawn", False),
    ("Reason: overqualified", "Rejected", True),
]


@pytest.mark.parametrize(("text", "status", "is_found"), GATED)
def test_a_verdict_without_a_source_needs_a_rejection(text: str, status: str, *, is_found: bool) -> None:
    assert (_sheet("Notes", text, status=status).notes.height == 1) == is_found


NEWS = [
    ("HM said the team works mostly with Python", "Interview", 0.5),
    ("HM said the team works mostly with Python", "Rejected", 0.9),
    ("HM said I was too quiet", "Interview", 0.9),
    ("Reason: overqualified", "Applied", 0.5),
]


@pytest.mark.parametrize(("text", "status", "confidence"), NEWS)
def test_what_may_be_news_of_the_role_is_unsure_until_it_ended(text: str, status: str, confidence: float) -> None:
    assert first(_sheet("Notes", text, status=status).notes)["confidence"] == confidence


def test_a_status_is_a_diary_and_no_verdict() -> None:
    assert _sheet("Comment", "", status="Role cancelled").notes.is_empty()
    sheet = _sheet("Comment", "", status="Rejected 3 May - HM said I was too junior")
    assert first(sheet.notes)["quote"] == "I was too junior"


STATUSES = [
    ("Final Round Rejection - Feedback Provided", ("final_interview", "rejected")),
    ("Auto-Reject: No Feedback Provided", ("applied", "rejected")),
]


@pytest.mark.parametrize(("status", "progress"), STATUSES)
def test_a_status_may_be_such_an_entry_too(status: str, progress: tuple[str, str]) -> None:
    sheet = _sheet("Comment", "", status=status)
    assert _progress(sheet) == progress
    assert "unknown_status" not in codes_of(sheet)
