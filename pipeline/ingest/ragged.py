"""Rows with more or fewer cells than the table: which they are, and how that is told."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.model import Caution
from pipeline.vocabulary import counted

NAMED_ROWS = 5
"""How many odd rows a caution names before it says how many more there are."""


def usual_width(widths: Sequence[int]) -> int:
    """The commonest number of cells; of equally common ones the larger; 0 where there is no row."""
    counts = Counter(width for width in widths if width)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def filled_widths(cells: pl.DataFrame) -> pl.Series:
    """For each row the place after its last filled cell: empty cells at the end are no cells."""
    if cells.width == 0:
        return in_each_row(0, cells.height, pl.Int64())
    reached = [
        pl.when(pl.col(name).is_not_null()).then(place).otherwise(0) for place, name in enumerate(cells.columns, 1)
    ]
    return cells.select(pl.max_horizontal(reached).cast(pl.Int64).alias("filled")).to_series()


def ragged_caution(odd: Sequence[tuple[int, int]], usual: int) -> Caution:
    """Name the rows that have another number of cells than the table.

    Args:
        odd: Row number and number of cells of each.
        usual: How many cells the table has.
    """
    named = ", ".join(f"row {number} has {width}" for number, width in odd[:NAMED_ROWS])
    more = f" and {len(odd) - NAMED_ROWS:,} more" if len(odd) > NAMED_ROWS else ""
    message = (
        f"Most rows have {counted(usual, 'cell')}; {named}{more}. Every cell is kept; check that none has moved."
    )
    return Caution("ragged_rows", message, rows=len(odd))
