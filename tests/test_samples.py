"""What the sample trackers promise: remade byte for byte, two forms of one search, a story that adds up."""

import csv
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal
from python_calamine import CalamineWorkbook

from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker
from pipeline.resources import resource

SAMPLES = resource("data", "samples")
CSV_FILES = ("ana_applications.csv", "ana_feedback.csv", "ben_job_search.csv")
SHEETS = ("Applications", "Feedback")
STEPS = ("applied", "screening", "first_interview", "second_interview", "final_interview", "offer", "closed")
PLANS = {"next_action_date"}
WAIT_DAYS = 21

Row = Mapping[str, Any]
Rows = Callable[[], list[Row]]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_sheet(path: Path, name: str) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def cell_value(cell: object) -> str | date:
    """A cell with its date, if it is one, as a date: native, day first, or with the month by name."""
    if isinstance(cell, date):
        return cell
    text = str(cell)
    for pattern, form in ((r"\d\d/\d\d/\d{4}", "%d/%m/%Y"), (r"\d{1,2} [A-Z][a-z]{2} \d{4}", "%d %b %Y")):
        if re.fullmatch(pattern, text):
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a calendar day has no time zone
    return text


def rows_by_field(grid: Sequence[Sequence[object]], headers: str) -> list[Row]:
    """The rows of one sheet under the story's own field names, blank cells left out."""
    fields = {header: field for field, header in story("wording")["headers"][headers]}
    return [
        {fields[str(name)]: cell_value(cell) for name, cell in zip(grid[0], row, strict=True) if cell != ""}
        for row in grid[1:]
    ]


def ana_applications() -> list[Row]:
    return rows_by_field(read_sheet(SAMPLES / "ana_job_search.xlsx", "Applications"), "workbook_applications")


def ana_feedback() -> list[Row]:
    return rows_by_field(read_sheet(SAMPLES / "ana_job_search.xlsx", "Feedback"), "workbook_feedback")


def ben_both() -> list[Row]:
    return rows_by_field(read_csv(SAMPLES / "ben_job_search.csv"), "csv_both")


@cache
def story(name: str) -> Mapping[str, Any]:
    return tomllib.loads((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def last_day() -> date:
    day: date = story("ana")["last_day"]
    return day


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    command = [sys.executable, str(SAMPLES / "make_samples.py"), "--output", str(folder)]
    subprocess.run(command, check=True, timeout=60)
    return folder


@pytest.mark.parametrize("name", CSV_FILES)
def test_the_script_makes_the_committed_text_files_to_the_byte(remade: Path, name: str) -> None:
    assert (remade / name).read_bytes() == (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", SHEETS)
def test_the_script_makes_the_committed_workbook_to_the_cell(remade: Path, name: str) -> None:
    made = read_sheet(remade / "ana_job_search.xlsx", name)
    assert made == read_sheet(SAMPLES / "ana_job_search.xlsx", name)


@pytest.mark.parametrize(
    ("rows", "file", "headers"),
    [
        pytest.param(ana_applications, "ana_applications.csv", "csv_applications", id="applications"),
        pytest.param(ana_feedback, "ana_feedback.csv", "csv_feedback", id="feedback"),
    ],
)
def test_both_forms_of_a_search_have_the_same_cells_but_for_their_wording(
    rows: Rows, file: str, headers: str
) -> None:
    worded = {"status", "stage", "asked_how", "asked_whom", "answered_how", "has_thank_you", "has_referral"}
    workbook = rows()
    text = rows_by_field(read_csv(SAMPLES / file), headers)
    assert [row.keys() for row in text] == [row.keys() for row in workbook]
    for mine, theirs in zip(text, workbook, strict=True):
        assert {f: v for f, v in mine.items() if f not in worded} == {
            f: v for f, v in theirs.items() if f not in worded
        }


@pytest.mark.parametrize("file", ["ana_applications.csv", "ana_feedback.csv"])
def test_every_column_of_day_first_dates_holds_its_own_proof(file: str) -> None:
    grid = read_csv(SAMPLES / file)
    columns = [
        [cell for cell in column if re.fullmatch(r"\d\d/\d\d/\d{4}", cell)] for column in zip(*grid, strict=True)
    ]
    dated = [column for column in columns if column]
    assert len(dated) >= 3
    assert all(any(int(cell[:2]) > 12 for cell in column) for column in dated)


def test_ana_gets_as_far_as_a_real_search_does() -> None:
    rows = ana_applications()
    reached = {step: sum(step in row for row in rows) for step in STEPS}
    assert len(rows) == 120
    assert 28 <= reached["first_interview"] <= 34
    assert reached["second_interview"] == 14
    assert reached["final_interview"] == 6
    assert reached["offer"] == 2
    unanswered = sum("first_response" not in row for row in rows)
    assert unanswered > 30


def test_ana_asks_too_seldom_for_any_channel_to_win() -> None:
    asks = [row for row in ana_feedback() if "asked" in row]
    answered = {
        channel: [("answered" in row) for row in asks if row["asked_how"] == channel]
        for channel in ("Phone", "Email", "Message")
    }
    assert {channel: (sum(got), len(got)) for channel, got in answered.items()} == {
        "Phone": (6, 8),
        "Email": (4, 10),
        "Message": (1, 3),
    }
    assert len(ana_feedback()) == 25


def test_some_asks_are_old_and_unanswered_and_some_still_wait() -> None:
    ages = [(last_day() - row["asked"]).days for row in ana_feedback() if "asked" in row and "answered" not in row]
    assert sum(age < WAIT_DAYS for age in ages) == 3
    assert sum(age > WAIT_DAYS for age in ages) == 7
    assert WAIT_DAYS not in ages


@pytest.mark.parametrize("rows", [ana_applications, ben_both])
def test_steps_of_an_application_come_in_order_and_interviews_on_working_days(rows: Rows) -> None:
    for row in rows():
        steps = [row[step] for step in STEPS if step in row]
        assert steps == sorted(steps), row
        assert all(row[step].weekday() < 5 for step in STEPS[1:] if step in row), row
        if "first_response" in row:
            assert row["applied"] <= row["first_response"] <= min(steps[1:]), row


@pytest.mark.parametrize("rows", [ana_feedback, ben_both])
def test_an_answer_follows_its_ask_and_an_ask_its_decision(rows: Rows) -> None:
    closed = {(row["company"], row["role"]): row.get("closed") for row in [*ana_applications(), *ben_both()]}
    entries = [row for row in rows() if "asked" in row or "answered" in row]
    assert len(entries) >= 8
    for row in entries:
        decided = closed[row["company"], row["role"]]
        assert isinstance(decided, date), row
        assert decided <= row.get("asked", row.get("answered")), row
        assert row.get("asked", date.min) <= row.get("answered", date.max), row


@pytest.mark.parametrize("rows", [ana_applications, ana_feedback, ben_both])
def test_nothing_is_dated_after_the_last_day_but_what_is_planned(rows: Rows) -> None:
    for row in rows():
        planned = PLANS | ({"screening"} if "booked" in row.get("status", "") else set())
        assert all(v <= last_day() for f, v in row.items() if isinstance(v, date) and f not in planned), row


@pytest.mark.parametrize("rows", [ana_applications, ben_both])
def test_no_application_stands_twice(rows: Rows) -> None:
    keys = [(row["company"], row["role"]) for row in rows()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "words",
    [
        "enthusiasm came through in the second interview, but not in the first",
        "excellent experience",
        "do your research on the company",
        "internal candidate",
        "hiring freeze",
        "change of direction",
        "do not give individual feedback",
        "best prepared",
    ],
)
def test_ana_hears_what_her_story_turns_on(words: str) -> None:
    assert any(words in str(row.get("text", "")) for row in ana_feedback())


def all_texts() -> list[str]:
    grids: list[Sequence[Sequence[object]]] = [read_csv(SAMPLES / name) for name in CSV_FILES]
    grids += [read_sheet(SAMPLES / "ana_job_search.xlsx", name) for name in SHEETS]
    cells = [cell_value(cell) for grid in grids for row in grid for cell in row if cell != ""]
    return [cell for cell in cells if isinstance(cell, str)]


def test_no_address_or_number_could_reach_anybody() -> None:
    for text in all_texts():
        assert "@" not in text
        assert not re.search(r"\d[\d ()-]{6,}\d", text), text
        for host in re.findall(r"https?://([^/\s]+)", text):
            assert host.endswith(".example"), text


def test_no_cell_would_become_a_formula() -> None:
    assert not [text for text in all_texts() if text[0] in "=+-@\t\r"]


WORDED_SHEETS = [
    pytest.param("ana_job_search.xlsx", 0, "workbook", id="ana-workbook"),
    pytest.param("ana_applications.csv", 0, "csv", id="ana-csv"),
    pytest.param("ben_job_search.csv", 0, "workbook", id="ben"),
]
FEEDBACK_SHEETS = [
    pytest.param("ana_job_search.xlsx", 1, "ana", id="ana-workbook"),
    pytest.param("ana_feedback.csv", 0, "ana", id="ana-csv"),
    pytest.param("ben_job_search.csv", 0, "ben", id="ben"),
]
FEEDBACK_COLUMNS = {
    "stage": "stage",
    "asked": "asked_date",
    "asked_how": "ask_channel",
    "asked_whom": "asked_of",
    "answered": "responded_date",
    "answered_how": "response_channel",
    "text": "feedback_text",
    "believed": "believed_reason",
    "lesson": "lesson",
    "next_step": "next_step",
    "done": "next_step_done_date",
}
OUTCOMES = {
    "saved": ("saved", "open"),
    "open": ("applied", "open"),
    "offer_received": ("offer", "offer"),
    "offer_declined": ("offer", "declined"),
    "rejected_assessment": ("screening", "rejected"),
}
"""Stage and outcome of the story's statuses that are not an ending, an underscore and a stage."""


@cache
def imported(name: str, index: int = 0) -> ShapedSheet:
    """One sheet as Debrief reads it; nothing changes it, so it is read once for all tests."""
    options = ReadingOptions(seeker=name[:3].title())
    reading = read_tracker((SAMPLES / name).read_bytes(), name, options=options, uploaded_on=last_day())
    return reading.sheets[index]


def meaning(status: str) -> tuple[str, str]:
    """The stage and outcome that a status of the story stands for, such as ``withdrawn_screening``."""
    if status in OUTCOMES:
        return OUTCOMES[status]
    ending = next(
        end
        for end in ("no_response", "rejected", "cancelled", "withdrawn", "open", "booked")
        if status.startswith(end)
    )
    outcome = {"cancelled": "rejected", "booked": "open"}.get(ending, ending)
    return status.removeprefix(ending).removeprefix("_") or "applied", outcome


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("ana_job_search.xlsx", 0),
        ("ana_job_search.xlsx", 1),
        ("ana_applications.csv", 0),
        ("ana_feedback.csv", 0),
        ("ben_job_search.csv", 0),
    ],
)
def test_every_row_and_column_of_a_sample_is_understood(name: str, index: int) -> None:
    sheet = imported(name, index)
    assert [column.header for column in sheet.plan.columns if column.field is None] == []
    assert (sheet.rows_loaded, sheet.rejected) == (sheet.rows_read, ())
    assert sheet.warnings == ()


def test_both_forms_of_anas_search_import_to_the_same_applications() -> None:
    workbook, text = imported("ana_job_search.xlsx", 0), imported("ana_applications.csv")
    apart = ["sheet", "row_number", "extras", "status_text"]
    assert_frame_equal(text.applications.drop(apart), workbook.applications.drop(apart))
    assert_frame_equal(text.stage_events.drop("sheet"), workbook.stage_events.drop("sheet"), check_row_order=False)


def test_both_forms_of_anas_log_import_to_the_same_feedback() -> None:
    workbook, text = imported("ana_job_search.xlsx", 1), imported("ana_feedback.csv")
    apart = ["sheet", "row_number", "extras"]
    assert_frame_equal(text.feedback.drop(apart), workbook.feedback.drop(apart))


@pytest.mark.parametrize(("name", "index", "form"), WORDED_SHEETS)
def test_a_status_is_imported_as_the_story_means_it(name: str, index: int, form: str) -> None:
    statuses = story("wording")[form]["status"]
    expected = {word: meaning(status) for status, words in statuses.items() for word in words}
    columns = imported(name, index).applications.select("status_text", "stage", "outcome").unique()
    read = {word: (stage, outcome) for word, stage, outcome in columns.iter_rows()}
    assert read == {word: expected[word] for word in read}


@pytest.mark.parametrize(("name", "index", "seeker"), FEEDBACK_SHEETS)
def test_a_log_is_imported_as_the_story_tells_it(name: str, index: int, seeker: str) -> None:
    read = {(row["company"], row["role"]): row for row in imported(name, index).feedback.iter_rows(named=True)}
    told = {(entry["company"], entry["role"]): entry for entry in story(seeker)["feedback"]}
    assert read.keys() == told.keys()
    for key, entry in told.items():
        row = read[key]
        # A sheet that holds both logs has no stage of its own for the feedback.
        columns = {f: c for f, c in FEEDBACK_COLUMNS.items() if seeker == "ana" or f != "stage"}
        assert {c: row[c] for c in columns.values()} == {c: entry.get(f) for f, c in columns.items()}
        assert (row["is_asked"], row["has_response"]) == ("asked" in entry, "answered" in entry)
