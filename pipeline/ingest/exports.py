"""Files that a program wrote: told by their headers, with what is particular about each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.ingest.model import ColumnPlan
from pipeline.vocabulary import Export, Vocabulary, compact

_REPEATABLE = ("event:", "stage", "outcome")


def find_export(headers: Sequence[str], vocabulary: Vocabulary) -> Export | None:
    """The program whose export has these headers; the one that asks for most of them where several do."""
    seen = {compact(header) for header in headers} - {""}
    fitting = [
        export
        for export in vocabulary.exports.values()
        if export.headers <= seen and (not export.is_exact or export.headers == seen)
    ]
    return max(fitting, key=lambda export: len(export.headers), default=None)


def apply_export(columns: Sequence[ColumnPlan], export: Export | None) -> tuple[ColumnPlan, ...]:
    """The columns with what is known of the export; what the user named stays as it is."""
    if export is None:
        return tuple(columns)
    given = {column.field for column in columns if column.how == "given"}
    told = {
        column.index: export.columns[compact(column.header)]
        for column in columns
        if column.how != "given" and compact(column.header) in export.columns
    }
    told = {index: field for index, field in told.items() if field not in given}
    taken = {field for field in told.values() if field and not field.startswith(_REPEATABLE)}
    return tuple(_column(column, export, told, taken) for column in columns)


def _column(column: ColumnPlan, export: Export, told: Mapping[int, str | None], taken: Collection[str]) -> ColumnPlan:
    reason = f"known from {export.looks_like}"
    if told.get(column.index) is not None:
        return replace(column, field=told[column.index], how="exact", confidence=1.0, reason=reason)
    if column.how != "given" and (column.index in told or column.field in taken):
        return replace(column, field=None, how="unmapped", confidence=1.0, reason=reason)
    return column
