"""What there is to do this week: asks and nudges, next actions that are due, and steps that were promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, day_in_words, label

# An action without a day may be due at any time, so it is there until the application ends
_ACTIONS = """
select company, next_action, next_action_date, next_action_date < scope.as_of_date as is_overdue
from stg_applications
cross join scope
where
    next_action is not null
    and not is_closed
    and (next_action_date is null or next_action_date <= scope.as_of_date + 7)
order by next_action_date nulls last, company
"""

_STEPS = """
select company, next_step, feedback_date
from stg_feedback
where next_step is not null and next_step_done_date is null
order by feedback_date nulls last, company
"""


@dataclass(frozen=True)
class ToDo:
    """One list of things to do, the most urgent first."""

    title: str
    things: tuple[str, ...]
    nothing: str


def this_week(snapshot: Snapshot) -> tuple[ToDo, ToDo, ToDo]:
    """The three lists, from the views."""
    asks = snapshot.rows("select * from open_asks order by place")
    actions, steps = snapshot.rows(_ACTIONS), snapshot.rows(_STEPS)
    return (
        ToDo(
            "Ask for feedback",
            tuple(_ask(row) for row in asks.iter_rows(named=True)),
            "Nobody to ask and nobody to remind right now.",
        ),
        ToDo(
            "Next actions",
            tuple(_action(row) for row in actions.iter_rows(named=True)),
            "No open application has a next action that is due.",
        ),
        ToDo(
            "Steps you promised yourself",
            tuple(_step(row) for row in steps.iter_rows(named=True)),
            "Every next step that you wrote down is done.",
        ),
    )


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
