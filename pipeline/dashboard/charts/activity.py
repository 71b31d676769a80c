"""What happened in each week."""

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted

LANES = {
    "interviewed_count": "Interviews",
    "rejected_count": "Rejections",
    "asked_count": "Feedback asked",
    "responded_count": "Feedback given",
}
"""What has a lane under the bars, by column of ``weekly_activity``."""

MOST_WEEKS = 260
"""Five years of weeks fill the width; with five values each that stays far below what a browser draws at once."""


@remembered
def weekly_activity(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Applications sent as bars over lanes of what else happened, week by week.

    Args:
        rows: Rows of the view ``weekly_activity``; only the newest ``MOST_WEEKS`` are drawn.
        palette: The colours.
    """
    weeks = rows.sort("week_start").tail(MOST_WEEKS)
    title, subtitle = _answer(weeks)
    chart = alt.vconcat(_bars(weeks, palette), _lanes(weeks, palette), spacing=6)
    shared = chart.resolve_scale(x="shared")
    described = finished(shared, palette, description=f"{title}. {subtitle}.")
    return Figure(title, subtitle, described, _table(weeks), view="weekly_activity")


def _bars(weeks: pl.DataFrame, palette: Palette) -> AnyChart:
    bars: AnyChart = (
        alt.Chart(weeks.with_columns(_spoken("applied_count", pl.lit("sent"))))
        .mark_bar(color=palette.search, cornerRadiusEnd=2)
        .encode(
            x=alt.X("yearweek(week_start):T", axis=None),
            y=alt.Y("applied_count:Q", title="sent", axis=alt.Axis(tickMinStep=1, tickCount=4)),
            tooltip=[
                alt.Tooltip("week_start:T", title="week of", format="%-d %b %Y"),
                alt.Tooltip("applied_count:Q", title="applications sent"),
            ],
            description="spoken:N",
        )
        .properties(height=150, width="container")
    )
    return bars


def _spoken(count: str, what: pl.Expr) -> pl.Expr:
    """A week's mark in words, for a screen reader."""
    week = pl.col("week_start").dt.to_string("%-d %B %Y")
    return pl.format("week of {}: {} {}", week, pl.col(count), what).alias("spoken")


def _lanes(weeks: pl.DataFrame, palette: Palette) -> AnyChart:
    events = (
        weeks.unpivot(on=list(LANES), index="week_start", variable_name="event", value_name="count")
        .filter(pl.col("count") > 0)
        .with_columns(pl.col("event").replace_strict(LANES, return_dtype=pl.String))
        .with_columns(_spoken("count", pl.col("event").str.to_lowercase()))
    )
    colours = [palette.search, palette.muted, palette.feedback, palette.feedback]
    hollow = alt.datum.event == LANES["asked_count"]
    dots: AnyChart = (
        alt.Chart(events)
        .mark_circle(opacity=1, strokeWidth=2)
        .encode(
            x=alt.X(
                "yearweek(week_start):T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, grid=True)
            ),
            y=alt.Y("event:N", sort=list(LANES.values()), title=None, scale=alt.Scale(domain=list(LANES.values()))),
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(domain=[1, 8], range=[36, 180], clamp=True)),
            fill=alt.condition(
                hollow,
                alt.value("transparent"),
                alt.Fill("event:N", legend=None, scale=alt.Scale(domain=list(LANES.values()), range=colours)),
            ),
            stroke=alt.Stroke("event:N", legend=None, scale=alt.Scale(domain=list(LANES.values()), range=colours)),
            tooltip=[
                alt.Tooltip("week_start:T", title="week of", format="%-d %b %Y"),
                alt.Tooltip("event:N", title="what"),
                alt.Tooltip("count:Q", title="how many"),
            ],
            description="spoken:N",
        )
        .properties(height=alt.Step(30), width="container")
    )
    return dots


def _answer(weeks: pl.DataFrame) -> tuple[str, str]:
    sent = int(weeks["applied_count"].sum())
    if weeks.is_empty() or not sent:
        return "No dated application yet", "Weeks appear once applications have a date"
    busy = weeks.filter(pl.col("applied_count") > 0).height
    title = (
        f"{counted(sent, 'application')} sent in {counted(weeks.height, 'week')}, {sent / weeks.height:.1f} a week"
    )
    rest = ", ".join(f"{int(weeks[column].sum()):,} {name.lower()}" for column, name in LANES.items())
    return title, f"Something was sent in {counted(busy, 'week')}; {rest}. Larger dots are more in one week"


def _table(weeks: pl.DataFrame) -> pl.DataFrame:
    return weeks.sort("week_start", descending=True).select(
        pl.col("week_start").alias("Week of"),
        pl.col("applied_count").alias("Sent"),
        *(pl.col(column).alias(name) for column, name in LANES.items()),
    )
