"""How applications from each source have fared."""

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, Figure, finished
from pipeline.dashboard.charts.intervals import Mark, left_out, listed, share_chart
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval, label, times_in
from pipeline.insight.findings import percent

Outcome = Literal["response", "interview", "offer"]

OUTCOMES: Mapping[Outcome, str] = {"response": "Any answer", "interview": "An interview", "offer": "An offer"}
"""What can count as a success, for people."""

_COUNT: Mapping[Outcome, str] = {
    "response": "responded_count",
    "interview": "interviewed_count",
    "offer": "offered_count",
}
_LED: Mapping[Outcome, str] = {
    "response": "were answered",
    "interview": "led to an interview",
    "offer": "led to an offer",
}
_SOME = {"response": "answered", "interview": "with an interview", "offer": "with an offer"}


@remembered
def source_outcomes(rows: pl.DataFrame, palette: Palette, *, outcome: Outcome = "response") -> Figure:
    """The share of applications that got so far, as a point with its interval for each source.

    Args:
        rows: Rows of the view ``source_outcomes``.
        palette: The colours.
        outcome: What counts.
    """
    ordered = rows.sort(
        pl.col("source") == "unknown", -pl.col("application_count"), pl.col("source"), nulls_last=True
    )
    marks = [_mark(row, outcome) for row in ordered.iter_rows(named=True)]
    title, subtitle = _answer(ordered, outcome)
    subtitle += left_out(marks, "source")
    chart = finished(
        share_chart(marks, palette, colour=palette.search, axis="share of settled applications"),
        palette,
        description=f"{title}. {subtitle}. {listed(marks)}.",
    )
    names = tuple(mark.name for mark in marks)
    return Figure(title, subtitle, chart, _table(ordered, outcome), view="source_outcomes", marks=names)


def _mark(row: Mapping[str, Any], outcome: Outcome) -> Mark:
    return Mark(
        name=label(None) if row["source"] == "unknown" else row["source"],
        basis=f"{row[_COUNT[outcome]]:,} of {row['settled_count']:,}",
        value=row[f"{outcome}_rate"],
        low=row[f"{outcome}_rate_low"],
        high=row[f"{outcome}_rate_high"],
        is_enough=row["settled_count"] >= TOO_FEW,
    )


def _answer(ordered: pl.DataFrame, outcome: Outcome) -> tuple[str, str]:
    sent, waiting = int(ordered["application_count"].sum()), int(ordered["waiting_count"].sum())
    basis = f"{counted(sent, 'application')} sent, {waiting:,} still waiting"
    known = ordered.filter((pl.col("settled_count") >= TOO_FEW) & (pl.col("source") != "unknown"))
    if known.is_empty():
        return (
            "Too few settled applications from any source to compare",
            f"{basis}; {TOO_FEW} are the least worth reading",
        )
    best = known.sort(f"{outcome}_rate_low", "settled_count", descending=True).row(0, named=True)
    title = f"Applications through {best['source']} {_LED[outcome]} "
    title += times_in(best[_COUNT[outcome]], best["settled_count"])
    bounds = interval(best[f"{outcome}_rate_low"], best[f"{outcome}_rate_high"])
    return title, f"{percent(best[f'{outcome}_rate'])}, {bounds}; {basis}"


def _table(ordered: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    return ordered.select(
        pl.col("source").replace("unknown", label(None)).alias("Source"),
        pl.col("application_count").alias("Sent"),
        pl.col("settled_count").alias("Settled"),
        pl.col(_COUNT[outcome]).alias(_SOME[outcome].capitalize()),
        pl.col(f"{outcome}_rate").alias("Share"),
        pl.col(f"{outcome}_rate_low").alias("Share, from"),
        pl.col(f"{outcome}_rate_high").alias("Share, to"),
    )
