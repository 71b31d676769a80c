"""What the columns of one row promise together: words decide, numbers add to them, and "open" is no guess."""

import pytest

from tests.ingest.reading import codes_of, first, read_rows

COUNTED = [
    ("Recruiter Screen Complete", "1", "screening"),
    ("Recruiter Screen Complete", "2", "first_interview"),
    ("Phone screen", "", "screening"),
    ("Applied", "1", "first_interview"),
    ("Rejected", "2", "second_interview"),
    ("Rejected", "0", "applied"),
    ("Interviewing", "3", "second_interview"),
    ("Final round", "2", "final_interview"),
]


@pytest.mark.parametrize(("status", "count", "stage"), COUNTED)
def test_a_number_of_interviews_only_lifts_what_the_status_says(status: str, count: str, stage: str) -> None:
    rows = [["Company", "Role", "Status", "# interviews"], ["Acme", "Engineer", status, count]]
    more = [[f"Firm {number}", "Engineer", "Applied", str(number)] for number in range(3)]
    assert first(read_rows([*rows, *more]).applications)["stage"] == stage


def _opened(header: str, *rows: tuple[str, str]) -> list[tuple[str, bool]]:
    """The stage of each row of a status and a day of applying, and whether its word is asked about."""
    sheet = read_rows([["Company", header, "Date applied"], *([f"Firm {at}", *row] for at, row in enumerate(rows))])
    is_asked = "unknown_status" in codes_of(sheet)
    return [(stage, is_asked) for stage in sheet.applications["stage"]]


@pytest.mark.parametrize("word", ["Open", "still open", "offen", "abierta"])
def test_open_is_of_the_application_where_the_other_words_are_or_every_row_has_its_day(word: str) -> None:
    assert _opened("Status", (word, ""), ("Rejected", ""), ("Offer", ""))[0] == ("applied", False)
    assert _opened("Status", (word, "2026-03-01"), ("To apply", ""))[0] == ("applied", False)
    assert _opened("Application status", (word, ""), ("Applied", ""))[0] == ("applied", False)


@pytest.mark.parametrize("word", ["Open", "still open", "offen", "abierta"])
def test_open_is_asked_about_where_it_may_be_of_the_posting(word: str) -> None:
    assert _opened("Status", (word, ""), ("Applied", ""), ("Rejected", ""))[0] == ("saved", True)
    assert _opened("Status", (word, ""), ("Closed", ""))[0] == ("saved", True)


def test_open_says_nothing_of_the_application_where_it_is_of_the_posting() -> None:
    assert _opened("Vacancy status", ("Open", ""), ("Closed", ""))[0] == ("saved", False)
    assert _opened("Status", ("Posting still open", ""), ("Applied", ""))[0] == ("saved", False)
    rows = [["Company", "Role", "Job status", "Application status"], ["Acme", "Engineer", "Open", "To apply"]]
    sheet = read_rows([*rows, ["Bolt", "Engineer", "Closed", "Applied"]])
    assert first(sheet.applications)["stage"] == "saved"
    assert "unknown_status" not in codes_of(sheet)


def test_a_record_that_is_active_was_not_sent_where_another_column_says_so() -> None:
    header = ["Company", "Role", "Application status", "Interview status", "Status"]
    rows = [["Acme", "Engineer", "Not applied", "Not started", "Active"], ["Bolt", "Clerk", "Rejected", "", "Active"]]
    sheet = read_rows([header, *rows])
    assert sheet.applications.select("stage", "outcome").rows() == [("saved", "open"), ("applied", "rejected")]


@pytest.mark.parametrize("header", ["Result so far", "Outcome"])
def test_sent_under_a_result_is_no_offer(header: str) -> None:
    rows = [["Company", "Role", header], ["Acme", "Engineer", "Sent"], ["Bolt", "Clerk", "Yes"]]
    assert read_rows(rows).applications["stage"].to_list() == ["applied", "offer"]


def test_apply_is_still_to_be_done_beside_what_was_applied_for() -> None:
    assert _stages("🟢 Apply", "🔵 Applied", "Rejected") == ["saved", "applied", "applied"]
    assert _stages("Apply", "Interview", "Rejected") == ["applied", "first_interview", "applied"]


def _stages(*statuses: str) -> list[str]:
    rows = [["Company", "Role", "Status"], *([f"Fern {place}", "Clerk", said] for place, said in enumerate(statuses))]
    return read_rows(rows).applications["stage"].to_list()
