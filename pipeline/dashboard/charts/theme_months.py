"""How often each theme came up from month to month."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, AnyChart, Figure, finished
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped, mapped_rows
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, segment_label

MOST_THEMES = 6
"""Small multiples are for comparing at a glance; the table has every theme."""

_STRIP, _BAR = 74, 46
"""The height of a theme's strip and of the longest bar in it, in pixels; above the bars stands the theme's name."""


@remembered
def theme_months(rows: pl.DataFrame, palette: Palette, order: tuple[str, ...]) -> Figure:
    """Small multiples, one for each of the first themes: the employers that named it in each month.

    Args:
        rows: Rows of the view ``theme_by_month``.
        palette: The colours.
        order: Ids of the themes, the most important first.
    """
    known = rows.filter(pl.col("theme_id").is_in(order))
    ranked = known.sort(mapped(known["theme_id"], order.index, pl.Int64), "month")
    dated = ranked.with_columns((pl.col("month") + "-01").str.to_date().alias("month_start"))
    shown = dated.filter(pl.col("theme_id").is_in(order[:MOST_THEMES]))
    drawn = shown.with_columns(
        mapped(shown["month"], lambda month: segment_label("month", month)).alias("month_label"),
        mapped_rows(shown, _spoken, "spoken"),
    )
    title, subtitle = _answer(ranked)
    listing = "; ".join(drawn["spoken"])
    chart = finished(_chart(drawn, _bounds(dated), palette), palette, description=f"{title}. {subtitle}. {listing}.")
    return Figure(title, subtitle, chart, _table(ranked), view="theme_by_month")


def _spoken(row: dict[str, Any]) -> str:
    month = segment_label("month", row["month"])
    employers, texts = counted(row["company_count"], "employer"), counted(row["text_count"], "text")
    return f"{row['label']}, {month}: {employers} in {texts}"


_Moment = dict[str, int]


def _chart(drawn: pl.DataFrame, bounds: tuple[_Moment, _Moment], palette: Palette) -> AnyChart:
    """One plot in which every theme has its own strip, since a plot for each would take a browser long to draw."""
    most = max(1, int(drawn["company_count"].max() or 1))  # type: ignore[arg-type]  # a whole number or nothing
    step = most * _STRIP / _BAR
    themes = drawn["theme_id"].unique(maintain_order=True).to_list()
    placed = drawn.with_columns((mapped(drawn["theme_id"], themes.index, pl.Float64) * -step).alias("base"))
    placed = placed.with_columns((pl.col("base") + pl.col("company_count")).alias("top"))
    names = placed.group_by("theme_id", maintain_order=True).agg(pl.col("label", "base").first())
    bars = _bars(placed, palette, bounds, _strips(placed["base"].unique(maintain_order=True), most, step))
    titles = (
        alt.Chart(names.with_columns((pl.col("base") + most).alias("top")))
        .mark_text(align="left", baseline="bottom", dy=-5, fontWeight="bold", color=palette.ink, aria=False)
        .encode(x=alt.value(0), y="top:Q", text="label:N")
    )
    return alt.layer(bars, titles).properties(height=max(len(themes), 1) * _STRIP)


def _strips(bases: pl.Series, most: int, step: float) -> alt.Y:
    """The scale of all strips, each with a line at nothing and one at the most."""
    lowest = float(bases.min() or 0)  # type: ignore[arg-type]  # numbers
    return alt.Y(
        "base:Q",
        title=None,
        scale=alt.Scale(domain=[lowest, lowest + max(bases.len(), 1) * step], nice=False),
        axis=alt.Axis(
            values=[end for base in bases for end in (base, base + most)],
            tickCount=2 * bases.len(),  # else there are as many as Vega finds room for
            # the place of a line within its strip, half a strip lower, so that no rounding makes it one of another
            labelExpr=f"(datum.value - {lowest} + {step / 4}) % {step} > {step / 2} ? '{most}' : '0'",
        ),
    )


def _bars(placed: pl.DataFrame, palette: Palette, bounds: tuple[_Moment, _Moment], y: alt.Y) -> alt.Chart:
    axis = alt.Axis(format="%b %Y", labelOverlap=True, grid=False, tickCount="month")
    few = alt.datum.text_count < TOO_FEW
    bars: alt.Chart = (
        alt.Chart(placed)
        .mark_bar(size=14, cornerRadiusEnd=2)
        .encode(
            x=alt.X("month_start:T", title=None, axis=axis, scale=alt.Scale(domain=list(bounds))),
            y=y,
            y2="top:Q",
            color=alt.condition(few, alt.value(palette.muted), alt.value(palette.feedback)),
            tooltip=[
                alt.Tooltip("label:N", title="theme"),
                alt.Tooltip("month_label:N", title="month"),
                alt.Tooltip("company_count:Q", title="employers"),
                alt.Tooltip("feedback_count:Q", title="texts"),
                alt.Tooltip("text_count:Q", title="of texts"),
                alt.Tooltip("share_low:Q", title="share, from", format=".0%"),
                alt.Tooltip("share_high:Q", title="share, to", format=".0%"),
            ],
            description="spoken:N",
        )
    )
    return bars


def _bounds(dated: pl.DataFrame) -> tuple[_Moment, _Moment]:
    """A half month around the months, so that the first and the last bar are whole."""
    if dated.is_empty():
        return _moment(date(2000, 1, 1)), _moment(date(2000, 2, 1))
    first, last = dated.select(
        pl.col("month_start").min().dt.offset_by("-16d").alias("first"),
        pl.col("month_start").max().dt.offset_by("16d").alias("last"),
    ).row(0)
    return _moment(first), _moment(last)


def _moment(day: date) -> _Moment:
    return {"year": day.year, "month": day.month, "date": day.day}


def _answer(rows: pl.DataFrame) -> tuple[str, str]:
    months = rows["month"].n_unique()
    basis = f"Bars are employers; grey: a month with fewer than {TOO_FEW} texts. Look at the whole row, not one bar"
    if months < 2:
        return "Feedback of one month shows no change", basis
    top = rows.filter(pl.col("theme_id") == rows["theme_id"][0])
    last = segment_label("month", str(top["month"].max()))
    named = counted(top.height, "month")
    return f"“{top['label'][0]}” came up in {named} of {months}, last in {last}", basis


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("label").alias("Theme"),
        pl.col("month").alias("Month"),
        pl.col("company_count").alias("Employers"),
        pl.col("feedback_count").alias("Texts"),
        pl.col("text_count").alias("Of texts"),
        pl.col("share").alias("Share"),
        pl.col("share_low").alias("Share, from"),
        pl.col("share_high").alias("Share, to"),
    )
