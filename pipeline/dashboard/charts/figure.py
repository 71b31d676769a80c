"""What every chart function returns, and the finish that every chart gets."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import altair as alt
import polars as pl
from altair.utils.schemapi import disable_debug_mode

from pipeline.dashboard.palette import Palette, chart_config

TOO_FEW = 5
"""With fewer settled asks than this an interval spans most of the scale, so no rate is put into words."""

MOST_ROWS = 2000
"""No chart is given more rows than this: a browser draws them without a pause, and nobody reads more."""

disable_debug_mode()  # the tests check the whole of every chart; else each of its parts is checked as it is made

PICK = "picked"
"""The name of the selection that a click on a mark makes; it holds the mark's name."""

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Figure:
    """A chart with what it says and the rows behind it.

    Attributes:
        title: The answer, as a sentence.
        subtitle: How much it rests on: n and the interval.
        chart: The drawing; its description says the same to a screen reader.
        table: The rows that are drawn, with headers for people.
        view: The view that the numbers come from, whose columns say what they mean.
        marks: The names of the marks that rows lie behind, for a chart that is ``pickable``.
    """

    title: str
    subtitle: str
    chart: AnyChart
    table: pl.DataFrame
    view: str | None = None
    marks: tuple[str, ...] = ()

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The drawing as Vega-Lite, not checked against its schema; whoever takes it changes nothing in it."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        return spec

    @cached_property
    def packed(self) -> dict[str, Any]:
        """The drawing with its rows as bytes of an Arrow stream, which is what a browser is sent, packed once."""
        return {**self.spec, "datasets": {name: _packed(rows) for name, rows in self.spec["datasets"].items()}}

    def resting_on(self, basis: str) -> "Figure":
        """The same drawing, with one more sentence on how much it rests on."""
        fuller = replace(self, subtitle=f"{self.subtitle}. {basis}.")
        if not self.table.is_empty():
            # it is no other drawing, and making one takes long
            vars(fuller).update(spec=self.spec, packed=self.packed)
        return fuller


def _packed(rows: list[dict[str, Any]]) -> bytes:
    return (
        pl.DataFrame(rows, infer_schema_length=None)
        .write_ipc_stream(None, compat_level=pl.CompatLevel.oldest())
        .getvalue()
    )


def finished(chart: AnyChart, palette: Palette, *, description: str) -> AnyChart:
    """The chart with its description for screen readers and the common look."""
    described: AnyChart = chart.properties(description=description).configure(**chart_config(palette))
    return described


def pickable(chart: AnyChart, field: str) -> AnyChart:
    """The chart with marks that can be clicked; the selection holds the field, which names the mark."""
    picked: AnyChart = chart.add_params(
        alt.selection_point(name=PICK, fields=[field], on="click", clear="dblclick", toggle=False)
    )
    return picked


def two_lines() -> alt.Axis:
    """A category axis whose labels may hold a second line after a line feed."""
    return alt.Axis(title=None, labelExpr="split(datum.label, '\\n')", labelLimit=270, labelLineHeight=16, grid=False)
