"""The chart of a query's result: any frame gets one or is told why not, and it draws the rows that came."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipeline.dashboard.charts.results import (
    MARKS,
    MOST_POINTS,
    Mark,
    default_axes,
    default_color,
    default_mark,
    result_chart,
)
from pipeline.dashboard.palette import LIGHT

ROWS = pl.DataFrame(
    {
        "same": ["x", "x", "x"],
        "channel": ["phone", "e.mail", "in[person]"],
        "week": [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)],
        "empty": pl.Series([None, None, None], dtype=pl.Int64),
        "asks": [3, 5, 8],
        "money": [Decimal("1.50"), Decimal("2.25"), None],
    }
)

RATES = pl.DataFrame(
    {
        "channel": ["phone", "email", "phone", "email"],
        "month": ["May", "May", "June", "June"],
        "asked_count": [4, 6, 5, 9],
        "rate": [0.5, 0.25, 0.4, None],
        "rate_low": [0.2, 0.1, 0.1, None],
        "rate_high": [0.8, 0.5, 0.7, None],
    }
)

AXES: list[Any] = [
    pytest.param(ROWS, ("week", "asks"), id="a-date-goes-first"),
    pytest.param(ROWS.drop("week"), ("channel", "asks"), id="what-tells-rows-apart"),
    pytest.param(RATES, ("channel", "rate"), id="what-has-an-interval"),
    pytest.param(ROWS.select("week", "asks"), ("week", "asks"), id="over-time"),
    pytest.param(ROWS.select("asks", "money"), ("asks", "money"), id="two-measures"),
    pytest.param(ROWS.select("same", "asks").head(1), ("same", "asks"), id="one-row"),
    pytest.param(ROWS.select("channel"), None, id="no-measure"),
    pytest.param(ROWS.select("asks"), None, id="one-column"),
]


@pytest.mark.parametrize(("frame", "expected"), AXES)
def test_the_first_telling_columns_are_drawn(frame: pl.DataFrame, expected: tuple[str, str] | None) -> None:
    assert default_axes(frame) == expected


@pytest.mark.parametrize(("x", "mark"), [("week", "line"), ("money", "point"), ("channel", "bar")])
def test_the_mark_suits_the_columns(x: str, mark: Mark) -> None:
    assert default_mark(ROWS, x, "asks") == mark


def test_a_measure_with_an_interval_is_drawn_with_it() -> None:
    assert default_mark(RATES, "channel", "rate") == "interval"
    figure = result_chart(RATES, LIGHT, mark="interval", x="channel", y="rate", color="month")
    rules, points = figure.chart.to_dict()["layer"]
    assert (rules["encoding"]["y"]["field"], rules["encoding"]["y2"]["field"]) == ("c3", "c4")
    assert points["encoding"]["y"]["field"] == "c1"
    assert figure.subtitle == "4 rows; the lines reach from rate_low to rate_high"


def test_rows_at_the_same_place_are_told_apart_by_colour() -> None:
    assert default_color(RATES, "channel", "rate") == "month"
    assert default_color(RATES.head(2), "channel", "rate") is None
    assert default_color(RATES.drop("month"), "channel", "rate") is None


@pytest.mark.parametrize(("is_ordered", "sort"), [(True, None), (False, "-y")])
def test_bars_stand_by_their_height_unless_the_query_says_how(is_ordered: bool, sort: str | None) -> None:
    figure = result_chart(ROWS, LIGHT, mark="bar", x="channel", y="asks", color=None, is_ordered=is_ordered)
    assert figure.chart.to_dict()["encoding"]["x"]["sort"] == sort


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("color", [None, "channel", "asks"])
def test_a_result_is_drawn_row_for_row(mark: Mark, color: str | None) -> None:
    figure = result_chart(ROWS, LIGHT, mark=mark, x="channel", y="asks", color=color)
    spec = figure.chart.to_dict()
    (rows,) = spec["datasets"].values()
    assert [(row["c0"], row["c1"]) for row in rows] == [("phone", 3), ("e.mail", 5), ("in[person]", 8)]
    assert spec["encoding"]["x"]["title"] == "channel"
    assert spec["description"]


def test_a_long_result_is_cut_and_says_so() -> None:
    frame = pl.DataFrame({"a": range(MOST_POINTS + 1), "b": range(MOST_POINTS + 1)})
    figure = result_chart(frame, LIGHT, mark="point", x="a", y="b", color=None)
    (rows,) = figure.chart.to_dict()["datasets"].values()
    assert len(rows) == MOST_POINTS
    assert figure.subtitle == f"{MOST_POINTS + 1:,} rows; the first {MOST_POINTS:,} are drawn"
