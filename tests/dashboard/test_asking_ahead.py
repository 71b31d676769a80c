"""After an import on the page Home's questions are asked ahead, in nobody's way and no longer than they serve."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.dashboard import session
from pipeline.dashboard.asking_ahead import ask_ahead
from pipeline.dashboard.queries import HOME, STAGES
from pipeline.dashboard.session import Snapshot
from pipeline.errors import WorkspaceError
from pipeline.warehouse import connect
from pipeline.warehouse.connect import whole_scope
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace
from tests.dashboard.conftest import OpenPage
from tests.dashboard.test_import_page import TRACKER, upload

ENDS_WHILE_ASKING = """
import sys, time
from pathlib import Path
import polars as pl
from pipeline.dashboard import session
from pipeline.dashboard.asking_ahead import ask_ahead
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import open_workspace

def slowly(*_, **__):
    time.sleep(0.5)
    print("asked", flush=True)
    return pl.DataFrame()

session.fetch = slowly
workspace = open_workspace(Path(sys.argv[1]))
ask_ahead(workspace, session.Snapshot(ensure_built(workspace)))
"""

AskedQueries = list[str]


@pytest.fixture(autouse=True)
def nothing_is_asked_ahead() -> None:
    """Here it is."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> AskedQueries:
    """What the database is asked from now on."""
    queries: AskedQueries = []
    _watch(monkeypatch, queries.append)
    return queries


@pytest.fixture
def workspace(empty_home: Path) -> Workspace:
    workspace = open_workspace(empty_home)
    import_file(Incoming(TRACKER, "jobs.csv"), workspace)
    return workspace


def _watch(monkeypatch: pytest.MonkeyPatch, look: Callable[[str], None]) -> None:
    fetch = connect.fetch

    def watched(connection: Any, query: str, *args: Any, **params: Any) -> pl.DataFrame:
        look(query)
        return fetch(connection, query, *args, **params)

    monkeypatch.setattr(session, "fetch", watched)


def _asking() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "asking ahead"]


def test_the_first_look_at_home_after_an_import_asks_nothing_anew(
    open_page: OpenPage, empty_home: Path, asked: AskedQueries
) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    assert not at.exception
    for thread in _asking():
        thread.join()
    assert set(HOME) <= set(asked)
    asked.clear()
    at.switch_page("pipeline/dashboard/pages/overview.py").run()
    assert not at.exception
    assert asked == []


def test_a_newer_version_ends_the_asking_for_the_older(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: AskedQueries = []

    def publish_another(query: str) -> None:
        asked.append(query)
        import_file(Incoming(TRACKER + b"Gamma,Cook,2026-05-07,Applied\n", "jobs.csv"), workspace)

    _watch(monkeypatch, publish_another)
    ask_ahead(workspace, Snapshot(ensure_built(workspace), whole_scope(workspace))).join()
    assert asked == [HOME[0]]


def test_what_cannot_be_asked_ahead_is_left_to_the_page(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_query: str) -> None:
        raise WorkspaceError("the database cannot be opened")

    snapshot = Snapshot(ensure_built(workspace), whole_scope(workspace))
    with monkeypatch.context() as patch:
        _watch(patch, broken)
        ask_ahead(workspace, snapshot).join()
    assert not snapshot.rows(STAGES).is_empty()


def test_a_server_that_ends_waits_for_the_query_under_way_only(workspace: Workspace) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDS_WHILE_ASKING, str(workspace.home)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["asked"]
