"""How the chance of an answer grows with the days after asking."""

from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval, label
from pipeline.insight.findings import percent

FEWEST_ANSWERS = 3
"""A channel's curve is drawn from this many answers on; with fewer it is a step or two that says nothing."""

_MILESTONES = (7, 14, 21)


@remembered
def response_curves(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Step lines of the chance of an answer by each day, with their interval as a band.

    A curve starts at zero on the day of asking and stays level after its last answer.

    Args:
        rows: Rows of the view ``feedback_response_curves``.
        palette: The colours.
    """
    answers = rows.group_by("ask_channel").agg(pl.col("responded_count").sum().alias("answers"))
    shown = answers.filter((pl.col("answers") >= FEWEST_ANSWERS) & (pl.col("ask_channel") != "unknown"))
    channels = ["all", *sorted(set(shown["ask_channel"]) - {"all"})]
    steps = _steps(rows.filter(pl.col("ask_channel").is_in(channels)))
    title, subtitle = _answer(rows)
    left_out = answers.height - len(channels)
    note = (
        f"; {counted(left_out, 'channel')} with fewer than {FEWEST_ANSWERS} answers left out" if left_out > 0 else ""
    )
    chart = finished(_chart(steps, channels, palette), palette, description=f"{title}. {subtitle}{note}.")
    return Figure(title, subtitle + note, chart, _table(rows), view="feedback_response_curves")


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with a start at day 0 and a level end a day after the last answer on any curve."""
    columns = ["ask_channel", "day", "response_probability", "response_probability_low", "response_probability_high"]
    kept = rows.select(columns)
    begins_later = kept.group_by("ask_channel").agg(pl.col("day").min()).filter(pl.col("day") > 0)
    starts = begins_later.select(
        "ask_channel", pl.lit(0, kept["day"].dtype).alias("day"), *(pl.lit(0.0).alias(name) for name in columns[2:])
    )
    ends = kept.sort("day").group_by("ask_channel").last()
    ends = ends.with_columns((pl.lit(kept["day"]).max() + 1).alias("day")).select(columns)
    steps = pl.concat([starts, kept, ends]).sort("ask_channel", "day")
    return steps.with_columns(mapped(steps["ask_channel"], _name).alias("name"))


def _name(channel: str) -> str:
    return "All together" if channel == "all" else label(channel)


def _chart(steps: pl.DataFrame, channels: list[str], palette: Palette) -> AnyChart:
    names = [_name(channel) for channel in channels]
    colours = [palette.channel[channel] for channel in channels]
    colour = alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(columns=3, symbolType="stroke", symbolOpacity=1),
    )
    base = alt.Chart(steps).encode(
        x=alt.X("day:Q", title="days after asking", axis=alt.Axis(tickMinStep=1, grid=False))
    )
    bands = (
        base.transform_filter("isValid(datum.response_probability_low)")
        .mark_area(interpolate="step-after", opacity=0.13, aria=False)
        .encode(
            y=alt.Y("response_probability_low:Q", title=None),
            y2="response_probability_high:Q",
            color=colour,
        )
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2.5, aria=False).encode(
        y=alt.Y(
            "response_probability:Q",
            title="chance of an answer by then",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        color=colour,
        strokeDash=alt.StrokeDash(
            "name:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [8, 3], [4, 2], [8, 3, 2, 3]])
        ),
        tooltip=[
            alt.Tooltip("name:N", title="asked by"),
            alt.Tooltip("day:Q", title="days after asking"),
            alt.Tooltip("response_probability:Q", title="chance by then", format=".0%"),
            alt.Tooltip("response_probability_low:Q", title="interval from", format=".0%"),
            alt.Tooltip("response_probability_high:Q", title="interval to", format=".0%"),
        ],
    )
    return alt.layer(bands, lines).properties(height=300)


def _answer(rows: pl.DataFrame) -> tuple[str, str]:
    together = rows.filter(pl.col("ask_channel") == "all").sort("day")
    if together.is_empty():
        return "No answer with a date yet", "The curve needs the day of asking and the day of the answer"
    n = int(together["at_risk_count"][0])
    day, row = _milestone(together)
    title = f"{percent(row['response_probability'])} of asks have an answer within {counted(day, 'day')}"
    low, high = row["response_probability_low"], row["response_probability_high"]
    bounds = f", {interval(low, high)}" if low is not None else ""
    return title, f"{counted(n, 'dated ask')}, all channels together{bounds}"


def _milestone(together: pl.DataFrame) -> tuple[int, dict[str, Any]]:
    """The first round number of days by which most answers that ever came had come, with the curve there."""
    last = together.row(-1, named=True)
    for day in _MILESTONES:
        until = together.filter(pl.col("day") <= day)
        if not until.is_empty() and until["response_probability"][-1] >= 0.8 * last["response_probability"]:
            return day, until.row(-1, named=True)
    return last["day"], last


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    days = rows.sort("ask_channel", "day")
    return days.select(
        mapped(days["ask_channel"], _name).alias("Asked by"),
        pl.col("day").alias("Days after asking"),
        pl.col("at_risk_count").alias("Still without an answer"),
        pl.col("responded_count").alias("Answered that day"),
        pl.col("response_probability").alias("Chance by then"),
        pl.col("response_probability_low").alias("Chance, from"),
        pl.col("response_probability_high").alias("Chance, to"),
    )
