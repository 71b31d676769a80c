"""How often asking for feedback was answered, split one way."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, AnyChart, Figure, finished, two_lines
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import asks_phrase, counted, interval, segment_label, times_in
from pipeline.insight.findings import percent
from pipeline.insight.references import ReferenceFigure

Measure = Literal["response", "useful"]

_COUNT = {"response": "responded_count", "useful": "useful_count"}
_VERB = {"response": "answered", "useful": "answered usefully"}
MOST_SEGMENTS = 40
"""More rows than this nobody reads in a chart; the table beside it has all."""


@remembered
def response_rates(
    rows: pl.DataFrame,
    palette: Palette,
    *,
    dimension: str,
    measure: Measure = "response",
    published: tuple[ReferenceFigure, ...] = (),
) -> Figure:
    """The share of settled asks that were answered, as a point with its interval for each segment.

    Args:
        rows: Rows of the view ``feedback_response_rates`` for one dimension.
        palette: The colours.
        dimension: That dimension.
        measure: Whether any answer counts, or only one that names a theme.
        published: Published figures; those of any answer that are out of settled asks, too, are drawn as lines.
    """
    drawn = _drawn(rows, dimension, measure)
    shown = drawn.head(MOST_SEGMENTS)
    title, subtitle = _answer(drawn, dimension, measure)
    lines = [figure for figure in published if figure.is_same_denominator and measure == "response"]
    listing = "; ".join(row["label"].replace("\n", ", ") for row in shown.iter_rows(named=True))
    chart = finished(_chart(shown, palette, lines), palette, description=f"{title}. {subtitle}. {listing}.")
    return Figure(title, subtitle, chart, _table(drawn, measure), view="feedback_response_rates")


def _drawn(rows: pl.DataFrame, dimension: str, measure: Measure) -> pl.DataFrame:
    by_name = dimension in ("month", "seeker")
    ordered = rows.sort(
        [
            pl.col("segment") == "unknown",
            pl.col("segment_order"),
            pl.col("settled_count") * (0 if by_name else -1),
            pl.col("segment"),
        ],
        nulls_last=True,
    )
    texts = [_texts(row, dimension, measure) for row in ordered.iter_rows(named=True)]
    return ordered.with_columns(
        pl.Series("name", [name for name, _ in texts], dtype=pl.String),
        pl.Series("label", [text for _, text in texts], dtype=pl.String),
        pl.when(pl.col("settled_count") < TOO_FEW)
        .then(pl.lit("too few to say"))
        .otherwise(pl.lit("enough to show"))
        .alias("evidence"),
        pl.col(_COUNT[measure]).alias("count"),
        pl.col(f"{measure}_rate").alias("rate"),
        pl.col(f"{measure}_rate_low").alias("low"),
        pl.col(f"{measure}_rate_high").alias("high"),
    )


def _texts(row: dict[str, Any], dimension: str, measure: Measure) -> tuple[str, str]:
    name = segment_label(dimension, row["segment"])
    notes = []
    if row["settled_count"] == 0:
        first = f"{name} · none settled"
    else:
        first = f"{name} · {row[_COUNT[measure]]} of {row['settled_count']}"
        if row["settled_count"] < TOO_FEW:
            notes.append("too few to say")
    if row["waiting_count"]:
        notes.append(f"{row['waiting_count']} waiting")
    return name, "\n".join([first, ", ".join(notes)] if notes else [first])


def _chart(drawn: pl.DataFrame, palette: Palette, lines: Sequence[ReferenceFigure]) -> AnyChart:
    colour = alt.Color(
        "evidence:N",
        legend=None,
        scale=alt.Scale(domain=["enough to show", "too few to say"], range=[palette.feedback, palette.muted]),
    )
    labels = drawn["label"].to_list()
    base = alt.Chart(drawn).encode(
        y=alt.Y("label:N", sort=labels, scale=alt.Scale(domain=labels), axis=two_lines()),
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title="asks"),
            alt.Tooltip("count:Q", title="answered"),
            alt.Tooltip("settled_count:Q", title="of settled"),
            alt.Tooltip("waiting_count:Q", title="still waiting"),
            alt.Tooltip("rate:Q", title="rate", format=".0%"),
            alt.Tooltip("low:Q", title="interval from", format=".0%"),
            alt.Tooltip("high:Q", title="interval to", format=".0%"),
        ],
    )
    percent_axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title="share of settled asks, 95% interval")
    intervals = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.4, aria=False).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), axis=percent_axis), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=150, opacity=1).encode(x="rate:Q", description="label:N")
    layers = [intervals, points]
    if lines:
        rows = pl.DataFrame({"published": [line.value for line in lines], "told": [line.told for line in lines]})
        layers.append(
            alt.Chart(rows)
            .mark_rule(color=palette.muted, strokeDash=[4, 4], strokeWidth=2)
            .encode(x="published:Q", tooltip=alt.Tooltip("told:N", title="published"))
        )
    return alt.layer(*layers).properties(height=alt.Step(48))


def _answer(drawn: pl.DataFrame, dimension: str, measure: Measure) -> tuple[str, str]:
    asked, waiting = int(drawn["asked_count"].sum()), int(drawn["waiting_count"].sum())
    basis = f"{counted(asked - waiting, 'settled ask')}, {waiting} still waiting"
    enough = drawn.filter((pl.col("settled_count") >= TOO_FEW) & (pl.col("segment") != "unknown"))
    if enough.is_empty():
        return "Too few settled asks to compare", f"{basis}; {TOO_FEW} in a row are the least worth reading"
    best = enough.sort("low", "settled_count", descending=True).row(0, named=True)
    times = times_in(best["count"], best["settled_count"])
    title = f"{asks_phrase(dimension, best['segment'])} were {_VERB[measure]} {times}"
    return title, f"{percent(best['rate'])}, {interval(best['low'], best['high'])}; {basis} in all"


def _table(drawn: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    return drawn.select(
        pl.col("name").alias("Asks"),
        pl.col("asked_count").alias("Asked"),
        pl.col("waiting_count").alias("Still waiting"),
        pl.col("settled_count").alias("Settled"),
        pl.col("count").alias(_VERB[measure].capitalize()),
        pl.col("rate").alias("Rate"),
        pl.col("low").alias("Rate, from"),
        pl.col("high").alias("Rate, to"),
        pl.col("median_response_days").alias("Median days to an answer"),
    )
