"""Short ways to read a tracker in tests."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.ingest.model import ReadingOptions, ShapedSheet, SheetPlan
from pipeline.ingest.read import read_sheets
from pipeline.ingest.tracker import plan_sheets, read_tracker
from pipeline.vocabulary import load_vocabulary

CASES = Path(__file__).parent / "cases"
UPLOADED_ON = dt.date(2026, 8, 1)


def csv_bytes(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    """Rows as a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def read_rows(rows: Sequence[Sequence[str]], **options: Any) -> ShapedSheet:
    """Read rows as the only sheet of a file; keyword arguments are reading options."""
    reading = read_tracker(csv_bytes(rows), "tracker.csv", options=ReadingOptions(**options), uploaded_on=UPLOADED_ON)
    return reading.sheets[0]


def plan_rows(rows: Sequence[Sequence[str]]) -> SheetPlan:
    """How rows would be read as the only sheet of a file; what follows takes most of the time of reading a few."""
    sheets = read_sheets(csv_bytes(rows), "tracker.csv")
    (plan,) = plan_sheets(sheets, options=ReadingOptions(), vocabulary=load_vocabulary(), file_name="tracker.csv")
    return plan


def fields_of(read: ShapedSheet | SheetPlan) -> dict[str, str | None]:
    """Header to field."""
    plan = read.plan if isinstance(read, ShapedSheet) else read
    return {column.header: column.field for column in plan.columns}


def codes_of(sheet: ShapedSheet) -> set[str]:
    """The codes of a sheet's warnings."""
    return {warning.code for warning in sheet.warnings}


def first(frame: pl.DataFrame) -> dict[str, Any]:
    """The first row by column name."""
    return frame.row(0, named=True)


def read_tables(rows: Sequence[Sequence[str]], **options: Any) -> tuple[ShapedSheet, ...]:
    """Read rows as the only sheet of a file, every table of it; short rows are filled up with blanks."""
    width = max(len(row) for row in rows)
    content = csv_bytes([[*row, *[""] * (width - len(row))] for row in rows])
    return read_tracker(content, "tracker.csv", options=ReadingOptions(**options), uploaded_on=UPLOADED_ON).sheets


def grid(text: str) -> list[list[str]]:
    """A table written down in a test: one row a line, cells parted by ``|``, blanks around them dropped."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def read_cases(name: str) -> list[tuple[str, ...]]:
    """The rows of a table of cases below its header; an empty cell stands for none."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]
