"""What no theme explains, clause by clause, each with a way to file it under a theme."""

from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import note, part
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.teaching.job import change
from pipeline.dashboard.teaching.theme_form import NEW, choose_polarity, choose_theme, new_theme
from pipeline.dashboard.words import counted, day_in_words
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.editing import NewTheme, add_theme, teach
from pipeline.themes.hearing import find_taught, matches_in
from pipeline.themes.taught import COURTESY, Polarity, Taught, taught_words
from pipeline.warehouse.codebooks import Edit, change_codebook
from pipeline.workspace import Workspace

_FIRST_SHOWN, _MOST_SHOWN = 3, 8
_MOST_EXAMPLES = 3
_OPEN, _SHOWN = "teaching_open", "teaching_shown"

_CLAUSES = "select * from unexplained_quotes order by feedback_date desc nulls last, feedback_id, clause_start"
_TEXTS = "select feedback_id, feedback_text from stg_feedback where feedback_text is not null"


def draw_clauses(workspace: Workspace, snapshot: Snapshot) -> None:
    """Draw the clauses that no theme explains."""
    clauses = snapshot.rows(_CLAUSES)
    st.html(part("What no theme explains") + note(_in_all(clauses.height)))
    if clauses.is_empty():
        return
    codebook = load_codebook(workspace.codebook)
    shown = st.session_state.get(_SHOWN, _FIRST_SHOWN)
    for row in clauses.head(shown).iter_rows(named=True):
        _draw(row, workspace, snapshot, codebook)
    if clauses.height > shown:
        st.button(f"Show {min(_MOST_SHOWN, clauses.height - shown)} more", key="teaching_more", on_click=_show_more)


def _in_all(count: int) -> str:
    if not count:
        return "Nothing is left over: a theme or a courtesy is heard in every clause."
    return (
        f"{counted(count, 'clause')}, courtesies left out. The themes know only the wordings they were given. File "
        "one under a theme, and it is heard from now on wherever those words stand. “Not a theme” is for a courtesy, "
        "or what there is nothing to learn from: it is not shown again."
    )


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, _FIRST_SHOWN) + _MOST_SHOWN


def _draw(row: dict[str, Any], workspace: Workspace, snapshot: Snapshot, codebook: Codebook) -> None:
    name = f"{row['feedback_id']}_{row['clause_start']}"
    is_open = st.session_state.get(_OPEN) == name
    with st.container(border=True, key=f"clause_{name}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            day = row["feedback_date"]
            origin = " · ".join(filter(None, (row["company"], row["role"], day_in_words(day) if day else None)))
            st.markdown(f"“{escaped(' '.join(row['clause'].split()))}”  \n:small[{escaped(origin)}]", width="stretch")
            st.button("Close" if is_open else "File under a theme", key=f"file_{name}", on_click=_flip, args=(name,))
            st.button(
                "Not a theme",
                key=f"courtesy_{name}",
                on_click=_teach,
                args=(workspace, row["clause"], COURTESY, None, None),
            )
        if is_open:
            _form(name, row, workspace, snapshot, codebook)


def _flip(name: str) -> None:
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == name else name


def _form(name: str, row: dict[str, Any], workspace: Workspace, snapshot: Snapshot, codebook: Codebook) -> None:
    key = f"teach_{name}"
    left, right = st.columns(2)
    with left:
        theme_id = choose_theme(codebook, key)
        new = new_theme(key) if theme_id == NEW else None
    with right:
        polarity = choose_polarity(key)
    wording = st.text_input(
        "Heard by these words",
        " ".join(row["clause"].split()),
        key=f"{key}_wording",
        help="Shorten it to what matters, and it is found in more texts. Case, accents and commas do not matter.",
    )
    is_there = say_reach(wording, row, snapshot, codebook)
    is_ready = is_there and theme_id is not None and (new is None or bool(new.label.strip()))
    st.button(
        "Teach",
        type="primary",
        key=f"{key}_save",
        disabled=not is_ready,
        on_click=_teach,
        args=(workspace, wording, theme_id, polarity, new),
    )


def say_reach(wording: str, row: dict[str, Any], snapshot: Snapshot, codebook: Codebook) -> bool:
    """Say in how many other texts the words stand, with examples; whether they stand in the clause itself."""
    if not taught_words(wording):
        st.caption("There are no words yet.")
        return False
    looked_for = [Taught(wording, COURTESY, None)]
    if not matches_in(row["clause"], looked_for, codebook):
        st.caption("These words do not follow each other in this clause. Take them from it as they stand.")
        return False
    texts = Snapshot(snapshot.version).rows(_TEXTS)
    found = find_taught(texts, looked_for, codebook)
    others = [name for name in found if name != row["feedback_id"]]
    st.caption(f"Also found in {counted(len(others), 'other text')}.")
    by_id = dict(texts.filter(pl.col("feedback_id").is_in(others[:_MOST_EXAMPLES])).iter_rows())
    for name, text in by_id.items():
        st.caption(f"… {escaped(_around(text, found[name][0].start, found[name][0].end))} …")
    return True


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 40) : end + 40].split())


def _teach(
    workspace: Workspace, wording: str, theme_id: str | None, polarity: Polarity | None, new: NewTheme | None
) -> None:
    st.session_state[_OPEN] = None
    edit = teaching([wording], theme_id or COURTESY, polarity, new)
    change(workspace, lambda home, tell: change_codebook(home, edit, progress=tell))


def teaching(wordings: list[str], theme_id: str, polarity: Polarity | None, new: NewTheme | None) -> Edit:
    """The change that files wordings under a theme, made first where it is new."""

    def edit(text: str) -> str:
        name = theme_id
        if new is not None:
            text, name = add_theme(text, new)
        for wording in wordings:
            text = teach(text, wording, name, polarity)
        return text

    return edit
