"""What there is to do this week: asks and nudges, next actions that are due, and steps that were promised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.dashboard.queries import DUE_ACTIONS, OPEN_ASKS, PROMISED_STEPS
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, day_in_words, label

_MOST_TOLD = 200
"""Of each list: nobody does more in a week, and a browser is sent all of them with every run of the page."""


@dataclass(frozen=True)
class ToDo:
    """One list of things to do, the most urgent first.

    Attributes:
        title: What is to do.
        things: Each thing in words; of very many the first.
        count: How many there are in all.
        view: The view that has all of them.
        nothing: What is said when there is none.
    """

    title: str
    things: tuple[str, ...]
    count: int
    view: str
    nothing: str


def this_week(snapshot: Snapshot) -> tuple[ToDo, ToDo, ToDo]:
    """The three lists, from the views."""
    asks, actions, steps = (snapshot.rows(query) for query in (OPEN_ASKS, DUE_ACTIONS, PROMISED_STEPS))
    return (
        ToDo(
            "Ask for feedback",
            _told(asks, _ask),
            asks.height,
            "open_asks",
            "Nobody to ask and nobody to remind right now.",
        ),
        ToDo(
            "Next actions",
            _told(actions, _action),
            actions.height,
            "open_applications",
            "No open application has a next action that is due.",
        ),
        ToDo(
            "Steps you promised yourself",
            _told(steps, _step),
            steps.height,
            "stg_feedback",
            "No step that you wrote down is still to do.",
        ),
    )


def _told(rows: pl.DataFrame, say: Callable[[Mapping[str, Any]], str]) -> tuple[str, ...]:
    return tuple(say(row) for row in rows.head(_MOST_TOLD).iter_rows(named=True))


def _ask(row: Mapping[str, Any]) -> str:
    company = row["company"] or "A company not written down"
    if row["action"] == "nudge":
        return f"{company}: ask again, {counted(row['days_since'], 'day')} without an answer"
    how = label(row["suggested_channel"])
    way = how.lower() if how == "In person" else f"by {how.lower()}"
    return f"{company}: ask {way}, reached {label(row['stage']).lower()}"


def _action(row: Mapping[str, Any]) -> str:
    day = row["next_action_date"]
    when = "" if day is None else f", {'was due' if row['is_overdue'] else 'by'} {day_in_words(day)}"
    return f"{row['company'] or 'A company not written down'}: {row['next_action']}{when}"


def _step(row: Mapping[str, Any]) -> str:
    told = "" if row["feedback_date"] is None else f", since {day_in_words(row['feedback_date'])}"
    about = f" ({row['company']}{told})" if row["company"] else ""
    return f"{row['next_step']}{about}"
