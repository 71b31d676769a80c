"""Values in words: what a Python function makes of a column or of whole rows, worked out outside of Polars.

A Python function within a Polars expression runs on Polars' own threads, and two sessions that meet there can wait
for each other for ever: one holds Python's lock and waits for a thread, the other has that and waits for the lock.
"""

from collections.abc import Callable
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass


def mapped(
    values: pl.Series, read: Callable[[Any], Any], dtype: pl.DataType | DataTypeClass = pl.String
) -> pl.Series:
    """What the function makes of each value; null stays null."""
    return pl.Series(values.name, [None if value is None else read(value) for value in values.to_list()], dtype=dtype)


def mapped_rows(frame: pl.DataFrame, read: Callable[[dict[str, Any]], str], name: str) -> pl.Series:
    """What the function makes of each row, as a column of that name."""
    return pl.Series(name, [read(row) for row in frame.iter_rows(named=True)], dtype=pl.String)
