"""The locked process in which a stranger's SQL runs: one query, read-only, no files, no network, then it ends.

It reads one JSON request from standard input, writes the rows as an Arrow stream to standard output and one JSON
line about them to standard error. Opening a file read-only is no sandbox (a COPY could still overwrite that very
file), so the file system is switched off after opening, the configuration is locked, and the operating system
limits memory, processor time and file size, which DuckDB's own limits do not bound in all cases.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

if sys.platform != "win32":
    import resource

_LOCKS = (
    "set temp_directory = ''",
    "set max_temp_directory_size = '0B'",
    "set autoload_known_extensions = false",
    "set autoinstall_known_extensions = false",
    "set allow_community_extensions = false",
    "set allow_extension_repositories = 'forbidden'",
    "set allow_persistent_secrets = false",
    "set enable_external_access = false",
    "set disabled_filesystems = 'LocalFileSystem'",
    "set lock_configuration = true",
)

_EXPLAIN = re.compile(r"^\s*explain(\s+analyze)?(\s*\([^)]*\))?\s+", re.IGNORECASE)

# Types that Arrow or Polars cannot hold as they are; they are written as DuckDB writes them.
_AS_TEXT = re.compile(r"INTERVAL|MAP\(|UHUGEINT|BIT|UNION|TIME WITH TIME ZONE|UUID|ENUM|BIGNUM|VARIANT|GEOMETRY|NULL")

_BATCH_ROWS = 10_000


class Refused(Exception):  # noqa: N818  # it is a verdict on the query, not an error of the process
    """The text is not one query that reads."""


def check_statement(sql: str) -> None:
    """Refuse everything but exactly one SELECT or EXPLAIN of a SELECT.

    Raises:
        Refused: With the reason.
        duckdb.Error: The text does not parse.
    """
    statements = duckdb.extract_statements(sql)
    if not statements:
        raise Refused("There is no query here.")
    if len(statements) > 1:
        raise Refused(f"One query at a time, please; this is {len(statements)}.")
    kind = statements[0].type
    if kind == duckdb.StatementType.EXPLAIN and (match := _EXPLAIN.match(statements[0].query)):
        inner = duckdb.extract_statements(statements[0].query[match.end() :])
        kind = inner[0].type if len(inner) == 1 else kind
    if kind != duckdb.StatementType.SELECT:
        raise Refused(f"Only a query that reads may run here; this is {kind.name}.")


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Let the operating system bound this process; on Windows the parent's deadline is the only bound."""
    if sys.platform == "win32":
        return
    for name, most in (
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_CPU", cpu_seconds),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_CORE", 0),
    ):
        resource.setrlimit(getattr(resource, name), (most, most))


def open_locked(request: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open the version, scope it and lock it; the order matters."""
    connection = duckdb.connect(
        request["path"],
        read_only=True,
        config={
            "temp_directory": "",
            "memory_limit": f"{request['memory_mb']}MB",
            "threads": "2",
            "python_enable_replacements": "false",
            "allow_unsigned_extensions": "false",
        },
    )
    for name, value in request["variables"].items():
        connection.execute(f"set variable {name} = $value", {"value": value}).fetchall()
    for statement in _LOCKS:
        connection.execute(statement).fetchall()
    return connection


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run the request's query, write its rows to standard output, and say what they are."""
    sql, params = request["sql"].strip().rstrip(";"), request["params"] or None
    check_statement(sql)
    connection = open_locked(request)
    connection.execute(sql, params)
    columns = [(str(column[0]), str(column[1])) for column in connection.description or ()]
    if any(_AS_TEXT.search(kind) for _, kind in columns):
        connection.abort()
        connection.execute(_with_text_columns(sql, [kind for _, kind in columns]), params)
    reader: pa.RecordBatchReader = connection.to_arrow_reader(_BATCH_ROWS)
    fields = [reader.schema.field(place).with_name(f"c{place}") for place in range(len(columns))]
    schema = pa.schema(fields)
    rows, is_cut = 0, False
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as stream:
        for batch, is_last in _limited(reader, request["limit"], request["most_bytes"]):
            stream.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
            rows, is_cut = rows + batch.num_rows, is_last
    sys.stdout.flush()
    return {"columns": columns, "rows": rows, "truncated": is_cut}


def _with_text_columns(sql: str, kinds: list[str]) -> str:
    names = [f"c{place}" for place in range(len(kinds))]
    chosen = ", ".join(
        f"cast({name} as varchar) as {name}" if _AS_TEXT.search(kind) else name
        for name, kind in zip(names, kinds, strict=True)
    )
    return f"select {chosen} from (\n{sql}\n) as result({', '.join(names)})"


def _limited(
    reader: pa.RecordBatchReader, limit: int | None, most_bytes: int
) -> Iterator[tuple[pa.RecordBatch, bool]]:
    """The batches up to the limit, each with whether rows after it were left out."""
    rows = written = 0
    for batch in reader:
        room = None if limit is None else limit - rows
        kept = batch if room is None else batch.slice(0, room)
        rows, written = rows + kept.num_rows, written + kept.nbytes
        is_cut = kept.num_rows < batch.num_rows or written > most_bytes
        yield kept, is_cut
        if is_cut:
            return


def main() -> None:
    """Wait for one request, run it, answer, end."""
    request: dict[str, Any] = json.loads(sys.stdin.readline())
    limit_process(request["process_bytes"], request["cpu_seconds"])
    try:
        answer = run(request)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, duckdb.OutOfMemoryException, pa.ArrowMemoryError):
        answer = {"out_of_memory": True}
    except duckdb.Error as error:
        answer = {"error": str(error)}
    sys.stderr.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
