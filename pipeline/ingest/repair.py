"""Rows whose cells have moved, since a comma in a cell was not quoted or a cell was left out: mended if certain.

What a column looks like is learned from the rows that have as many cells as the header. A row is mended when the
fewest slips that make every such column fit again leave exactly one row; any doubt leaves it as it was written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipeline.ingest.columns import TableColumns, learn_columns
from pipeline.ingest.model import Caution, Sheet
from pipeline.ingest.ragged import filled_widths, ragged_caution, usual_width
from pipeline.ingest.realign import MOST_EXTRA_CELLS, Alignment, align
from pipeline.ingest.remarks import is_remark
from pipeline.ingest.set_aside import name_rows
from pipeline.vocabulary import Vocabulary, counted

_WIDEST_TABLE = 100
_MOST_SEARCHED = 2_000
"""After so many rows that no search could mend, no more are searched: a large file must not take minutes."""

_BROKEN_SHARE = 0.1
"""So many rows with cells too many make it likely that others moved within their width."""

_MOST = 0.6
_FEW = 0.3

_SLIPS_BEYOND = 2
"""A comma too many and a cell too few cancel out; more slips than that in one row are not believed."""


def repair_rows(sheet: Sheet, header: int, vocabulary: Vocabulary) -> Sheet:
    """The sheet with the rows mended that are certain, and cautions that name those and the ragged ones that are not.

    Args:
        sheet: A sheet of a text file; a workbook's cells cannot run together, so it comes back as it is.
        header: The place of its header row.
        vocabulary: What status words, dates and headers look like.
    """
    if sheet.joiner is None or sheet.cells.width < 2 or sheet.cells.width > _WIDEST_TABLE + MOST_EXTRA_CELLS:
        return sheet
    rows = _measure(sheet, header)
    is_broken = sum(count > rows.width for count in rows.own.values()) >= max(1, _BROKEN_SHARE * len(rows.own))
    columns = learn_columns(sheet, header, rows.right, rows.width, vocabulary, is_broken=is_broken)
    columns = replace(columns, are_blanks_parts=columns.are_blanks_parts or rows.are_blanks_parts)
    mended: dict[int, Alignment] = {}
    doubtful: list[int] = []
    for searched, place in enumerate(_suspects(sheet, header, rows, columns)):
        may_search = searched - len(mended) < _MOST_SEARCHED
        found, is_certain = _mend(sheet.cells.row(place), rows, place, sheet.joiner, columns, may_search=may_search)
        if found is not None and is_certain:
            mended[place] = found
        elif found is not None and (rows.own[place] > rows.target or columns.going_on(sheet.cells.row(place))):
            doubtful.append(place)
    odd = [place for place in rows.odd if place not in mended]
    unclear = [place for place in doubtful if place not in odd]
    return replace(
        sheet,
        cells=_with_rows(sheet.cells, mended),
        warnings=(
            *(warning for warning in sheet.warnings if warning.code != "ragged_rows"),
            *_repaired(sheet.row_numbers, mended, rows),
            *_ragged(sheet.row_numbers, odd, unclear, rows),
            *_short_header(rows),
        ),
    )


@dataclass(frozen=True)
class _Measured:
    """How many cells the filled rows below the header have.

    Attributes:
        named: How many the header row was written with.
        width: How many the table has.
        usual: How many the most rows have.
        target: How many a row is mended to: as many as the table has, or as most rows where those end early.
        own: By place, how many the row has; empty ones beyond the table's last column are none.
        written: By place, how many it was written with.
        right: Places of the rows that have as many as the table, or as most rows where those end early; of all rows
            without cells too many where few have as many as the table.
        odd: Places of the rows that have another number, comments and marks left out.
        are_blanks_parts: Whether cells that begin with a blank go on with the one before, by all rows together.
    """

    named: int
    width: int
    usual: int
    target: int
    own: dict[int, int]
    written: dict[int, int]
    right: list[int]
    odd: list[int]
    are_blanks_parts: bool


def _measure(sheet: Sheet, header: int) -> _Measured:
    filled = filled_widths(sheet.cells).to_list()
    given = sheet.widths.to_list() if sheet.widths is not None else [sheet.cells.width] * sheet.cells.height
    named = filled[header]
    ends_each = given[header] == named + 1  # a header that ends in a comma: commas end the cells of this file
    written: dict[int, int] = {}
    for place in range(header + 1, sheet.cells.height):
        if filled[place]:
            written[place] = given[place] - (ends_each and given[place] > filled[place])
    are_parts = _are_blanks_parts(sheet, written, named)
    own = {place: count if are_parts else max(filled[place], min(count, named)) for place, count in written.items()}
    several = sheet.cells.select(pl.sum_horizontal(pl.all().is_not_null()) > 1).to_series()
    told = [count for place, count in own.items() if several[place]] or list(own.values())
    usual = usual_width(told)
    is_most = told.count(usual) > len(told) * _MOST
    width = usual if usual > named and is_most and not are_parts else named
    first = sheet.cells.columns[0]
    odd = [
        place
        for place, count in own.items()
        if (count > width or count < min(width, usual))
        and not is_remark(sheet.cells[first][place], is_alone=filled[place] == 1)
    ]
    right = [
        place for place, count in own.items() if count == width or (is_most and count == usual and not are_parts)
    ]
    if len(right) < _FEW * len(own):  # most rows end early, and what they have still stands where it belongs
        right = [place for place, count in own.items() if count <= width]
    target = min(width, usual) if is_most else width
    return _Measured(given[header] - ends_each, width, usual, target, own, written, right, odd, are_parts)


def _are_blanks_parts(sheet: Sheet, written: dict[int, int], named: int) -> bool:
    """Whether every row has as many cells as the header once those that begin with a blank go on with the one before.

    So a list whose places ("Tulsa, OK") were never quoted shows it, however many of its rows are too long.
    """
    if max(written.values(), default=0) <= named:
        return False
    later = sheet.cells.columns[1:]
    parts = sheet.cells.select(pl.sum_horizontal(pl.col(later).str.starts_with(" ").fill_null(value=False)))
    counts = parts.to_series().to_list()
    return all(count - counts[place] <= named for place, count in written.items())


def _suspects(sheet: Sheet, header: int, rows: _Measured, columns: TableColumns) -> list[int]:
    """Rows with cells too many, or with one that may not stand where it does.

    A column without a name parts the table from what stands beside it, so a value there has not moved.
    """
    names = sheet.cells.row(header)[: rows.width]
    if None in names:
        return [place for place, count in rows.own.items() if count > rows.width]
    strange = columns.misfits(sheet.cells)
    return [place for place, count in rows.own.items() if count > rows.width or strange[place]]


def _mend(
    row: Sequence[str | None],
    rows: _Measured,
    place: int,
    joiner: str,
    columns: TableColumns,
    *,
    may_search: bool,
) -> tuple[Alignment | None, bool]:
    """What the cells of a row must have been and whether that is certain; with empty cells at its end, then without.

    An empty cell at the end may be one that was written there, or the last of some that mean nothing.
    """
    found: Alignment | None = None
    for count in dict.fromkeys((rows.written[place], rows.own[place])):
        cells = row[:count]
        is_beside = count > rows.target and row[rows.target] is None and not rows.are_blanks_parts
        if abs(count - rows.target) > MOST_EXTRA_CELLS or is_beside:
            continue  # cells beyond a blank one stand beside the table
        going_on = columns.going_on(cells)
        for must_join, most in _attempts(going_on, abs(count - rows.target)):
            if not may_search and (must_join is None or count - len(must_join) != rows.target):
                continue
            ways = align(cells, rows.target, fits=columns.fits, joiner=joiner, must_join=must_join, most=most)
            if len(ways) == 1 and _is_shown(ways[0], cells, count - rows.target, columns):
                return ways[0], True
            found = found or next(iter(ways), None)
            if ways:
                break
    return found, False


def _attempts(going_on: frozenset[int], extra: int) -> Iterator[tuple[frozenset[int] | None, int]]:
    """First by the cells that go on with the one before them, then by what the columns look like alone."""
    if going_on:
        yield going_on, extra + _SLIPS_BEYOND
    yield None, extra or _SLIPS_BEYOND


def _is_shown(found: Alignment, cells: Sequence[str | None], extra: int, columns: TableColumns) -> bool:
    """Whether the row itself shows that it moved: it has cells too many, or a value comes home to its own column.

    Without either, a text that is only odd for its column would be moved away from it.
    """
    if extra > 0 and found.cost == extra and cells[-1] is not None:
        return True
    for column, (start, text) in enumerate(zip(found.starts, found.cells, strict=True)):
        if start in {-1, column} or text is None or columns.fits(text, column) != 1:
            continue
        stood = cells[column] if column < len(cells) else None
        if stood is not None and columns.fits(stood, column) is None:
            return True
    return False


def _with_rows(cells: pl.DataFrame, mended: dict[int, Alignment]) -> pl.DataFrame:
    if not mended:
        return cells
    places = pl.Series(list(mended), dtype=pl.UInt32)
    changed = []
    for index, name in enumerate(cells.columns):
        texts = [found.cells[index] if index < len(found.cells) else None for found in mended.values()]
        changed.append(cells[name].scatter(places, pl.Series(texts, dtype=pl.String)))
    return pl.DataFrame(changed)


def _repaired(numbers: pl.Series, mended: dict[int, Alignment], rows: _Measured) -> tuple[Caution, ...]:
    if not mended:
        return ()
    parts = []
    joined = [place for place, found in mended.items() if found.joins]
    if joined:
        parts.append(f"in {name_rows(numbers.gather(joined))} a cell holds the delimiter and was not quoted")
    missing = [place for place, found in mended.items() if found.gaps and rows.own[place] < rows.width + found.joins]
    if missing:
        parts.append(f"in {name_rows(numbers.gather(missing))} a cell was left out")
    these = "this row" if len(mended) == 1 else "these rows"
    message = (
        f"Cells that had moved were put back under their columns: {'; '.join(parts)}. "
        f"Their texts are as written; check {these}."
    )
    return (Caution("repaired_rows", message, rows=len(mended)),)


def _ragged(numbers: pl.Series, odd: list[int], unclear: list[int], rows: _Measured) -> tuple[Caution, ...]:
    if not odd and not unclear:
        return ()
    usual = rows.width if rows.right else rows.usual
    told = ragged_caution([(int(numbers[place]), rows.own[place]) for place in odd], usual)
    if not unclear:
        return (told,)
    moved = f"A cell may have moved in {name_rows(numbers.gather(unclear))}; it is left as written."
    message = f"{told.message} {moved}" if odd else moved
    return (replace(told, message=message, rows=len(odd) + len(unclear)),)


def _short_header(rows: _Measured) -> tuple[Caution, ...]:
    """A caution where most rows go on beyond the last header, so that nothing says which of their cells moved."""
    if rows.named >= rows.width:
        return ()
    message = (
        f"The header row has {counted(rows.named, 'cell')} and most rows have {rows.width:,}, so cells may stand "
        "under headers of others, as when a comma in a cell is not quoted. Every cell is kept; check the columns."
    )
    return (Caution("ragged_rows", message, rows=len(rows.right)),)
