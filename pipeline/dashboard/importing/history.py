"""Every import so far, and the way back from the newest."""

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.working import Outcome, start
from pipeline.errors import InputRefusedError
from pipeline.warehouse.imports import undo
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace, active_records, records


def draw_history(workspace: Workspace) -> None:
    """Draw the list of imports with a button that undoes the newest, after asking."""
    kept = records(workspace)[::-1]
    if not kept:
        return
    st.markdown("#### Every import so far")
    table = pl.DataFrame(
        {
            "Import": [record.import_id for record in kept],
            "When (UTC)": [f"{record.imported_at:%Y-%m-%d %H:%M}" for record in kept],
            "Tracker": [record.tracker for record in kept],
            "Whose search": [record.seeker for record in kept],
            "File": [record.file_name for record in kept],
            "State": ["undone" if record.undone_at else "counts" for record in kept],
        }
    )
    st.dataframe(table, hide_index=True, key="history")
    active = active_records(workspace)
    if active:
        _offer_undo(workspace, active[-1].import_id, active[-1].file_name)


def _offer_undo(workspace: Workspace, import_id: int, file_name: str) -> None:
    if st.session_state.get("undoing") != import_id:
        if st.button(f"Undo import {import_id}", key="undo"):
            st.session_state["undoing"] = import_id
            st.rerun()
        return
    st.warning(
        f"Undo import {import_id} of {escaped(file_name)}? What was there before it comes back; the file is kept."
    )
    with st.container(horizontal=True):
        if st.button("Yes, undo it", key="undo_yes", type="primary"):
            _undo(workspace, import_id)
        if st.button("No, keep it", key="undo_no"):
            del st.session_state["undoing"]
            st.rerun()


def _undo(workspace: Workspace, import_id: int) -> None:
    newest = active_records(workspace)[-1].import_id
    if newest != import_id:
        raise InputRefusedError(
            f"Import {import_id} is no longer the newest, so nothing was undone.",
            found=f"Import {newest} has been made since.",
            remedy="Look at the list again and decide anew.",
        )

    def do(tell: Progress) -> Outcome:
        undo(workspace, progress=tell)
        return Outcome((f"Import {import_id} no longer counts. Its file is kept.",))

    start(workspace, f"Undoing import {import_id}", do, lambda _outcome: st.session_state.pop("undoing", None))
