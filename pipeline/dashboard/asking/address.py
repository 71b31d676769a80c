"""A link to a query: the page's address holds its text, the values of its parameters and the limit.

Whoever opens it finds all of that in the fields. Nothing runs before they say so: the text is a stranger's until it
has been read.
"""

from collections.abc import Mapping

import streamlit as st

from pipeline.dashboard.asking.code_editor import fill_editor
from pipeline.warehouse.questions import Value

MOST_CHARACTERS = 6_000
"""Of a query in the address; some browsers, proxies and mail programs cut longer addresses."""

_TEXT, _LIMIT, _VALUE = "sql", "limit", "value."
_SEEN, _VALUES, _IS_UNREAD = "sql_address", "sql_linked_values", "sql_is_unread"


def take_link(limits: tuple[int, ...], limit_key: str) -> None:
    """Put what the address holds into the fields, once for each link."""
    text = st.query_params.get(_TEXT)
    if not text or text == st.session_state.get(_SEEN):
        return
    st.session_state[_SEEN] = text
    st.session_state[_IS_UNREAD] = True
    st.session_state[_VALUES] = {
        name.removeprefix(_VALUE): value for name, value in st.query_params.items() if name.startswith(_VALUE)
    }
    fill_editor(text)
    limit = st.query_params.get(_LIMIT, "")
    if limit.isdigit() and int(limit) in limits:
        st.session_state[limit_key] = int(limit)


def linked_values() -> Mapping[str, str]:
    """The values that came with the link, by parameter, as text."""
    values: dict[str, str] = st.session_state.get(_VALUES, {})
    return values


def is_unread() -> bool:
    """Whether the query came with a link, and has not been run since."""
    return bool(st.session_state.get(_IS_UNREAD))


def keep_link(sql: str, values: Mapping[str, Value], limit: int) -> None:
    """Let the address hold a query that was asked; one that is too long for an address is left out of it."""
    st.session_state[_IS_UNREAD] = False
    wanted = {} if len(sql) > MOST_CHARACTERS else {_TEXT: sql, _LIMIT: str(limit)}
    if wanted:
        wanted |= {f"{_VALUE}{name}": _as_text(value) for name, value in values.items()}
    st.session_state[_SEEN] = wanted.get(_TEXT)
    for name in list(st.query_params):
        if _is_ours(name) and name not in wanted:
            del st.query_params[name]
    for name, value in wanted.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def _is_ours(name: str) -> bool:
    return name in (_TEXT, _LIMIT) or name.startswith(_VALUE)


def _as_text(value: Value) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
