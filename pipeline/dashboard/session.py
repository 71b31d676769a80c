"""Which data this browser session looks at: whose workspace, its published version, and the rows of its views.

Every rerun asks again which version is published, so an import is seen at the next interaction, while a session in
the middle of a rerun keeps reading the version it began with: versions never change.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getfile
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import platformdirs
import polars as pl
import streamlit as st

from pipeline.demo import load_samples
from pipeline.warehouse.connect import EVERYTHING, Scope, fetch, open_version, with_whole_numbers
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, default_home, open_workspace
from pipeline.workspace import current_version as current_name

OWN, SAMPLE = "own", "sample"
"""What the address can say about whose data a demo shows."""

Made = TypeVar("Made")
Given = ParamSpec("Given")

_DATA = "data"
_SNAPSHOT = "snapshot"


@dataclass(frozen=True)
class Snapshot:
    """A published version and what of it is looked at."""

    version: Path
    scope: Scope = EVERYTHING

    def rows(self, query: str, **params: Any) -> pl.DataFrame:
        """The rows of a query on the views, within the scope."""
        return _rows(str(self.version), self.scope, query, params)

    def made(
        self, make: Callable[Concatenate["Snapshot", Given], Made], *args: Given.args, **given: Given.kwargs
    ) -> Made:
        """What a function makes of the rows, made once; it is shared, so nobody changes it.

        Args:
            make: A function of a module, given this and the rest.
            args: What else it is given.
            given: What else it is given by name.
        """
        name = f"{getfile(make)} {make.__qualname__}"  # a page's functions all say that they are of "__main__"
        made: Made = _made(self, name, args, given, make)
        return made


def current_snapshot() -> Snapshot:
    """What the running page looks at; the entry script has put it there."""
    snapshot: Snapshot = st.session_state[_SNAPSHOT]
    return snapshot


def is_behind(workspace: Workspace) -> bool:
    """Whether another version was published since the running page began."""
    return current_snapshot().version.stem != current_name(workspace)


def look_at(snapshot: Snapshot) -> None:
    """Let the page that runs next look at this."""
    st.session_state[_SNAPSHOT] = snapshot


def is_demo() -> bool:
    """Whether the server was started to show the sample data."""
    return os.environ.get("DEBRIEF_DEMO") == "1"


def is_sample() -> bool:
    """Whether this session looks at the sample data."""
    return _wanted_data() == SAMPLE


def has_changed_data() -> bool:
    """Whether the address has just turned this session from the sample to the user's own data, or back."""
    wanted = st.query_params.get(_DATA)
    return wanted in (OWN, SAMPLE) and wanted != st.session_state.get(_DATA, _first_data())


def _first_data() -> str:
    """What a session looks at until it says otherwise."""
    return SAMPLE if is_demo() else OWN


def _wanted_data() -> str:
    """Whose data this session looks at; the address says so, and the session remembers where it does not."""
    wanted = st.query_params.get(_DATA)
    if wanted in (OWN, SAMPLE):
        st.session_state[_DATA] = wanted
    remembered: str = st.session_state.get(_DATA, _first_data())
    return remembered


def own_home() -> Path:
    """The user's own home while the server's home is the demo's; ``DEBRIEF_OWN_HOME`` names another."""
    named = os.environ.get("DEBRIEF_OWN_HOME")
    return Path(named) if named else platformdirs.user_data_path("debrief", appauthor=False)


def current_workspace() -> Workspace:
    """The workspace this session works in.

    Raises:
        WorkspaceError: Its folder cannot be used.
    """
    wanted = _wanted_data()
    if wanted != _first_data():
        st.query_params[_DATA] = wanted  # so that a reload stays here
    if is_demo():
        return open_workspace(own_home() if wanted == OWN else default_home())
    return open_workspace(_sample_home() if wanted == SAMPLE else default_home())


@st.cache_resource(show_spinner="Loading the sample …")
def _sample_home() -> Path:
    """A throw-away home with the samples, for looking around outside a demo; it goes when the server does."""
    home = Path(tempfile.mkdtemp(prefix="debrief-sample-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    load_samples(open_workspace(home))
    return home


def current_version(workspace: Workspace) -> Path:
    """The file of the published version, built first when there is none yet or its makings changed."""
    return ensure_built(workspace)


# No closing on release: a connection that another session still reads through lives until that read has ended.
@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(version: str) -> duckdb.DuckDBPyConnection:
    return open_version(Path(version))


# At the end of the process DuckDB complains about connections that are still around.
atexit.register(_connection.clear)


# The rows themselves and no copy of them, which would take longer to make than a chart: nobody changes rows in place.
@st.cache_resource(max_entries=256, show_spinner=False)
def _rows(version: str, scope: Scope, query: str, params: dict[str, Any]) -> pl.DataFrame:
    return with_whole_numbers(fetch(_connection(version), query, scope, **params))


@st.cache_resource(max_entries=32, show_spinner=False)
def _made(
    snapshot: Snapshot,
    name: str,  # noqa: ARG001  # part of the cache's key: what is made
    args: tuple[Any, ...],
    given: Mapping[str, Any],
    _make: Callable[..., Any],
) -> Any:
    return _make(snapshot, *args, **given)


def forget_rows() -> None:
    """Let go of everything that is kept in memory of any version, as when it was erased."""
    for kept in (_made, _rows, _connection):
        kept.clear()
