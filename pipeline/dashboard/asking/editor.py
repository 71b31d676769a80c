"""What is asked: the query, the ready questions that fill the editor, values for parameters, and the buttons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

from pipeline.dashboard.asking.address import is_unread, keep_link, linked_values, take_link
from pipeline.dashboard.asking.choices import draw_param
from pipeline.dashboard.asking.code_editor import draw_code_editor, fill_editor
from pipeline.dashboard.asking.running import Asked, parameter_names
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.own_questions import own_questions
from pipeline.warehouse.questions import Question, Value, questions
from pipeline.workspace import Workspace

LIMITS = (100, 1_000, 10_000, 100_000)
FIRST_QUERY = "select *\nfrom feedback_response_rates\nwhere dimension = 'ask_channel'\norder by settled_count desc"

_QUESTION, _TO_CHOOSE, _LIMIT = "sql_question", "sql_question_to_choose", "sql_limit"


@dataclass(frozen=True)
class Writing:
    """What stands in the editor and the fields.

    Attributes:
        sql: The query.
        params: Values of its parameters.
        question: The ready or saved question it was begun from.
        asked: The query as it was asked just now, if it was.
    """

    sql: str
    params: Mapping[str, Value]
    question: Question | None
    asked: Asked | None


def choose_question(name: str | None) -> None:
    """Choose a question in the list when it is drawn next; what stands in the editor stays."""
    st.session_state[_TO_CHOOSE] = name


def draw_editor(workspace: Workspace, snapshot: Snapshot) -> Writing:
    """Draw the editor and what belongs to it."""
    take_link(LIMITS, _LIMIT)
    question = _draw_questions(questions(workspace.home), own_questions(workspace))
    notice = st.container()
    sql, is_told = draw_code_editor(FIRST_QUERY)
    known = question.params if question else {}
    params = {
        name: draw_param(
            name,
            known.get(name),
            snapshot,
            f"sql_param_{question.name if question else ''}_{name}",
            given=linked_values().get(name),
        )
        for name in parameter_names(sql)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state.setdefault(_LIMIT, LIMITS[1])
        limit = st.selectbox("Rows at most", LIMITS, format_func=lambda n: f"{n:,}", key=_LIMIT, width=140)
        is_asked = st.button("Run", type="primary", key="sql_run")
        is_explained = st.button("Explain", key="sql_explain", help="How it would be worked out.")
    asked = Asked(sql, params, limit, is_explained=is_explained) if is_told or is_asked or is_explained else None
    if asked:
        keep_link(sql, params, limit)
    if is_unread():
        notice.info(
            "This query came with the address. If that was a link of someone else's, read the query before you run "
            "it: it can read all your data, and show it to you."
        )
    return Writing(sql, params, question, asked)


def _draw_questions(ready: Mapping[str, Question], own: Collection[str]) -> Question | None:
    """Draw the list of questions, the person's own first; returns the chosen one."""
    if _TO_CHOOSE in st.session_state:
        st.session_state[_QUESTION] = st.session_state.pop(_TO_CHOOSE)
    if st.session_state.get(_QUESTION) not in (None, *ready):
        st.session_state[_QUESTION] = None
    st.selectbox(
        "Ready questions, and your own" if own else "Ready questions",
        sorted(ready, key=lambda name: name not in own),
        index=None,
        format_func=lambda name: f"{ready[name].title} · yours" if name in own else ready[name].title,
        placeholder="Choose one, or write your own below",
        key=_QUESTION,
        on_change=_fill_with_question,
        args=(ready,),
    )
    question = ready.get(st.session_state[_QUESTION] or "")
    if question and question.description:
        st.caption(escaped(question.description))
    return question


def _fill_with_question(ready: Mapping[str, Question]) -> None:
    chosen = st.session_state[_QUESTION]
    if chosen:
        fill_editor(ready[chosen].sql)
