"""Showing a figure: its answer, its basis, the chart, and the table behind it one click away."""

import re
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.palette import Palette, palette_for
from pipeline.plain_text import visible
from pipeline.warehouse.export import to_csv


def current_palette() -> Palette:
    """The palette for the theme that this session's browser shows."""
    return palette_for(st.context.theme.type)


def show(figure: Figure, *, key: str, selection: str | None = None, on_select: Any = "ignore") -> None:
    """Draw a figure.

    Args:
        figure: What to draw.
        key: Name of the figure on its page; also the name of the downloaded file.
        selection: The chart's selection to listen to, if any.
        on_select: What to call when it changes.
    """
    st.markdown(f"#### {escaped(figure.title)}")
    st.caption(escaped(figure.subtitle))
    if figure.table.is_empty():
        return
    listening = {"on_select": on_select, "selection_mode": selection} if selection else {}
    st.altair_chart(figure.chart, theme=None, width="stretch", key=key, **listening)
    with st.expander("The table behind it"):
        show_table(figure.table, key=key)


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
