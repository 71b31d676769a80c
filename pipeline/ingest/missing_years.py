"""The year of a date that lost it, only where the rows around, a weekday or the row's other dates leave one."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from pipeline.ingest.dates import DateText

_LEAST_KNOWN = 3
"""Fewer whole dates show no order of a column."""

_YEARS_BACK = 3
"""A weekday falls on the same date again after five years at the earliest."""

_LEAST_BOUNDS = 2

Days = Sequence[tuple[int, int]]


def fill_years(
    texts: pl.Series,
    dates: pl.Series,
    readings: Mapping[str, DateText],
    allowed: Mapping[str, Days],
    others: Sequence[pl.Series],
    latest: dt.date,
) -> pl.Series:
    """The dates of a column with those added whose year is certain.

    Args:
        texts: The cells.
        dates: The dates read so far, null for the rest.
        readings: What the texts without a year say.
        allowed: Month and day of each such text, in the orders the column allows.
        others: The dates of the row's other columns of things that happened.
        latest: The last date that is believed.
    """
    above, below = _neighbours(dates)
    values: list[dt.date | None] = []
    rows = zip(texts, dates, above, below, *others, strict=True)
    for text, date, before, after, *beside in rows:
        if date is not None or text not in readings:
            values.append(date)
            continue
        reading, days = readings[text], allowed[text]
        known = [other for other in beside if other is not None]
        found = (
            _by_weekday(reading, days, latest)
            or _only_one(days, before, after, latest)
            or (_only_one(days, min(known), max(known), latest) if len(known) >= _LEAST_BOUNDS else None)
        )
        values.append(found)
    return pl.Series(dates.name, values, dtype=pl.Date)


def _neighbours(dates: pl.Series) -> tuple[list[dt.date | None], list[dt.date | None]]:
    """The nearest whole dates above and below each row; none where the column is in no order of time."""
    known = dates.drop_nulls()
    in_order = len(known) >= _LEAST_KNOWN and known.n_unique() > 1
    if not in_order or not (known.is_sorted() or known.is_sorted(descending=True)):
        return [None] * len(dates), [None] * len(dates)
    return dates.fill_null(strategy="forward").to_list(), dates.fill_null(strategy="backward").to_list()


def _candidates(days: Days, years: range, latest: dt.date) -> Iterator[dt.date]:
    for month, day in days:
        for year in years:
            try:
                date = dt.date(year, month, day)
            except ValueError:
                continue
            if date <= latest:
                yield date


def _only_one(days: Days, one: dt.date | None, other: dt.date | None, latest: dt.date) -> dt.date | None:
    """The one date between two others, themselves included."""
    if one is None or other is None:
        return None
    first, last = min(one, other), max(one, other)
    found = {date for date in _candidates(days, range(first.year, last.year + 1), latest) if first <= date <= last}
    return found.pop() if len(found) == 1 else None


def _by_weekday(reading: DateText, days: Days, latest: dt.date) -> dt.date | None:
    """The one date of the last years that falls on the weekday named."""
    if reading.weekday is None:
        return None
    years = range(latest.year - _YEARS_BACK, latest.year + 1)
    found = {date for date in _candidates(days, years, latest) if date.isoweekday() == reading.weekday}
    return found.pop() if len(found) == 1 else None
