"""Where a second reader and the themes differ: the text with both readings, and a click for either."""

from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.teaching.clauses import say_reach, teaching
from pipeline.dashboard.teaching.job import change
from pipeline.dashboard.teaching.theme_form import choose_polarity
from pipeline.dashboard.words import POLARITY, counted, day_in_words
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.taught import COURTESY, POLARITIES, Polarity
from pipeline.warehouse.codebooks import change_codebook
from pipeline.warehouse.keep_readings import change_readings
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace

_MOST_SHOWN = 5
_SHOWN = "second_shown"
_DIFFERENCES = """
select * from second_reader_differences
order by state <> 'open', feedback_date desc nulls last, feedback_id, label, reader
"""
_MEANT = {**POLARITY, "mixed": "Said in several ways", "unstated": "Named, without how it is meant"}


def draw_differences(workspace: Workspace, snapshot: Snapshot) -> None:
    """Draw the open differences one by one, and how many are settled."""
    rows = snapshot.rows(_DIFFERENCES)
    still = rows.filter(pl.col("state") == "open")
    settled = rows.height - still.height
    st.markdown(f"##### {counted(still.height, 'difference')} to look at")
    st.caption(
        f"{settled:,} settled. Taking the reader's reading teaches the words below it, wherever they stand; keeping "
        "yours changes nothing. Either way the agreement above stays what it was."
    )
    codebook, shown = load_codebook(workspace.codebook), st.session_state.get(_SHOWN, _MOST_SHOWN)
    for row in still.head(shown).iter_rows(named=True):
        _draw(row, workspace, snapshot, codebook)
    if still.height > shown:
        st.button(
            f"Show {min(_MOST_SHOWN, still.height - shown)} more",
            key="second_more",
            on_click=_show_more,
            args=(shown,),
        )


def _show_more(shown: int) -> None:
    st.session_state[_SHOWN] = shown + _MOST_SHOWN


def _draw(row: dict[str, Any], workspace: Workspace, snapshot: Snapshot, codebook: Codebook) -> None:
    key = f"differ_{row['reader']}_{row['feedback_id']}_{row['theme_id']}"
    with st.container(border=True, key=key):
        day = row["feedback_date"]
        origin = " · ".join(filter(None, (row["company"], row["role"], day_in_words(day) if day else None)))
        st.markdown(f"“{escaped(' '.join(row['feedback_text'].split()))}”  \n:small[{escaped(origin)}]")
        mine, theirs = st.columns(2)
        mine.markdown(f"**Here:** {_reading(row, 'first_polarity')}")
        theirs.markdown(f"**{escaped(row['reader'])}:** {_reading(row, 'second_polarity')}")
        if row["notes"]:
            theirs.caption(escaped(row["notes"]))
        polarity = _polarity(row, key)
        wording = st.text_input(
            "In these words" if row["second_polarity"] else "These words are about something else",
            _likely_words(row, snapshot),
            key=f"{key}_wording",
            placeholder="Copy them from the text",
        )
        is_there = say_reach(wording, {**row, "clause": row["feedback_text"]}, snapshot, codebook)
        with st.container(horizontal=True):
            st.button(
                "Take theirs",
                key=f"{key}_take",
                disabled=not is_there,
                on_click=_take,
                args=(workspace, row, wording, polarity),
            )
            st.button("Keep mine", key=f"{key}_keep", on_click=_keep, args=(workspace, row))


def _reading(row: dict[str, Any], side: str) -> str:
    label, polarity = escaped(row["label"]), row[side]
    return f"{label}, {_MEANT[polarity].lower()}" if polarity else f"not {label}"


def _polarity(row: dict[str, Any], key: str) -> Polarity | None:
    """How the theme is taught: as the reader says, asked for where the reader says none or several."""
    if row["second_polarity"] is None:
        return None
    stated = {name: name for name in POLARITIES}.get(row["second_polarity"])
    return stated or choose_polarity(key)


def _likely_words(row: dict[str, Any], snapshot: Snapshot) -> str:
    """The words in the text that the difference is about, where no others can be meant; empty else."""
    heard = snapshot.rows(
        "select theme_id, quote from theme_mentions where feedback_id = $text", text=row["feedback_id"]
    )
    found = heard.filter(pl.col("theme_id") == row["theme_id"])
    if heard.is_empty():
        found = snapshot.rows(
            "select clause as quote from unexplained_clauses where feedback_id = $text", text=row["feedback_id"]
        )
    return " ".join(found["quote"][0].split()) if found.height == 1 else ""


def _take(workspace: Workspace, row: dict[str, Any], wording: str, polarity: Polarity | None) -> None:
    theme_id = row["theme_id"] if polarity else COURTESY
    edit = teaching([wording], theme_id, polarity, None)
    change(workspace, lambda home, tell: change_codebook(home, edit, progress=tell))


def _keep(workspace: Workspace, row: dict[str, Any]) -> None:
    def work(home: Workspace, tell: Progress) -> tuple[str, ...]:
        change_readings(
            home, lambda kept: kept.keeping(row["reader"], row["feedback_id"], row["theme_id"]), progress=tell
        )
        return (f"your reading of {row['label']} is kept",)

    change(workspace, work, can_undo=False)
