"""What an import did, as the JSON of the contract and as text for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.ingest.memory import remembered_remark
from pipeline.ingest.model import ColumnPlan, ShapedSheet, SheetPlan
from pipeline.ingest.set_aside import column_letters
from pipeline.vocabulary import counted, load_vocabulary
from pipeline.warehouse.change_list import listed_changes
from pipeline.warehouse.changes import RowChanges
from pipeline.warehouse.imports import Imported

_ORDERS: Mapping[str, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_MOST_ROWS_SHOWN = 10
_LONGEST_SHOWN = 60


def as_json(imported: Imported, *, is_dry_run: bool = False) -> dict[str, Any]:
    """The import as the contract's JSON object; a dry run has no ``import_id``, and every row that would change."""
    record = imported.record
    listed = {"rows": listed_changes(imported.changes).to_dicts()} if is_dry_run else {}
    return {
        "file": record.file_name,
        "tracker": record.tracker,
        "seeker": record.seeker,
        "import_id": None if is_dry_run else record.import_id,
        "replaced_import_id": imported.replaced_import_id,
        "changes": {
            **imported.changes.applications.counts(),
            "feedback": imported.changes.feedback.counts(),
            **listed,
        },
        "sheets": [_sheet_json(sheet) for sheet in imported.reading.sheets],
    }


def _sheet_json(sheet: ShapedSheet) -> dict[str, Any]:
    return {
        "sheet": sheet.plan.sheet,
        "kind": sheet.plan.kind,
        "header_row": sheet.plan.header_row,
        "first_row": sheet.plan.first_row,
        "last_row": sheet.plan.last_row,
        "first_column": sheet.plan.band[0] if sheet.plan.band else None,
        "last_column": sheet.plan.band[1] if sheet.plan.band else None,
        "export": sheet.plan.export,
        "date_order": sheet.plan.date_order,
        "remembered_from": sheet.plan.remembered_from,
        "reason": sheet.plan.reason or None,
        "rows_read": sheet.rows_read,
        "rows_loaded": sheet.rows_loaded,
        "rows_blank": sheet.rows_blank,
        "rows_rejected": sheet.rows_rejected,
        "applications": sheet.applications.height,
        "feedback": sheet.feedback.height,
        "notes": sheet.notes.height,
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "field": column.field,
                "how": column.how,
                "confidence": round(column.confidence, 2),
                "reason": column.reason,
            }
            for column in sheet.plan.columns
        ],
        "warnings": [
            {
                "code": warning.code,
                "column": warning.column,
                "rows": warning.rows,
                "message": warning.message,
                "examples": list(warning.examples),
            }
            for warning in sheet.warnings
        ],
        "rejected": [
            {"row": row.row_number, "reason": row.reason, "cells": dict(row.cells)} for row in sheet.rejected
        ],
    }


def as_lines(imported: Imported, *, is_dry_run: bool = False) -> Iterator[str]:
    """The import in plain lines: what was read, how, and what needs a look."""
    record = imported.record
    verb = "would be imported" if is_dry_run else f"imported as number {record.import_id}"
    replaced = f", replacing import {imported.replaced_import_id}" if imported.replaced_import_id else ""
    yield f"{record.file_name}: {verb}, tracker {record.tracker!r}{replaced}"
    for sheet in imported.reading.sheets:
        yield from _sheet_lines(sheet)
    if imported.replaced_import_id:
        yield from _change_lines(imported, is_dry_run=is_dry_run)


def _change_lines(imported: Imported, *, is_dry_run: bool) -> Iterator[str]:
    """What is new, other or gone since the import that is replaced; a dry run names the rows as well."""
    since = f"since import {imported.replaced_import_id}"
    changes = imported.changes.applications
    if changes.is_nothing and imported.changes.feedback.is_nothing:
        yield f"  nothing has changed {since}"
        return
    yield f"  applications {since}: {change_counts(changes)}"
    if not imported.changes.feedback.is_nothing:
        yield f"  feedback {since}: {change_counts(imported.changes.feedback)}"
    if is_dry_run:
        listed = listed_changes(imported.changes)
        for _, rows in listed.group_by("what", "change", maintain_order=True):
            yield from _first(_change_line(row) for row in rows.iter_rows(named=True))


def remembered_words(plan: SheetPlan) -> str:
    """What counts again of what the user said of the tracker's last upload."""
    remark = remembered_remark(plan.remembered_from)
    columns = [column for column in plan.columns if column.how == "given" and column.reason == remark]
    told = [f"{column.header.strip()} → {column.field or 'kept as it is'}" for column in columns]
    if plan.is_told:
        told.append(f"it holds {'applications and feedback' if plan.kind == 'both' else plan.kind}")
    if plan.date_order != "auto":
        told.append(f"dates are written {_ORDERS[plan.date_order]}")
    return f"{remark}: {', '.join(told) or 'that columns are stored though they look secret'}"


def change_counts(changes: RowChanges) -> str:
    """The changes as counts: 3 new, 5 updated (stage 4, notes 1), 1 gone, 111 unchanged."""
    fields = changes.updated["field"].value_counts().sort("count", "field", descending=[True, False])
    named = ", ".join(f"{field} {count}" for field, count in fields.iter_rows())
    told = [f"{count} {name}" for name, count in changes.counts().items() if count or name == "unchanged"]
    return ", ".join(f"{part} ({named})" if part.endswith("updated") else part for part in told)


def _first(lines: Iterable[str]) -> Iterator[str]:
    """The first few lines, and how many more there are."""
    more = 0
    for place, line in enumerate(lines):
        if place < _MOST_ROWS_SHOWN:
            yield line
        more = place + 1 - _MOST_ROWS_SHOWN
    if more > 0:
        yield f"    … and {more} more"


def _change_line(row: Mapping[str, Any]) -> str:
    what = "" if row["what"] == "application" else "feedback "
    line = f"    {what}{row['change']}: {_named(row)}"
    return line if row["field"] is None else f"{line}: {row['field']} {_told(row['before'])} → {_told(row['after'])}"


def _named(row: Mapping[str, Any]) -> str:
    return ", ".join(str(row[name]) for name in ("company", "role") if row[name]) or "without company and role"


def _told(value: str | None) -> str:
    return "nothing" if value is None else value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"


def _table_name(plan: SheetPlan) -> str:
    name = f"sheet {plan.sheet!r}: " if plan.sheet else ""
    if plan.first_row is not None:
        name += f"from row {plan.first_row}: "
    return name if plan.band is None else f"{name}from column {column_letters(plan.band[0])}: "


def _sheet_lines(sheet: ShapedSheet) -> Iterator[str]:
    name = _table_name(sheet.plan)
    if sheet.plan.kind == "skipped":
        yield f"  {name}skipped, {sheet.plan.reason}"
        return
    yield (
        f"  {name}{counted(sheet.rows_read, 'row')} read = {sheet.rows_loaded} loaded + {sheet.rows_blank} blank"
        f" + {sheet.rows_rejected} rejected; {counted(sheet.applications.height, 'application')},"
        f" {counted(sheet.feedback.height, 'feedback entry', 'feedback entries')}"
    )
    export = load_vocabulary().exports.get(sheet.plan.export or "")
    if export is not None:
        yield f"    looks like {export.looks_like}"
    known = [f"{_header(column)} → {column.field}" for column in sheet.plan.columns if column.field]
    yield f"    columns: {', '.join(known)}"
    if sheet.plan.remembered_from is not None:
        yield f"    {remembered_words(sheet.plan)}; --fresh reads it without that"
    if sheet.rows_read == 0:
        yield "    there are no rows below the header yet; fill some in and import the file again"
    kept = [_header(column) for column in sheet.plan.own_columns if not column.field]
    if kept:
        yield f"    kept as they are, in extras: {', '.join(kept)}"
    for warning in sheet.warnings:
        yield f"    note: {warning.message}"
    for row in sheet.rejected[:_MOST_ROWS_SHOWN]:
        yield f"    row {row.row_number} rejected: {row.reason}"
    if len(sheet.rejected) > _MOST_ROWS_SHOWN:
        yield f"    … and {len(sheet.rejected) - _MOST_ROWS_SHOWN} more; --json lists all"


def _header(column: ColumnPlan) -> str:
    return column.header or f"column {column_letters(column.index)}"
