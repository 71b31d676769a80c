"""On which days applications were sent."""

from datetime import date, timedelta

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import Figure, finished, pickable
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, day_in_words

MOST_WEEKS = 53
"""The newest year; a day of an older one would be too small to point at."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@remembered
def activity_calendar(rows: pl.DataFrame, palette: Palette) -> Figure:
    """A square for each day, a column for each week, the stronger its colour the more was sent.

    Args:
        rows: Days with ``applied_date`` and ``applied_count``, one row each, from the first to the last sent; only
            the newest ``MOST_WEEKS`` weeks are drawn.
        palette: The colours.
    """
    days = _days(rows)
    sent = days.filter(pl.col("applied_count") > 0)
    title, subtitle = _answer(sent, days, rows)
    listing = ", ".join(f"{day} {n:,}" for day, n in _by_weekday(sent).iter_rows() if n)
    chart = finished(_chart(days, palette), palette, description=f"{title}. {subtitle}. By weekday: {listing}.")
    marks = tuple(day.isoformat() for day in sent["applied_date"])
    return Figure(title, subtitle, chart, _table(sent), view="stg_applications", marks=marks)


def _days(rows: pl.DataFrame) -> pl.DataFrame:
    """Every day of the drawn weeks, with 0 where nothing was sent."""
    dated = rows.drop_nulls("applied_date").select("applied_date", "applied_count")
    if dated.is_empty():
        every = pl.DataFrame(schema={"applied_date": pl.Date})
    else:
        last: date = dated["applied_date"].max()  # type: ignore[assignment]  # a column of dates that is not empty
        first: date = dated["applied_date"].min()  # type: ignore[assignment]  # likewise
        end = last + timedelta(days=6 - last.weekday())
        begin = max(first - timedelta(days=first.weekday()), end - timedelta(days=7 * MOST_WEEKS - 1))
        every = pl.select(pl.date_range(begin, end, "1d").alias("applied_date"))
    return (
        every.join(dated, on="applied_date", how="left")
        .with_columns(
            pl.col("applied_count").fill_null(0).cast(pl.Int64),
            pl.col("applied_date").dt.truncate("1w").dt.to_string("%Y/%m/%d").alias("week"),
            (pl.col("applied_date").dt.weekday() - 1)
            .replace_strict(dict(enumerate(WEEKDAYS)), return_dtype=pl.String)
            .alias("weekday"),
            pl.col("applied_date").dt.to_string("%Y-%m-%d").alias("mark"),
        )
        .with_columns(
            pl.format("{}: {} sent", pl.col("applied_date").dt.to_string("%A, %-d %B %Y"), "applied_count").alias(
                "spoken"
            )
        )
    )


def _chart(days: pl.DataFrame, palette: Palette) -> alt.Chart:
    most = int(days["applied_count"].max() or 1)  # type: ignore[arg-type]  # whole numbers
    squares = (
        alt.Chart(days.select("week", "weekday", "applied_count", "mark", "spoken"))
        .mark_rect(cornerRadius=2, stroke=palette.background, strokeWidth=2, cursor="pointer")
        .encode(
            x=alt.X(
                "week:O",
                title=None,
                axis=alt.Axis(
                    labelExpr="slice(datum.label, -2) <= '07' ? timeFormat(toDate(datum.label), '%b %y') : ''",
                    labelAngle=0,
                    labelOverlap=True,
                    labelAlign="left",
                ),
            ),
            y=alt.Y(
                "weekday:O",
                title=None,
                sort=list(WEEKDAYS),
                scale=alt.Scale(domain=list(WEEKDAYS)),
                axis=alt.Axis(labelExpr="slice(datum.label, 0, 3)"),
            ),
            color=alt.Color(
                "applied_count:Q",
                title="sent on a day",
                scale=alt.Scale(domain=[0, most], range=[palette.grid, palette.search], interpolate="rgb"),
                legend=alt.Legend(tickMinStep=1, gradientLength=120, tickCount=min(most, 4), format="d"),
            ),
            tooltip="spoken:N",
            description="spoken:N",
        )
        .properties(height=alt.Step(22))
    )
    return pickable(squares, "mark")  # type: ignore[return-value]  # what comes in goes out


def _by_weekday(sent: pl.DataFrame) -> pl.DataFrame:
    counts = dict(sent.group_by("weekday").agg(pl.col("applied_count").sum()).iter_rows())
    return pl.DataFrame({"weekday": WEEKDAYS, "n": [int(counts.get(day, 0)) for day in WEEKDAYS]})


def _answer(sent: pl.DataFrame, days: pl.DataFrame, rows: pl.DataFrame) -> tuple[str, str]:
    if sent.is_empty():
        return "No dated application yet", "Days appear once applications have a date"
    total = int(sent["applied_count"].sum())
    day, n = _by_weekday(sent).sort("n", descending=True, maintain_order=True).row(0)
    title = f"Most applications go out on a {day}: {n:,} of {total:,}"
    weeks = counted(days.height // 7, "week")
    newest = "the newest " if int(rows.drop_nulls("applied_date")["applied_count"].sum()) > total else ""
    first = day_in_words(sent["applied_date"].min())  # type: ignore[arg-type]  # a column of dates
    return (
        title,
        f"{newest.capitalize()}{weeks}, the first sent on {first}; the stronger the colour, the more on one day",
    )


def _table(sent: pl.DataFrame) -> pl.DataFrame:
    return sent.sort("applied_date", descending=True).select(
        pl.col("applied_date").alias("Day"), pl.col("weekday").alias("Weekday"), pl.col("applied_count").alias("Sent")
    )
