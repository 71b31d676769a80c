"""The editor: a query, the ready questions that fill it, and values for its parameters."""

import streamlit as st

from pipeline.dashboard.asking.running import Asked, parameter_names
from pipeline.dashboard.figures import escaped
from pipeline.warehouse.questions import Question, questions, typed
from pipeline.workspace import Workspace

LIMITS = (100, 1_000, 10_000, 100_000)
FIRST_QUERY = "select *\nfrom feedback_response_rates\nwhere dimension = 'ask_channel'\norder by settled_count desc"

# Streamlit has no setting for a text area's font.
_MONOSPACE = '<style>.st-key-sql textarea { font-family: "Source Code Pro", monospace; font-size: 0.875rem }</style>'

_TEXT = "sql"
_QUESTION = "sql_question"


def fill_editor(sql: str) -> None:
    """Put a query into the editor."""
    st.session_state[_TEXT] = sql


def draw_editor(workspace: Workspace) -> Asked | None:
    """Draw the editor; returns the query when it was asked just now."""
    ready = questions(workspace.home)
    st.selectbox(
        "Ready questions",
        list(ready),
        index=None,
        format_func=lambda name: ready[name].title,
        placeholder="Choose one, or write your own below",
        key=_QUESTION,
        on_change=_fill_with_question,
        args=(ready,),
    )
    question = ready.get(st.session_state[_QUESTION] or "")
    if question and question.description:
        st.caption(escaped(question.description))
    st.session_state.setdefault(_TEXT, FIRST_QUERY)
    st.html(_MONOSPACE)
    with st.form("ask", border=False):
        sql = st.text_area(
            "Your query", height=300, key=_TEXT, help="One SELECT; Ctrl+Enter runs it.", persist_state="session"
        )
        params = {name: _param(name, question) for name in parameter_names(sql or "")}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            limit = st.selectbox(
                "Rows at most", LIMITS, 1, format_func=lambda n: f"{n:,}", key="sql_limit", width=140
            )
            is_asked = st.form_submit_button("Run", type="primary", key="sql_run")
    return Asked(sql or "", params, limit) if is_asked else None


def _fill_with_question(ready: dict[str, Question]) -> None:
    chosen = st.session_state[_QUESTION]
    if chosen:
        fill_editor(ready[chosen].sql)


def _param(name: str, question: Question | None) -> str | int | float | bool | None:
    known = question.params.get(name) if question else None
    default = "" if known is None or known.default is None else str(known.default)
    meaning = escaped(known.meaning) if known else None
    text = st.text_input(escaped(f"${name}"), value=default, help=meaning, key=f"sql_param_{question}_{name}")
    return typed(text)
