"""What ingest passes on: sheets of text, the plan of how one is read, and the rows that come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

Kind = Literal["applications", "feedback", "both", "skipped"]
DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
ME = "me"
"""Whose search it is where nobody says."""

How = Literal["exact", "fuzzy", "values", "given", "unmapped"]

BY_VALUES = 0.7
"""How sure a column is that values alone speak for, whatever its header; a header that allows for it is surer."""


APPLICATION_SCHEMA: Mapping[str, pl.DataType] = {
    "seeker": pl.String(),
    "company": pl.String(),
    "role": pl.String(),
    "location": pl.String(),
    "work_mode": pl.String(),
    "source": pl.String(),
    "contact": pl.String(),
    "url": pl.String(),
    "salary_text": pl.String(),
    "salary_min": pl.Float64(),
    "salary_max": pl.Float64(),
    "salary_currency": pl.String(),
    "resume_version": pl.String(),
    "applied_date": pl.Date(),
    "stage": pl.String(),
    "outcome": pl.String(),
    "closed_date": pl.Date(),
    "first_response_date": pl.Date(),
    "next_action": pl.String(),
    "next_action_date": pl.Date(),
    "has_thank_you": pl.Boolean(),
    "has_cover_letter": pl.Boolean(),
    "has_referral": pl.Boolean(),
    "has_tailored_resume": pl.Boolean(),
    "has_company_research": pl.Boolean(),
    "has_mock_interview": pl.Boolean(),
    "notes": pl.String(),
    "status_text": pl.String(),
    "extras": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int64(),
}
"""One row per application; ``stage`` and ``outcome`` are never null, ``extras`` is a JSON object or null."""

STAGE_EVENT_SCHEMA: Mapping[str, pl.DataType] = {
    "sheet": pl.String(),
    "row_number": pl.Int64(),
    "stage": pl.String(),
    "event_date": pl.Date(),
}
"""One row per filled stage-date cell, tied to its application by sheet and row number."""

FEEDBACK_SCHEMA: Mapping[str, pl.DataType] = {
    "seeker": pl.String(),
    "company": pl.String(),
    "role": pl.String(),
    "stage": pl.String(),
    "applied_date": pl.Date(),
    "is_asked": pl.Boolean(),
    "asked_date": pl.Date(),
    "ask_channel": pl.String(),
    "asked_of": pl.String(),
    "has_response": pl.Boolean(),
    "responded_date": pl.Date(),
    "response_channel": pl.String(),
    "feedback_text": pl.String(),
    "stated_reason": pl.String(),
    "believed_reason": pl.String(),
    "lesson": pl.String(),
    "next_step": pl.String(),
    "next_step_done_date": pl.Date(),
    "extras": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int64(),
}
"""One row per entry; ``is_asked``, ``has_response`` never null; ``applied_date`` only helps matching."""

NOTE_SCHEMA: Mapping[str, pl.DataType] = {
    "sheet": pl.String(),
    "row_number": pl.Int64(),
    "header": pl.String(),
    "note": pl.String(),
    "what": pl.String(),
    "quote": pl.String(),
    "quote_start": pl.Int64(),
    "quote_end": pl.Int64(),
    "asked_date": pl.Date(),
    "ask_channel": pl.String(),
    "asked_of": pl.String(),
    "has_response": pl.Boolean(),
    "confidence": pl.Float64(),
    "reason": pl.String(),
}
"""One row per thing a note of an application's row says about feedback; ``note[quote_start:quote_end] == quote``.

``what`` is ``ask``, ``feedback`` or ``both``; ``has_response`` is null where the note does not say.
"""


@dataclass(frozen=True)
class Caution:
    """Something a careful reader would be told about a sheet.

    Attributes:
        code: What kind of thing.
        message: The whole of it for people.
        column: The header concerned, where there is one.
        rows: How many rows are concerned.
        examples: The distinct texts concerned, where they are texts; the commonest or first ones of very many.
    """

    code: str
    message: str
    column: str | None = None
    rows: int | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, nothing interpreted.

    Attributes:
        name: The sheet's name, or None for a text file.
        cells: One String column a sheet column (``c0``, ``c1``, …), null where blank.
        row_numbers: The row number the spreadsheet program shows, one for each row of ``cells``.
        warnings: What reading it noticed (encoding, ragged rows).
        widths: How many cells each row was written with; None where every row has as many as there are columns.
        joiner: What parts the cells of a row in a text file; None for a workbook, whose cells cannot run together.
        merged: Cells of one column that are one: its place, and the row numbers of the first and the last of them.
    """

    name: str | None
    cells: pl.DataFrame
    row_numbers: pl.Series
    warnings: tuple[Caution, ...] = ()
    widths: pl.Series | None = None
    joiner: str | None = None
    merged: tuple[tuple[int, int, int], ...] = ()

    def slice(self, start: int, rows: int) -> "Sheet":
        """So many rows of the sheet from a place on, under their own numbers."""
        return replace(
            self,
            cells=self.cells.slice(start, rows),
            row_numbers=self.row_numbers.slice(start, rows),
            widths=None if self.widths is None else self.widths.slice(start, rows),
        )


@dataclass(frozen=True)
class ColumnPlan:
    """How one column is read; ``field`` is None for a column that goes to ``extras`` under its header.

    ``is_secret`` is what was decided about a column that looks like passwords or identity numbers: True is never
    stored, False is stored since the user insisted, None is as the header says.
    """

    index: int
    header: str
    field: str | None
    how: How
    confidence: float
    reason: str = ""
    is_secret: bool | None = None


@dataclass(frozen=True)
class SheetPlan:
    """How one table of a sheet is read: what was recognised, or what the user confirmed; kept with the upload.

    A sheet of several tables has one plan for each, in order: from top to bottom, then from left to right. Each cell
    is in one at most; tables side by side share the numbers of their rows.

    Attributes:
        sheet: The sheet's name, or None for a text file.
        kind: What its rows are; ``skipped`` when it holds no table we know.
        header_row: The header's spreadsheet row number, None when there is none.
        columns: One for each column of the sheet.
        date_order: The user's decision for undecided date columns, else ``auto``.
        reason: Why the sheet is skipped, in one clause.
        first_row: The first spreadsheet row of the table, titles above it included; None for the sheet's.
        last_row: The last spreadsheet row of the table; None for the sheet's.
        band: The places of the first and the last column of a table that stands beside another; None for the sheet's.
        second_header_row: A row above or below the header that completes its names, such as titles of groups.
        beside: Places of columns that stand beside the table and are not read.
        is_transposed: Whether the table runs sideways, one application a column. Rows are then the sheet's columns,
            A being 1, and columns are its rows.
        export: The program that wrote it, by its name in data/vocabulary/exports.toml; None where that is not known.
        is_told: Whether the user said what its rows are, or that they are left out.
        remembered_from: The import before this one whose decisions count again; None where none did.
    """

    sheet: str | None
    kind: Kind
    header_row: int | None
    columns: tuple[ColumnPlan, ...]
    date_order: DateOrder = "auto"
    reason: str = ""
    first_row: int | None = None
    last_row: int | None = None
    band: tuple[int, int] | None = None
    second_header_row: int | None = None
    beside: tuple[int, ...] = ()
    is_transposed: bool = False
    export: str | None = None
    is_told: bool = False
    remembered_from: int | None = None

    @property
    def own_columns(self) -> tuple[ColumnPlan, ...]:
        """The columns of the table itself, without those of a table beside it."""
        return self.columns if self.band is None else self.columns[self.band[0] : self.band[1] + 1]


@dataclass(frozen=True)
class ReadingOptions:
    """What the user decides about a file; everything else is decided from the file.

    Attributes:
        kind: What the file holds, or ``auto``.
        sheet: The one sheet to read, or None for every sheet that has a header we know.
        columns: Field to header, for columns the user names (``--column FIELD=HEADER``).
        date_order: The order of day, month and year where the values leave it open.
        seeker: Whose search it is, for rows that do not say; None where nobody said, which is ``ME``.
        keep_secret: Whether to store columns that look like passwords or identity numbers.
        is_fresh: Whether what was decided for the tracker's last upload counts no more.
    """

    kind: Literal["auto", "applications", "feedback"] = "auto"
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder = "auto"
    seeker: str | None = None
    keep_secret: bool = False
    is_fresh: bool = False


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be loaded, with its filled cells by header, as written."""

    row_number: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ColumnCounts:
    """How much of one column there was, and how much of that was not understood.

    Attributes:
        index: The column's place.
        filled: Rows of data with a text in it.
        unparsed: Of those, texts that were to be a value of its field and gave none, or none for sure.
        examples: The commonest texts that gave none; of a column without a field, the commonest it holds.
    """

    index: int
    filled: int
    unparsed: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ShapedSheet:
    """The rows of one table; ``rows_read = rows_loaded + rows_blank + rows_rejected`` always.

    ``rows_read`` counts every row of the table but the header row. A row of a ``both`` sheet is loaded once even when
    it gives an application and a feedback entry.
    """

    plan: SheetPlan
    rows_read: int
    rows_loaded: int
    rows_blank: int
    applications: pl.DataFrame
    stage_events: pl.DataFrame
    feedback: pl.DataFrame
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[Caution, ...]
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NOTE_SCHEMA))
    column_counts: tuple[ColumnCounts, ...] = ()

    @property
    def rows_rejected(self) -> int:
        """How many rows could not be loaded."""
        return len(self.rejected)


@dataclass(frozen=True)
class TrackerReading:
    """Everything read from one file: its tables in order, one a sheet unless a sheet holds several."""

    sheets: tuple[ShapedSheet, ...]

    def numbered_tables(self) -> Iterator[tuple[int, ShapedSheet]]:
        """The tables that were read, counted from 1."""
        return enumerate((sheet for sheet in self.sheets if sheet.plan.kind != "skipped"), 1)
