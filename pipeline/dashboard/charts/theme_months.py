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
    most = max(1, int(drawn["company_count"].max() or 1))  # type: ignore[arg-type]  # a whole number or nothing
    themes = drawn["theme_id"].unique(maintain_order=True).to_list()
    panels = [
        _panel(drawn.filter(theme_id=theme), palette, bounds, most, is_last=theme == themes[-1]) for theme in themes
    ]
    return alt.vconcat(*panels, spacing=10) if panels else alt.vconcat(_panel(drawn, palette, bounds, most))


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


def _panel(
    rows: pl.DataFrame, palette: Palette, bounds: tuple[_Moment, _Moment], most: int, *, is_last: bool = True
) -> AnyChart:
    name = str(rows["label"][0]) if rows.height else ""
    axis = alt.Axis(format="%b %Y", labelOverlap=True, grid=False, tickCount="month", labels=is_last)
    few = alt.datum.text_count < TOO_FEW
    chart: AnyChart = (
        alt.Chart(rows, title=alt.TitleParams(name, anchor="start", fontSize=13, color=palette.ink, offset=2))
        .mark_bar(size=14, cornerRadiusEnd=2)
        .encode(
            x=alt.X("month_start:T", title=None, axis=axis, scale=alt.Scale(domain=list(bounds))),
            y=alt.Y(
                "company_count:Q",
                title=None,
                scale=alt.Scale(domain=[0, most]),
                axis=alt.Axis(values=[0, most], format="d"),
            ),
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
        .properties(height=46, width="container")
    )
    return chart


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
