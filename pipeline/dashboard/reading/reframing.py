"""What a text could mean for next time, beside the words that were said: shown, written and taken out."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.choosing import MOST_OFFERED
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.reading.undoing import draw_undo
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.teaching.job import change
from pipeline.dashboard.words import counted, day_in_words
from pipeline.readings import YOURSELF
from pipeline.warehouse.published import Progress
from pipeline.warehouse.reframing import REFRAMED, TEXTS, reframe
from pipeline.workspace import Workspace

_TITLE = "What it could mean for next time"


def draw_reframings(workspace: Workspace, snapshot: Snapshot, *, gentle: bool = False) -> None:
    """Draw every text that somebody wrote this for, and a place to write it for another.

    In gentle mode the words for next time stand alone, and what was said is folded until opened.
    """
    rows = snapshot.rows(REFRAMED)
    st.markdown(f"#### {_TITLE}")
    st.caption(
        "In your own words or an adviser's, beside what was said and never over it. No theme and no number comes "
        "of it."
    )
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        texts.setdefault(row["feedback_id"], []).append(row)
    for written in texts.values():
        _draw(written, gentle=gentle)
    own = rows.filter(pl.col("written_by") == YOURSELF).select("feedback_id", "reframing")
    _write(workspace, snapshot, dict(own.iter_rows()))
    draw_undo(workspace)


def reframed_by_text(snapshot: Snapshot) -> dict[str, list[str]]:
    """What each text could mean for next time, with who wrote it, by the entry's id."""
    found: dict[str, list[str]] = {}
    for row in snapshot.rows(REFRAMED).iter_rows(named=True):
        by = "" if row["written_by"] == YOURSELF else f" ({row['written_by']})"
        found.setdefault(row["feedback_id"], []).append(row["reframing"] + by)
    return found


def _draw(written: list[dict[str, Any]], *, gentle: bool) -> None:
    first = written[0]
    with st.container(border=True, key=f"reframed_{first['feedback_id']}"):
        said, meant = (st.expander("What was said"), st.container()) if gentle else st.columns(2, gap="medium")
        day = first["feedback_date"]
        origin = " · ".join(filter(None, (first["company"], first["role"], day_in_words(day) if day else None)))
        said.markdown(f"“{escaped(' '.join((first['feedback_text'] or '').split()))}”  \n:small[{escaped(origin)}]")
        if first["lesson"]:
            said.markdown(f"**Lesson:** {escaped(first['lesson'])}")
        for row in written:
            by = "you" if row["written_by"] == YOURSELF else row["written_by"]
            changed = "" if row["is_same_text"] else "; the text has changed since"
            whence = escaped(f"{by}, {day_in_words(row['written_date'])}{changed}")
            meant.markdown(f"{escaped(row['reframing'])}  \n:small[{whence}]")


def _write(workspace: Workspace, snapshot: Snapshot, own: dict[str, str]) -> None:
    texts = snapshot.rows(TEXTS)
    if not texts.is_empty():
        title = f"Write it for one of {counted(texts.height, 'text')}"
        draw_when_open(title, partial(_write_for_one, workspace, texts, own), key="reframe")


def _write_for_one(workspace: Workspace, texts: pl.DataFrame, own: dict[str, str]) -> None:
    by_id = {row["feedback_id"]: row for row in _offered(texts).iter_rows(named=True)}
    picked = st.selectbox(
        "The text",
        list(by_id),
        index=None,
        format_func=lambda name: _title(by_id[name]),
        key="reframe_text",
        placeholder="Choose one",
    )
    if picked is None:
        return
    row = by_id[picked]
    st.markdown(f"“{escaped(row['feedback_text'])}”")
    words = st.text_area(
        _TITLE, own.get(picked, ""), key=f"reframe_words_{picked}", help="Left empty, it is taken out again."
    )
    st.button("Keep it", type="primary", key="reframe_save", on_click=_keep, args=(workspace, row, words))


def _offered(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts to choose from; of very many the newest, or the newest that have what is typed."""
    if texts.height <= MOST_OFFERED:
        return texts
    said = st.text_input("Find a company or words", key="reframe_find", placeholder="Some letters of either").strip()
    told = pl.concat_str("company", "feedback_text", separator=" ", ignore_nulls=True).str.to_lowercase()
    found = texts.filter(told.str.contains(said.lower(), literal=True))
    if found.is_empty():
        st.caption(f"None of the {texts.height:,} texts has “{escaped(said)}”.")
    elif found.height > MOST_OFFERED:
        st.caption(f"Of {found.height:,} texts, the newest {MOST_OFFERED:,} are in the list.")
    return found.head(MOST_OFFERED)


def _title(row: dict[str, Any]) -> str:
    text = " ".join(row["feedback_text"].split())
    return f"{row['company'] or 'No company named'}: {text[:60]}{'…' if len(text) > 60 else ''}"


def _keep(workspace: Workspace, row: dict[str, Any], words: str) -> None:
    def work(home: Workspace, tell: Progress) -> tuple[str, ...]:
        is_changed = reframe(home, row, words, progress=tell)
        return ("what it could mean for next time is kept" if words.strip() else "taken out",) if is_changed else ()

    change(workspace, work, can_undo=False)
