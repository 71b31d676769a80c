"""What every chart function returns, and the finish that every chart gets."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from pipeline.dashboard.palette import Palette, chart_config

TOO_FEW = 5
"""With fewer settled asks than this an interval spans most of the scale, so no rate is put into words."""

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart


@dataclass(frozen=True)
class Figure:
    """A chart with what it says and the rows behind it.

    Attributes:
        title: The answer, as a sentence.
        subtitle: How much it rests on: n and the interval.
        chart: The drawing; its description says the same to a screen reader.
        table: The rows that are drawn, with headers for people.
    """

    title: str
    subtitle: str
    chart: AnyChart
    table: pl.DataFrame


def finished(chart: AnyChart, palette: Palette, *, description: str) -> AnyChart:
    """The chart with its description for screen readers and the common look."""
    described: AnyChart = chart.properties(description=description).configure(**chart_config(palette))
    return described


def two_lines() -> alt.Axis:
    """A category axis whose labels may hold a second line after a line feed."""
    return alt.Axis(title=None, labelExpr="split(datum.label, '\\n')", labelLimit=230, labelLineHeight=16, grid=False)
