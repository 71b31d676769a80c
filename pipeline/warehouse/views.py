"""The relations of ``sql/``: their documentation, their derived order, and putting them into a database.

A file's stem is the relation's name, its folder is the layer, and its header documents it: the first line is the
grain, ``-- column: meaning`` lines are the columns, the rest is the description. The body of a view is a bare
select, so that it runs when pasted into the SQL page.
"""

import graphlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb

from pipeline.errors import UsageError, nearest_name
from pipeline.resources import resource

Layer = Literal["tables", "staging", "marts"]
LAYERS: tuple[Layer, ...] = ("tables", "staging", "marts")

_COLUMN = re.compile(r"^([a-z][a-z0-9_]*): (.+)$")


@dataclass(frozen=True)
class Relation:
    """A table or view: what one row is, what its columns mean, and the SQL that makes it.

    Attributes:
        name: The relation's name, which is the file's stem.
        layer: tables, staging or marts.
        grain: What one row is.
        description: The rest of the header's prose; empty when there is none.
        columns: Column name to meaning, in the order of the relation.
        sql: The file's body, without its header.
    """

    name: str
    layer: Layer
    grain: str
    description: str
    columns: Mapping[str, str]
    sql: str

    @property
    def is_table(self) -> bool:
        """Whether it is stored, and not computed when read."""
        return self.layer == "tables"

    def as_dict(self) -> dict[str, object]:
        """Its documentation as JSON-ready values."""
        return {
            "name": self.name,
            "layer": self.layer,
            "grain": self.grain,
            "description": self.description,
            "columns": [{"name": name, "meaning": meaning} for name, meaning in self.columns.items()],
        }


@dataclass(frozen=True)
class Check:
    """A query for bad rows: any row it returns breaks the promise that its first line states.

    Attributes:
        name: The file's stem.
        promise: What holds of every row, in a sentence.
        remedy: What to do about a row of which it does not hold.
        is_fatal: Whether a build stops for it.
        sql: The query.
    """

    name: str
    promise: str
    remedy: str
    is_fatal: bool
    sql: str


def read_relation(path: Path, layer: Layer) -> Relation:
    """Read one SQL file with its header."""
    header, body = split_header(path.read_text(encoding="utf-8"))
    columns: dict[str, str] = {}
    prose: list[str] = []
    for line in header[1:]:
        if match := _COLUMN.match(line):
            columns[match[1]] = match[2]
        elif line.startswith("    ") and columns:
            last = next(reversed(columns))
            columns[last] = f"{columns[last]} {line.strip()}"
        elif line:
            prose.append(line)
    return Relation(path.stem, layer, header[0], " ".join(prose), columns, body)


def split_header(text: str) -> tuple[list[str], str]:
    """The comment lines at the top of an SQL file, without their dashes, and what follows them."""
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line.removeprefix("--").removeprefix(" ") for line in lines[:end]], "\n".join(lines[end:]).strip()


@cache
def relations() -> tuple[Relation, ...]:
    """Every relation, each after those it reads: tables first, then views in an order derived from their SQL."""
    found = [read_relation(path, layer) for layer in LAYERS for path in sorted(resource("sql", layer).glob("*.sql"))]
    tables = [relation for relation in found if relation.is_table]
    views = {relation.name: relation for relation in found if not relation.is_table}
    with duckdb.connect() as connection:
        graph = {name: tables_read(connection, view.sql) & views.keys() - {name} for name, view in views.items()}
    order = graphlib.TopologicalSorter(graph).static_order()
    return (*tables, *(views[name] for name in order))


def find_relation(name: str) -> Relation:
    """The table or view of that name.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    known = {relation.name: relation for relation in relations()}
    if name not in known:
        near = nearest_name(name, known)
        raise UsageError(
            f"There is no table or view called {name!r}.",
            remedy=f"Did you mean {near!r}?" if near else "`debrief views` lists them.",
        )
    return known[name]


def tables_read(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """The names a select reads from, as DuckDB's own parser sees them; names of its CTEs are among them."""
    row = connection.execute("select json_serialize_sql(?)", [sql]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if tree["error"]:
        raise ValueError(f"not a select: {tree.get('error_message')}\n{sql}")
    return set(_base_tables(tree))


def _base_tables(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield str(node["table_name"])
        for child in node.values():
            yield from _base_tables(child)
    elif isinstance(node, list):
        for child in node:
            yield from _base_tables(child)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table, empty, with its comments."""
    with _at_once(connection):
        for table in relations():
            if table.is_table:
                connection.execute(table.sql).fetchall()
                _comment(connection, table)


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every view, with its comments; the tables must be there."""
    with _at_once(connection):
        for view in relations():
            if not view.is_table:
                connection.execute(f"create view {view.name} as\n{view.sql}").fetchall()
                _comment(connection, view)


@contextmanager
def _at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction, since hundreds of statements that are each written out by themselves take twice as long."""
    connection.begin()
    yield
    connection.commit()


def _comment(connection: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    kind = "table" if relation.is_table else "view"
    statements = [f"comment on {kind} {relation.name} is {_quoted(relation.grain)}"]
    statements += [
        f"comment on column {relation.name}.{column} is {_quoted(meaning)}"
        for column, meaning in relation.columns.items()
    ]
    connection.execute(";\n".join(statements)).fetchall()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def checks() -> tuple[Check, ...]:
    """Every check of ``sql/checks/``; a name that starts with ``fail_`` is one that stops a build."""
    found: list[Check] = []
    for path in sorted(resource("sql", "checks").glob("*.sql")):
        header, body = split_header(path.read_text(encoding="utf-8"))
        promise, remedy = " ".join(header).split(" remedy: ")
        found.append(Check(path.stem, promise, remedy, path.stem.startswith("fail_"), body))
    return tuple(found)


def data_dictionary(documented: Sequence[Relation]) -> str:
    """The relations and their columns as Markdown."""
    parts = ["# Data dictionary", "", "Made from the headers of the files in `sql/` by `make docs`.", ""]
    for relation in documented:
        kind = "table" if relation.is_table else "view"
        parts += [
            f"## `{relation.name}`",
            "",
            f"{kind.capitalize()}, `sql/{relation.layer}/{relation.name}.sql`.",
        ]
        parts += [" ".join(part for part in (relation.grain, relation.description) if part), ""]
        parts += ["| column | meaning |", "| --- | --- |"]
        parts += [
            f"| `{column}` | {meaning.replace('|', '&#124;')} |" for column, meaning in relation.columns.items()
        ]
        parts.append("")
    return "\n".join(parts)
