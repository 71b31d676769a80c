"""Applications that two trackers have: both rows side by side, why they count once, and telling them apart."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, day_in_words, label
from pipeline.dashboard.working import Outcome, start
from pipeline.decisions import load_decisions
from pipeline.vocabulary import Vocabulary, load_vocabulary
from pipeline.warehouse.apart import put_together, tell_apart, told_apart
from pipeline.warehouse.merge import DAYS_APART
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace

PAIRS = "select * from merged_applications order by seeker, company, role, application_id, merged_application_id"
SIDES = """
select * from applications
where application_id in (select unnest($names))
"""

_FIELDS = (
    *("company", "role", "location", "work_mode", "source", "contact", "url", "salary_text"),
    *("applied_date", "stage", "outcome", "status_text", "closed_date", "first_response_date"),
    *("next_action", "next_action_date", "resume_version", "notes"),
)
_LABELS = {"stage": "How far it got", "outcome": "What came of it"}
_SAME = "seeker, company and role are the same"
_MOST_SHOWN = 5
_LAST = "told_apart"
_SHOWN = "merged_shown"


def draw_merged(workspace: Workspace, snapshot: Snapshot) -> None:
    """Draw every pair that counts once, and those that were told apart; nothing where there are none."""
    pairs = snapshot.rows(PAIRS)
    apart = load_decisions(workspace).told_apart
    if pairs.is_empty() and not apart:
        return
    st.markdown("#### The same application in two trackers")
    _offer_undo(workspace)
    if not pairs.is_empty():
        once = "application is" if pairs.height == 1 else "applications are"
        st.caption(
            f"{pairs.height:,} {once} in two trackers and counted once. What only one of them says is taken from it. "
            f"Rows are one when {_SAME} and the dates of applying are at most {DAYS_APART} days apart, or missing "
            "where no other row could be meant."
        )
    shown = st.session_state.get(_SHOWN, _MOST_SHOWN)
    drawn = pairs.head(shown)
    names = [*drawn["application_id"], *drawn["merged_application_id"]]
    sides = {row["application_id"]: row for row in snapshot.rows(SIDES, names=names).iter_rows(named=True)}
    for pair in drawn.iter_rows(named=True):
        _draw(workspace, pair, sides)
    hidden = pairs.height - shown
    if hidden > 0 and st.button(f"Show {min(hidden, _MOST_SHOWN)} more", key="merged_more"):
        st.session_state[_SHOWN] = shown + _MOST_SHOWN
        st.rerun()
    if apart:
        _draw_told_apart(workspace)


def _draw(workspace: Workspace, pair: Mapping[str, Any], sides: Mapping[str, Mapping[str, Any]]) -> None:
    names = (pair["application_id"], pair["merged_application_id"])
    with st.container(border=True, key=f"merged_{names[1]}"):
        st.markdown(f"**{escaped(' · '.join(part for part in (pair['company'], pair['role']) if part))}**")
        st.caption(escaped(why_merged(pair)))
        table = side_by_side(sides[names[0]], sides[names[1]], load_vocabulary())
        st.dataframe(table, hide_index=True, height="content", placeholder="", key=f"merged_rows_{names[1]}")
        if st.button("They are two applications", key=f"apart_{names[1]}"):
            _decide(tell_apart, workspace, names[1], last=names[1])


def _draw_told_apart(workspace: Workspace) -> None:
    pairs = list(told_apart(workspace).iter_rows(named=True))
    with st.expander(f"Told apart by you: {counted(len(pairs), 'pair')}"):
        for pair in pairs:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{_side(pair, '')} and {_side(pair, 'other_')}")
                key = f"together_{pair['application_id']}_{pair['other_application_id']}"
                if st.button("Let the rule decide again", key=key):
                    _decide(put_together, workspace, pair["application_id"], last=None)


def _side(pair: Mapping[str, Any], side: str) -> str:
    if pair[f"{side}tracker"] is None:
        return escaped(f"{pair[f'{side}application_id']}, which is in no tracker any more")
    told = [pair[f"{side}{name}"] for name in ("company", "role")]
    return escaped(f"{', '.join(part for part in told if part)} in {pair[f'{side}tracker']}")


def _offer_undo(workspace: Workspace) -> None:
    last = st.session_state.get(_LAST)
    if last is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("They are two applications from now on, in later uploads too.")
        if st.button("Undo", key="apart_undo"):
            _decide(put_together, workspace, last, last=None)


def _decide(change: Callable[..., object], workspace: Workspace, name: str, *, last: str | None) -> None:
    def do(tell: Progress) -> Outcome:
        change(workspace, [name], progress=tell)
        return Outcome()

    def on_end(outcome: Outcome) -> None:
        if not outcome.errors:
            st.session_state[_LAST] = last

    start(workspace, "Putting the tables together", do, on_end)


def why_merged(pair: Mapping[str, Any]) -> str:
    """Why two rows are one application.

    >>> why_merged({"rule": "days apart", "days_apart": 2})
    'Counted once: seeker, company and role are the same, and the dates of applying are 2 days apart.'
    """
    days = {
        "same day": "they were applied to on the same day",
        "days apart": f"the dates of applying are {counted(pair['days_apart'] or 0, 'day')} apart",
        "one date missing": "one of them has no date of applying, and no other row could be meant",
        "no date": "neither has a date of applying, and no other row could be meant",
    }[pair["rule"]]
    return f"Counted once: {_SAME}, and {days}."


def side_by_side(stays: Mapping[str, Any], merged: Mapping[str, Any], vocabulary: Vocabulary) -> pl.DataFrame:
    """Both rows, a line for each thing that either says, in words.

    Args:
        stays: The row of ``applications`` that stays.
        merged: The row that is merged into it.
        vocabulary: The names of fields.
    """
    heads = [f"In {stays['tracker']} (stays)", f"In {merged['tracker']} (merged into it)"]
    rows = [
        {"": _label(name, vocabulary), **dict(zip(heads, values, strict=True))}
        for name in _FIELDS
        if any(values := [_in_words(name, side[name]) for side in (stays, merged)])
    ]
    places = [f"import {side['import_id']}, row {side['row_number']}" for side in (stays, merged)]
    rows.append({"": "Where it stands", **dict(zip(heads, places, strict=True))})
    return pl.DataFrame(rows, schema=dict.fromkeys(["", *heads], pl.String))


def _label(name: str, vocabulary: Vocabulary) -> str:
    return _LABELS.get(name) or vocabulary.fields[name].label


def _in_words(name: str, value: Any) -> str | None:
    if isinstance(value, date):
        return day_in_words(value)
    if name in {"stage", "outcome"}:
        return label(value)
    return None if value is None else str(value)
