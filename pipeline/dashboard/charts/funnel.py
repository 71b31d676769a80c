"""How far applications have come."""

from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import Figure, finished, pickable
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped_rows
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval
from pipeline.insight.findings import percent


@remembered
def funnel(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Bars of how many applications reached each stage, with the interval of their share as a line.

    Args:
        rows: Rows of the view ``funnel``; saved openings are left out, for they were not sent.
        palette: The colours.
    """
    stages = rows.filter(pl.col("stage_rank") >= 1).sort("stage_rank")
    sent = int(stages.row(0, named=True)["sent_count"]) if stages.height else 0
    drawn = stages.with_columns(
        mapped_rows(stages, _bar_label, "bar_label"),
        *((pl.col("sent_count") * pl.col(f"overall_rate_{end}")).alias(end) for end in ("low", "high")),
    ).with_columns(
        *(
            pl.when(pl.col("reached_count") != pl.col("sent_count")).then(pl.col(end)).alias(end)
            for end in ("low", "high")
        )
    )
    drawn = drawn.with_columns(
        pl.max_horizontal("reached_count", "high").alias("label_at"),
        pl.format("{}: {}", "stage_label", "bar_label").alias("spoken"),
    )
    title, subtitle = _answer(stages, sent)
    base = alt.Chart(drawn).encode(
        y=alt.Y("stage_label:N", sort=drawn["stage_label"].to_list(), title=None, axis=alt.Axis(grid=False)),
        x=alt.X("reached_count:Q", axis=None, scale=alt.Scale(domain=[0, max(sent, 1) * 1.4], nice=False)),
        tooltip=[
            alt.Tooltip("stage_label:N", title="stage"),
            alt.Tooltip("reached_count:Q", title="got this far"),
            alt.Tooltip("overall_rate:Q", title="of all sent", format=".0%"),
            alt.Tooltip("overall_rate_low:Q", title="interval from", format=".0%"),
            alt.Tooltip("overall_rate_high:Q", title="interval to", format=".0%"),
        ],
    )
    bars = base.mark_bar(color=palette.search, cornerRadiusEnd=3, height={"band": 0.72}, cursor="pointer")
    intervals = base.mark_rule(color=palette.ink, strokeWidth=2, aria=False).encode(x="low:Q", x2="high:Q")
    labels = base.mark_text(align="left", dx=6, aria=False).encode(x="label_at:Q", text="bar_label:N")
    chart = alt.layer(pickable(bars.encode(description="spoken:N"), "stage_label"), intervals, labels).properties(
        height=alt.Step(38)
    )
    listing = ", ".join(f"{row['stage_label']} {row['reached_count']}" for row in drawn.iter_rows(named=True))
    described = finished(chart, palette, description=f"{title}. {subtitle}. Bars: {listing}.")
    marks = tuple(drawn["stage_label"])
    return Figure(title, subtitle, described, _table(stages), view="funnel", marks=marks)


def _bar_label(row: dict[str, Any]) -> str:
    rate = row["overall_rate"]
    is_whole = rate is None or row["reached_count"] == row["sent_count"]
    return f"{row['reached_count']:,}" + ("" if is_whole else f" · {percent(rate)}")


def _answer(stages: pl.DataFrame, sent: int) -> tuple[str, str]:
    interviews = stages.filter(pl.col("stage") == "first_interview")
    if not sent or interviews.is_empty():
        return "No application has been sent yet", "Saved openings are not counted"
    row = interviews.row(0, named=True)
    title = f"{row['reached_count']:,} of {counted(sent, 'application')} led to a first interview"
    low, high = row["overall_rate_low"], row["overall_rate_high"]
    return title, f"{percent(row['overall_rate'])}, {interval(low, high)}; open ones may still go further"


def _table(stages: pl.DataFrame) -> pl.DataFrame:
    return stages.select(
        pl.col("stage_label").alias("Stage"),
        pl.col("reached_count").alias("Got this far"),
        pl.col("step_rate").alias("Of the stage before"),
        pl.col("step_rate_low").alias("Of the stage before, from"),
        pl.col("step_rate_high").alias("Of the stage before, to"),
        pl.col("overall_rate").alias("Of all sent"),
        pl.col("overall_rate_low").alias("Of all sent, from"),
        pl.col("overall_rate_high").alias("Of all sent, to"),
    )
