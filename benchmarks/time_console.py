"""What the console's locked process costs beside an open connection; a warm spare may cost 0.15 s at most."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.console import Console

MOST_SECONDS = 0.15

_QUERIES = ("select 1", "select * from funnel", "select * from feedback_response_rates")
_PAUSE = 1.0
"""Seconds between two queries of a person, in which the next spare gets ready."""


def time_console(version: Path, repeats: int) -> None:
    """Print the median time of each query on an open connection, with a warm spare and with a process of its own."""
    print("\nconsole: seconds a query (median)   open connection   warm spare   costs   new process")
    with open_version(version) as connection, Console(keep_spare=True) as warm, Console() as cold:
        for query in _QUERIES:
            opened = _median(partial(fetch, connection, query), repeats)
            spared = _median(partial(warm.run, version, query), repeats, pause=_PAUSE)
            new = _median(partial(cold.run, version, query), repeats)
            verdict = "" if spared - opened <= MOST_SECONDS else f"  more than {MOST_SECONDS} s"
            print(f"  {query:40} {opened:9.3f} {spared:12.3f} {spared - opened:8.3f} {new:12.3f}{verdict}")


def _median(action: Callable[[], object], repeats: int, pause: float = 0.0) -> float:
    seconds = []
    for _ in range(repeats + 1):  # the first is not counted: it loads what both need
        time.sleep(pause)
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])
