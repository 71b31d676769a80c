"""What happened in each week."""

from collections.abc import Mapping

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

_BARS, _GAP, _LANE = 150, 6, 30
"""The height of the bars, of the room below them and of a lane, in pixels."""


@remembered
def weekly_activity(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Applications sent as bars over lanes of what else happened, week by week.

    Args:
        rows: Rows of the view ``weekly_activity``; only the newest ``MOST_WEEKS`` are drawn.
        palette: The colours.
    """
    weeks = rows.sort("week_start").tail(MOST_WEEKS)
    title, subtitle = _answer(weeks)
    described = finished(_chart(weeks, palette), palette, description=f"{title}. {subtitle}.")
    return Figure(title, subtitle, described, _table(weeks), view="weekly_activity")


def _chart(weeks: pl.DataFrame, palette: Palette) -> AnyChart:
    """One plot with the lanes below zero, since two with a common scale take a browser twice as long to draw."""
    most = max(4, int(weeks["applied_count"].max() or 0))  # type: ignore[arg-type]  # a whole number or nothing
    one = most / _BARS
    middles = [-one * (_LANE * (place + 0.5) + _GAP) for place in range(len(LANES))]
    ticks = range(0, most + 1, -(-most // 4))
    y = alt.Y(
        "applied_count:Q",
        title="sent",
        scale=alt.Scale(domain=[-one * (_LANE * len(LANES) + _GAP), most], nice=False),
        axis=alt.Axis(
            values=[*ticks, *middles],
            tickCount=len(ticks) + len(middles),  # else there are as many as Vega finds room for
            labelExpr=f"datum.value < 0 ? {list(LANES.values())}[floor(-(datum.value / {one} + {_GAP}) / {_LANE})] : "
            "format(datum.value, 'd')",
            gridOpacity={"condition": {"test": "datum.value < 0", "value": 0}, "value": 1},
            titleY=_BARS / 2,
            titleX=-36,
        ),
    )
    places = dict(zip(LANES.values(), middles, strict=True))
    height = _BARS + _GAP + _LANE * len(LANES)
    return alt.layer(_bars(weeks, palette, y), _lanes(weeks, palette, places)).properties(height=height)


def _x() -> alt.X:
    return alt.X("week_start:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, grid=True))


def _bars(weeks: pl.DataFrame, palette: Palette, y: alt.Y) -> alt.Chart:
    bars: alt.Chart = (
        alt.Chart(
            weeks.select(
                "week_start",
                pl.col("week_start").dt.offset_by("1w").alias("week_end"),
                "applied_count",
                _spoken("applied_count", pl.lit("sent")),
            )
        )
        # bars by another name, whose width Vega need not work out
        .mark_rect(color=palette.search, cornerRadius=2, stroke=palette.background, strokeWidth=1)
        .encode(x=_x(), x2="week_end:T", y=y, y2=alt.Y2Datum(0), tooltip="spoken:N", description="spoken:N")
    )
    return bars


def _spoken(count: str, what: pl.Expr) -> pl.Expr:
    """A week's mark in words, for a screen reader and for whoever points at it."""
    week = pl.col("week_start").dt.to_string("%-d %B %Y")
    return pl.format("week of {}: {} {}", week, pl.col(count), what).alias("spoken")


def _lanes(weeks: pl.DataFrame, palette: Palette, places: Mapping[str, float]) -> alt.Chart:
    shades = (palette.search, palette.muted, palette.feedback, palette.feedback)
    colours = dict(zip(LANES.values(), shades, strict=True))
    events = (
        weeks.unpivot(on=list(LANES), index="week_start", variable_name="event", value_name="count")
        .filter(pl.col("count") > 0)
        .with_columns(pl.col("event").replace_strict(LANES, return_dtype=pl.String))
        .with_columns(
            _spoken("count", pl.col("event").str.to_lowercase()),
            pl.col("event").replace_strict(dict(places), return_dtype=pl.Float64).alias("place"),
            pl.col("event").replace_strict(colours, return_dtype=pl.String).alias("colour"),
        )
        .with_columns(
            pl.when(event=LANES["asked_count"]).then(pl.lit("transparent")).otherwise("colour").alias("fill")
        )
    )
    dots: alt.Chart = (
        alt.Chart(events)
        .mark_circle(opacity=1, strokeWidth=2)
        .encode(
            x=_x(),
            y="place:Q",
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(domain=[1, 8], range=[36, 180], clamp=True)),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            tooltip="spoken:N",
            description="spoken:N",
        )
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
    subtitle = f"Something was sent in {counted(busy, 'week')}"
    dated = {name.lower(): int(weeks[column].sum()) for column, name in LANES.items()}
    if not any(dated.values()):
        return title, f"{subtitle}; no {', '.join(dated)} with a day yet"
    rest = ", ".join(f"{count:,} {name}" for name, count in dated.items())
    return title, f"{subtitle}; with a day: {rest}. Larger dots are more in one week"


def _table(weeks: pl.DataFrame) -> pl.DataFrame:
    return weeks.sort("week_start", descending=True).select(
        pl.col("week_start").alias("Week of"),
        pl.col("applied_count").alias("Sent"),
        *(pl.col(column).alias(name) for column, name in LANES.items()),
    )
