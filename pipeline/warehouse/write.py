"""Writing a version's file: under another name first, checked, then renamed, so that a version's file is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipeline.warehouse.views import checks
from pipeline.workspace import PRIVATE_FILE


class BrokenPromiseError(AssertionError):
    """A build broke one of its own checks: a defect of ours, so it keeps its traceback."""


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """The path to write a version to; it gets its name when all went well, and is removed when not."""
    building = path.with_suffix(".building")
    building.unlink(missing_ok=True)
    try:
        yield building
    except BaseException:
        building.unlink(missing_ok=True)
        raise
    building.chmod(PRIVATE_FILE)
    building.replace(path)


def insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Add a frame's rows to a table, column by column name; columns that the table does not have are left out."""
    description = connection.execute(f"describe {name}").fetchall()
    columns = [str(row[0]) for row in description]
    connection.register("incoming", frame.select(columns))
    connection.execute(f"insert into {name} by name select * from incoming").fetchall()
    connection.unregister("incoming")


def require_kept_promises(connection: duckdb.DuckDBPyConnection) -> None:
    """Run every fatal check.

    Raises:
        BrokenPromiseError: One of them returns rows.
    """
    for check in checks():
        if check.is_fatal and (rows := connection.execute(check.sql).fetchmany(5)):
            raise BrokenPromiseError(f"{check.name}: {check.promise} Broken by: {rows}")
