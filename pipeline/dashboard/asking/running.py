"""Running a user's SQL: only ever in the console's locked child process."""

import atexit
import re
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pipeline.dashboard.session import Snapshot
from pipeline.errors import QueryRefusedError
from pipeline.warehouse.console import Console, Result
from pipeline.warehouse.questions import Value

SECONDS = 10.0
"""How long a query may take; a person who waits longer has forgotten the question."""

_NOT_A_PARAMETER = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True)
class Asked:
    """A query as it was asked.

    Attributes:
        sql: Its text.
        params: Values of its ``$name`` parameters.
        limit: The most rows to return; None for all.
        is_explained: Whether its plan is wanted in place of its rows.
    """

    sql: str
    params: Mapping[str, Value]
    limit: int | None
    is_explained: bool = False


@dataclass(frozen=True)
class Answered:
    """A query, where it was asked, and its result or why there is none."""

    asked: Asked
    snapshot: Snapshot
    outcome: Result | QueryRefusedError


def parameter_names(sql: str) -> list[str]:
    """The names of a query's ``$name`` parameters, in order; those inside texts and comments are none.

    >>> parameter_names("select $a, '$b' from t -- $c")
    ['a']
    """
    return list(dict.fromkeys(_PARAMETER.findall(_NOT_A_PARAMETER.sub("", sql))))


def get_ready() -> None:
    """Start the spare child while the person is still writing."""
    _console()


def run(asked: Asked, snapshot: Snapshot) -> Answered:
    """Run a query on what the session looks at."""
    try:
        result = _console().run(
            snapshot.version,
            f"explain {asked.sql}" if asked.is_explained else asked.sql,
            params=asked.params,
            scope=snapshot.scope,
            limit=asked.limit,
            timeout=SECONDS,
        )
    except QueryRefusedError as refusal:
        return Answered(asked, snapshot, refusal)
    return Answered(asked, snapshot, result)


@st.cache_resource(show_spinner=False, on_release=Console.close)
def _console() -> Console:
    return Console(keep_spare=True)


# The spare child ends with the server; otherwise it would wait for a request that never comes.
atexit.register(_console.clear)
