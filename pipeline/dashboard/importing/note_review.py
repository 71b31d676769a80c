"""Notes that seem to hold feedback: each with its words, what would be recorded, and the decision about it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import current_palette, escaped
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, day_in_words, label
from pipeline.dashboard.working import Outcome, start
from pipeline.decisions import Verdict
from pipeline.warehouse.note_review import FINDINGS, SURE, decide_notes
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace

_LIKELY = 0.5
_MOST_SHOWN = 10
_MOST_AROUND = 240
"""Letters of a note shown on either side of the quote."""

_LAST = "note_decision"
_FIGURE = "margin:0;padding:0.5rem 0.9rem;border-radius:4px"
_MARK = "color:inherit;border-radius:3px;padding:0 2px"


def draw_notes(workspace: Workspace, snapshot: Snapshot) -> None:
    """Draw the findings that wait for a decision; nothing where no note was ever found to hold feedback."""
    findings = snapshot.rows(FINDINGS)
    if findings.is_empty():
        return
    waiting = findings.filter(pl.col("verdict").is_null())
    st.markdown("#### Feedback in your notes")
    _offer_undo(workspace)
    if waiting.is_empty():
        st.caption("No note is waiting for you. What you accepted counts as feedback on every page.")
        return
    st.caption(
        f"{counted(waiting.height, 'note seems', 'notes seem')} to hold an ask or what an employer said. "
        "Nothing of it counts until you accept it."
    )
    sure = waiting.filter(pl.col("confidence") >= SURE)["note_id"].to_list()
    if len(sure) > 1 and st.button(f"Accept all {len(sure)} that are sure", key="notes_accept_sure"):
        _decide(workspace, sure, "accepted")
    shown = st.session_state.get("notes_shown", _MOST_SHOWN)
    for finding in waiting.head(shown).iter_rows(named=True):
        _draw(workspace, finding)
    hidden = waiting.height - shown
    if hidden > 0 and st.button(f"Show {counted(min(hidden, _MOST_SHOWN), 'more', 'more')}", key="notes_more"):
        st.session_state["notes_shown"] = shown + _MOST_SHOWN
        st.rerun()


def _draw(workspace: Workspace, finding: Mapping[str, Any]) -> None:
    name = finding["note_id"]
    with st.container(border=True, key=f"note_{name}"):
        about = " · ".join(part for part in (finding["company"], finding["role"]) if part)
        st.markdown(f"**{escaped(about)}**")
        st.html(note_card(finding, current_palette()))
        st.markdown(escaped(record_in_words(finding)))
        st.caption(escaped(confidence_in_words(finding)))
        with st.container(horizontal=True):
            kind: Literal["primary", "secondary"] = "primary" if finding["confidence"] >= SURE else "secondary"
            if st.button("Accept", key=f"note_accept_{name}", type=kind):
                _decide(workspace, [name], "accepted")
            if st.button("Not feedback", key=f"note_dismiss_{name}"):
                _decide(workspace, [name], "dismissed")


def _decide(workspace: Workspace, names: Sequence[str], verdict: Verdict | None) -> None:
    def do(tell: Progress) -> Outcome:
        decide_notes(workspace, names, verdict, progress=tell)
        return Outcome()

    def on_end(outcome: Outcome) -> None:
        if not outcome.errors:
            st.session_state[_LAST] = (tuple(names), verdict) if verdict else None

    start(workspace, "Keeping what you decided", do, on_end)


def _offer_undo(workspace: Workspace) -> None:
    last = st.session_state.get(_LAST)
    if last is None:
        return
    names, verdict = last
    told = "counts as feedback now" if verdict == "accepted" else "is set aside as no feedback"
    many = "count as feedback now" if verdict == "accepted" else "are set aside as no feedback"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{counted(len(names), 'note')} {told if len(names) == 1 else many}.")
        if st.button("Undo", key="notes_undo"):
            _decide(workspace, names, None)


def note_card(finding: Mapping[str, Any], palette: Palette) -> str:
    """HTML of a note with its quote marked and the rest dimmed; of a long note, what stands around the quote."""
    note, start, end = finding["note"], finding["quote_start"], finding["quote_end"]
    left, right = max(0, start - _MOST_AROUND), min(len(note), end + _MOST_AROUND)
    before = ("…" if left else "") + note[left:start]
    after = note[end:right] + ("…" if right < len(note) else "")
    colour = palette.feedback
    return (
        f'<figure style="border-left:4px solid {colour};background:{colour}14;{_FIGURE}">'
        f'<span style="color:{palette.muted}">{escape(before)}</span>'
        f'<mark style="background:{colour}40;{_MARK}">{escape(note[start:end])}</mark>'
        f'<span style="color:{palette.muted}">{escape(after)}</span>'
        "</figure>"
    )


def record_in_words(finding: Mapping[str, Any]) -> str:
    """What accepting a finding would record."""
    if finding["what"] == "feedback":
        return "Would be recorded as feedback that came without asking, in the words marked."
    parts = ["Would be recorded as an ask"]
    if finding["asked_of"]:
        parts.append(f"to the {_inside(label(finding['asked_of']))}")
    if finding["ask_channel"]:
        channel = _inside(label(finding["ask_channel"]))
        parts.append(channel if channel == "in person" else f"by {channel}")
    day = finding["asked_date"]
    parts.append(f"on {day_in_words(day)}" if day else "on a day that is not certain")
    if finding["what"] == "both":
        return f"{' '.join(parts)}, answered in the words marked."
    answers = {True: ", answered without feedback.", False: ", not answered."}
    return " ".join(parts) + answers.get(finding["has_response"], "; it does not say whether an answer came.")


def confidence_in_words(finding: Mapping[str, Any]) -> str:
    """How sure a finding is, and why.

    >>> confidence_in_words({"confidence": 0.9, "reason": "it says who said so", "header": "Notes"})
    'Sure: it says who said so. In the column “Notes”.'
    """
    sure = finding["confidence"]
    word = "Sure" if sure >= SURE else "Likely" if sure >= _LIKELY else "Unsure"
    return f"{word}: {finding['reason']}. In the column “{finding['header'].strip()}”."


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]
