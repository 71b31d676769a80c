"""The editor: a query, the ready questions that fill it, and values for its parameters."""

import streamlit as st

from pipeline.dashboard.asking.choices import draw_param
from pipeline.dashboard.asking.running import Asked, parameter_names
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.questions import Question, questions
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


def draw_editor(workspace: Workspace, snapshot: Snapshot) -> Asked | None:
    """Draw the editor; returns the query when it was asked just now.

    The query is also in the page's address: whoever opens the link finds it in the editor, and runs it by a click.
    """
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
            "Your query", height=300, key=_TEXT, help="One SELECT; Ctrl+Enter runs it.", bind="query-params"
        )
        known = question.params if question else {}
        params = {
            name: draw_param(name, known.get(name), snapshot, f"sql_param_{question.name if question else ''}_{name}")
            for name in parameter_names(sql or "")
        }
        with st.container(horizontal=True, vertical_alignment="bottom"):
            limit = st.selectbox(
                "Rows at most", LIMITS, 1, format_func=lambda n: f"{n:,}", key="sql_limit", width=140
            )
            is_asked = st.form_submit_button("Run", type="primary", key="sql_run")
            is_explained = st.form_submit_button("Explain", key="sql_explain", help="How it would be worked out.")
    if is_explained:
        return Asked(sql or "", params, limit, is_explained=True)
    return Asked(sql or "", params, limit) if is_asked else None


def _fill_with_question(ready: dict[str, Question]) -> None:
    chosen = st.session_state[_QUESTION]
    if chosen:
        fill_editor(ready[chosen].sql)
