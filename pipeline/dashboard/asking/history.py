"""What was asked in this session, newest first, to go back to."""

import streamlit as st

from pipeline.dashboard.asking.code_editor import fill_editor
from pipeline.dashboard.asking.running import Answered
from pipeline.dashboard.words import counted
from pipeline.warehouse.console import Result

MOST = 30
"""Queries remembered; they are gone with the session."""

_ASKED = "sql_history"
_CHOSEN = "sql_earlier"


def remember(answered: Answered) -> None:
    """Put a query and what came of it on top; the same query stands there once."""
    sql, outcome = answered.asked.sql.strip(), answered.outcome
    came = (
        f"{counted(outcome.frame.height, 'row')}, {outcome.seconds:.2f} s"
        if isinstance(outcome, Result)
        else "no rows"
    )
    earlier = {text: told for text, told in st.session_state.get(_ASKED, {}).items() if text != sql}
    st.session_state[_ASKED] = dict([(sql, came), *earlier.items()][:MOST])


def draw_history() -> None:
    """Draw the earlier queries as a list to choose from."""
    asked: dict[str, str] = st.session_state.get(_ASKED, {})
    if not asked:
        return
    st.selectbox(
        "Earlier in this session",
        list(asked),
        index=None,
        format_func=lambda sql: f"{' '.join(sql.split())[:80]} · {asked[sql]}",
        placeholder=f"{counted(len(asked), 'query', 'queries')} to go back to",
        key=_CHOSEN,
        on_change=_refill,
    )


def _refill() -> None:
    if chosen := st.session_state[_CHOSEN]:
        fill_editor(chosen)
