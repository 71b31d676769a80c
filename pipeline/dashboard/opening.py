"""Parts of a page that the browser is sent once they are opened; until then it has their title only."""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import table_of_text
from pipeline.dashboard.figures import show_table
from pipeline.dashboard.notices import show_problem
from pipeline.dashboard.working import has_just_begun


@st.fragment
def draw_when_open(title: str, draw: Callable[[], None], *, key: str) -> None:
    """Draw a part below a title to open; what is done inside draws nothing else anew, unless it begins some work.

    A part that was opened stays drawn when it is closed again, so that what was typed in it is kept.

    Args:
        title: What the closed part says, as Markdown.
        draw: Draws what is inside.
        key: Its name on the page; whether it is open is in the session under it.
    """
    if has_just_begun():
        st.rerun()
    seen = f"{key}_seen"
    if key not in st.session_state:  # the page was left since
        st.session_state.pop(seen, None)
    part = st.expander(title, key=key, on_change="rerun")
    if part.open:
        st.session_state[seen] = True
    if not st.session_state.get(seen):
        return
    with part:
        try:
            draw()
        except Exception as error:  # noqa: BLE001  # the page does not see what is raised when this is drawn alone
            show_problem(error)


_MOST_ROWS = 10


def show_table_to_read(table: pl.DataFrame, title: str, *, key: str) -> None:
    """Draw the first rows of a table to read; one that can be sorted, searched and taken away opens below it."""
    st.html(table_of_text(table.head(_MOST_ROWS), title))
    rest = f"All {table.height:,} rows, to" if table.height > _MOST_ROWS else "To"
    draw_when_open(f"{rest} sort, search or download", partial(show_table, table, key=key), key=f"{key}_open")
