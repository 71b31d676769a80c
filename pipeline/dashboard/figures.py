"""Showing a figure: its answer, its basis, the chart; under it the table, the rows behind a mark, and downloads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import as_html
from pipeline.dashboard.charts.figure import PICK, Figure
from pipeline.dashboard.charts.picture import to_png, to_svg
from pipeline.dashboard.palette import Palette, palette_for
from pipeline.dashboard.words import counted
from pipeline.plain_text import visible
from pipeline.warehouse.export import to_csv
from pipeline.warehouse.views import find_relation

MOST_BEHIND = 1000
"""Of the rows behind a mark so many are drawn."""


@dataclass(frozen=True)
class RowsBehind:
    """What lies behind a mark.

    Attributes:
        first: The rows that are drawn, with headers for people.
        count: How many there are in all.
    """

    first: pl.DataFrame
    count: int


Behind = Callable[[str], RowsBehind]
"""Given the name of a mark, the rows behind it."""

_TABLE, _ROWS, _MEANING, _DOWNLOAD = "Table", "Rows behind", "What it means", "Download"
_HEAD = '<h2 class="figure-title">{title}</h2><p class="figure-subtitle">{subtitle}</p>'
"""One element of HTML, because two of Markdown cost the browser more time before the chart is drawn."""


def current_palette() -> Palette:
    """The palette for the theme that this session's browser shows."""
    return palette_for(st.context.theme.type)


def show(
    figure: Figure, *, key: str, selection: str | None = None, on_select: Any = "ignore", behind: Behind | None = None
) -> None:
    """Draw a figure.

    Args:
        figure: What to draw.
        key: Name of the figure on its page; also the name of the downloaded file.
        selection: The chart's selection that the page itself listens to, if any.
        on_select: What to call when it changes.
        behind: The rows behind a mark, for a figure with marks; a click shows them.
    """
    st.html(_HEAD.format(title=as_html(figure.title), subtitle=as_html(figure.subtitle)))
    if figure.table.is_empty():
        return
    if selection:
        _draw(figure, key, selection, on_select)
        _more(figure, key, None)
    else:
        _alone(figure, key, behind)


@st.fragment
def _alone(figure: Figure, key: str, behind: Behind | None) -> None:
    """The chart and what belongs to it; what is done here draws nothing else anew."""
    if behind:
        _draw(figure, key, PICK, partial(_pick_clicked, key, figure.marks))
    else:
        _draw(figure, key, None, "ignore")
    _more(figure, key, behind)


def _draw(figure: Figure, key: str, selection: str | None, on_select: Any) -> None:
    listening = {"on_select": on_select, "selection_mode": selection} if selection else {}
    st.vega_lite_chart(spec=figure.packed, theme=None, width="stretch", key=key, **listening)


def _pick_clicked(key: str, marks: tuple[str, ...]) -> None:
    """Turn to the rows behind the mark that was clicked; a click beside every mark turns away from them."""
    picked = [value for point in st.session_state[key]["selection"].get(PICK) or [] for value in point.values()]
    if picked and picked[0] in marks:
        st.session_state[f"{key}_mark"] = picked[0]
        st.session_state[f"{key}_more"] = _ROWS
    elif st.session_state.get(f"{key}_more") == _ROWS:
        st.session_state[f"{key}_more"] = None


def _more(figure: Figure, key: str, behind: Behind | None) -> None:
    offered = [_TABLE, *([_ROWS] if behind and figure.marks else []), *([_MEANING] if figure.view else []), _DOWNLOAD]
    chosen = st.segmented_control(
        f"More about: {figure.title}", offered, key=f"{key}_more", label_visibility="collapsed", wrap=True
    )
    if chosen == _TABLE:
        show_table(figure.table, key=key)
    elif chosen == _ROWS and behind:
        _rows_behind(figure, key, behind)
    elif chosen == _MEANING and figure.view:
        _meaning(figure.view)
    elif chosen == _DOWNLOAD:
        _downloads(figure, key)


def _rows_behind(figure: Figure, key: str, behind: Behind) -> None:
    if st.session_state.get(f"{key}_mark") not in figure.marks:
        st.session_state.pop(f"{key}_mark", None)
    mark = st.selectbox("The rows behind", figure.marks, key=f"{key}_mark", help="Or click a mark in the chart.")
    rows = behind(mark)
    cut = f"; the first {rows.first.height:,} are shown" if rows.count > rows.first.height else ""
    st.caption(f"{counted(rows.count, 'row')}{cut}")
    if rows.count:
        show_table(rows.first, key=f"{key}_rows")


def _meaning(view: str) -> None:
    relation = find_relation(view)
    st.markdown(escaped(relation.grain))
    if relation.description:
        st.caption(escaped(relation.description))
    st.markdown("\n".join(f"- **{escaped(name)}**: {escaped(text)}" for name, text in relation.columns.items()))
    st.caption(f"From the view {view}; the SQL page can ask it.")


def _downloads(figure: Figure, key: str) -> None:
    palette = current_palette()
    with st.container(horizontal=True):
        _download("PNG", partial(to_png, figure, palette), f"{key}.png", "image/png")
        _download("SVG", partial(to_svg, figure, palette), f"{key}.svg", "image/svg+xml")
        _download("Data as CSV", partial(to_csv, figure.table), f"{key}_data.csv", "text/csv")


def _download(title: str, content: Callable[[], bytes], file_name: str, mime: str) -> None:
    """A button that makes the file only once it is pressed."""
    st.download_button(title, content, file_name=file_name, mime=mime, key=f"download_{file_name}", on_click="ignore")


def show_table(table: pl.DataFrame, *, key: str) -> None:
    """Draw a table with its download."""
    st.dataframe(table, hide_index=True, placeholder="", key=f"{key}_table", column_config=_column_formats(table))
    st.download_button(
        "Download as CSV", lambda: to_csv(table), file_name=f"{key}.csv", mime="text/csv", key=f"{key}_csv"
    )


_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|$:~&=^]")

_AFTERWARDS = re.compile(r"(?<=:)(?=[A-Za-z_/+-])|(?<=www)(?=\.)|(?=@)|(?<=[-<>=~])(?=[-<>=])", re.IGNORECASE)
"""Where Streamlit still finds a link, an icon or an arrow once Markdown's signs are escaped: http://, :home:, ->."""

_WORD_JOINER = "\u2060"
"""A character without width at which no line breaks."""


def escaped(text: str) -> str:
    """The text as Markdown that shows it as it is, since names in it come from a file."""
    return _SIGNS.sub(r"\\\g<0>", _AFTERWARDS.sub(_WORD_JOINER, visible(text)))


def _column_formats(table: pl.DataFrame) -> dict[str, Any]:
    """Days without a time; shares as percentages: every measure that is no whole number and not counted in days."""
    shares = [name for name, dtype in table.schema.items() if dtype.is_float() and "days" not in name.lower()]
    days = [name for name, dtype in table.schema.items() if dtype == pl.Date]
    return {
        **{name: st.column_config.NumberColumn(format="percent") for name in shares},
        **{name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in days},
    }
