"""Running a user's SQL: only ever in the console's locked child process, in the background when it takes long."""

import atexit
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pipeline.dashboard.session import Snapshot
from pipeline.errors import QueryRefusedError
from pipeline.warehouse.console import Console, Result, Stop
from pipeline.warehouse.questions import Value

SECONDS = 30.0
"""How long a query may take unless it is cancelled; as long as at the shell."""

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
    """A query, where it was asked, and its result or why there is none.

    Attributes:
        asked: The query.
        snapshot: What it was asked of.
        outcome: Its rows, or why there are none.
        seconds: How long that took.
        is_cancelled: Whether the person ended it.
    """

    asked: Asked
    snapshot: Snapshot
    outcome: Result | QueryRefusedError
    seconds: float
    is_cancelled: bool = False

    @property
    def has_rows(self) -> bool:
        """Whether there is a result, and not a reason why there is none."""
        return isinstance(self.outcome, Result)


class Job(threading.Thread):
    """A query on its way, which can be cancelled."""

    def __init__(self, asked: Asked, snapshot: Snapshot) -> None:
        super().__init__(daemon=True)
        self.asked = asked
        self.snapshot = snapshot
        self._console = _console()
        self._stop_sign = Stop()
        self._asked_at = time.monotonic()
        self._answered: Answered | None = None
        self._defect: Exception | None = None

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return time.monotonic() - self._asked_at

    def run(self) -> None:
        """Ask, and keep what comes of it."""
        try:
            self._answered = self._ask()
        except Exception as defect:  # noqa: BLE001  # raised again where it is seen
            self._defect = defect

    def cancel(self) -> None:
        """End it now."""
        self._stop_sign.ask()
        self.join(1)

    def answered(self) -> Answered:
        """What came of it, once it is over; a defect of ours is raised."""
        if self._defect:
            raise self._defect
        if self._answered is None:
            raise RuntimeError("the query is not over")
        return self._answered

    def _ask(self) -> Answered:
        asked = self.asked
        outcome: Result | QueryRefusedError
        try:
            outcome = self._console.run(
                self.snapshot.version,
                f"explain {asked.sql}" if asked.is_explained else asked.sql,
                params=asked.params,
                scope=self.snapshot.scope,
                limit=asked.limit,
                timeout=SECONDS,
                stop=self._stop_sign,
            )
        except QueryRefusedError as refusal:
            outcome = refusal
        return Answered(asked, self.snapshot, outcome, self.seconds, self._stop_sign.is_asked)


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
    """Run a query on what the session looks at, and wait for it."""
    job = Job(asked, snapshot)
    job.run()
    return job.answered()


@st.cache_resource(show_spinner=False, on_release=Console.close)
def _console() -> Console:
    return Console(keep_spare=True)


# The spare child ends with the server; otherwise it would wait for a request that never comes.
atexit.register(_console.clear)
