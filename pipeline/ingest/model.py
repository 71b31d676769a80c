"""What ingest passes on: sheets of text, the plan of how one is read, and the rows that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Kind = Literal["applications", "feedback", "both", "skipped"]
DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
How = Literal["exact", "fuzzy", "values", "given", "unmapped"]

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
    """

    name: str | None
    cells: pl.DataFrame
    row_numbers: pl.Series
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class ColumnPlan:
    """How one column is read; ``field`` is None for a column that goes to ``extras`` under its header."""

    index: int
    header: str
    field: str | None
    how: How
    confidence: float
    reason: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read: what was recognised, or what the user confirmed; kept with the upload.

    Attributes:
        sheet: The sheet's name, or None for a text file.
        kind: What its rows are; ``skipped`` when it holds no table we know.
        header_row: The header's spreadsheet row number, None when there is none.
        columns: One for each column of the table.
        date_order: The user's decision for undecided date columns, else ``auto``.
        reason: Why the sheet is skipped, in one clause.
        export: The program that wrote it, by its name in data/vocabulary/exports.toml; None where that is not known.
    """

    sheet: str | None
    kind: Kind
    header_row: int | None
    columns: tuple[ColumnPlan, ...]
    date_order: DateOrder = "auto"
    reason: str = ""
    export: str | None = None


@dataclass(frozen=True)
class ReadingOptions:
    """What the user decides about a file; everything else is decided from the file.

    Attributes:
        kind: What the file holds, or ``auto``.
        sheet: The one sheet to read, or None for every sheet that has a header we know.
        columns: Field to header, for columns the user names (``--column FIELD=HEADER``).
        date_order: The order of day, month and year where the values leave it open.
        seeker: Whose search it is, for rows that do not say.
    """

    kind: Literal["auto", "applications", "feedback"] = "auto"
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder = "auto"
    seeker: str = "me"


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be loaded, with its filled cells by header, as written."""

    row_number: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ShapedSheet:
    """The rows of one sheet; ``rows_read = rows_loaded + rows_blank + rows_rejected`` always.

    ``rows_read`` counts every row but the header row. A row of a ``both`` sheet is loaded once even when it
    gives an application and a feedback entry.
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

    @property
    def rows_rejected(self) -> int:
        """How many rows could not be loaded."""
        return len(self.rejected)


@dataclass(frozen=True)
class TrackerReading:
    """Everything read from one file."""

    sheets: tuple[ShapedSheet, ...]
