"""A chart of whatever a query returned."""

from typing import Literal

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted

Mark = Literal["bar", "line", "point", "interval"]
MARKS: tuple[Mark, ...] = ("bar", "line", "point", "interval")
_NO_COMMAND = "\u2060"
"""Without width. A tooltip fetches and shows as a picture what stands under the very title "image"."""

MOST_POINTS = 2000
"""A browser draws this many marks without a pause; a chart of more is unreadable anyway."""


MOST_SERIES = 8
"""As many colours as can be told apart."""


def interval_of(frame: pl.DataFrame, y: str) -> tuple[str, str] | None:
    """The columns that hold a measure's interval, which are called like it with _low and _high."""
    low, high = f"{y}_low", f"{y}_high"
    return (
        (low, high) if all(name in frame.columns and frame[name].dtype.is_numeric() for name in (low, high)) else None
    )


def default_mark(frame: pl.DataFrame, x: str, y: str) -> Mark:
    """The mark that suits two columns: a line over time, intervals, points for two measures, else bars."""
    if frame[x].dtype.is_temporal():
        return "line"
    if interval_of(frame, y):
        return "interval"
    return "point" if frame[x].dtype.is_numeric() and frame[y].dtype.is_numeric() else "bar"


def default_axes(frame: pl.DataFrame) -> tuple[str, str] | None:
    """The columns to draw: what dates or names a row against a measure; None without a measure.

    A date goes before a name, a measure with an interval before one without. A column that says the same in every row
    is chosen only when there is no other.
    """
    telling = sorted(frame.columns, key=lambda name: frame[name].drop_nulls().n_unique() < min(2, frame.height))
    measures = [name for name in telling if frame[name].dtype.is_numeric()]
    if not measures or frame.width < 2:
        return None
    names = sorted(
        (name for name in telling if name not in measures), key=lambda name: not frame[name].dtype.is_temporal()
    )
    measures.sort(key=lambda name: interval_of(frame, name) is None)
    return (names[0], measures[0]) if names else (measures[0], measures[1])


def default_color(frame: pl.DataFrame, x: str, y: str) -> str | None:
    """The column that tells apart rows at the same place across, where there is one with few values."""
    if frame[x].n_unique() == frame.height:
        return None
    for name in frame.columns:
        is_name = name not in (x, y) and not frame[name].dtype.is_numeric() and not frame[name].dtype.is_nested()
        if is_name and 1 < frame[name].n_unique() <= MOST_SERIES and frame.select(x, name).n_unique() == frame.height:
            return name
    return None


def result_chart(
    frame: pl.DataFrame,
    palette: Palette,
    *,
    mark: Mark,
    x: str,
    y: str,
    color: str | None,
    is_ordered: bool = True,
) -> Figure:
    """The first rows of a result as bars, a line, points or intervals.

    Args:
        frame: The rows.
        palette: The colours.
        mark: How to draw a row.
        x: The column across.
        y: The column up.
        color: The column that tells series apart, if any.
        is_ordered: Whether the rows' order is meant; bars of names stand by their height otherwise.
    """
    bounds = (interval_of(frame, y) if mark == "interval" else None) or ()
    chosen = list(dict.fromkeys(name for name in (x, y, color, *bounds) if name))
    drawn = frame.select(pl.col(chosen)).head(MOST_POINTS)
    place = {name: f"c{number}" for number, name in enumerate(chosen)}
    plain = drawn.rename(place).with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    by_height = mark == "bar" and not is_ordered and plain[place[x]].dtype == pl.String
    base = alt.Chart(plain).encode(
        x=alt.X(
            _typed(plain, place[x]),
            title=x,
            sort="-y" if by_height else None,
            axis=alt.Axis(labelAngle=_label_angle(drawn[x])),
        ),
        tooltip=[alt.Tooltip(_typed(plain, place[name]), title=f"{name}{_NO_COMMAND}") for name in chosen],
    )
    if color:
        scale = _series_scale(plain, place[color], list(palette.channel.values()))
        base = base.encode(color=alt.Color(_typed(plain, place[color]), title=color, scale=scale))
    base = base.encode(y=alt.Y(_typed(plain, place[y]), title=y, sort=None))
    chart = _marked(base, palette, mark, [alt.Y(f"{place[name]}:Q", title=y) for name in bounds])
    title = f"{y} by {x}" + (f", split by {color}" if color else "")
    cut = f"; the first {MOST_POINTS:,} are drawn" if frame.height > MOST_POINTS else ""
    bars = f"; the lines reach from {bounds[0]} to {bounds[1]}" if bounds else ""
    subtitle = f"{counted(frame.height, 'row')}{cut}{bars}"
    return Figure(
        title, subtitle, finished(chart.properties(height=340), palette, description=f"{title}: {subtitle}"), drawn
    )


def _marked(base: alt.Chart, palette: Palette, mark: Mark, bounds: list[alt.Y]) -> AnyChart:
    points: alt.Chart = base.mark_point(color=palette.search, filled=True, size=70)
    if bounds:
        low, high = bounds
        rules: alt.Chart = base.mark_rule(color=palette.search, strokeWidth=3, opacity=0.5, aria=False)
        return alt.layer(rules.encode(y=low, y2=alt.Y2(high.shorthand)), points)
    bars: alt.Chart = base.mark_bar(color=palette.search)
    lines: alt.Chart = base.mark_line(color=palette.search, point=True)
    return {"bar": bars, "line": lines}.get(mark, points)


def _label_angle(across: pl.Series) -> int:
    """Names stand level while they have room."""
    is_crowded = across.dtype == pl.String and (across.n_unique() > 8 or (across.str.len_chars() > 14).any())
    return -40 if is_crowded else 0


def _series_scale(frame: pl.DataFrame, name: str, colours: list[str]) -> alt.Scale:
    return alt.Scale() if frame[name].dtype.is_numeric() else alt.Scale(range=colours)


def _typed(frame: pl.DataFrame, name: str) -> str:
    dtype = frame[name].dtype
    kind = "Q" if dtype.is_numeric() else "T" if dtype in (pl.Date, pl.Datetime) else "N"
    return f"{name}:{kind}"
