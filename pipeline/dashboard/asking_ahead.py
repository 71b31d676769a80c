"""What Home will ask is asked in the background once an import has ended, so that the first look at it is quick."""

import logging
import threading

import duckdb

from pipeline.dashboard.queries import HOME
from pipeline.dashboard.session import Snapshot
from pipeline.errors import DebriefError
from pipeline.workspace import Workspace, current_version

_LOG = logging.getLogger(__name__)


def ask_ahead(workspace: Workspace, snapshot: Snapshot) -> threading.Thread:
    """Begin to ask; the page goes on meanwhile, and one that asks the same waits for that answer only.

    It ends early, after the query that is under way, when another version is published or the server ends.

    Args:
        workspace: Where the version is published.
        snapshot: What will be looked at.
    """
    # No daemon: a thread that is cut off within DuckDB takes the whole process down with it
    asking = threading.Thread(target=_ask, args=(workspace, snapshot), name="asking ahead", daemon=False)
    asking.start()
    return asking


def _ask(workspace: Workspace, snapshot: Snapshot) -> None:
    try:
        for query in HOME:
            if not threading.main_thread().is_alive() or current_version(workspace) != snapshot.version.stem:
                return
            snapshot.rows(query)
    except (DebriefError, duckdb.Error) as error:
        # Nobody has asked for this yet; whoever does is told the same by the page
        _LOG.info("asking ahead ended early: %s", error)
