"""Form fields for a query's parameters: a day, a choice out of the data, or free text, by what the default shows."""

from datetime import date

import streamlit as st

from pipeline.dashboard.choosing import offered
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.questions import Param, Value, typed

_OUT_OF_THE_DATA = {
    "channel": "select distinct ask_channel from stg_feedback where ask_channel is not null order by 1",
    "company": "select distinct company from stg_applications where company is not null order by lower(company)",
    "seeker": "select distinct seeker from stg_applications order by 1",
    "source": "select distinct source from stg_applications where source is not null order by 1",
    "stage": "select stage from stages order by stage_rank",
    "theme": "select theme_id from themes order by 1",
}
"""Parameter names whose values are known, and the query for them."""


def draw_param(name: str, known: Param | None, snapshot: Snapshot, key: str, *, given: str | None = None) -> Value:
    """Draw the field of one parameter; returns what stands in it.

    Args:
        name: The parameter's name.
        known: What is known about it.
        snapshot: Where choices come from.
        key: The field's key.
        given: A value that a link brought, which goes before the default.
    """
    title, meaning = escaped(f"${name}"), escaped(known.meaning) if known else None
    default = "" if known is None or known.default is None else str(known.default)
    first = default if given is None else given
    if query := _OUT_OF_THE_DATA.get(name):
        found = [str(value) for value in snapshot.rows(query).to_series()]
        choices = list(dict.fromkeys([*([first] if first else []), *offered(found, st.session_state.get(key))]))
        return st.selectbox(title, choices, help=meaning, key=key, accept_new_options=True)
    if (day := _day(first)) is not None or name.endswith(("_date", "day")):
        chosen = st.date_input(title, value=day, format="YYYY-MM-DD", help=meaning, key=key)
        return chosen.isoformat() if isinstance(chosen, date) else None
    return typed(st.text_input(title, value=first, help=meaning, key=key))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
