"""SQL: ask the data anything, in one reading query."""

import streamlit as st

from pipeline.dashboard.asking.editor import draw_editor
from pipeline.dashboard.asking.history import draw_history
from pipeline.dashboard.asking.outcome import draw_outcome
from pipeline.dashboard.asking.running import Answered, Asked, get_ready
from pipeline.dashboard.asking.saving import draw_saving
from pipeline.dashboard.asking.schema import draw_schema
from pipeline.dashboard.asking.waiting import begin, draw_waiting, latest
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace


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
        writing = draw_editor(current_workspace(), snapshot)
        answered = _ask(writing.asked, snapshot)
        if answered and not answered.has_rows:
            draw_outcome(answered)
        draw_saving(current_workspace(), writing)
    if answered and answered.has_rows:
        draw_outcome(answered)
    draw_history()


def _ask(asked: Asked | None, snapshot: Snapshot) -> Answered | None:
    """Begin what was asked just now, or the last query again when something else is looked at since."""
    before = latest()
    if asked is None and before is not None and before.snapshot != snapshot:
        asked = before.asked
    if asked is not None:
        begin(asked, snapshot)
    return draw_waiting()


if __name__ == "__main__":
    render(current_snapshot())
