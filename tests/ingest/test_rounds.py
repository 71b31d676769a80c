"""A column of feedback for each round: each text is an entry of its own, about the round that its header names."""

import pytest

from pipeline.ingest.headers import round_stage
from pipeline.ingest.model import ShapedSheet
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import codes_of, read_rows

HEADER = ["Company", "Role", "Date applied", "Status"]
ROUNDS = ["Feedback round 1", "Feedback round 2", "Feedback (final)"]

STAGES = [
    ("Feedback round 1", "first_interview"),
    ("2nd round feedback", "second_interview"),
    ("Feedback (final)", "final_interview"),
    ("Feedback from the final interview", "final_interview"),
    ("Phone screen feedback", "screening"),
    ("Feedback after onsite", "final_interview"),
    ("Feedback", None),
    ("Interview feedback", None),
    ("HM Feedback", None),
    ("Feedback 2", None),
    ("Feedback date", None),
    ("Feedback requested (final)", None),
    ("Round 1", None),
    ("Final interview", None),
    ("Rejected feedback", None),
]


@pytest.mark.parametrize(("header", "stage"), STAGES)
def test_a_header_names_the_round_of_its_feedback_or_none(header: str, stage: str | None) -> None:
    assert round_stage(header, load_vocabulary()) == stage


def _entries(sheet: ShapedSheet) -> list[tuple[object, ...]]:
    return sheet.feedback.select("company", "stage", "feedback_text", "is_asked", "has_response").rows()


def test_each_text_is_an_entry_of_its_round() -> None:
    rows = [
        ["Fern", "Analyst", "2026-03-01", "Rejected", "Good pace", "SQL too weak", ""],
        ["Moss", "Clerk", "2026-03-02", "Rejected", "", "none", "Too junior"],
        ["Reed", "Clerk", "2026-03-02", "Applied", "", "", ""],
    ]
    sheet = read_rows([HEADER + ROUNDS, *rows])
    assert _entries(sheet) == [
        ("Fern", "first_interview", "Good pace", False, True),
        ("Fern", "second_interview", "SQL too weak", False, True),
        ("Moss", "final_interview", "Too junior", False, True),
    ]
    assert (sheet.rows_read, sheet.rows_loaded, sheet.applications.height) == (3, 3, 3)
    assert sheet.applications["extras"].to_list() == [None, '{"Feedback round 2":"none"}', None]
    assert "more_feedback" not in codes_of(sheet)


def test_an_ask_beside_rounds_is_answered_by_any_of_them() -> None:
    header = [*HEADER, "Feedback round 1", "Feedback (final)", "Feedback asked on"]
    rows = [
        ["Fern", "Analyst", "2026-03-01", "Rejected", "", "Too junior", "2026-03-09"],
        ["Moss", "Analyst", "2026-03-01", "Rejected", "", "", "2026-03-09"],
    ]
    sheet = read_rows([header, *rows])
    assert [entry[3:] for entry in _entries(sheet) if entry[0] == "Fern"] == [(True, True), (False, True)]
    assert [entry[3:] for entry in _entries(sheet) if entry[0] == "Moss"] == [(True, False)]


def test_a_log_of_rounds_has_no_empty_entries() -> None:
    rows = [["Fern", "Good pace", "Too junior"], ["Moss", "", "Weak SQL"]]
    sheet = read_rows([["Company", "Feedback round 1", "Feedback (final)"], *rows])
    assert sheet.plan.kind == "feedback"
    assert [entry[:3] for entry in _entries(sheet)] == [
        ("Fern", "first_interview", "Good pace"),
        ("Fern", "final_interview", "Too junior"),
        ("Moss", "final_interview", "Weak SQL"),
    ]
    assert (sheet.rows_read, sheet.rows_loaded) == (2, 2)


def test_a_general_column_of_feedback_stays_the_rows_own() -> None:
    rows = [["Fern", "Analyst", "2026-03-01", "Final interview", "Liked the task", "Too junior"]]
    sheet = read_rows([[*HEADER, "Feedback", "Feedback round 1"], *rows])
    assert [entry[:3] for entry in _entries(sheet)] == [
        ("Fern", "final_interview", "Liked the task"),
        ("Fern", "first_interview", "Too junior"),
    ]


def test_feedback_columns_that_name_no_round_are_told_and_kept() -> None:
    rows = [["Fern", "Analyst", "2026-03-01", "Rejected", "Good pace", "SQL too weak"]]
    sheet = read_rows([[*HEADER, "Feedback 1", "Feedback 2"], *rows])
    (caution,) = [warning for warning in sheet.warnings if warning.code == "more_feedback"]
    assert caution.message.startswith('"Feedback 2" holds feedback too, but its header names no round')
    assert (caution.column, caution.rows) == ("Feedback 2", 1)
    assert sheet.applications["extras"].to_list() == ['{"Feedback 2":"SQL too weak"}']


def test_ticks_under_a_rounds_feedback_are_no_words() -> None:
    rows = [["Fern", "Analyst", "2026-03-01", "Rejected", "yes"], ["Moss", "Analyst", "2026-03-01", "Rejected", "no"]]
    sheet = read_rows([[*HEADER, "Final round feedback"], *rows])
    assert sheet.feedback.filter(sheet.feedback["feedback_text"].is_not_null()).is_empty()
