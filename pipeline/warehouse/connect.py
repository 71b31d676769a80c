"""Open a published version read-only and ask it, limited to a scope."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.errors import WorkspaceError
from pipeline.settings import load_settings
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """What every view is limited to; None means everything. The fields are those of the view ``scope``."""

    seeker: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    source: str | None = None
    as_of_date: date | None = None
    wait_days: int | None = None

    @property
    def is_limited(self) -> bool:
        """Whether something is left out; the day that counts as today and the wait window leave nothing out."""
        return any(limit is not None for limit in (self.seeker, self.from_date, self.to_date, self.source))

    def variables(self) -> dict[str, str | int]:
        """The session variables to set: name to value, dates as ISO text, without what is not limited."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }


EVERYTHING = Scope()


def whole_scope(workspace: Workspace) -> Scope:
    """Everything in a workspace, with the wait window that its user has set.

    Raises:
        WorkspaceError: The settings cannot be read.
    """
    return Scope(wait_days=load_settings(workspace).wait_days)


def open_version(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a version's file read-only, with no way out of it.

    Raises:
        WorkspaceError: The file is damaged or not a database.
    """
    try:
        return duckdb.connect(
            str(path),
            read_only=True,
            config={
                "enable_external_access": "false",
                "autoload_known_extensions": "false",
                "autoinstall_known_extensions": "false",
                "python_enable_replacements": "false",
            },
        )
    except duckdb.Error as error:
        raise WorkspaceError(
            f"{path}: the database cannot be opened.",
            found=str(error).splitlines()[0],
            remedy="`debrief rebuild` makes it again from the kept uploads.",
        ) from error


def set_scope(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Limit every view of this connection; a cursor of its own needs a scope of its own."""
    for name, value in scope.variables().items():
        connection.execute(f"set variable {name} = $value", {"value": value}).fetchall()


def fetch(connection: duckdb.DuckDBPyConnection, sql: str, scope: Scope = EVERYTHING, **params: Any) -> pl.DataFrame:
    """Run one of our own queries on a cursor of its own, so that threads do not meet."""
    with connection.cursor() as cursor:
        set_scope(cursor, scope)
        frame: pl.DataFrame = cursor.sql(sql, params=params or None).pl()
        return frame


def with_whole_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with sums of whole numbers as whole numbers; DuckDB's are of 128 bits and arrive as decimals."""
    whole = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.Decimal) and dtype.scale == 0]
    return rows.with_columns(pl.col(whole).cast(pl.Int64))
