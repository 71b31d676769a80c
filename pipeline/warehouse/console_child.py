"""The locked process in which a stranger's SQL runs: one query, read-only, no files, no network, then it ends.

It reads one JSON request from standard input, writes the rows as an Arrow stream to standard output and one JSON
line about them to standard error. Opening a file read-only is no sandbox (a COPY could still overwrite that very
file), so the file system is switched off after opening, the configuration is locked, and the operating system
limits memory, processor time and file size, which DuckDB's own limits do not bound in all cases.
"""

import io
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

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

_OF_MEMORY_DUCKDB = 0.75
"""DuckDB's share of a query's memory; the rest is for what it does not count: values, plans and rows handed over."""


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
    kind = _kind(statements[0])
    if kind == duckdb.StatementType.EXPLAIN:
        match = _EXPLAIN.match(statements[0].query)
        inner = duckdb.extract_statements(statements[0].query[match.end() :]) if match else []
        if len(inner) != 1 or _kind(inner[0]) != duckdb.StatementType.SELECT:
            raise Refused("Only the plan of a query that reads can be looked at here.")
        return
    if kind == duckdb.StatementType.MULTI:
        raise Refused("This PIVOT has to say its columns, as in: pivot t on stage in ('applied', 'offer') …")
    if kind != duckdb.StatementType.SELECT:
        raise Refused(f"Only a query that reads may run here; this is {kind.name if kind else 'another statement'}.")


def _kind(statement: duckdb.Statement) -> duckdb.StatementType | None:
    try:
        return statement.type
    except ValueError:  # DuckDB has kinds that its Python client has no name for
        return None


def limit_process(cpu_seconds: int) -> None:
    """Let the operating system bound this process; on Windows the parent's deadline is the only bound."""
    if sys.platform == "win32":
        return
    for name, most in (("RLIMIT_CPU", cpu_seconds), ("RLIMIT_FSIZE", 0), ("RLIMIT_NOFILE", 64), ("RLIMIT_CORE", 0)):
        resource.setrlimit(getattr(resource, name), (most, most))


def limit_memory(megabytes: int) -> None:
    """Let the process grow by so much from here on, and no more; on Windows it is not bounded."""
    if sys.platform == "win32":
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * 1024**2, most))


def _address_space() -> int:
    """Bytes of address space in use; where the system does not tell, more than was ever seen."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 1024**3
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_locked(request: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open the version, scope it and lock it; the order matters."""
    connection = duckdb.connect(
        request["path"],
        read_only=True,
        config={
            "temp_directory": "",
            "memory_limit": f"{int(request['memory_mb'] * _OF_MEMORY_DUCKDB)}MB",
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


def run(request: dict[str, Any], output: BinaryIO) -> dict[str, Any]:
    """Run the request's query, write its rows to ``output``, and say what they are."""
    sql, params = request["sql"].strip().rstrip(";"), request["params"] or None
    limit_memory(request["memory_mb"])  # the parser's memory is bounded by nothing else
    check_statement(sql)
    connection = open_locked(request)
    limit_memory(request["memory_mb"])
    connection.execute(sql, params)
    columns = [(str(column[0]), str(column[1])) for column in connection.description or ()]
    if any(_AS_TEXT.search(kind) for _, kind in columns):
        connection.abort()
        connection.execute(_with_text_columns(sql, [kind for _, kind in columns]), params)
    reader: pa.RecordBatchReader = connection.to_arrow_reader(_BATCH_ROWS)
    fields = [reader.schema.field(place).with_name(f"c{place}") for place in range(len(columns))]
    schema = pa.schema(fields)
    rows, is_cut = 0, False
    with pa.ipc.new_stream(output, schema) as stream:
        for batch, is_last in _limited(reader, request["limit"], request["most_bytes"]):
            stream.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
            rows, is_cut = rows + batch.num_rows, is_last
    output.flush()
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


def warm_up() -> None:
    """Run a query of our own on a database in memory, so that what loads at first use is loaded before a request."""
    with duckdb.connect() as connection:
        check_statement("explain select 1")
        reader: pa.RecordBatchReader = connection.execute("select 1 as a, 'x' as b").to_arrow_reader(_BATCH_ROWS)
        with pa.ipc.new_stream(io.BytesIO(), reader.schema) as stream:
            stream.write_table(reader.read_all())


def answer_to(request: dict[str, Any], output: BinaryIO) -> dict[str, Any]:
    """Run a request; whatever is the query's own fault becomes an answer."""
    limit_process(request["cpu_seconds"])
    try:
        return run(request, output)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except (MemoryError, duckdb.OutOfMemoryException, pa.ArrowMemoryError):
        return {"out_of_memory": True}
    except (duckdb.Error, pa.ArrowException, UnicodeError, OverflowError) as error:
        return {"error": str(error) or type(error).__name__}


def main() -> None:
    """Wait for one request, run it, answer, end at once."""
    # DuckDB warns about a copy of the rows; the answer is the only thing that may stand on standard error
    warnings.simplefilter("ignore")
    warm_up()
    request: dict[str, Any] = json.loads(sys.stdin.readline())
    answer = answer_to(request, sys.stdout.buffer)
    sys.stderr.write(json.dumps(answer) + "\n")
    sys.stderr.flush()
    # taking a database down tidily takes longer than most queries; nothing here is left to be written
    os._exit(0)
