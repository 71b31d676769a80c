"""The editor of the SQL page: CodeMirror, shipped with the package, as a component of Streamlit's own interface.

The text is in the session, so that it outlives a visit to another page; the browser tells it when it leaves the
editor, when a parameter came or went, and when it is to be run.
"""

import uuid
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from pipeline.dashboard.asking.suggestions import suggestions
from pipeline.resources import resource

LABEL = "Your query"
_HINT = "Ctrl+Enter runs, Ctrl+Space suggests, Tab takes a suggestion or leaves the editor."

TEXT = "sql_text"
"""Where the session keeps what stands in the editor."""

_EDITOR, _TOLD_TO_RUN = "sql_editor", "sql_told_to_run"
_FILLED = "sql_filled"
"""The last text that was put there from here, and its token: what is sent stays the same while a person writes."""


def fill_editor(sql: str) -> None:
    """Put a query into the editor."""
    st.session_state[TEXT] = sql
    st.session_state[_FILLED] = (uuid.uuid4().hex, sql)


def draw_code_editor(first: str) -> tuple[str, bool]:
    """Draw the editor.

    Args:
        first: What stands there until something else does.

    Returns:
        What stands in it, and whether it was told just now to run that.
    """
    # Streamlit forgets a component that was not drawn: the browser then makes the editor anew
    if _EDITOR not in st.session_state:
        fill_editor(st.session_state.get(TEXT, first))
    token, filled = st.session_state[_FILLED]
    _component()(
        key=_EDITOR,
        data={"label": LABEL, "hint": _HINT, "token": token, "text": filled, **suggestions()},
        on_text_change=_take_text,
        on_run_change=_take_text_to_run,
    )
    return st.session_state[TEXT], st.session_state.pop(_TOLD_TO_RUN, False)


def _take_text() -> None:
    st.session_state[TEXT] = st.session_state[_EDITOR]["text"]


def _take_text_to_run() -> None:
    st.session_state[TEXT] = st.session_state[_EDITOR]["run"]
    st.session_state[_TOLD_TO_RUN] = True


@cache
def _component() -> ComponentRenderer:
    """The component; the library's text first, since a component is one script."""
    folder = resource("data", "editor")
    scripts = [(folder / name).read_text(encoding="utf-8") for name in ("codemirror.min.js", "editor.js")]
    return component("debrief_editor", css=(folder / "editor.css").read_text(encoding="utf-8"), js="\n".join(scripts))
