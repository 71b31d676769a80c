"""A tracker file from bytes to rows: read the sheets, plan how each is read, shape the rows as planned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipeline.errors import InputRefusedError, UsageError, nearest_name
from pipeline.ingest.candidates import Column
from pipeline.ingest.exports import apply_export, find_export, told_columns
from pipeline.ingest.headerless import plan_by_values
from pipeline.ingest.layout import find_header
from pipeline.ingest.model import ColumnPlan, Kind, ReadingOptions, ShapedSheet, Sheet, SheetPlan, TrackerReading
from pipeline.ingest.profile import profile_column
from pipeline.ingest.read import read_sheets
from pipeline.ingest.recognise import recognise, without_saving_date
from pipeline.ingest.shape import shape_sheet
from pipeline.ingest.table import column_letters
from pipeline.vocabulary import Vocabulary, compact, load_vocabulary

_PROFILED_ROWS = 1_000
_NAMED_HEADERS = 12
_NAMES = frozenset({"company", "role", "feedback_text"})
_SURE = 0.7
_UNSURE_SHEET = "it may hold applications, but another sheet surely does; name it with --sheet to read it"
_PROGRESS = frozenset({"status_text", "stage", "outcome", "applied_date", "feedback_text", "asked_date"})


def read_tracker(
    content: bytes,
    file_name: str,
    *,
    options: ReadingOptions,
    uploaded_on: dt.date,
    vocabulary: Vocabulary | None = None,
    plans: Sequence[SheetPlan] | None = None,
    format: str | None = None,  # noqa: A002 - named like the option that sets it
) -> TrackerReading:
    """Read a tracker file.

    Args:
        content: The file as it came.
        file_name: For messages, and its suffix.
        options: What the user decided.
        uploaded_on: When the file came.
        vocabulary: The shipped one when left out.
        plans: How the sheets are read; recognised anew when left out.
        format: A suffix that settles the format, for content without a file name.

    Raises:
        InputRefusedError: The file is no tracker that can be read.
        UsageError: An option names a sheet, field or header that is not there.
    """
    vocabulary = vocabulary or load_vocabulary()
    sheets = read_sheets(content, file_name, format=format)
    if plans is None:
        plans = plan_sheets(sheets, options=options, vocabulary=vocabulary, file_name=file_name)
    return shape_sheets(sheets, plans, seeker=options.seeker, uploaded_on=uploaded_on, vocabulary=vocabulary)


def plan_sheets(
    sheets: Sequence[Sheet], *, options: ReadingOptions, vocabulary: Vocabulary, file_name: str
) -> tuple[SheetPlan, ...]:
    """Decide how each sheet is read: one plan a sheet, ``skipped`` with a reason where it holds no table we know.

    The file's name is only for the message of a refusal.

    Raises:
        InputRefusedError: No sheet has a header we know.
        UsageError: An option names a sheet, field or header that is not there.
    """
    _check_options(sheets, options, vocabulary)
    plans = tuple(
        _plan_sheet(sheet, options, vocabulary)
        if options.sheet is None or sheet.name == options.sheet
        else _skipped(sheet, "not the sheet you named")
        for sheet in sheets
    )
    if options.sheet is None:
        plans = _only_trackers(plans)
    if all(plan.kind == "skipped" for plan in plans):
        raise _nothing_known(file_name, sheets, plans)
    return plans


def shape_sheets(
    sheets: Sequence[Sheet],
    plans: Sequence[SheetPlan],
    *,
    seeker: str,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
) -> TrackerReading:
    """Read the sheets exactly as planned; nothing is recognised again, so a kept plan gives the same rows again.

    Raises:
        InputRefusedError: A planned sheet is missing, or laid out differently.
    """
    by_name = {plan.sheet: plan for plan in plans}
    names = {sheet.name for sheet in sheets}
    missing = [plan for plan in plans if plan.sheet not in names and plan.kind != "skipped"]
    if missing:
        raise InputRefusedError(
            f'The file has no sheet "{missing[0].sheet}" any more.',
            found=f"Found: {', '.join(str(sheet.name) for sheet in sheets)}.",
            remedy="Import it anew, so that its sheets are recognised again.",
        )
    shaped = [
        shape_sheet(
            sheet,
            by_name.get(sheet.name, _skipped(sheet, "not part of how this tracker was read")),
            seeker=seeker,
            uploaded_on=uploaded_on,
            vocabulary=vocabulary,
        )
        for sheet in sheets
    ]
    return TrackerReading(tuple(shaped))


def _plan_sheet(sheet: Sheet, options: ReadingOptions, vocabulary: Vocabulary) -> SheetPlan:
    if sheet.cells.height == 0 or sheet.cells.width == 0:
        return _skipped(sheet, "the sheet is empty")
    header = find_header(sheet.cells, vocabulary)
    if header is None and not _names_columns(options, sheet):
        columns = plan_by_values(sheet.cells, vocabulary) if options.kind != "feedback" else None
        if columns is None:
            return _skipped(sheet, "no row looks like a header we know")
        return SheetPlan(sheet.name, "applications", None, columns, options.date_order)
    place = header.place if header else _row_of_given(sheet, options)
    headers = [cell or "" for cell in sheet.cells.row(place)]
    body = sheet.cells.slice(place + 1, _PROFILED_ROWS)
    seen = [Column(index, text, profile_column(body[f"c{index}"], vocabulary)) for index, text in enumerate(headers)]
    export = find_export(headers, vocabulary)
    named = _given_columns(headers, options)
    given = {**told_columns(headers, export, named), **named}
    kind: Kind | None = None if options.kind == "auto" else options.kind
    kind, planned = recognise(seen, kind=kind, given=given, vocabulary=vocabulary)
    planned = without_saving_date(planned, body, vocabulary)
    planned = apply_export(planned, export, named)
    reason = "no column names a company or role" if kind == "skipped" else ""
    order = export.date_order if export and options.date_order == "auto" else options.date_order
    name = export.name if export else None
    return SheetPlan(sheet.name, kind, int(sheet.row_numbers[place]), planned, order, reason, name)


def _only_trackers(plans: Sequence[SheetPlan]) -> tuple[SheetPlan, ...]:
    """Beside a sheet that surely is a tracker, one that only might be (a mail log, contacts) is left out."""
    if not any(_is_sure(plan) for plan in plans):
        return tuple(plans)
    return tuple(
        plan if plan.kind == "skipped" or _is_sure(plan) else replace(plan, kind="skipped", reason=_UNSURE_SHEET)
        for plan in plans
    )


def _is_sure(plan: SheetPlan) -> bool:
    """Whether its company or role has a header of its own, and it is no list of people."""
    fields = {column.field for column in plan.columns if column.field}
    named = any(c.field in _NAMES and c.how != "values" and c.confidence > _SURE for c in plan.columns)
    tells = fields & _PROGRESS or any(field.startswith("event:") for field in fields)
    is_people = "contact" in fields and not tells and not fields & {"url", "salary_text", "source"}
    return plan.kind != "skipped" and named and not is_people


def _skipped(sheet: Sheet, reason: str) -> SheetPlan:
    columns = tuple(
        ColumnPlan(index, column_letters(index), None, "unmapped", 0.0) for index in range(sheet.cells.width)
    )
    return SheetPlan(sheet.name, "skipped", None, columns, reason=reason)


def _given_columns(headers: Sequence[str], options: ReadingOptions) -> dict[str, int]:
    """Field to column index for the columns the user named, of those that this sheet has."""
    places = {compact(header): index for index, header in reversed(list(enumerate(headers)))}
    return {field: places[compact(header)] for field, header in options.columns.items() if compact(header) in places}


def _names_columns(options: ReadingOptions, sheet: Sheet) -> bool:
    return bool(options.columns) and _row_of_given(sheet, options) >= 0


def _row_of_given(sheet: Sheet, options: ReadingOptions) -> int:
    """The first row that holds every header the user named, -1 where there is none."""
    wanted = {compact(header) for header in options.columns.values()}
    for place, row in enumerate(sheet.cells.head(_PROFILED_ROWS).iter_rows()):
        if wanted <= {compact(cell) for cell in row if cell}:
            return place
    return -1


def _check_options(sheets: Sequence[Sheet], options: ReadingOptions, vocabulary: Vocabulary) -> None:
    names = [sheet.name for sheet in sheets if sheet.name]
    if options.sheet is not None and options.sheet not in names:
        raise _no_such("sheet", options.sheet, names, "Name one of them with --sheet, or leave it out.")
    for field, header in options.columns.items():
        if field not in vocabulary.fields:
            raise _no_such("field", field, sorted(vocabulary.fields), "Fields are listed by: debrief views.")
        searched = [sheet for sheet in sheets if options.sheet in {None, sheet.name}]
        cells = [
            cell for sheet in searched for row in sheet.cells.head(_PROFILED_ROWS).iter_rows() for cell in row if cell
        ]
        if compact(header) not in {compact(cell) for cell in cells}:
            headers = [cell for cell in dict.fromkeys(cells) if len(cell) < 60][:_NAMED_HEADERS]
            raise _no_such("header", header, headers, f"Write it as it stands in the file: --column {field}=HEADER.")


def _no_such(what: str, name: str, known: Sequence[str], remedy: str) -> UsageError:
    near = nearest_name(name, known)
    hint = f' Did you mean "{near}"?' if near else ""
    return UsageError(
        f'There is no {what} "{name}".', found=f"Known: {', '.join(known) or 'none'}.{hint}", remedy=remedy
    )


def _nothing_known(file_name: str, sheets: Sequence[Sheet], plans: Sequence[SheetPlan]) -> InputRefusedError:
    found = "; ".join(
        f"{f'sheet {chr(34)}{sheet.name}{chr(34)}' if sheet.name else 'the file'}: {plan.reason}"
        f" (first row: {_first_row(sheet)})"
        for sheet, plan in zip(sheets, plans, strict=True)
    )
    return InputRefusedError(
        f"{file_name}: no table of applications or feedback was recognised.",
        found=f"Found {found}.",
        remedy=(
            "A header row that names a company or role and one thing more is enough, such as: Company, Role, "
            "Date applied, Status. Rename the headers, or say which is which: --column company=HEADER"
        ),
    )


def _first_row(sheet: Sheet) -> str:
    rows = sheet.cells.filter(pl.any_horizontal(pl.all().is_not_null())) if sheet.cells.width else sheet.cells
    if rows.height == 0:
        return "empty"
    return ", ".join(cell[:40] for cell in rows.row(0)[:_NAMED_HEADERS] if cell)


__all__ = ["ShapedSheet", "plan_sheets", "read_tracker", "shape_sheets"]
