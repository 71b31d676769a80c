"""The same application in two trackers is one, by a stated rule, whatever the order of the uploads."""

from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.warehouse.merge import DAYS_APART, Pair, ordered_pair, with_merges

FIRST = date(2026, 1, 1)
SCHEMA = {
    "application_id": pl.String,
    "tracker": pl.String,
    "seeker": pl.String,
    "company_key": pl.String,
    "role_key": pl.String,
    "applied_date": pl.Date,
    "notes": pl.String,
    "sheet": pl.String,
    "row_number": pl.Int64,
}

Row = tuple[str, str, str, str | None, str | None, int | None, str | None]
"""Name, tracker, seeker, company, role, day of applying, notes."""


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (*row[:5], None if row[5] is None else FIRST + timedelta(row[5]), row[6], None, place)
            for place, row in enumerate(rows)
        ],
        schema=SCHEMA,
        orient="row",
    )


def merges(rows: list[Row], *told_apart: Pair) -> dict[str, str]:
    merged = with_merges(frame(rows), frozenset(told_apart)).drop_nulls("merged_into")
    return dict(merged.select("application_id", "merged_into").iter_rows())


def row(name: str, day: int | None = 0, *, tracker: str | None = None, notes: str | None = None) -> Row:
    """A row of tracker ``a``, ``b`` or ``c`` by its name's first letter."""
    return name, tracker or name[0], "me", "fern", "analyst", day, notes


CASES = [
    pytest.param([row("a"), row("b")], {"b": "a"}, id="the same day"),
    pytest.param([row("a"), row("b", 3)], {"b": "a"}, id="three days later"),
    pytest.param([row("a", 3), row("b")], {"b": "a"}, id="three days earlier"),
    pytest.param([row("a"), row("b", 4)], {}, id="four days later is another try"),
    pytest.param([row("a", None), row("b", None)], {"b": "a"}, id="no date on either side"),
    pytest.param([row("a"), row("b", None)], {"b": "a"}, id="no date on one side"),
    pytest.param([row("a1"), row("a2", 90), row("b", None)], {}, id="no date, and it could be either"),
    pytest.param(
        [row("a1", notes="x"), row("a2", None), row("b", 1)], {"b": "a1"}, id="a near date before a missing one"
    ),
    pytest.param([row("a1"), row("a2", None), row("b", 60)], {"a2": "b"}, id="the only one that it can be"),
    pytest.param([row("a1"), row("a2", 2), row("b", 2)], {"b": "a2"}, id="the nearest date first"),
    pytest.param([row("a1"), row("a2", 2), row("b", 1)], {"b": "a1"}, id="of two as near the earlier"),
    pytest.param([row("a1"), row("a2", 2), row("b1", 2), row("b2", 5)], {"b1": "a2"}, id="one to one"),
    pytest.param([row("a1"), row("a2", tracker="a")], {}, id="never within one tracker"),
    pytest.param([row("a"), row("b", 2), row("c", 1)], {"b": "a", "c": "a"}, id="three trackers"),
    pytest.param([row("a"), row("b", 3), row("c", 6)], {"b": "a"}, id="no chain of near dates"),
    pytest.param([row("a"), row("b", notes="full")], {"a": "b"}, id="the fuller tracker stays"),
    pytest.param([row("a"), ("b", "b", "ben", "fern", "analyst", 0, None)], {}, id="another seeker"),
    pytest.param([row("a"), ("b", "b", "me", "moss", "analyst", 0, None)], {}, id="another company"),
    pytest.param([row("a"), ("b", "b", "me", "fern", "editor", 0, None)], {}, id="another role"),
    pytest.param(
        [("a", "a", "me", "fern", None, 0, None), ("b", "b", "me", "fern", None, 0, None)], {}, id="no role"
    ),
    pytest.param(
        [("a", "a", "me", None, "analyst", 0, None), ("b", "b", "me", None, "analyst", 0, None)], {}, id="no company"
    ),
]


@pytest.mark.parametrize(("rows", "expected"), CASES)
def test_rows_are_one_application_by_the_rule(rows: list[Row], expected: dict[str, str]) -> None:
    assert merges(rows) == expected


def test_the_tracker_that_says_more_stays_for_all_of_them() -> None:
    """Not row by row, so that what the user looks at is one sheet."""
    rows = [row("a1"), row("a2", 30, notes="full"), row("b1", notes="full"), row("b2", 30, notes="full")]
    assert merges(rows) == {"a1": "b1", "a2": "b2"}


APART = [
    pytest.param([row("a"), row("b")], ("a", "b"), {}, id="the only pair"),
    pytest.param([row("a"), row("b1"), row("b2", 1)], ("a", "b1"), {"b2": "a"}, id="the next near one instead"),
    pytest.param([row("a", None), row("b1"), row("b2", 9)], ("a", "b1"), {"a": "b2"}, id="now it can be one only"),
    pytest.param([row("a"), row("b"), row("c")], ("a", "c"), {"b": "a"}, id="apart from one is apart from all"),
    pytest.param([row("a"), row("b"), row("c")], ("b", "c"), {"b": "a"}, id="apart from a merged one as well"),
]


@pytest.mark.parametrize(("rows", "pair", "expected"), APART)
def test_what_the_user_told_apart_is_never_one(rows: list[Row], pair: Pair, expected: dict[str, str]) -> None:
    assert merges(rows, pair) == expected


NAMES = [f"{tracker}{number}" for tracker in "abc" for number in range(5)]
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(NAMES),
        st.none() | st.integers(0, 8),
        notes=st.sampled_from([None, "said"]),
    ),
    unique_by=lambda made: made[0],
)
PAIRS = st.frozensets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).map(lambda p: ordered_pair(*p)))


@given(ROWS, PAIRS)
def test_merging_does_not_depend_on_the_order_of_the_uploads(rows: list[Row], told_apart: frozenset[Pair]) -> None:
    by_tracker = {tracker: [made for made in rows if made[1] == tracker] for tracker in "abc"}
    forward = [made for tracker in "abc" for made in by_tracker[tracker]]
    backward = [made for tracker in "cba" for made in by_tracker[tracker]]
    assert merges(forward, *told_apart) == merges(backward, *told_apart)


@given(ROWS, PAIRS)
def test_merging_is_one_to_one_between_trackers_and_whoever_stays_is_not_merged(
    rows: list[Row], told_apart: frozenset[Pair]
) -> None:
    found = merges(rows, *told_apart)
    assert not found.keys() & set(found.values())
    assert all(count == 1 for count in Counter((name[0], into) for name, into in found.items()).values())
    for name, into in found.items():
        members = [other for other, kept in found.items() if kept == into] + [into]
        assert not {ordered_pair(name, other) for other in members if other != name} & told_apart
        assert name[0] != into[0]


@given(ROWS, PAIRS)
def test_dates_of_one_application_are_near_and_no_near_ones_are_left(
    rows: list[Row], told_apart: frozenset[Pair]
) -> None:
    found = merges(two := [made for made in rows if made[1] != "c"], *told_apart)
    days = {made[0]: made[5] for made in two}

    def is_near(one: str, other: str) -> bool:
        one_day, other_day = days[one], days[other]
        return one_day is not None and other_day is not None and abs(one_day - other_day) <= DAYS_APART

    assert all(is_near(*pair) or None in (days[pair[0]], days[pair[1]]) for pair in found.items())
    alone = sorted(days.keys() - found.keys() - set(found.values()))
    left = {(one, other) for one in alone for other in alone if one[0] < other[0] and is_near(one, other)}
    assert left <= told_apart


def test_columns_and_order_of_the_applications_are_kept() -> None:
    rows = [row("b1"), row("a1", 30), row("a2")]
    merged = with_merges(frame(rows))
    assert merged.drop("merged_into").equals(frame(rows))
    assert merged["merged_into"].to_list() == ["a2", None, None]


def test_no_applications_have_nothing_to_merge() -> None:
    assert with_merges(frame([])).schema["merged_into"] == pl.String
