"""A query of this session from asking to its outcome: a quick one at once, a slow one with its seconds and Cancel."""

import streamlit as st

from pipeline.dashboard.asking.history import remember
from pipeline.dashboard.asking.running import SECONDS, Answered, Asked, Job
from pipeline.dashboard.session import Snapshot

_AT_ONCE = 1.0
"""Seconds that the page waits for a query before it shows how long it has been running."""

_JOB, _ANSWERED = "sql_job", "sql_answered"


def begin(asked: Asked, snapshot: Snapshot) -> None:
    """Ask; what this session was still waiting for is cancelled."""
    earlier: Job | None = st.session_state.get(_JOB)
    if earlier:
        earlier.cancel()
    st.session_state[_JOB] = job = Job(asked, snapshot)
    job.start()


def latest() -> Job | Answered | None:
    """What was asked last in this session."""
    found: Job | Answered | None = st.session_state.get(_JOB) or st.session_state.get(_ANSWERED)
    return found


def draw_waiting() -> Answered | None:
    """The last query's outcome; while it is on its way, its progress is drawn instead."""
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        answered: Answered | None = st.session_state.get(_ANSWERED)
        return answered
    if job.seconds < _AT_ONCE:
        with st.spinner("Running"):
            job.join(_AT_ONCE - job.seconds)
    if job.is_alive():
        _progress()
        return None
    del st.session_state[_JOB]
    st.session_state[_ANSWERED] = done = job.answered()
    remember(done)
    return done


@st.fragment(run_every=0.5)
def _progress() -> None:
    job: Job | None = st.session_state.get(_JOB)
    if job is None or not job.is_alive():
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="sql_progress"):
        st.progress(
            min(1.0, job.seconds / SECONDS), f"Running for {job.seconds:.0f} s; it may take {SECONDS:.0f} s at most."
        )
        st.button("Cancel", key="sql_cancel", on_click=job.cancel)
