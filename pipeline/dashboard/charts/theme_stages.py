"""At which stage each theme comes up."""

from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, AnyChart, Figure, finished, two_lines
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped, mapped_rows
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval, label
from pipeline.insight.findings import percent

MOST_THEMES = 12
"""More rows than this nobody reads in a chart; the table beside it has all."""

_FEW = "too few to say"
_ENOUGH = "enough to show"


@remembered
def theme_stages(rows: pl.DataFrame, palette: Palette, order: tuple[str, ...]) -> Figure:
    """A heat map of themes by stage: the number is employers, the colour the share of that stage's texts.

    Args:
        rows: Rows of the view ``theme_by_stage``.
        palette: The colours.
        order: Ids of the themes, the first on top.
    """
    known = rows.filter(pl.col("theme_id").is_in(order))
    ranked = known.sort(mapped(known["theme_id"], order.index, pl.Int64), pl.col("stage_rank"))
    table = ranked.select(
        pl.col("label").alias("Theme"),
        mapped(ranked["stage"], label).alias("Stage"),
        pl.col("company_count").alias("Employers"),
        pl.col("feedback_count").alias("Texts"),
        pl.col("text_count").alias("Of texts"),
        pl.col("share").alias("Share"),
        pl.col("share_low").alias("Share, from"),
        pl.col("share_high").alias("Share, to"),
    )
    shown = ranked.filter(pl.col("theme_id").is_in(order[:MOST_THEMES]))
    drawn = shown.with_columns(
        mapped_rows(shown, _column, "column"),
        pl.when(pl.col("text_count") < TOO_FEW).then(pl.lit(_FEW)).otherwise(pl.lit(_ENOUGH)).alias("evidence"),
        mapped_rows(shown, _spoken, "spoken"),
    )
    title, subtitle = _answer(ranked)
    listing = "; ".join(drawn["spoken"])
    chart = finished(_chart(drawn, palette), palette, description=f"{title}. {subtitle}. {listing}.")
    return Figure(title, subtitle, chart, table, view="theme_by_stage")


def _column(row: dict[str, Any]) -> str:
    """A stage and its texts, a word a line, so that columns can be narrow."""
    return "\n".join([*label(row["stage"]).split(), counted(row["text_count"], "text")])


def _spoken(row: dict[str, Any]) -> str:
    return f"{row['label']}, {label(row['stage'])}: {counted(row['company_count'], 'employer')}, {_share(row)}"


def _share(row: dict[str, Any]) -> str:
    named = f"{row['feedback_count']} of {counted(row['text_count'], 'text')}"
    return f"{named}, {_FEW}" if row["text_count"] < TOO_FEW else f"{named}, {percent(row['share'])}"


def _chart(drawn: pl.DataFrame, palette: Palette) -> AnyChart:
    themes = drawn["label"].unique(maintain_order=True).to_list()
    columns = drawn.sort("stage_rank", nulls_last=True)["column"].unique(maintain_order=True).to_list()
    axis = two_lines()
    axis.labelAngle = 0
    base = alt.Chart(drawn).encode(
        x=alt.X("column:N", sort=columns, scale=alt.Scale(domain=columns), axis=axis),
        y=alt.Y("label:N", sort=themes, scale=alt.Scale(domain=themes), axis=alt.Axis(title=None, labelLimit=190)),
        tooltip=[
            alt.Tooltip("label:N", title="theme"),
            alt.Tooltip("company_count:Q", title="employers"),
            alt.Tooltip("feedback_count:Q", title="texts"),
            alt.Tooltip("text_count:Q", title="of texts"),
            alt.Tooltip("share:Q", title="share", format=".0%"),
            alt.Tooltip("share_low:Q", title="interval from", format=".0%"),
            alt.Tooltip("share_high:Q", title="interval to", format=".0%"),
        ],
    )
    colour = alt.Color(
        "evidence:N",
        legend=None,
        scale=alt.Scale(domain=[_ENOUGH, _FEW], range=[palette.feedback, palette.muted]),
    )
    # never full, so that the number keeps its contrast
    depth = alt.Opacity("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.12, 0.6]))
    cells = base.mark_rect(cornerRadius=3, stroke=palette.background, strokeWidth=2).encode(
        color=colour, opacity=depth, description="spoken:N"
    )
    numbers = base.mark_text(color=palette.ink, aria=False).encode(text="company_count:Q")
    return alt.layer(cells, numbers).properties(height=alt.Step(34))


def _answer(rows: pl.DataFrame) -> tuple[str, str]:
    basis = f"Numbers are employers, the colour is the share of the stage's texts; grey: fewer than {TOO_FEW} texts"
    enough = rows.filter((pl.col("text_count") >= TOO_FEW) & (pl.col("stage") != "unknown"))
    if enough.is_empty():
        return "Too few texts at any one stage to compare", basis
    top = enough.sort("company_count", "share", descending=True, maintain_order=True).row(0, named=True)
    title = (
        f"“{top['label']}” at {_inside(label(top['stage']))}: {counted(top['company_count'], 'employer')} named it"
    )
    return title, f"In {_share(top)} ({interval(top['share_low'], top['share_high'])}). {basis}"


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]
