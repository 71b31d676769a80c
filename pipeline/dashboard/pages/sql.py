"""SQL: ask the data anything, in one reading query."""

import streamlit as st

from pipeline.dashboard.asking.editor import draw_editor
from pipeline.dashboard.asking.history import draw_history, remember
from pipeline.dashboard.asking.outcome import draw_outcome
from pipeline.dashboard.asking.running import Answered, get_ready, run
from pipeline.dashboard.asking.schema import draw_schema
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace

_ANSWERED = "sql_answered"


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Ask the data yourself", anchor=False)
    st.caption(
        "Queries can read everything and change nothing. What you look at, in the bar on the left, limits every "
        "view; the stored tables always hold everything."
    )
    get_ready()
    asking, browsing = st.columns([3, 2], gap="large")
    with browsing:
        draw_schema(snapshot)
    with asking:
        asked = draw_editor(current_workspace(), snapshot)
    before: Answered | None = st.session_state.get(_ANSWERED)
    if asked is None and before is not None and before.snapshot != snapshot:
        asked = before.asked
    if asked is not None:
        with st.spinner("Running"):
            st.session_state[_ANSWERED] = answered = run(asked, snapshot)
        remember(answered)
    if _ANSWERED in st.session_state:
        draw_outcome(st.session_state[_ANSWERED])
    draw_history()


if __name__ == "__main__":
    render(current_snapshot())
