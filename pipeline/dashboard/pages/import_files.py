"""Import: upload files, see and correct how they are read, import them, and go back when that was wrong."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from pipeline.dashboard.asking_ahead import ask_ahead
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.importing.file_form import FileForm, Ready
from pipeline.dashboard.importing.history import draw_history
from pipeline.dashboard.importing.merged import draw_merged
from pipeline.dashboard.importing.note_review import draw_notes
from pipeline.dashboard.navigation import page
from pipeline.dashboard.notices import show_error
from pipeline.dashboard.session import Snapshot, current_snapshot, current_version, current_workspace, is_sample
from pipeline.dashboard.words import counted
from pipeline.dashboard.working import Outcome, draw_work, is_working, start
from pipeline.errors import DebriefError
from pipeline.ingest.read import ARCHIVE_SUFFIXES, TEXT_SUFFIXES, WORKBOOK_SUFFIXES
from pipeline.template import FILE_NAME, starter_workbook
from pipeline.warehouse.imports import Imported, import_file
from pipeline.warehouse.published import Progress, part_of
from pipeline.warehouse.work import StoppedError
from pipeline.workspace import Workspace, active_records


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Bring in your tracker", anchor=False)
    workspace = current_workspace()
    if is_sample():
        st.info("You are looking at the sample. What you import here goes away with it; “Start my own” keeps yours.")
    is_done = bool(draw_work(workspace).said)
    if is_done:
        st.page_link(page("overview"), label="See what your search is telling you")
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
    ready: list[Ready] = []
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
    if is_done:
        ask_ahead(workspace, Snapshot(current_version(workspace), snapshot.scope))


def _offer_import(workspace: Workspace, ready: list[Ready], refused: int) -> None:
    names = Counter(file.incoming.tracker for file in ready)
    if shared := [name for name, count in names.items() if count > 1]:
        st.warning(
            f"Several files have the tracker name “{escaped(str(shared[0]))}”, so each replaces the one before. "
            "Give them different names to keep them all."
        )
    if refused and ready:
        st.caption(f"{counted(refused, 'file')} above cannot be imported; the others can.")
    label = f"Import {counted(len(ready), 'file')}" if ready else "Import"
    if st.button(label, type="primary", key="import", disabled=not ready or is_working(workspace)):
        start(
            workspace, f"Importing {counted(len(ready), 'file')}", partial(_import_all, workspace, ready), _end_import
        )


def _end_import(outcome: Outcome) -> None:
    """Make room for the next files; what was uploaded stays where nothing came of it."""
    if outcome.said:
        st.session_state["upload_batch"] = st.session_state.get("upload_batch", 0) + 1


def _import_all(workspace: Workspace, ready: Sequence[Ready], tell: Progress) -> Outcome:
    """Import the files one after another; one that fails does not stop the others, the user's wish stops the rest."""
    done: list[str] = []
    failed: list[DebriefError] = []
    for place, (incoming, reading) in enumerate(ready):
        step = _before_its_end(tell, place, len(ready))
        try:
            done.append(_summary(import_file(incoming, workspace, reading=reading, progress=step)))
        except StoppedError as error:
            left = f"Stopped at {incoming.file_name}. What was imported before it stays; the rest is as it was."
            failed.append(StoppedError(left) if done else error)
            break
        except DebriefError as error:
            failed.append(error)
    return Outcome(tuple(done), tuple(failed))


def _before_its_end(tell: Progress, place: int, count: int) -> Progress:
    """A progress for one of several, up to its end, after which nothing of it can be stopped."""
    part = part_of(tell, place / count, (place + 1) / count)
    return lambda stage, share: part(stage, share) if share < 1 else None


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
