"""Which themes come up in the same text."""

from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, AnyChart, Figure, finished
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped_rows
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted

MOST_PAIRS = 10


@remembered
def theme_pairs(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Pairs of themes: a dot for the texts that name both, a stroke for what chance alone would give.

    Args:
        rows: Rows of the view ``theme_pairs``.
        palette: The colours.
    """
    ranked = rows.sort(
        -pl.col("company_count"), -pl.col("feedback_count"), -pl.col("lift"), "label_a", "label_b"
    ).with_columns((pl.col("label_a") + " + " + pl.col("label_b")).alias("pair"))
    shown = ranked.filter(pl.col("company_count") > 1).head(MOST_PAIRS)
    drawn = shown.with_columns(
        (pl.col("feedback_count") < TOO_FEW).alias("is_few"), mapped_rows(shown, _spoken, "spoken")
    )
    title, subtitle = _answer(ranked, drawn)
    listing = "; ".join(drawn["spoken"])
    chart = finished(_chart(drawn, palette), palette, description=f"{title}. {subtitle}. {listing}.")
    return Figure(title, subtitle, chart, _table(ranked.filter(pl.col("company_count") > 1)), view="theme_pairs")


def _spoken(row: dict[str, Any]) -> str:
    together = f"{counted(row['feedback_count'], 'text')} of {counted(row['company_count'], 'employer')}"
    return f"{row['pair']}: {together}, {row['expected_count']:.1f} by chance"


def _chart(drawn: pl.DataFrame, palette: Palette) -> AnyChart:
    pairs = drawn["pair"].to_list()
    base = alt.Chart(drawn).encode(
        y=alt.Y("pair:N", sort=pairs, scale=alt.Scale(domain=pairs), axis=alt.Axis(title=None, labelLimit=260)),
        tooltip=[
            alt.Tooltip("pair:N", title="themes"),
            alt.Tooltip("feedback_count:Q", title="texts with both"),
            alt.Tooltip("company_count:Q", title="employers"),
            alt.Tooltip("expected_count:Q", title="by chance", format=".1f"),
            alt.Tooltip("lift:Q", title="times chance", format=".1f"),
        ],
    )
    axis = alt.Axis(title="texts that name both", tickMinStep=1, format="d")
    dots = base.mark_circle(size=150, opacity=1).encode(
        x=alt.X("feedback_count:Q", scale=alt.Scale(zero=True), axis=axis),
        color=alt.condition(alt.datum.is_few, alt.value(palette.muted), alt.value(palette.feedback)),
        description="spoken:N",
    )
    chance = base.mark_tick(color=palette.ink, thickness=2, size=20, aria=False).encode(x="expected_count:Q")
    return alt.layer(dots, chance).properties(height=alt.Step(30))


def _answer(ranked: pl.DataFrame, drawn: pl.DataFrame) -> tuple[str, str]:
    basis = f"Dot: texts; stroke: by chance alone; grey: fewer than {TOO_FEW} texts, too few to say"
    if drawn.is_empty():
        return "No two themes came up together at more than one employer", f"{counted(ranked.height, 'pair')} in all"
    top = drawn.row(0, named=True)
    title = (
        f"“{top['label_a']}” and “{top['label_b']}” came up together at {counted(top['company_count'], 'employer')}"
    )
    return title, f"In {top['feedback_count']} of {counted(top['text_count'], 'text')}. {basis}"


def _table(ranked: pl.DataFrame) -> pl.DataFrame:
    return ranked.select(
        pl.col("label_a").alias("One theme"),
        pl.col("label_b").alias("Another"),
        pl.col("company_count").alias("Employers"),
        pl.col("feedback_count").alias("Texts with both"),
        pl.col("a_count").alias("Texts with the one"),
        pl.col("b_count").alias("Texts with the other"),
        pl.col("text_count").alias("Of texts"),
    )
