"""The same application in two trackers is one: which row stays, and which are merged into it.

Rows of different trackers are one application when seeker, company and role are the same (folded, both known) and
the applied dates are at most ``DAYS_APART`` days apart. It is one to one, the nearest dates first. Without a date on
one side or on both, they are one where neither row could be any other's. Rows of one tracker are never merged, nor
rows that the user has told apart. Of the rows that are one, that of the fullest tracker stays: the tracker whose
rows say most, on average over the companies and roles it shares with another tracker; ties by the tracker's name.
Nothing of this depends on the order of the uploads.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

import polars as pl

DAYS_APART = 3
"""How far two trackers' dates of one application may differ: a weekend lies between sending it and noting it."""

Pair = tuple[str, str]
"""Two application names, in alphabetical order."""

_KEY = ["seeker", "company_key", "role_key"]
_NOT_DESCRIPTIVE = {*_KEY, "tracker", "import_id", "application_id", "sheet", "row_number", "company", "role"}


@dataclass(eq=False)
class _One:
    """Rows that are one application, the one that stays first, and the day it was applied for, where one says."""

    names: list[str]
    day: int | None


def with_merges(applications: pl.DataFrame, told_apart: frozenset[Pair] = frozenset()) -> pl.DataFrame:
    """The applications with ``merged_into``: the name of the row that stays, null for one that does.

    Args:
        applications: application_id, seeker, tracker, company_key, role_key, applied_date, sheet, row_number, and
            the columns that describe an application.
        told_apart: Pairs that are two applications although they look like one.
    """
    merged = {
        name: one.names[0]
        for rows in _groups(_shared(applications))
        for one in _ones(rows, told_apart)
        for name in one.names[1:]
    }
    names = pl.DataFrame(
        {"application_id": list(merged), "merged_into": list(merged.values())},
        schema={"application_id": pl.String, "merged_into": pl.String},
    )
    return applications.join(names, on="application_id", how="left", maintain_order="left")


def under_one_name(applications: pl.DataFrame) -> pl.DataFrame:
    """The applications with every merged row under the name of the row that stays."""
    return applications.with_columns(pl.coalesce("merged_into", "application_id").alias("application_id"))


def ordered_pair(one: str, other: str) -> Pair:
    """The pair as decisions keep it."""
    return min(one, other), max(one, other)


def _shared(applications: pl.DataFrame) -> pl.DataFrame:
    """The rows whose seeker, company and role another tracker has too, those of the fullest tracker first."""
    shared = applications.drop_nulls(_KEY).filter(pl.col("tracker").n_unique().over(_KEY) > 1)
    descriptive = [name for name in applications.columns if name not in _NOT_DESCRIPTIVE]
    filled = pl.sum_horizontal(pl.col(descriptive).is_not_null())
    trackers = (
        shared.group_by("tracker")
        .agg(filled.mean().alias("_filled"))
        .sort("_filled", "tracker", descending=[True, False])
        .with_row_index("_rank")
        .select("tracker", "_rank")
    )
    return (
        shared.join(trackers, on="tracker")
        .sort(*_KEY, "_rank", "sheet", "row_number", "application_id")
        .select(*_KEY, "tracker", "application_id", pl.col("applied_date").cast(pl.Int32).alias("_day"))
    )


def _groups(shared: pl.DataFrame) -> Iterator[list[list[_One]]]:
    """Each seeker, company and role: every tracker's rows, each row one application of its own."""
    width = len(_KEY)
    for _, group in groupby(shared.iter_rows(), key=lambda row: row[:width]):
        by_tracker = groupby(group, key=lambda row: row[width])
        yield [[_One([row[width + 1]], row[width + 2]) for row in rows] for _, rows in by_tracker]


def _ones(trackers: Iterable[list[_One]], told_apart: frozenset[Pair]) -> list[_One]:
    """The applications that the trackers' rows are, from one seeker, company and role."""
    found: list[_One] = []
    for rows in trackers:
        near = _near(found, rows, told_apart)
        taken = {one for pair in near for one in pair}
        left, new = [one for one in found if one not in taken], [row for row in rows if row not in taken]
        undated = _undated(left, new, told_apart)
        for one, row in [*near, *undated]:
            one.names += row.names
            one.day = row.day if one.day is None else one.day
        taken.update(row for _, row in undated)
        found += [row for row in rows if row not in taken]
    return found


def _near(ones: Iterable[_One], rows: Iterable[_One], told_apart: frozenset[Pair]) -> list[tuple[_One, _One]]:
    """One to one, those whose days are near, the nearest first and of equally near ones the earliest."""
    ones_on, rows_on = _by_day(ones), _by_day(rows)
    days = sorted({*ones_on, *rows_on})
    pairs: list[tuple[_One, _One]] = []
    for apart in range(DAYS_APART + 1):
        for day in days:
            pairs += _paired(ones_on[day], rows_on[day + apart], told_apart)
            if apart:
                pairs += _paired(ones_on[day + apart], rows_on[day], told_apart)
    return pairs


def _by_day(ones: Iterable[_One]) -> defaultdict[int, deque[_One]]:
    days: defaultdict[int, deque[_One]] = defaultdict(deque)
    for one in ones:
        if one.day is not None:
            days[one.day].append(one)
    return days


def _paired(ones: deque[_One], rows: deque[_One], told_apart: frozenset[Pair]) -> list[tuple[_One, _One]]:
    """Take out of both what goes together, in order."""
    pairs: list[tuple[_One, _One]] = []
    for one in list(ones) if rows else ():
        place = next((i for i, row in enumerate(rows) if _may_be_one(one, row, told_apart)), None)
        if place is not None:
            pairs.append((one, rows[place]))
            del rows[place]
            ones.remove(one)
    return pairs


def _undated(ones: Collection[_One], rows: Collection[_One], told_apart: frozenset[Pair]) -> list[tuple[_One, _One]]:
    """Those of which one has no day or neither has, and which can be no other's."""
    undated_ones, undated_rows = [one for one in ones if one.day is None], [row for row in rows if row.day is None]
    pairs: list[tuple[_One, _One]] = []
    for one in ones:
        row = _only(one, rows if one.day is None else undated_rows, told_apart)
        if row and _only(row, ones if row.day is None else undated_ones, told_apart) is one:
            pairs.append((one, row))
    return pairs


def _only(one: _One, among: Iterable[_One], told_apart: frozenset[Pair]) -> _One | None:
    """The one that may be the same, where exactly one may."""
    two = list(islice((other for other in among if _may_be_one(one, other, told_apart)), 2))
    return two[0] if len(two) == 1 else None


def _may_be_one(one: _One, other: _One, told_apart: frozenset[Pair]) -> bool:
    return not told_apart or not any(
        ordered_pair(name, other_name) in told_apart for name in one.names for other_name in other.names
    )
