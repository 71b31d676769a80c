"""A tracker file from bytes to rows: read the sheets, plan how each is read, shape the rows as planned."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from pipeline.errors import InputRefusedError, UsageError, nearest_name
from pipeline.ingest.header_changes import with_header_cautions
from pipeline.ingest.legend import find_legend, legend_caution, with_legend
from pipeline.ingest.memory import NOT_NAMED, Memory, without_left_out
from pipeline.ingest.model import ME, ReadingOptions, ShapedSheet, Sheet, SheetPlan, TrackerReading
from pipeline.ingest.planning import PROFILED_ROWS, plan_sheet
from pipeline.ingest.read import read_sheets
from pipeline.ingest.settled_days import ready_rows, settle_by_days
from pipeline.ingest.shape import shape_sheet
from pipeline.ingest.unheaded import skipped_sheet
from pipeline.vocabulary import Vocabulary, compact, counted, load_vocabulary

_NAMED_HEADERS = 12
_NAMES = frozenset({"company", "role", "feedback_text"})
_SURE = 0.7
_SURE_BY_VALUES = 0.8
_UNSURE_SHEET = "it may hold applications, but another sheet surely does; name it with --sheet to read it"
_UNSURE_TABLE = "it may hold applications, but another table surely does; move it to a sheet of its own to read it"
_LEFT_OUT = ". What you left out for the last upload is left out again; --fresh reads without that memory"
_NOT_PLANNED = "not part of how this tracker was read"
_PROGRESS = frozenset({"status_text", "stage", "outcome", "applied_date", "feedback_text", "asked_date"})


def read_tracker(  # noqa: PLR0913  # each is a decision of its own
    content: bytes,
    file_name: str,
    *,
    options: ReadingOptions,
    uploaded_on: dt.date,
    vocabulary: Vocabulary | None = None,
    plans: Sequence[SheetPlan] | None = None,
    memory: Memory | None = None,
    format: str | None = None,  # noqa: A002 - named like the option that sets it
    progress: Callable[[str, float], None] = lambda _stage, _share: None,
) -> TrackerReading:
    """Read a tracker file.

    Args:
        content: The file as it came.
        file_name: For messages, and its suffix.
        options: What the user decided.
        uploaded_on: When the file came.
        vocabulary: The shipped one when left out.
        plans: How the sheets are read; recognised anew when left out.
        memory: How the tracker was read the last time, which counts where the options leave it open.
        format: A suffix that settles the format, for content without a file name.
        progress: Told of every step and the share that is done; what it raises ends the reading.

    Raises:
        InputRefusedError: The file is no tracker that can be read.
        UsageError: An option names a sheet, field or header that is not there.
    """
    vocabulary = vocabulary or load_vocabulary()
    progress(f"opening {file_name}", 0.0)
    sheets = read_sheets(content, file_name, format=format)
    rows = sum(sheet.cells.height for sheet in sheets)
    progress(f"recognising {counted(rows, 'row')} of {file_name}", 0.2)
    if plans is None:
        plans = plan_sheets(sheets, options=options, vocabulary=vocabulary, file_name=file_name, memory=memory)
        plans = settle_by_days(sheets, plans, uploaded_on, vocabulary)
    seeker = options.seeker or ME
    reading = shape_sheets(
        sheets,
        plans,
        seeker=seeker,
        uploaded_on=uploaded_on,
        vocabulary=vocabulary,
        progress=lambda share: progress(f"reading {counted(rows, 'row')} of {file_name}", 0.35 + 0.65 * share),
    )
    return TrackerReading(with_header_cautions(reading.sheets, memory)) if memory else reading


def plan_sheets(
    sheets: Sequence[Sheet],
    *,
    options: ReadingOptions,
    vocabulary: Vocabulary,
    file_name: str,
    memory: Memory | None = None,
) -> tuple[SheetPlan, ...]:
    """Decide how each sheet is read: one plan a table, ``skipped`` with a reason where a sheet holds none we know.

    The file's name is only for the message of a refusal; what is remembered counts where the options leave it open.

    Raises:
        InputRefusedError: No sheet has a header we know.
        UsageError: An option names a sheet, field or header that is not there.
    """
    _check_options(sheets, options, vocabulary)
    plans = tuple(
        plan
        for sheet in sheets
        for plan in (
            plan_sheet(sheet, options, with_legend(find_legend(sheet.cells, vocabulary), vocabulary), memory)
            if options.sheet is None or sheet.name == options.sheet
            else (replace(skipped_sheet(sheet, NOT_NAMED), is_told=True),)
        )
    )
    _check_columns(sheets, plans, options)
    if options.sheet is None:
        plans = _only_trackers(without_left_out(plans, memory) if memory else plans, options)
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
    progress: Callable[[float], None] = lambda _share: None,
) -> TrackerReading:
    """Read the sheets exactly as planned; nothing is recognised again, so a kept plan gives the same rows again.

    Raises:
        InputRefusedError: A planned sheet is missing, or laid out differently.
    """
    by_name: dict[str | None, list[SheetPlan]] = {}
    for plan in plans:
        by_name.setdefault(plan.sheet, []).append(plan)
    names = {sheet.name for sheet in sheets}
    missing = [plan for plan in plans if plan.sheet not in names and plan.kind != "skipped"]
    if missing:
        raise InputRefusedError(
            f'The file has no sheet "{missing[0].sheet}" any more.',
            found=f"Found: {', '.join(str(sheet.name) for sheet in sheets)}.",
            remedy="Import it anew, so that its sheets are recognised again.",
        )
    planned = [
        (sheet, place, plan)
        for sheet in sheets
        for place, plan in enumerate(by_name.get(sheet.name) or [skipped_sheet(sheet, _NOT_PLANNED)])
    ]
    shaped: list[ShapedSheet] = []
    for done, (sheet, place, plan) in enumerate(planned):
        progress(done / len(planned))
        legend = find_legend(sheet.cells, vocabulary)
        known = with_legend(legend, vocabulary)
        read = shape_sheet(
            ready_rows(replace(sheet, warnings=() if place else sheet.warnings), plan, known),
            plan,
            seeker=seeker,
            uploaded_on=uploaded_on,
            vocabulary=known,
            progress=partial(_tell_part, progress, done / len(planned), 1 / len(planned)),
        )
        told = legend_caution(legend, read.applications["status_text"])
        shaped.append(replace(read, warnings=(*read.warnings, *told)))
    return TrackerReading(tuple(shaped))


def _tell_part(progress: Callable[[float], None], first: float, size: float, share: float) -> None:
    progress(first + size * share)


def _only_trackers(plans: Sequence[SheetPlan], options: ReadingOptions) -> tuple[SheetPlan, ...]:
    """Beside a sheet that surely is a tracker, one that only might be (a mail log, contacts) is left out.

    What the user says of the whole file now decides about no single sheet; what they said of one is remembered.
    """
    if not any(_is_sure(plan) for plan in plans):
        return tuple(plans)
    return tuple(
        plan
        if plan.kind == "skipped" or _is_sure(plan) or (plan.is_told and options.kind == "auto")
        else replace(plan, kind="skipped", reason=_why_unsure(plan), is_told=False)
        for plan in plans
    )


def _why_unsure(plan: SheetPlan) -> str:
    is_part = plan.first_row is not None or plan.last_row is not None or plan.band is not None
    return _UNSURE_TABLE if is_part else _UNSURE_SHEET


def _is_sure(plan: SheetPlan) -> bool:
    """Whether its company or role has a header of its own, and it is no list of people."""
    fields = {column.field for column in plan.columns if column.field}
    named = any(
        (c.field in _NAMES and c.how != "values" and c.confidence > _SURE)
        or (c.field == "company" and c.confidence > _SURE_BY_VALUES)
        for c in plan.columns
    )
    tells = fields & _PROGRESS or any(field.startswith("event:") for field in fields)
    says_more = bool(tells) or bool(fields & {"url", "salary_text", "source"})
    is_people = not says_more and ("contact" in fields or "role" not in fields)
    return plan.kind != "skipped" and named and not is_people


def _check_options(sheets: Sequence[Sheet], options: ReadingOptions, vocabulary: Vocabulary) -> None:
    names = [sheet.name for sheet in sheets if sheet.name]
    if options.sheet is not None and options.sheet not in names:
        raise _no_such("sheet", options.sheet, names, "Name one of them with --sheet, or leave it out.")
    for field in options.columns:
        if field not in vocabulary.fields:
            raise _no_such("field", field, sorted(vocabulary.fields), "Fields are listed by: debrief views.")


def _check_columns(sheets: Sequence[Sheet], plans: Sequence[SheetPlan], options: ReadingOptions) -> None:
    """A header that the user named is in the file: in a cell, or as the name that two rows make together."""
    if not options.columns:
        return
    searched = [sheet for sheet in sheets if options.sheet in {None, sheet.name}]
    cells = [
        cell for sheet in searched for row in sheet.cells.head(PROFILED_ROWS).iter_rows() for cell in row if cell
    ]
    names = [column.header for plan in plans for column in plan.columns]
    known = {compact(text) for text in (*cells, *names)}
    for field, header in options.columns.items():
        if compact(header) not in known:
            headers = [cell for cell in dict.fromkeys(cells) if len(cell) < 60][:_NAMED_HEADERS]
            raise _no_such("header", header, headers, f"Write it as it stands in the file: --column {field}=HEADER.")


def _no_such(what: str, name: str, known: Sequence[str], remedy: str) -> UsageError:
    near = nearest_name(name, known)
    hint = f' Did you mean "{near}"?' if near else ""
    return UsageError(
        f'There is no {what} "{name}".', found=f"Known: {', '.join(known) or 'none'}.{hint}", remedy=remedy
    )


def _nothing_known(file_name: str, sheets: Sequence[Sheet], plans: Sequence[SheetPlan]) -> InputRefusedError:
    by_name = {sheet.name: sheet for sheet in sheets}
    found = "; ".join(
        f"{f'sheet {chr(34)}{plan.sheet}{chr(34)}' if plan.sheet else 'the file'}: {plan.reason}"
        f" (first row: {_first_row(by_name[plan.sheet])})"
        for plan in plans
    )
    return InputRefusedError(
        f"{file_name}: no table of applications or feedback was recognised.",
        found=f"Found {found}.",
        remedy=(
            "A header row that names a company or role and one thing more is enough, such as: Company, Role, "
            "Date applied, Status. Rename the headers, or say which is which: --column company=HEADER, or "
            'where there is none --column company="column A"'
        )
        + (_LEFT_OUT if any(plan.remembered_from for plan in plans) else ""),
    )


def _first_row(sheet: Sheet) -> str:
    rows = sheet.cells.filter(pl.any_horizontal(pl.all().is_not_null())) if sheet.cells.width else sheet.cells
    if rows.height == 0:
        return "empty"
    return ", ".join(cell[:40] for cell in rows.row(0)[:_NAMED_HEADERS] if cell)


__all__ = ["ShapedSheet", "plan_sheets", "read_tracker", "shape_sheets"]
