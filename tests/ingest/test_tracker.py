"""What a whole file promises: one meaning however written, plans that replay exactly, options that are checked."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import InputRefusedError, UsageError
from pipeline.ingest.model import ReadingOptions, SheetPlan, TrackerReading
from pipeline.ingest.read import read_sheets
from pipeline.ingest.tracker import plan_sheets, read_tracker, shape_sheets
from pipeline.vocabulary import fold, load_vocabulary
from tests.ingest.reading import UPLOADED_ON, csv_bytes, fields_of, read_rows
from tests.ingest.spreadsheets import Cell, Rows, write_ods, write_xlsx

MESSY = Path(__file__).parent / "messy"
CASES = sorted(path for path in MESSY.iterdir() if path.name != "expected.csv")
SEVERAL: dict[str, Rows] = {
    "Dashboard": [["JOB SEARCH"], [], ["Stage", "Count"], ["Applied", 12.0]],
    "Jobs": [["Company", "Role", "Applied", "Status"], ["Acme", "Engineer", dt.date(2026, 3, 14), "Applied"]],
    "Feedback": [["Company", "Asked on", "Feedback"], ["Acme", dt.date(2026, 4, 1), "Too junior"]],
    "Contacts": [["Name", "Company", "Email"], ["Kim", "Acme", "kim@acme.example"]],
    "Lists": [["Status", "Work mode"], ["Applied", "Remote"], ["Rejected", "Hybrid"]],
}


def expected_meaning() -> list[tuple[str, ...]]:
    """The applications that every messy file says."""
    return [meaning_of(row) for row in pl.read_csv(MESSY / "expected.csv", infer_schema=False).iter_rows()]


def meaning_of(row: tuple[object, ...]) -> tuple[str, ...]:
    """A row to compare by: names folded, no date as an empty text."""
    return tuple(fold("" if cell is None else str(cell)) for cell in row)


def meanings_in(reading: TrackerReading) -> list[tuple[str, ...]]:
    """Company, role, applied date, stage and outcome of every application."""
    columns = ["company", "role", "applied_date", "stage", "outcome"]
    return [meaning_of(row) for sheet in reading.sheets for row in sheet.applications.select(columns).iter_rows()]


def read_file(content: bytes, name: str, **options: object) -> TrackerReading:
    """Read a file; keyword arguments are reading options."""
    return read_tracker(content, name, options=ReadingOptions(**options), uploaded_on=UPLOADED_ON)  # type: ignore[arg-type]  # tests name options freely


@cache
def first_reading(path: Path) -> TrackerReading:
    """What reading a messy file gives."""
    return read_file(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_one_meaning_however_it_is_written(path: Path) -> None:
    reading = first_reading(path)
    assert meanings_in(reading) == expected_meaning()
    for sheet in reading.sheets:
        assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
def test_one_meaning_in_a_workbook_too(write: Callable[[Mapping[str, Rows]], bytes]) -> None:
    frame = pl.read_csv(MESSY / "plain_comma.csv", infer_schema=False)
    rows: list[list[Cell]] = [list(frame.columns)]
    rows += [[*row[:2], dt.date.fromisoformat(row[2]) if row[2] else None, *row[3:]] for row in frame.iter_rows()]
    assert meanings_in(read_file(write({"Jobs": rows}), "tracker.bin")) == expected_meaning()


WORKBOOK_CASES = ["questions.csv", "swedish.csv", "japanese.csv", "one_column_a_step.csv", "history_as_data.csv"]


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
@pytest.mark.parametrize("name", WORKBOOK_CASES)
def test_one_meaning_in_a_workbook_of_texts(name: str, write: Callable[[Mapping[str, Rows]], bytes]) -> None:
    frame = pl.read_csv(MESSY / name, infer_schema=False)
    rows: list[list[Cell]] = [list(frame.columns), *[list(row) for row in frame.iter_rows()]]
    assert meanings_in(read_file(write({"Jobs": rows}), "tracker.bin")) == expected_meaning()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_reading_a_file_twice_gives_the_same(path: Path) -> None:
    again = read_file(path.read_bytes(), path.name)
    for one, other in zip(first_reading(path).sheets, again.sheets, strict=True):
        assert one.plan == other.plan
        assert one.applications.equals(other.applications)
        assert one.stage_events.equals(other.stage_events)
        assert one.warnings == other.warnings


def test_the_tracker_is_found_among_other_sheets() -> None:
    reading = read_file(write_xlsx(SEVERAL), "t.xlsx")
    kinds = {sheet.plan.sheet: sheet.plan.kind for sheet in reading.sheets}
    assert kinds == {
        "Dashboard": "skipped",
        "Jobs": "applications",
        "Feedback": "feedback",
        "Contacts": "skipped",
        "Lists": "skipped",
    }
    assert all(sheet.plan.reason for sheet in reading.sheets if sheet.plan.kind == "skipped")


def test_a_named_sheet_is_the_only_one_read() -> None:
    reading = read_file(write_xlsx(SEVERAL), "t.xlsx", sheet="Contacts")
    assert [sheet.plan.kind for sheet in reading.sheets] == [
        "skipped",
        "skipped",
        "skipped",
        "applications",
        "skipped",
    ]


def test_planning_twice_gives_the_same_plan() -> None:
    sheets = read_sheets(write_xlsx(SEVERAL), "t.xlsx")
    vocabulary = load_vocabulary()
    first = plan_sheets(sheets, options=ReadingOptions(), vocabulary=vocabulary, file_name="jobs.csv")
    assert plan_sheets(sheets, options=ReadingOptions(), vocabulary=vocabulary, file_name="jobs.csv") == first


def replay(content: bytes, plans: tuple[SheetPlan, ...]) -> TrackerReading:
    """Shape a file by given plans."""
    sheets = read_sheets(content, "t.csv")
    return shape_sheets(sheets, plans, seeker="me", uploaded_on=UPLOADED_ON, vocabulary=load_vocabulary())


def test_a_plan_replays_to_the_same_rows() -> None:
    content = (MESSY / "bom_sections_and_totals.csv").read_bytes()
    reading = read_file(content, "t.csv")
    again = replay(content, tuple(sheet.plan for sheet in reading.sheets))
    assert again.sheets[0].applications.equals(reading.sheets[0].applications)
    assert again.sheets[0].warnings == reading.sheets[0].warnings


def test_a_changed_plan_is_followed_and_not_recognised_again() -> None:
    rows = [["Company", "Role", "Notes"], ["Acme", "Engineer", "x"]]
    plan = read_rows(rows).plan
    swapped = {"company": "role", "role": "company"}
    columns = tuple(
        type(column)(column.index, column.header, swapped.get(column.field or "", column.field), "given", 1.0)
        for column in plan.columns
    )
    changed = SheetPlan(plan.sheet, plan.kind, plan.header_row, columns)
    application = replay(csv_bytes(rows), (changed,)).sheets[0].applications
    assert application.select("company", "role").rows() == [("Engineer", "Acme")]


def test_a_plan_refuses_a_sheet_whose_headers_have_changed() -> None:
    plan = read_rows([["Company", "Role"], ["Acme", "Engineer"]]).plan
    with pytest.raises(InputRefusedError, match="laid out differently") as refused:
        replay(csv_bytes([["Company", "City"], ["Acme", "Bern"]]), (plan,))
    assert refused.value.found == 'Found the header "City" where "Role" was expected.'


def test_a_planned_sheet_that_is_gone_is_named() -> None:
    plans = tuple(sheet.plan for sheet in read_file(write_xlsx(SEVERAL), "t.xlsx").sheets)
    with pytest.raises(InputRefusedError, match='The file has no sheet "Feedback" any more'):
        replay(write_xlsx({"Jobs": SEVERAL["Jobs"]}), plans)


def test_a_named_column_is_read_as_the_field() -> None:
    sheet = read_rows(
        [["Name", "Job", "Foo"], ["Acme", "Engineer", "Applied"]], columns={"company": "name", "status_text": "Foo"}
    )
    assert fields_of(sheet) == {"Name": "company", "Job": "role", "Foo": "status_text"}
    assert [column.how for column in sheet.plan.columns] == ["given", "exact", "given"]


def test_named_columns_make_a_header_of_words_nobody_knows() -> None:
    sheet = read_rows([["Aaa", "Bbb"], ["Acme", "Engineer"]], columns={"company": "Aaa", "role": "Bbb"})
    assert sheet.applications.select("company", "role").rows() == [("Acme", "Engineer")]


def test_the_users_date_order_reaches_undecided_columns() -> None:
    rows = [["Company", "Date applied"], ["Acme", "03/04/2026"]]
    assert read_rows(rows).applications["applied_date"].to_list() == [None]
    assert read_rows(rows, date_order="dmy").applications["applied_date"].to_list() == [dt.date(2026, 4, 3)]


WRONG_OPTIONS = [
    pytest.param({"sheet": "Jobz"}, 'There is no sheet "Jobz".', 'Did you mean "Jobs"?', id="sheet"),
    pytest.param(
        {"columns": {"compani": "Company"}}, 'There is no field "compani".', 'Did you mean "company"?', id="field"
    ),
    pytest.param(
        {"columns": {"company": "Compani"}}, 'There is no header "Compani".', 'Did you mean "Company"?', id="header"
    ),
]


@pytest.mark.parametrize(("options", "problem", "hint"), WRONG_OPTIONS)
def test_an_option_that_names_nothing_offers_the_nearest(options: dict[str, object], problem: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_file(write_xlsx(SEVERAL), "t.xlsx", **options)
    assert refused.value.problem == problem
    assert hint in str(refused.value)


def test_a_file_without_a_known_header_says_what_was_found_and_would_have_worked() -> None:
    with pytest.raises(InputRefusedError) as refused:
        read_rows([["Name", "Colour"], ["Kim", "blue"]])
    assert refused.value.problem.endswith(": no table of applications or feedback was recognised.")
    assert refused.value.found is not None
    assert "Name, Colour" in refused.value.found
    assert refused.value.remedy is not None
    assert "Company, Role, Date applied, Status" in refused.value.remedy


def test_adding_an_unknown_column_changes_nothing_else() -> None:
    rows = [["Company", "Role", "Date applied", "Status"], ["Acme", "Engineer", "2026-03-14", "Applied"]]
    plain = read_rows(rows).applications.drop("extras")
    for place in range(5):
        wider = [[*row[:place], cell, *row[place:]] for row, cell in zip(rows, ["Zorp", "x"], strict=True)]
        assert read_rows(wider).applications.drop("extras").equals(plain)
