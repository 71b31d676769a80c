"""Long work from a click: done at once where it is short, else in the background with its progress and a way to stop.

A session sees its own work and that of others on the same home; what came of it is told where it was started.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.notices import show_error
from pipeline.dashboard.session import is_behind
from pipeline.errors import DebriefError
from pipeline.warehouse.published import Progress
from pipeline.warehouse.work import StoppedError, Work
from pipeline.workspace import Workspace

AT_ONCE = 1.0
"""Seconds that a click waits for its work before the page goes on and shows the progress."""

_BEGUN, _ENDED = "work_begun", "work_ended"


@dataclass(frozen=True)
class Outcome:
    """What came of some work.

    Attributes:
        said: What was done, as Markdown.
        errors: What was refused or stopped.
        undo: What takes it back, from a button beside what was done.
    """

    said: tuple[str, ...] = ()
    errors: tuple[DebriefError, ...] = ()
    undo: Callable[[], None] | None = None


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


@dataclass(frozen=True)
class _Job:
    title: str
    work: Work[Outcome]
    on_end: Callable[[Outcome], None]
    session: str = field(default_factory=_session)

    @property
    def is_ended_here(self) -> bool:
        """Whether it has ended, and this session tells what came of it: its own, or one beside one that is gone."""
        return not self.work.is_alive() and (self.session == _session() or _is_gone(self.session))


_jobs: dict[Path, list[_Job]] = {}
"""What this server works on, by home."""


def start(
    workspace: Workspace, title: str, do: Callable[[Progress], Outcome], on_end: Callable[[Outcome], None]
) -> None:
    """Start some work, and wait a moment for its end; the page then runs again and shows what came of it.

    Args:
        workspace: What is changed.
        title: What is done, as in "Importing 2 files".
        do: The work; it may raise what stops it, and its ``DebriefError`` is an outcome.
        on_end: Called in the session that started it, before the page that tells the outcome.
    """
    with st.spinner(f"{title} …"):
        begin(workspace, title, do, on_end)
    st.rerun()


def begin(
    workspace: Workspace,
    title: str,
    do: Callable[[Progress], Outcome],
    on_end: Callable[[Outcome], None] = lambda _outcome: None,
) -> None:
    """Start some work from a button's callback, after which the page runs anyway; else as ``start``."""
    job = _Job(title, Work(lambda tell: _tried(do, tell), name=f"{title} in {workspace.home}"), on_end)
    st.session_state[_BEGUN] = True
    _jobs.setdefault(workspace.home, []).append(job)
    job.work.start()
    job.work.join(AT_ONCE)


def has_just_begun() -> bool:
    """Whether this session began some work since its page was drawn; said once, so that no page is drawn for ever."""
    return bool(st.session_state.pop(_BEGUN, None))


def is_working(workspace: Workspace) -> bool:
    """Whether work that this session has started still goes on."""
    return any(job.session == _session() and job.work.is_alive() for job in _jobs.get(workspace.home, []))


def is_busy(workspace: Workspace) -> bool:
    """Whether any work on the home goes on."""
    return any(job.work.is_alive() for job in _jobs.get(workspace.home, []))


def draw_work(workspace: Workspace) -> Outcome:
    """Draw the progress of what goes on, and what came of what has ended; returns that too, once."""
    st.session_state.pop(_BEGUN, None)
    for job in _ended(workspace):
        outcome = job.work.finished()
        st.session_state[_ENDED] = (*st.session_state.get(_ENDED, ()), outcome)
        job.on_end(outcome)
    if st.session_state.get(_ENDED) and is_behind(workspace):
        st.rerun()  # it ended after this page began, which would show what was before beside what was done
    if is_busy(workspace):
        _draw_progress(workspace)
    outcomes: tuple[Outcome, ...] = st.session_state.pop(_ENDED, ())
    for place, outcome in enumerate(outcomes):
        _draw_outcome(outcome, place)
    return outcomes[-1] if outcomes else Outcome()


def _draw_outcome(outcome: Outcome, place: int) -> None:
    if outcome.undo:
        with st.container(horizontal=True, vertical_alignment="center", key=f"work_done_{place}"):
            st.success(" ".join(outcome.said))
            st.button("Undo", key=f"work_undo_{place}", on_click=outcome.undo)
    else:
        for text in outcome.said:
            st.success(text)
    for error in outcome.errors:
        if isinstance(error, StoppedError):
            st.info(escaped(str(error)))
        else:
            show_error(error)


def _tried(do: Callable[[Progress], Outcome], tell: Progress) -> Outcome:
    try:
        return do(tell)
    except DebriefError as error:
        return Outcome(errors=(error,))


def _ended(workspace: Workspace) -> list[_Job]:
    """What has ended and was started here, or by a session that is gone; it is taken from the list."""
    going = _jobs.get(workspace.home, [])
    ended = [job for job in going if job.is_ended_here]
    for job in ended:
        going.remove(job)
    return ended


def _is_gone(session: str) -> bool:
    return not st.runtime.exists() or not st.runtime.get_instance().is_active_session(session)


@st.fragment(run_every=0.5)
def _draw_progress(workspace: Workspace) -> None:
    going = _jobs.get(workspace.home, [])
    if any(job.is_ended_here for job in going) or not is_busy(workspace):
        st.rerun()
    for place, job in enumerate(going):
        if not job.work.is_alive():
            continue
        whose = "" if job.session == _session() else " in another window"
        with st.container(border=True, key=f"work_{place}"):
            st.progress(job.work.share, f"**{escaped(job.title)}{whose}**: {escaped(job.work.stage)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                stopping = job.work.is_stopping
                label = "Stopping …" if stopping else "Stop"
                st.button(label, key=f"work_stop_{place}", on_click=job.work.stop, disabled=stopping)
                st.caption("What you see is as it was before, until this is done.")
