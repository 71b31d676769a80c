"""Keeping one's own questions: save, rename, delete, each with a way back."""

from collections.abc import Callable, Mapping

import streamlit as st

from pipeline.dashboard.asking.editor import Writing, choose_question
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.notices import show_error
from pipeline.dashboard.session import is_sample
from pipeline.errors import DebriefError
from pipeline.warehouse.own_questions import (
    Before,
    delete_question,
    own_questions,
    put_back,
    question_name,
    save_question,
)
from pipeline.warehouse.questions import Param, Question
from pipeline.workspace import Workspace

_TITLE, _DESCRIPTION = "sql_save_title", "sql_save_description"
_SHOWN_FOR, _DONE, _ERROR = "sql_save_shown_for", "sql_save_done", "sql_save_error"

_NO_MEANING = "A value to ask with."


def draw_saving(workspace: Workspace, writing: Writing) -> None:
    """Draw the form that keeps what stands in the editor, and what the last change did."""
    if writing.asked:
        st.session_state.pop(_DONE, None)
    _draw_done(workspace)
    own = writing.question if writing.question and writing.question.name in own_questions(workspace) else None
    _fill_form(own)
    with st.expander("Change or delete this question" if own else "Save this query as a question of yours"):
        st.text_input("The question, in words", key=_TITLE, max_chars=200)
        st.text_input("What the answer shows, and what it does not", key=_DESCRIPTION, max_chars=1000)
        st.caption(
            "This is the sample: what you save here is gone when it is."
            if is_sample()
            else "It is listed here, and `debrief questions` lists and runs it at the shell."
        )
        with st.container(horizontal=True):
            is_saved = st.button("Save changes" if own else "Save", key="sql_save")
            is_added = own is not None and st.button("Save as a new one", key="sql_save_new")
            is_deleted = own is not None and st.button("Delete", key="sql_delete")
    if is_saved or is_added:
        _save(workspace, writing, replaces=own.name if own and is_saved else None)
    elif own and is_deleted:
        said = f"Deleted “{own.title}”. The query still stands in the editor."
        _change(said, None, lambda: delete_question(workspace, own.name))


def _fill_form(own: Question | None) -> None:
    """Put an own question's title and description into the form once it is chosen, and take them out again after."""
    name = own.name if own else None
    if st.session_state.get(_SHOWN_FOR) != name:
        st.session_state[_SHOWN_FOR] = name
        st.session_state[_TITLE] = own.title if own else ""
        st.session_state[_DESCRIPTION] = own.description if own else ""


def _save(workspace: Workspace, writing: Writing, *, replaces: str | None) -> None:
    title, description = st.session_state[_TITLE], st.session_state[_DESCRIPTION]
    name = question_name(title)
    question = Question(name, " ".join(title.split()), description, _params(writing), writing.sql)
    said = f"Saved “{question.title}” as {name}."
    _change(said, name, lambda: save_question(workspace, question, replaces=replaces))


def _change(said: str, chosen: str | None, make: Callable[[], Before]) -> None:
    """Change something, and draw the page anew with what came of it."""
    try:
        before = make()
    except DebriefError as error:
        st.session_state[_ERROR] = error
    else:
        st.session_state[_DONE] = (said, before)
        choose_question(chosen)
    st.rerun()


def _params(writing: Writing) -> Mapping[str, Param]:
    """The query's parameters: what stands in their fields is what they will begin with."""
    known = writing.question.params if writing.question else {}
    return {
        name: Param(value, known[name].meaning if name in known else _NO_MEANING)
        for name, value in writing.params.items()
    }


def _draw_done(workspace: Workspace) -> None:
    if error := st.session_state.pop(_ERROR, None):
        show_error(error)
    done: tuple[str, Before] | None = st.session_state.get(_DONE)
    if done is None:
        return
    said, before = done
    with st.container(horizontal=True, vertical_alignment="center", key="sql_save_done_box"):
        st.success(escaped(said))
        st.button("Undo", key="sql_save_undo", on_click=_undo, args=(workspace, before))


def _undo(workspace: Workspace, before: Before) -> None:
    put_back(workspace, before)
    del st.session_state[_DONE]
    choose_question(next((name for name, content in before.items() if content is not None), None))
