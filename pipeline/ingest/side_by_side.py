"""Tables that stand side by side in the same rows, each with a header of its own that names a company."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipeline.ingest.beside import field_of, names_applications
from pipeline.ingest.layout import Region, find_regions
from pipeline.ingest.model import Sheet
from pipeline.vocabulary import Vocabulary, compact, fold

Band = tuple[int, int] | None
"""First and last place of the columns of a table; None where it has the sheet for itself."""

_SAME_SHARE = 0.5
_KEYS = ("company", "role")
_LOG = frozenset({"feedback_text", "asked_date"})
"""Fields of a feedback log, which names the applications of the table beside it and is still one of its own."""


@dataclass(frozen=True, eq=False)
class _Table:
    """A run of columns with a header of its own, and by field the columns that name its rows."""

    first: int
    keys: dict[str, pl.Series]
    is_log: bool


def find_bands(cells: pl.DataFrame, region: Region, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """First and last place of the columns of each table of a region, from left to right; none where it is one table.

    What has no header of its own belongs to the table on its left. A table that mostly names applications of the
    table on its left says more about these, and is none of its own.
    """
    runs = _runs(cells.slice(region.header, region.stop - region.header))
    if len(runs) < 2:
        return ()
    rows = cells.slice(region.start, region.stop - region.start)
    tables: list[_Table] = []
    for run in runs:
        table = _table(rows, run, vocabulary)
        if table is not None and not any(_is_about(table, other) for other in tables):
            tables.append(table)
    if len(tables) < 2:
        return ()
    starts = [0, *(table.first for table in tables[1:])]
    stops = [start - 1 for start in starts[1:]]
    return tuple(zip(starts, [*stops, cells.width - 1], strict=True))


def narrow(sheet: Sheet, band: Band) -> Sheet:
    """The sheet with every cell blank outside a band of columns.

    How wide its rows were written says nothing of a part of them.
    """
    if band is None:
        return sheet
    outside = [name for place, name in enumerate(sheet.cells.columns) if not band[0] <= place <= band[1]]
    cells = sheet.cells.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in outside)
    return replace(sheet, cells=cells, widths=None, joiner=None)


def _runs(body: pl.DataFrame) -> list[list[int]]:
    """Columns without a blank one between them; a header that is the same names twice over is two runs."""
    runs: list[list[int]] = [[]]
    for place, count in enumerate(body.null_count().row(0)):
        if count == body.height:
            runs.append([])
        else:
            runs[-1].append(place)
    header = [compact(cell or "") for cell in body.row(0)]
    return [part for run in runs if run for part in _repeats(run, [header[place] for place in run])]


def _repeats(run: list[int], names: Sequence[str]) -> list[list[int]]:
    for size in range(2, len(run) // 2 + 1):
        if len(run) % size == 0 and all(names[at] and names[at] == names[at % size] for at in range(len(run))):
            return [run[start : start + size] for start in range(0, len(run), size)]
    return [run]


def _table(rows: pl.DataFrame, run: Sequence[int], vocabulary: Vocabulary) -> _Table | None:
    """The table of a run of columns, where it has a header that names a company, and rows below."""
    cells = rows.select(rows.columns[place] for place in run)
    regions = find_regions(cells, vocabulary)
    if not regions:
        return None
    own = [cell or "" for cell in cells.row(regions[0].header)]
    if not names_applications(own, vocabulary):
        return None
    body = cells.slice(regions[0].header + 1, regions[0].stop - regions[0].header - 1)
    fields = {field_of(text, vocabulary): name for text, name in zip(own, cells.columns, strict=True)}
    keys = {field: body[fields[field]] for field in _KEYS if field in fields}
    has_rows = "company" in keys and keys["company"].null_count() < body.height
    return _Table(run[0], keys, is_log=not _LOG.isdisjoint(fields)) if has_rows else None


def _is_about(table: _Table, other: _Table) -> bool:
    """Whether most rows of a table name what the other names, and it is no log of feedback."""
    if table.is_log:
        return False
    shared = [field for field in _KEYS if field in table.keys and field in other.keys]
    own, known = _names(table, shared), _names(other, shared)
    return sum(name in known for name in own) > _SAME_SHARE * len(own)


def _names(table: _Table, fields: Sequence[str]) -> set[tuple[str, ...]]:
    rows = zip(*(table.keys[field] for field in fields), strict=True)
    return {tuple(fold(text or "") for text in row) for row in rows if row[0]}
