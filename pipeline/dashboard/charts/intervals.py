"""Dots with the interval that each is sure to: shares from 0 to 1, or differences around a line at zero."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import MOST_ROWS, AnyChart, pickable, two_lines
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted
from pipeline.insight.findings import percent

MOST_MARKS = 40
"""More rows than this nobody reads in a chart; the table under it has all."""

ENOUGH, FEW = "enough to show", "too few to say"


@dataclass(frozen=True)
class Mark:
    """One row of a chart of intervals.

    Attributes:
        name: What it is about; no two rows have the same.
        basis: How much it rests on, as the row's second line: "5 of 8".
        value: The share or difference; None where there is none.
        low: Lower end of its 95% interval; None where there is none.
        high: Upper end.
        is_enough: Whether it may be read as more than chance allows; else it is grey.
        drawn_toward: A share that it is pulled toward, drawn as a second, hollow mark.
    """

    name: str
    basis: str
    value: float | None
    low: float | None
    high: float | None
    is_enough: bool = True
    drawn_toward: float | None = None

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        value = "no rate" if self.value is None else percent(self.value)
        bounds = "" if self.low is None or self.high is None else f", {percent(self.low)} to {percent(self.high)}"
        return f"{self.name}, {self.basis}: {value}{bounds}"


def listed(marks: list[Mark]) -> str:
    """The rows in words, one after the other."""
    return "; ".join(mark.spoken for mark in marks[:MOST_MARKS])


def share_chart(marks: list[Mark], palette: Palette, *, colour: str, axis: str) -> AnyChart:
    """Shares on one axis from 0 to 1.

    Args:
        marks: The rows, from top to bottom; the first ``MOST_MARKS`` are drawn.
        palette: The colours.
        colour: The colour of what there is enough of.
        axis: What is shared, such as "share of applications sent".
    """
    ticks = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title=f"{axis}, 95% interval")
    return _dots(marks, palette, colour=colour, x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), axis=ticks))


def difference_chart(marks: list[Mark], palette: Palette, *, colour: str, axis: str) -> AnyChart:
    """Differences of shares around a line at zero.

    Args:
        marks: The rows, from top to bottom; the first ``MOST_MARKS`` are drawn.
        palette: The colours.
        colour: The colour of what there is enough of.
        axis: What lies to either side of zero, such as "← less often · more often →".
    """
    ticks = alt.Axis(
        title=[axis, "percentage points, 95% interval"],
        labelExpr="(datum.value > 0 ? '+' : '') + format(100 * datum.value, '.0f')",
        tickCount=5,
        labelOverlap=True,
        labelSeparation=6,
    )
    x = alt.X("low:Q", scale=alt.Scale(domain=[-1, 1], nice=False), axis=ticks)
    dots = _dots(marks, palette, colour=colour, x=x)
    zero = alt.Chart(pl.DataFrame({"zero": [0]})).mark_rule(color=palette.ink, strokeWidth=1.5, aria=False)
    layered: AnyChart = alt.layer(dots, zero.encode(x="zero:Q"))
    return layered.properties(height=alt.Step(48))


def _dots(marks: list[Mark], palette: Palette, *, colour: str, x: alt.X) -> AnyChart:
    drawn = _rows(marks[: min(MOST_MARKS, MOST_ROWS)])
    order = drawn["label"].to_list()
    base = alt.Chart(drawn).encode(
        y=alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=two_lines()),
        color=alt.Color(
            "evidence:N", legend=None, scale=alt.Scale(domain=[ENOUGH, FEW], range=[colour, palette.muted])
        ),
        tooltip=[
            alt.Tooltip("mark:N", title="what"),
            alt.Tooltip("basis:N", title="out of"),
            alt.Tooltip("value:Q", title="value", format=".0%"),
            alt.Tooltip("low:Q", title="interval from", format=".0%"),
            alt.Tooltip("high:Q", title="interval to", format=".0%"),
        ],
    )
    intervals = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.4, aria=False, cursor="pointer")
    points = base.mark_point(filled=True, size=150, opacity=1, cursor="pointer")
    layers = [intervals.encode(x=x, x2="high:Q"), points.encode(x="value:Q", description="spoken:N")]
    if drawn["drawn_toward"].is_not_null().any():
        hollow = base.mark_point(filled=False, size=130, strokeWidth=2, opacity=1, shape="diamond", aria=False)
        layers.append(hollow.encode(x="drawn_toward:Q", color=alt.value(palette.ink)))
    layers[0] = pickable(layers[0], "mark")
    return alt.layer(*layers).properties(height=alt.Step(48))


def _rows(marks: list[Mark]) -> pl.DataFrame:
    return pl.DataFrame(
        [_row(mark) for mark in marks],
        schema={
            "mark": pl.String,
            "basis": pl.String,
            "label": pl.String,
            "value": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "evidence": pl.String,
            "drawn_toward": pl.Float64,
            "spoken": pl.String,
        },
    )


def _row(mark: Mark) -> dict[str, Any]:
    return {
        "mark": mark.name,
        "basis": mark.basis,
        "label": f"{mark.name}\n{mark.basis}" + ("" if mark.is_enough else f", {FEW}"),
        "value": mark.value,
        "low": mark.low,
        "high": mark.high,
        "evidence": ENOUGH if mark.is_enough else FEW,
        "drawn_toward": mark.drawn_toward,
        "spoken": mark.spoken,
    }


def left_out(marks: list[Mark], one: str) -> str:
    """What the chart does not show, as the end of a subtitle."""
    more = len(marks) - MOST_MARKS
    return f"; {counted(more, one)} more in the table" if more > 0 else ""
