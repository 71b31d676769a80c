"""How the chance that a company reacts grows with the days after applying."""

from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval
from pipeline.insight.findings import percent

_CURVE = ("response_probability", "response_probability_low", "response_probability_high")


@remembered
def response_times(rows: pl.DataFrame, palette: Palette) -> Figure:
    """A step line of the chance of a first answer by each day, with its interval as a band.

    Args:
        rows: Rows of the view ``response_times`` for one source, or for all.
        palette: The colours.
    """
    curve = rows.sort("day")
    title, subtitle = _answer(curve)
    chart = finished(_chart(_steps(curve), palette), palette, description=f"{title}. {subtitle}.")
    return Figure(title, subtitle, chart, _table(curve), view="response_times")


def _steps(curve: pl.DataFrame) -> pl.DataFrame:
    """The curve from zero on the day of applying to a level end a day after the last answer."""
    kept = curve.select(pl.col("day").cast(pl.Int64), *_CURVE)
    if kept.is_empty():
        return kept
    start = pl.DataFrame({"day": [0], **{name: [0.0] for name in _CURVE}}) if kept["day"][0] > 0 else kept.clear()
    return pl.concat([start, kept, kept.tail(1).with_columns(pl.col("day") + 1)])


def _chart(steps: pl.DataFrame, palette: Palette) -> AnyChart:
    base = alt.Chart(steps).encode(
        x=alt.X("day:Q", title="days after applying", axis=alt.Axis(tickMinStep=1, grid=False))
    )
    band = (
        base.transform_filter("isValid(datum.response_probability_low)")
        .mark_area(interpolate="step-after", opacity=0.18, color=palette.search, aria=False)
        .encode(y=alt.Y("response_probability_low:Q", title=None), y2="response_probability_high:Q")
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2.5, color=palette.search, aria=False).encode(
        y=alt.Y(
            "response_probability:Q",
            title="chance of an answer by then, 95% interval",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        tooltip=[
            alt.Tooltip("day:Q", title="days after applying"),
            alt.Tooltip("response_probability:Q", title="chance by then", format=".0%"),
            alt.Tooltip("response_probability_low:Q", title="interval from", format=".0%"),
            alt.Tooltip("response_probability_high:Q", title="interval to", format=".0%"),
        ],
    )
    return alt.layer(band, line).properties(height=300)


def _answer(curve: pl.DataFrame) -> tuple[str, str]:
    if curve.is_empty():
        return "No answer with a date yet", "The curve needs the day of applying and the day of the answer"
    n = counted(int(curve["at_risk_count"][0]), "dated application")
    half = curve.filter(pl.col("response_probability") >= 0.5)
    row = (half.head(1) if not half.is_empty() else curve.tail(1)).row(0, named=True)
    days = counted(row["day"], "day")
    share = percent(row["response_probability"])
    title = f"Half of applications have an answer within {days}" if not half.is_empty() else ""
    title = title or f"{share} of applications have an answer within {days}, the last so far"
    return title, f"{share} by then{_bounds(row)}; {n}, those without an answer counted for as long as they wait"


def _bounds(row: dict[str, Any]) -> str:
    low, high = row["response_probability_low"], row["response_probability_high"]
    return "" if low is None or high is None else f", {interval(low, high)}"


def _table(curve: pl.DataFrame) -> pl.DataFrame:
    return curve.select(
        pl.col("day").alias("Days after applying"),
        pl.col("at_risk_count").alias("Still without an answer"),
        pl.col("responded_count").alias("Answered that day"),
        pl.col("response_probability").alias("Chance by then"),
        pl.col("response_probability_low").alias("Chance, from"),
        pl.col("response_probability_high").alias("Chance, to"),
    )
