"""A change of the codebook from a click: done at once where it can be, else in the background with its progress."""

from pathlib import Path

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.notices import show_error
from pipeline.errors import DebriefError
from pipeline.warehouse.codebooks import Change, Recoding, undo_codebook
from pipeline.workspace import Workspace

_AT_ONCE = 3.0
"""Seconds that a click waits for its change before the page goes on without it."""

_running: dict[Path, Recoding] = {}
"""The change of each home that this server works on; every session sees its progress."""

_DONE, _ERROR, _BUSY = "codebook_done", "codebook_error", "codebook_busy"


def change(workspace: Workspace, make: Change, *, can_undo: bool = True) -> None:
    """Start a change; when it ends soon, the next run of the page shows what it did."""
    running = _running.get(workspace.home)
    if running is not None and running.is_alive():
        st.session_state[_BUSY] = True
        return
    recoding = Recoding(workspace, make, can_undo=can_undo)
    _running[workspace.home] = recoding
    recoding.start()
    recoding.join(_AT_ONCE)
    _take_end(workspace)


def draw_change(workspace: Workspace) -> None:
    """Draw the progress of a change, or what the last one did."""
    _take_end(workspace)
    if st.session_state.pop(_BUSY, False):
        st.warning("Another change is still being worked in. Wait for it to end, or stop it; then try again.")
    if workspace.home in _running:
        _progress(workspace)
    if error := st.session_state.pop(_ERROR, None):
        show_error(error)
    done: tuple[tuple[str, ...], bool] | None = st.session_state.pop(_DONE, None)
    if done is None:
        return
    lines, can_undo = done
    with st.container(horizontal=True, vertical_alignment="center", key="codebook_done_box"):
        said = "; ".join(lines) if lines else "nothing changed"
        st.success(escaped(said[:1].upper() + said[1:] + "."))
        st.toast(escaped(said[:1].upper() + said[1:] + "."))
        if lines and can_undo:
            st.button("Undo", key="codebook_undo_last", on_click=undo, args=(workspace, None))


def undo(workspace: Workspace, number: int | None) -> None:
    """Go back to before a change, the newest where none is named."""
    change(
        workspace,
        lambda home, tell: tuple(f"undone: {line}" for line in undo_codebook(home, number, progress=tell)),
        can_undo=False,
    )


def _take_end(workspace: Workspace) -> None:
    """Keep how the change ended, once it has; a defect of ours is raised here, where it is seen."""
    recoding = _running.get(workspace.home)
    if recoding is None or recoding.is_alive():
        return
    del _running[workspace.home]
    try:
        st.session_state[_DONE] = (recoding.finished(), recoding.can_undo)
    except DebriefError as error:
        st.session_state[_ERROR] = error


@st.fragment(run_every=0.7)
def _progress(workspace: Workspace) -> None:
    recoding = _running.get(workspace.home)
    if recoding is None or not recoding.is_alive():
        st.rerun()
    with st.container(border=True, key="codebook_progress"):
        st.progress(
            recoding.share, f"Reading your feedback again: {recoding.stage}. What you see is as it was before."
        )
        st.button("Stop", key="codebook_stop", on_click=recoding.stop)
