"""Files that a program wrote: told by their headers, with what is particular about each."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.ingest.model import ColumnPlan
from pipeline.vocabulary import Export, Vocabulary, compact


def find_export(headers: Sequence[str], vocabulary: Vocabulary) -> Export | None:
    """The program whose export has these headers; the one that asks for most of them where several do."""
    seen = {compact(header) for header in headers} - {""}
    fitting = [
        export
        for export in vocabulary.exports.values()
        if export.headers <= seen and (not export.is_exact or export.headers == seen)
    ]
    return max(fitting, key=lambda export: len(export.headers), default=None)


def told_columns(headers: Sequence[str], export: Export | None, named: Collection[int]) -> dict[str, int]:
    """Field to column for what the export tells and the user did not name."""
    if export is None:
        return {}
    told: dict[str, int] = {}
    for index, header in enumerate(headers):
        field = export.columns.get(compact(header))
        if field is not None and index not in named:
            told.setdefault(field, index)
    return told


def apply_export(
    columns: Sequence[ColumnPlan], export: Export | None, named: Collection[int]
) -> tuple[ColumnPlan, ...]:
    """The columns with what is known of the export; what the user named stays as it is."""
    if export is None:
        return tuple(columns)
    reason = f"known from {export.looks_like}"
    return tuple(
        column
        if column.index in named or compact(column.header) not in export.columns
        else replace(column, how="exact", confidence=1.0, reason=reason)
        if column.field is not None and column.field == export.columns[compact(column.header)]
        else replace(column, field=None, how="unmapped", confidence=1.0, reason=reason)
        for column in columns
    )
