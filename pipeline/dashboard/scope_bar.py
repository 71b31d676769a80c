"""The scope bar: whose search, from when to when, which source; on every page, and kept in the address."""

from dataclasses import replace
from datetime import date

import streamlit as st

from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, day_in_words
from pipeline.warehouse.connect import Scope

_KEYS = ("seeker", "from", "to", "source")
"""Widget keys, which are also the names in the address."""


def scope_bar(everything: Snapshot) -> Scope:
    """Draw the bar in the sidebar; returns the chosen scope.

    Args:
        everything: The version, not limited, for what there is to choose from.
    """
    if everything.rows("select count(*) as n from imports")["n"][0] == 0:
        return everything.scope
    people = seekers(everything)
    sources = _choices(everything, "source")
    with st.sidebar:
        st.subheader("Look at", anchor=False)
        seeker = _choose("Whose search", "seeker", people, "Everyone") if len(people) > 1 else None
        with st.popover(_days_in_words(), width="stretch"):
            from_date = _choose_day("From", "from")
            to_date = _choose_day("To", "to")
        source = _choose("Source", "source", sources, "Every source") if sources else None
        scope = replace(everything.scope, seeker=seeker, from_date=from_date, to_date=to_date, source=source)
        if scope.is_limited:
            st.button("Look at everything", key="reset_scope", on_click=reset_scope, width="stretch")
        if from_date and to_date and from_date > to_date:
            st.warning("The first day is after the last, so nothing can be found.")
        _say_as_of(everything)
    return scope


def seekers(everything: Snapshot) -> list[str]:
    """Everybody whose search is on record."""
    return _choices(everything, "seeker")


def reset_scope() -> None:
    """Limit nothing any more."""
    for key in _KEYS:
        if key in st.session_state:
            st.session_state[key] = None


def _choices(everything: Snapshot, column: str) -> list[str]:
    rows = everything.rows(f"select distinct {column} from stg_applications where {column} is not null order by 1")
    found = set(rows[column])
    if column == "seeker":
        found |= set(everything.rows("select distinct seeker from stg_feedback")["seeker"])
    return sorted(found, key=str.casefold)


def _choose(title: str, key: str, choices: list[str], everything: str) -> str | None:
    if st.session_state.get(key) not in (None, *choices):
        del st.session_state[key]
    return st.selectbox(
        title, [None, *choices], format_func=lambda choice: choice or everything, key=key, bind="query-params"
    )


def _choose_day(title: str, key: str) -> date | None:
    return st.date_input(
        title,
        value=None,
        min_value=date(1990, 1, 1),
        max_value=date(2100, 1, 1),
        format="YYYY-MM-DD",
        key=key,
        bind="query-params",
    )


def _days_in_words() -> str:
    """What the button says under which the days are chosen; what was chosen is known before it is drawn."""
    from_date, to_date = (st.session_state.get(key) for key in ("from", "to"))
    if from_date and to_date:
        return f"Days: {day_in_words(from_date)} to {day_in_words(to_date)}"
    if from_date:
        return f"Days: from {day_in_words(from_date)}"
    return f"Days: until {day_in_words(to_date)}" if to_date else "Days: all"


def _say_as_of(everything: Snapshot) -> None:
    row = everything.rows("select as_of_date, wait_days from scope").row(0, named=True)
    days = counted(row["wait_days"], "day")
    st.caption(f"As of {day_in_words(row['as_of_date'])}. An ask without an answer is waiting for {days}.")
