"""Kinds of trackers that people keep in their own way: which of their days is that of applying."""

import datetime as dt

import pytest

from pipeline.ingest.written_day import find_written_day
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON, codes_of, grid, read_rows

RELATIVE = """
    Company | Role    | Applied    | Status
    Fern    | Clerk   | 3 days ago | Applied
    Moss    | Analyst | yesterday  | Applied
    Reed    | Buyer   | 2026-03-01 | Rejected
"""


def _applied(rows: list[list[str]]) -> list[dt.date | None]:
    return read_rows(rows).applications["applied_date"].to_list()


@pytest.mark.parametrize("line", ["Copied 14 March 2026", "Stand: 14.03.2026", "Export as of 2026-03-14"])
def test_days_ago_are_counted_from_the_day_that_the_sheet_names(line: str) -> None:
    rows = [[line, "", "", ""], *grid(RELATIVE)]
    assert _applied(rows) == [dt.date(2026, 3, 11), dt.date(2026, 3, 13), dt.date(2026, 3, 1)]
    (told,) = [caution.message for caution in read_rows(rows).warnings if caution.code == "relative_dates"]
    assert "counted from 2026-03-14, which the sheet names as its day" in told


def test_days_ago_stay_open_where_the_other_dates_show_that_the_file_is_old() -> None:
    assert _applied(grid(RELATIVE)) == [None, None, dt.date(2026, 3, 1)]
    assert "relative_dates" in codes_of(read_rows(grid(RELATIVE)))


def test_days_ago_are_counted_from_the_upload_where_nothing_speaks_against_it() -> None:
    rows = [[cell.replace("2026-03-01", "2026-07-20") for cell in row] for row in grid(RELATIVE)]
    assert _applied(rows)[0] == UPLOADED_ON - dt.timedelta(days=3)


@pytest.mark.parametrize(
    "line", ["Started my search 1 March 2026", "Copied 1 March 2026, again 3 March 2026", "Copied"]
)
def test_a_line_that_names_no_day_of_writing_names_none(line: str) -> None:
    assert find_written_day([line], UPLOADED_ON, load_vocabulary()) is None


def test_one_step_has_its_day_where_others_list_several() -> None:
    rows = [
        ["Company", "Role", "What happened so far"],
        ["Fern", "Clerk", "2026-03-02 applied\n2026-03-09 rejected"],
        ["Moss", "Buyer", "2026-03-03 applied"],
    ]
    assert _applied(rows) == [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]


@pytest.mark.parametrize("header", ["Materials in", "Papers in", "Dossier in", "Documents in", "Materials sent"])
def test_the_day_the_papers_went_in_is_the_day_of_applying(header: str) -> None:
    rows = [["Institution", "Post", "Deadline", header], ["Fern", "Lecturer", "2026-03-31", "2026-03-02"]]
    assert _applied([*rows, ["Moss", "Fellow", "2026-04-30", ""]]) == [dt.date(2026, 3, 2), None]


UNNAMED = """
    Company | Role    | {header}   | Status
    Fern    | Clerk   | 2026-03-02 | Applied
    Moss    | Analyst | 2026-03-03 | Rejected
    Reed    | Buyer   | 2026-03-04 | Applied
"""


def test_dates_under_two_headers_that_say_nothing_are_told_and_not_taken() -> None:
    more = ["Frumious", "2026-04-01", "2026-04-02", "2026-04-03"]
    sheet = read_rows([[*row, cell] for row, cell in zip(grid(UNNAMED.format(header="Zorglub")), more, strict=True)])
    assert sheet.applications["applied_date"].to_list() == [None, None, None]
    (told,) = [caution for caution in sheet.warnings if caution.code == "no_applied_date"]
    assert '"Zorglub" and "Frumious" hold dates' in told.message
    assert 'read the column as “Applied on” (--column applied_date="Zorglub")' in told.message


@pytest.mark.parametrize("header", ["Date posted", "Deadline", "Last updated", "Interview date"])
def test_dates_that_are_known_to_be_others_are_not_offered_as_days_of_applying(header: str) -> None:
    sheet = read_rows(grid(UNNAMED.format(header=header)))
    assert "no_applied_date" not in codes_of(sheet)


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        ("log_applied_date", True),
        ("csv date applied", True),
        ("Date de soumission", True),
        ("planned applied date", False),
        ("next application date", False),
        ("applied date viewed", False),
    ],
)
def test_a_word_that_names_a_table_before_a_known_date_leaves_it_known(header: str, *, is_taken: bool) -> None:
    dates = read_rows(grid(UNNAMED.format(header=header))).applications["applied_date"].to_list()
    assert all(dates) if is_taken else not any(dates)


FORM = """
    {day}      | Empresa | Cargo    | {applied}  | Status
    10/18/2025 | Fern    | Analista | 10/13/2025 | pendente
    10/20/2025 | Moss    | Clerk    | 10/14/2025 | pendente
    10/29/2025 | Reed    | Buyer    | 10/28/2025 | pendente
"""


@pytest.mark.parametrize("applied", ["Application", "Data candidatura", "Sent", "Applied"])
@pytest.mark.parametrize("day", ["Timestamp", "Date", "Data"])
def test_the_day_a_form_was_filled_in_is_not_that_of_applying_beside_one_that_is(day: str, applied: str) -> None:
    dates = read_rows(grid(FORM.format(day=day, applied=applied))).applications["applied_date"].to_list()
    assert dates == [dt.date(2025, 10, 13), dt.date(2025, 10, 14), dt.date(2025, 10, 28)]


STEPS = """
    company | kind     | {start}    | reaction_1 | interview_1 | {other}    | task_received | rejection  | offer
    Fern    | vacancy  | 02.03.2026 | NA         | NA          | NA         | NA            | NA         | NA
    Moss    | vacancy  | 03.03.2026 | 14.03.2026 | NA          | NA         | 15.03.2026    | 20.03.2026 | NA
    Reed    | vacancy  | 04.03.2026 | 17.03.2026 | 21.03.2026  | 28.03.2026 | NA            | NA         | 30.03.2026
    Sedge   | referral | 05.03.2026 | NA         | NA          | NA         | NA            | 31.03.2026 | NA
"""


def test_a_column_of_days_for_each_step_tells_how_far_each_got_and_what_came_of_it() -> None:
    sheet = read_rows(grid(STEPS.format(start="application_start", other="interview_2")))
    assert sheet.plan.header_row == 1
    assert sheet.applications.select("applied_date", "stage", "outcome").rows() == [
        (dt.date(2026, 3, 2), "applied", "open"),
        (dt.date(2026, 3, 3), "screening", "rejected"),
        (dt.date(2026, 3, 4), "offer", "offer"),
        (dt.date(2026, 3, 5), "applied", "rejected"),
    ]


@pytest.mark.parametrize(
    ("start", "other"), [("application_start", "application_deadline"), ("application_end", "interview_2")]
)
def test_the_start_of_a_call_for_applications_is_no_day_of_applying(start: str, other: str) -> None:
    sheet = read_rows(grid(STEPS.format(start=start, other=other)))
    assert sheet.applications["applied_date"].null_count() == 4
