"""A stranger's SQL: it can read the data and do nothing else.

Every query gets a fresh child process (``console_child``), locked before it sees the query and killed at the
deadline. A spare child may be kept warm, which hides the start.
"""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import polars as pl

from pipeline.errors import QueryRefusedError
from pipeline.warehouse.connect import EVERYTHING, Scope
from pipeline.warehouse.query_errors import refusal

MOST_SQL_BYTES = 20_000
"""Longer texts are data in disguise, and the parser's own memory is not bounded by DuckDB."""

MEMORY_MB = 1024
"""What one query may use beside the process's own start: DuckDB's operators, values, plans, rows on their way."""

MOST_RESULT_BYTES = 512 * 1024**2
"""A result is held in memory by the parent, so it is cut here whatever the limit says."""


@dataclass(frozen=True)
class Result:
    """The rows of a query.

    Attributes:
        frame: The rows; a column name that occurs twice has its place appended.
        types: DuckDB's type of each column.
        is_truncated: Whether rows after these were left out.
        seconds: From asking to having it.
    """

    frame: pl.DataFrame
    types: tuple[str, ...]
    is_truncated: bool
    seconds: float


class Stop:
    """A way to end a query from another thread; one for each query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self.is_asked = False

    def ask(self) -> None:
        """End the query now, or before it begins."""
        with self._lock:
            self.is_asked = True
            if self._child:
                self._child.kill()

    def watch(self, child: subprocess.Popen[bytes]) -> None:
        """Let ``ask`` end this child."""
        with self._lock:
            self._child = child
            if self.is_asked:
                child.kill()


class Console:
    """Runs queries, each in a process of its own; use it as a context or close it. Threads may share it."""

    def __init__(self, *, keep_spare: bool = False, memory_mb: int = MEMORY_MB) -> None:
        self._keep_spare = keep_spare
        self._memory_mb = memory_mb
        self._lock = threading.Lock()
        self._is_closed = False
        self._spare: subprocess.Popen[bytes] | None = _start_child() if keep_spare else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the spare child."""
        with self._lock:
            spare, self._spare = self._spare, None
            self._is_closed = True
        if spare:
            _end(spare)

    def run(
        self,
        version: Path,
        sql: str,
        *,
        params: Mapping[str, Any] | None = None,
        scope: Scope = EVERYTHING,
        limit: int | None = 1000,
        timeout: float = 10.0,
        stop: Stop | None = None,
    ) -> Result:
        """Run one SELECT or EXPLAIN against a published version.

        Args:
            version: The version's file.
            sql: The query.
            params: Values of its ``$name`` parameters: text, numbers, booleans or None.
            scope: What every view is limited to.
            limit: The most rows to return, None for all.
            timeout: Seconds until the process is killed.
            stop: Ends the query from another thread.

        Raises:
            QueryRefusedError: It is not one reading query, it failed, was stopped, or ran out of time or memory.
        """
        _check_length(sql)
        request = {
            "path": str(version),
            "sql": sql,
            "params": dict(params or {}),
            "variables": scope.variables(),
            "limit": limit,
            "memory_mb": self._memory_mb,
            "most_bytes": MOST_RESULT_BYTES,
            "cpu_seconds": int(2 * timeout) + 2,
        }
        started = time.monotonic()
        child = self._take_child()
        if stop:
            stop.watch(child)
        try:
            out, err = child.communicate(json.dumps(request).encode() + b"\n", timeout=timeout)
        except subprocess.TimeoutExpired:
            raise _out_of_time(timeout) from None
        finally:
            _end(child)
            self._renew_spare()
        if stop and stop.is_asked:
            raise QueryRefusedError("The query was stopped, as you asked.")
        if child.returncode in _ENDED_BY_THE_CLOCK:
            raise _out_of_time(timeout)
        return _read_answer(out, err, child.returncode, self._memory_mb, started)

    def _take_child(self) -> subprocess.Popen[bytes]:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare and spare.poll() is None:
            return spare
        return _start_child()

    def _renew_spare(self) -> None:
        """Start the next spare once a query has ended, so that its start takes no time from the query."""
        with self._lock:
            if self._keep_spare and not self._is_closed and self._spare is None:
                self._spare = _start_child()


_ENDED_BY_THE_CLOCK = () if sys.platform == "win32" else (-signal.SIGXCPU,)


def _check_length(sql: str) -> None:
    size = len(sql.encode(errors="replace"))
    if size > MOST_SQL_BYTES:
        raise QueryRefusedError(
            f"The query is {size:,} bytes long; at most {MOST_SQL_BYTES:,} are read.",
            remedy="Shorten it; long lists of values are better joined from a table or view.",
        )


def _out_of_time(seconds: float) -> QueryRefusedError:
    return QueryRefusedError(
        f"The query was stopped after {seconds:g} s.",
        remedy="Ask for less (a filter, fewer joins, an aggregate), or allow it more time.",
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """Make sure a child is gone and its pipes are closed."""
    child.kill()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()
    child.wait()


_CHILD = "import sys; sys.modules['numpy'] = None; from pipeline.warehouse.console_child import main; main()"
"""Arrow does without NumPy where there is none; loading it would take a quarter of the start."""


def _start_child() -> subprocess.Popen[bytes]:
    """A child that waits for its request; it gets none of our environment."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**kept, "MALLOC_ARENA_MAX": "1"},
    )


def _read_answer(out: bytes, err: bytes, return_code: int, memory_mb: int, started: float) -> Result:
    answer = _last_json(err)
    if answer is None and return_code > 0:
        raise RuntimeError(f"the console's child failed: {err.decode(errors='replace')}")
    if answer is None or "out_of_memory" in answer:
        raise QueryRefusedError(
            "The query needs more memory than a query may have, and was stopped.",
            found=f"A query may use {memory_mb:,} MB.",
            remedy="Aggregate or filter before joining, sorting or building long texts and lists; nest less deeply.",
        )
    if "refused" in answer:
        raise QueryRefusedError(
            answer["refused"],
            remedy="Begin with SELECT, WITH, FROM, DESCRIBE or EXPLAIN; the data can be read here, not changed.",
        )
    if "error" in answer:
        raise refusal(answer["error"])
    names = _distinct_names([name for name, _ in answer["columns"]])
    frame = pl.read_ipc_stream(io.BytesIO(out)).rename(dict(zip(_placeholders(names), names, strict=True)))
    types = tuple(kind for _, kind in answer["columns"])
    return Result(frame, types, answer["truncated"], time.monotonic() - started)


def _last_json(err: bytes) -> dict[str, Any] | None:
    """The child's answer, when it lived to give one."""
    lines = [line for line in err.decode(errors="replace").splitlines() if line.startswith("{")]
    if not lines:
        return None
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def _placeholders(names: list[str]) -> list[str]:
    return [f"c{place}" for place in range(len(names))]


def _distinct_names(names: list[str]) -> list[str]:
    seen: set[str] = set()
    distinct: list[str] = []
    for place, name in enumerate(names, start=1):
        distinct.append(name if name not in seen else f"{name}_{place}")
        seen.add(distinct[-1])
    return distinct
