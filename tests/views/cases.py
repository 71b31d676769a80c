"""A view's test is a folder: small tables as CSV files, ``expect.csv`` with the rows that must come out.

``scope.toml`` sets the scope's variables; a column that a table's file leaves out gets a plain default.
"""

import atexit
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.assemble import with_days
from pipeline.warehouse.connect import Scope, set_scope
from pipeline.warehouse.views import create_tables, create_views

CASES = Path(__file__).parent
AS_OF = "2026-06-30"

_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "applications": {"seeker": "me", "tracker": "t", "stage": "applied", "outcome": "open", "import_id": 1},
    "feedback": {"seeker": "me", "tracker": "t", "is_asked": "false", "has_response": "false", "import_id": 1},
    "theme_mentions": {"method": "codebook", "quote_start": 0, "quote_end": 1},
    "themes": {"definition": "as it says"},
    "stage_events": {"origin": "column"},
    "import_columns": {"import_id": 1},
}

_EVENTS = {
    "applications": ("applied", "closed", "first_response"),
    "feedback": ("asked", "responded"),
    "stage_events": ("event",),
}


@cache
def _blank() -> duckdb.DuckDBPyConnection:
    """Every table, empty, and every view, made once; at the end DuckDB complains about connections still around."""
    connection = duckdb.connect()
    create_tables(connection)
    create_views(connection)
    return connection


atexit.register(_blank.cache_clear)


def database(case: Path) -> duckdb.DuckDBPyConnection:
    """A database with the case's tables and every view, scoped as the case says.

    Its rows are those of a transaction that is never committed: they are gone, and were never seen by another case.
    """
    connection = _blank().cursor()
    connection.begin()
    connection.execute(
        "insert into imports values (1, 't', 'me', 't.csv', '', $day, true, 0, 0, 0, 0)", {"day": AS_OF}
    ).fetchall()
    for term in load_vocabulary().stages.values():
        connection.execute("insert into stages values (?, ?, ?)", [term.name, term.rank, term.label]).fetchall()
    for path in sorted(case.glob("*.csv")):
        if path.stem != "expect":
            _insert(connection, path)
    settings = case / "scope.toml"
    if settings.exists():
        set_scope(connection, Scope(**tomllib.loads(settings.read_text(encoding="utf-8"))))
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    table = path.stem
    frame = pl.read_csv(path, infer_schema=False)
    for name, default in _DEFAULTS.get(table, {}).items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(default).alias(name))
    if table in ("applications", "feedback") and "row_number" not in frame.columns:
        frame = frame.with_columns(pl.int_range(2, pl.len() + 2).alias("row_number"))
    for event in _EVENTS.get(table, ()):
        dates = pl.col(f"{event}_date") if f"{event}_date" in frame.columns else pl.lit(None, dtype=pl.String)
        frame = with_days(frame.with_columns(dates.str.to_date().alias(f"{event}_date")), event)
    known = [str(row[0]) for row in connection.execute(f"describe {table}").fetchall()]
    chosen = frame.select(name for name in known if name in frame.columns)
    connection.register("incoming", chosen)
    connection.execute(f"insert into {table} by name select * from incoming").fetchall()
    connection.unregister("incoming")
