"""A chart of whatever a query returned."""

from typing import Literal

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import Figure, finished
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted

Mark = Literal["bar", "line", "point"]
MARKS: tuple[Mark, ...] = ("bar", "line", "point")
_NO_COMMAND = "\u2060"
"""Without width. A tooltip fetches and shows as a picture what stands under the very title "image"."""

MOST_POINTS = 2000
"""A browser draws this many marks without a pause; a chart of more is unreadable anyway."""


def default_mark(frame: pl.DataFrame, x: str, y: str) -> Mark:
    """The mark that suits two columns: a line over time, points for two measures, else bars."""
    if frame[x].dtype.is_temporal():
        return "line"
    return "point" if frame[x].dtype.is_numeric() and frame[y].dtype.is_numeric() else "bar"


def default_axes(frame: pl.DataFrame) -> tuple[str, str] | None:
    """The columns to draw: the first that names or dates a row against the first measure; None without a measure.

    A column that says the same in every row is chosen only when there is no other.
    """
    telling = sorted(frame.columns, key=lambda name: frame[name].drop_nulls().n_unique() < min(2, frame.height))
    measures = [name for name in telling if frame[name].dtype.is_numeric()]
    if not measures or frame.width < 2:
        return None
    names = [name for name in telling if name not in measures]
    return (names[0], measures[0]) if names else (measures[0], measures[1])


def result_chart(frame: pl.DataFrame, palette: Palette, *, mark: Mark, x: str, y: str, color: str | None) -> Figure:
    """The first rows of a result as bars, a line or points.

    Args:
        frame: The rows.
        palette: The colours.
        mark: How to draw a row.
        x: The column across.
        y: The column up.
        color: The column that tells series apart, if any.
    """
    chosen = list(dict.fromkeys(name for name in (x, y, color) if name))
    drawn = frame.select(pl.col(chosen)).head(MOST_POINTS)
    names = [f"c{place}" for place in range(len(chosen))]
    plain = drawn.rename(dict(zip(chosen, names, strict=True))).with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    place = {name: f"c{chosen.index(name)}" for name in chosen}
    base = alt.Chart(plain)
    marked = {
        "bar": base.mark_bar(color=palette.search),
        "line": base.mark_line(color=palette.search, point=True),
        "point": base.mark_point(color=palette.search, filled=True, size=70),
    }[mark]
    chart = marked.encode(
        x=alt.X(_typed(plain, place[x]), title=x, sort=None, axis=alt.Axis(labelAngle=_label_angle(drawn[x]))),
        y=alt.Y(_typed(plain, place[y]), title=y, sort=None),
        tooltip=[alt.Tooltip(_typed(plain, place[name]), title=f"{name}{_NO_COMMAND}") for name in chosen],
    )
    if color:
        palette_range = list(palette.channel.values())
        chart = chart.encode(
            color=alt.Color(
                _typed(plain, place[color]), title=color, scale=_series_scale(plain, place[color], palette_range)
            )
        )
    title = f"{y} by {x}" + (f", split by {color}" if color else "")
    cut = f"; the first {MOST_POINTS:,} are drawn" if frame.height > MOST_POINTS else ""
    subtitle = f"{counted(frame.height, 'row')}{cut}"
    return Figure(
        title, subtitle, finished(chart.properties(height=340), palette, description=f"{title}: {subtitle}"), drawn
    )


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
