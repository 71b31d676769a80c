"""Days that a spreadsheet program read in the wrong order, where it could; the others it left as texts."""

import polars as pl

from pipeline.ingest.clean import in_each_row

_MOST_MONTHS = 12
_LEAST = 2


def find_exchanged(whole: pl.Series, as_text: pl.Series) -> pl.Series:
    """The whole dates of a column that most likely have day and month exchanged.

    A program that reads 13/03/2026 month first cannot, and leaves the text; it can read 05/03/2026, and makes the 3rd
    of May of it. So every text has a day above 12 and no whole date has, and exchanged back the whole dates lie
    nearer to the others.

    Args:
        whole: The dates of cells that are whole dates, null elsewhere.
        as_text: The dates of the cells that are numbers in the order of a person's.
    """
    nothing = in_each_row(value=False, count=len(whole), dtype=pl.Boolean())
    found, others = whole.drop_nulls(), as_text.drop_nulls()
    if len(found) < _LEAST or len(others) < _LEAST or len(others) < len(as_text):
        return nothing
    if (found.dt.day() > _MOST_MONTHS).any() or (others.dt.day() <= _MOST_MONTHS).any():
        return nothing
    frame = pl.DataFrame({"date": whole}).with_columns(
        back=pl.date(pl.col("date").dt.year(), pl.col("date").dt.day(), pl.col("date").dt.month())
    )
    middle = others.sort()[len(others) // 2]
    far = frame.select(
        (pl.col("date") - middle).dt.total_days().abs().sum().alias("as_they_are"),
        (pl.col("back") - middle).dt.total_days().abs().sum().alias("exchanged"),
    ).row(0)
    if far[1] >= far[0]:
        return nothing
    return frame.select((pl.col("date") != pl.col("back")).fill_null(value=False)).to_series()
