"""The starter tracker: what it offers is always understood again, empty or filled, here or through LibreOffice."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest

from pipeline.cli import run
from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker
from pipeline.ingest.workbook import read_workbook
from pipeline.template import StarterColumn, StarterSheet, starter_sheets, starter_workbook
from pipeline.vocabulary import Field, load_vocabulary
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.status import workspace_status
from pipeline.workspace import open_workspace

Row = Mapping[str, str | dt.date]

SHEETS = {sheet.name: sheet for sheet in starter_sheets()}
COLUMNS = [column for sheet in SHEETS.values() for column in sheet.columns]
TODAY = dt.date(2026, 11, 13)

APPLICATIONS: Sequence[Row] = [
    {
        "Company": "Northwind",
        "Role": "Analyst",
        "Stage": "Second interview",
        "Status": "Rejected",
        "Date Applied": dt.date(2026, 4, 1),
        "First Interview": dt.date(2026, 4, 20),
        "Closed On": dt.date(2026, 5, 2),
        "Referral": "Yes",
        "Notes": "=1+1 is what they asked",
    },
    {"Company": "Fabrikam", "Role": "Editor", "Status": "Open", "Date Applied": dt.date(2026, 5, 4)},
]
FEEDBACK: Sequence[Row] = [
    {
        "Company": "Northwind",
        "Role": "Analyst",
        "Asked On": dt.date(2026, 5, 4),
        "Asked How": "Phone",
        "Asked Whom": "Recruiter",
        "Answered On": dt.date(2026, 5, 6),
        "What They Said": "- Clear answers\n- but you lacked enthusiasm",
    },
]


def _filled(rows: Mapping[str, Sequence[Row]]) -> bytes:
    """The starter with rows typed in below its headers, in the style that each column has there."""
    source, target = zipfile.ZipFile(io.BytesIO(starter_workbook())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            text = source.read(name)
            for place, sheet in enumerate(SHEETS.values(), 1):
                if name == f"xl/worksheets/sheet{place}.xml" and sheet.name in rows:
                    text = _with_rows(text.decode(), sheet, rows[sheet.name]).encode()
            archive.writestr(name, text)
    return target.getvalue()


def _with_rows(xml: str, sheet: StarterSheet, rows: Sequence[Row]) -> str:
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', xml)
    styles = {place: style for first, last, style in spans for place in range(int(first), int(last) + 1)}
    written = ""
    for number, row in enumerate(rows, 2):
        cells = "".join(
            _cell(f"{_letters(place)}{number}", row[column.header], styles[place])
            for place, column in enumerate(sheet.columns, 1)
            if column.header in row
        )
        written += f'<row r="{number}">{cells}</row>'
    return xml.replace("</sheetData>", f"{written}</sheetData>")


def _cell(place: str, value: str | dt.date, style: str) -> str:
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{style}"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _letters(place: int) -> str:
    return chr(64 + place) if place <= 26 else "A" + chr(64 + place - 26)


def _read(content: bytes, file_name: str = "starter.xlsx") -> dict[str | None, ShapedSheet]:
    reading = read_tracker(content, file_name, options=ReadingOptions(), uploaded_on=TODAY)
    return {sheet.plan.sheet: sheet for sheet in reading.sheets}


def test_the_empty_starter_imports_without_a_question_or_a_warning(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    imported = import_file(Incoming(starter_workbook(), "job_search.xlsx"), workspace)
    for sheet in imported.reading.sheets:
        assert (sheet.rows_read, sheet.warnings, sheet.rejected) == (0, (), ())
    (tracker,) = workspace_status(workspace)["trackers"]
    assert (tracker["applications"], tracker["feedback"]) == (0, 0)


def test_every_header_is_recognised_for_what_it_says() -> None:
    read = _read(starter_workbook())
    for name, sheet in SHEETS.items():
        assert [(column.field, column.how) for column in read[name].plan.columns] == [
            (column.field.name, "exact") for column in sheet.columns
        ]
    assert [read[name].plan.kind for name in SHEETS] == ["applications", "feedback"]


def test_every_field_of_the_two_tables_has_a_column() -> None:
    """Whose search it is needs a coach's column of its own, and the salary's parts are read from its text."""
    left_out = {"seeker", "outcome", "last_updated", "last_contact", "salary_min", "salary_max", "salary_currency"}
    offered = {name: {column.field.name for column in sheet.columns} for name, sheet in SHEETS.items()}
    fields = load_vocabulary().fields.values()
    wanted = {field.name for field in fields if field.belongs != "feedback"} - left_out
    assert offered["Applications"] == wanted
    feedback = {field.name for field in fields if field.belongs != "applications"} - {"seeker", "applied_date"}
    assert offered["Feedback"] == feedback


def test_the_guide_is_left_out_with_a_reason() -> None:
    guide = _read(_filled({"Applications": APPLICATIONS, "Feedback": FEEDBACK}))["Guide"]
    assert (guide.plan.kind, guide.plan.reason) == ("skipped", "no row looks like a header we know")


def test_the_guide_explains_every_column() -> None:
    cells = next(sheet for sheet in read_workbook(starter_workbook(), "x") if sheet.name == "Guide").cells
    told = "\n".join(str(cell) for row in cells.iter_rows() for cell in row if cell)
    for column in COLUMNS:
        assert f"{column.header}: {column.help}" in told
    assert "Everything stays on this machine" in told


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.header)
def test_a_columns_texts_fit_what_a_spreadsheet_program_shows(column: StarterColumn) -> None:
    assert len(column.header) <= 32
    assert len(column.help) <= 255
    assert len(",".join(column.choices)) <= 255
    assert not [word for word in column.choices if "," in word]


WORDED = [(name, column) for name, sheet in SHEETS.items() for column in sheet.columns if column.choices]


@pytest.mark.parametrize(("name", "column"), WORDED, ids=lambda value: getattr(value, "header", value))
def test_every_word_of_a_drop_down_is_understood(name: str, column: StarterColumn) -> None:
    rows = [{"Company": f"Company {place}", column.header: word} for place, word in enumerate(column.choices)]
    sheet = _read(_filled({name: rows}))[name]
    assert (sheet.rows_loaded, sheet.warnings, sheet.rejected) == (len(rows), (), ())
    loaded = sheet.applications if name == "Applications" else sheet.feedback
    assert loaded["extras"].null_count() == len(rows)
    value = "outcome" if column.field.name == "status_text" else column.field.name
    assert loaded[value].to_list() == _meant(column.field, column.choices)


def _meant(field: Field, words: Sequence[str]) -> list[str | bool]:
    vocabulary = load_vocabulary()
    if field.type == "flag":
        return [word == "Yes" for word in words]
    terms: dict[str, str] = {}
    if field.name in ("stage", "status_text"):
        closed = vocabulary.stages if field.name == "stage" else vocabulary.outcomes
        terms = {term.label: term.name for term in closed.values()}
    elif field.type in ("channel", "person"):
        named = vocabulary.channels if field.type == "channel" else vocabulary.asked_of
        terms = {vocabulary.labels[name]: name for name in named.values()}
    return [terms.get(word, word) for word in words]


def test_a_filled_starter_gives_its_rows_and_texts_as_typed() -> None:
    read = _read(_filled({"Applications": APPLICATIONS, "Feedback": FEEDBACK}))
    assert all(sheet.warnings == () for sheet in read.values())
    first, second = read["Applications"].applications.iter_rows(named=True)
    assert (first["stage"], first["outcome"], first["has_referral"]) == ("second_interview", "rejected", True)
    assert (first["applied_date"], first["notes"]) == (dt.date(2026, 4, 1), "=1+1 is what they asked")
    assert (second["stage"], second["outcome"]) == ("applied", "open")
    (entry,) = read["Feedback"].feedback.iter_rows(named=True)
    assert (entry["ask_channel"], entry["asked_of"], entry["responded_date"]) == (
        "phone",
        "recruiter",
        dt.date(2026, 5, 6),
    )
    assert entry["feedback_text"] == FEEDBACK[0]["What They Said"]


def test_the_same_bytes_are_written_each_time() -> None:
    assert starter_workbook() == starter_workbook()


def test_a_file_that_has_only_a_header_is_imported_calmly(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "jobs.csv").write_text("Company,Role,Date Applied,Status\n", encoding="utf-8")
    assert run(["--home", str(tmp_path / "home"), "import", str(tmp_path / "jobs.csv")]) == 0
    said = capfd.readouterr().err
    assert "there are no rows below the header yet" in said
    assert "note:" not in said


def test_the_command_writes_it_and_says_what_comes_next(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.xlsx"
    assert run(["template", "-o", str(path)]) == 0
    out, err = capfd.readouterr()
    assert path.read_bytes() == starter_workbook()
    assert out == ""
    assert err == f"written: {path}\nfill it in, then: debrief import {path}\n"


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"a year of applications")
    assert run(["template", "-o", str(path)]) == 1
    assert path.read_bytes() == b"a year of applications"
    assert "was left as it is" in capfd.readouterr().err
    assert run(["template", "-o", str(path), "--force"]) == 0
    assert path.read_bytes() == starter_workbook()


@pytest.mark.parametrize("name", ["mine.csv", "mine", "-"])
def test_another_kind_of_file_is_refused(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "-o", name if name == "-" else str(tmp_path / name)]) == 2
    assert "is an XLSX workbook" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def _office() -> str:
    for name in ("soffice", "libreoffice"):
        if path := shutil.which(name):
            return path
    reason = "no LibreOffice is installed; on Debian: apt-get install libreoffice-calc"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _saved_as(suffix: str, path: Path, profile: Path) -> Path:
    target = path.parent / suffix
    subprocess.run(
        [
            _office(),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(target),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return target / f"{path.stem}.{suffix}"


def _rows(sheets: Mapping[str | None, ShapedSheet]) -> list[pl.DataFrame]:
    return [sheet for name in SHEETS for sheet in (sheets[name].applications, sheets[name].feedback)]


def test_libreoffice_opens_it_and_saves_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "starter.xlsx"
    path.write_bytes(_filled({"Applications": APPLICATIONS, "Feedback": FEEDBACK}))
    before = _read(path.read_bytes())
    as_ods = _saved_as("ods", path, tmp_path / "profile")
    as_xlsx = _saved_as("xlsx", as_ods, tmp_path / "profile")
    for saved in (as_ods, as_xlsx):
        after = _read(saved.read_bytes(), saved.name)
        assert all(sheet.warnings == () and not sheet.rejected for sheet in after.values())
        assert after["Guide"].plan.kind == "skipped"
        for kept, original in zip(_rows(after), _rows(before), strict=True):
            assert kept.equals(original)
    assert b"Offer declined" in zipfile.ZipFile(as_xlsx).read("xl/worksheets/sheet1.xml")
