"""A log of a program that applies: a run that failed sent nothing, and is no rejection and no employer's word."""

import datetime as dt

import pytest

from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON, codes_of, csv_bytes, grid, read_rows

LOG = """
    Time                | Title   | Employer | Status    | Reason
    2026-06-05 19:18:58 | Clerk   | Fern     | SUCCESS   |
    2026-06-05 19:19:19 | Analyst | Moss     | FAILED    | Form could not be sent
    2026-06-05 19:19:35 | Buyer   | Reed     | SUCCESS   |
    2026-06-05 19:20:01 | Cook    | Ash      | Applied   |
"""

ONCE = dt.date(2026, 6, 5)


def test_what_a_program_could_not_send_was_not_applied_for() -> None:
    sheet = read_rows(grid(LOG))
    read = sheet.applications
    assert read["stage"].to_list() == ["applied", "saved", "applied", "applied"]
    assert read["outcome"].to_list() == ["open"] * 4
    assert read["applied_date"].to_list() == [ONCE, None, ONCE, ONCE]
    assert "19:19:19" in str(read["extras"][1])
    assert "Form could not be sent" in str(read["extras"][1])


def test_a_failed_run_is_told_and_is_no_feedback() -> None:
    sheet = read_rows(grid(LOG))
    (told,) = [caution for caution in sheet.warnings if caution.code == "unknown_status"]
    assert "FAILED" in told.message
    assert sheet.feedback.is_empty()


@pytest.mark.parametrize(
    ("written", "as_what"), [(" 19:19:19", " 19:19"), ("Applied  ", "Interview"), ("Applied  ", "Rejected")]
)
def test_failed_is_a_rejection_in_a_persons_own_list(written: str, as_what: str) -> None:
    """Where times have no seconds, or another row has an answer, a person wrote the list."""
    rows = grid(LOG.replace(written, as_what))
    if written.startswith(" "):
        rows = [[cell.removesuffix(":58").removesuffix(":35").removesuffix(":01") for cell in row] for row in rows]
    sheet = read_rows(rows)
    assert sheet.applications["outcome"][1] == "rejected"
    assert "unknown_status" not in codes_of(sheet) or as_what == " 19:19"


@pytest.mark.parametrize(("header", "kept"), [("Date", None), ("Date applied", ONCE), ("Applied on", ONCE)])
def test_a_bare_date_of_what_was_not_sent_is_no_day_of_applying(header: str, kept: dt.date | None) -> None:
    rows = [
        ["Company", "Role", header, "Status"],
        ["Fern", "Clerk", "2026-06-05", "Applied"],
        ["Moss", "Buyer", "2026-06-05", "To apply"],
        ["Reed", "Cook", "2026-06-05", "Rejected"],
    ]
    read = read_rows([*rows, ["Ash", "Nurse", "2026-06-05", "Already applied"]]).applications
    assert read["applied_date"].to_list() == [ONCE, kept, ONCE, kept]
    assert kept is not None or "2026-06-05" in str(read["extras"][1])


def _read_with(words: dict[str, tuple[str | None, str | None]], rows: list[list[str]]) -> ShapedSheet:
    own = load_vocabulary().with_status_words(words)
    options = ReadingOptions()
    reading = read_tracker(csv_bytes(rows), "a.csv", options=options, uploaded_on=UPLOADED_ON, vocabulary=own)
    return reading.sheets[0]


def test_what_the_user_said_of_a_failed_run_counts() -> None:
    sheet = _read_with({"FAILED": ("applied", "rejected")}, grid(LOG))
    assert sheet.applications["outcome"][1] == "rejected"
    assert "FAILED" not in " ".join(caution.message for caution in sheet.warnings)


def test_what_the_user_said_of_a_no_counts_under_a_reply_too() -> None:
    rows = [
        ["Company", "Role", "Date applied", "Reply"],
        ["Fern", "Clerk", "2026-06-05", "no"],
        ["Moss", "Buyer", "2026-06-05", "interview"],
        ["Reed", "Cook", "2026-06-05", "rejected"],
    ]
    assert read_rows(rows).applications["outcome"][0] == "no_response"
    assert _read_with({"no": ("applied", "rejected")}, rows).applications["outcome"][0] == "rejected"


def test_a_word_for_a_run_beside_a_stage_is_none() -> None:
    rows = [
        ["company", "role", "status", "applied_at"],
        ["Fern", "Clerk", "applied", "2026-06-05 19:18:58"],
        ["Moss", "Buyer", "failed interview", "2026-06-05 19:19:19"],
        ["Reed", "Cook", "external phone screen", "2026-06-05 19:20:19"],
    ]
    read = read_rows(rows).applications
    assert read["stage"].to_list() == ["applied", "first_interview", "screening"]
    assert read["outcome"].to_list() == ["open", "rejected", "open"]
