"""A database with every table and view and no row: what every version begins as.

Preparing the views takes most of the time of a small import, and comes to the same each time; so a process that
imports more than once, as the dashboard's does, prepares them once.
"""

import tempfile
from functools import cache
from pathlib import Path

import duckdb

from pipeline.warehouse.views import create_tables, create_views


def write_blank(path: Path) -> None:
    """Write a database without rows to a new file."""
    path.write_bytes(_blank())


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory(prefix="debrief-") as folder:
        path = Path(folder) / "blank.duckdb"
        with duckdb.connect(str(path)) as connection:
            create_tables(connection)
            create_views(connection)
            connection.execute("checkpoint").fetchall()
        return path.read_bytes()
