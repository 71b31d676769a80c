"""Taking back what was read in or written beside the texts, from whichever page."""

import streamlit as st

from pipeline.dashboard.teaching.job import change
from pipeline.warehouse.keep_readings import can_undo_readings, undo_readings
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace


def draw_undo(workspace: Workspace) -> None:
    """Draw a button that goes back one change, where there is one."""
    if can_undo_readings(workspace):
        st.button(
            "Take the newest of these back",
            key="readings_undo",
            on_click=_undo,
            args=(workspace,),
            help="The newest sheet that was read in, reading that was kept, or words for next time.",
        )


def _undo(workspace: Workspace) -> None:
    def work(home: Workspace, tell: Progress) -> tuple[str, ...]:
        undo_readings(home, progress=tell)
        return ("the newest reading is taken back",)

    change(workspace, work, can_undo=False)
