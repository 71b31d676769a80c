"""Import: upload files, see and correct how they are read, import them, and go back when that was wrong."""

from collections import Counter

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.importing.file_form import FileForm
from pipeline.dashboard.importing.history import draw_history
from pipeline.dashboard.importing.merged import draw_merged
from pipeline.dashboard.importing.note_review import draw_notes
from pipeline.dashboard.navigation import page
from pipeline.dashboard.notices import show_error
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace, is_sample
from pipeline.dashboard.words import counted
from pipeline.errors import DebriefError
from pipeline.ingest.read import ARCHIVE_SUFFIXES, TEXT_SUFFIXES, WORKBOOK_SUFFIXES
from pipeline.template import FILE_NAME, starter_workbook
from pipeline.warehouse.imports import Imported, Incoming, import_file
from pipeline.workspace import Workspace, active_records


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Bring in your tracker", anchor=False)
    workspace = current_workspace()
    if is_sample():
        st.info("You are looking at the sample. What you import here goes away with it; “Start my own” keeps yours.")
    _show_done()
    batch = st.session_state.setdefault("upload_batch", 0)
    uploaded = st.file_uploader(
        "Your spreadsheets: applications, feedback, or both",
        type=[*WORKBOOK_SUFFIXES, *TEXT_SUFFIXES, *ARCHIVE_SUFFIXES],
        accept_multiple_files=True,
        key=f"uploads_{batch}",
    )
    st.caption("Nothing is written before you press Import, and nothing leaves this machine.")
    if not uploaded and not active_records(workspace):
        st.download_button("Start with an empty tracker", starter_workbook, FILE_NAME, key="starter")
    ready = []
    for file in uploaded:
        with st.container(border=True):
            st.markdown(f"#### {escaped(file.name)}")
            try:
                form = FileForm(file.getvalue(), file.name, workspace, snapshot.version.stem)
                ready.append(form.draw())
            except DebriefError as error:
                show_error(error)
    if uploaded:
        _offer_import(workspace, ready, len(uploaded) - len(ready))
    draw_notes(workspace, snapshot)
    draw_merged(workspace, snapshot)
    draw_history(workspace)


def _show_done() -> None:
    """What the last import or undo did; shown once."""
    done = st.session_state.pop("imported", [])
    for text in done:
        st.success(text)
    if done:
        st.page_link(page("overview"), label="See what your search is telling you")
    for error in st.session_state.pop("not_imported", []):
        show_error(error)


def _offer_import(workspace: Workspace, ready: list[Incoming], refused: int) -> None:
    names = Counter(incoming.tracker for incoming in ready)
    if shared := [name for name, count in names.items() if count > 1]:
        st.warning(
            f"Several files have the tracker name “{escaped(str(shared[0]))}”, so each replaces the one before. "
            "Give them different names to keep them all."
        )
    if refused and ready:
        st.caption(f"{counted(refused, 'file')} above cannot be imported; the others can.")
    label = f"Import {counted(len(ready), 'file')}" if ready else "Import"
    if st.button(label, type="primary", key="import", disabled=not ready):
        _import(workspace, ready)


def _import(workspace: Workspace, ready: list[Incoming]) -> None:
    """Import the files one after another; one that fails does not stop the others."""
    done: list[str] = []
    failed: list[DebriefError] = []
    bar = st.progress(0.0)
    for place, incoming in enumerate(ready):

        def tell(stage: str, share: float, place: int = place, name: str = incoming.file_name) -> None:
            bar.progress((place + share) / len(ready), escaped(f"{name}: {stage}"))

        try:
            done.append(_summary(import_file(incoming, workspace, progress=tell, on_wait=_say_waiting)))
        except DebriefError as error:
            failed.append(error)
    st.session_state["imported"] = done
    st.session_state["not_imported"] = failed
    st.session_state["upload_batch"] += 1
    st.rerun()


def _say_waiting(text: str) -> None:
    st.toast(escaped(text))


def _summary(imported: Imported) -> str:
    sheets = imported.reading.sheets
    read, loaded = sum(s.rows_read for s in sheets), sum(s.rows_loaded for s in sheets)
    blank, rejected = sum(s.rows_blank for s in sheets), sum(s.rows_rejected for s in sheets)
    applications, entries = sum(s.applications.height for s in sheets), sum(s.feedback.height for s in sheets)
    return (
        f"**{escaped(imported.record.file_name)}** is imported: {counted(read, 'row')} read = {loaded:,} loaded "
        f"+ {blank:,} blank + {rejected:,} rejected → {counted(applications, 'application')}, "
        f"{counted(entries, 'feedback entry', 'feedback entries')}."
    )


if __name__ == "__main__":
    render(current_snapshot())
