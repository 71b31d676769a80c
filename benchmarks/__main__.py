"""How well trackers are read; import of a generated CSV against peers, each mart's time at that size, the console.

Every import is a process of its own, so that each pays for its own start; what counts are the ratios.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.generate import write_applications, write_feedback
from benchmarks.score_trackers import TRACKERS, score_folder
from benchmarks.time_console import time_console
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.views import relations
from pipeline.workspace import open_workspace

_PANDAS = """
import sqlite3, sys
import pandas
frame = pandas.read_csv(sys.argv[1])
with sqlite3.connect(sys.argv[2]) as connection:
    frame.to_sql("applications", connection, index=False)
"""


def main() -> None:
    """Run every measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    score_folder(TRACKERS, is_quiet=True)
    print()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        applications, feedback = folder / "applications.csv", folder / "feedback.csv"
        write_applications(applications, options.rows)
        write_feedback(feedback, options.rows // 10, companies=options.rows // 3 + 1)
        print(f"import of {options.rows:,} applications ({applications.stat().st_size / 1e6:.0f} MB of CSV)")
        compare_imports(applications, folder, options.repeats)
        home = folder / "home"
        _debrief(home, "import", str(applications), str(feedback))
        print(f"\nviews over {options.rows:,} applications and {options.rows // 10:,} feedback entries")
        time_views(home, options.repeats)
        time_console(ensure_built(open_workspace(home)), 2 * options.repeats + 1)


def compare_imports(applications: Path, folder: Path, repeats: int) -> None:
    """Print the fastest import of each tool, and its ratio to ours."""
    tools: dict[str, Callable[[Path], None]] = {
        "debrief import": lambda target: _debrief(target, "import", str(applications)),
        "pandas + sqlite3": lambda target: _run(
            sys.executable, "-W", "ignore", "-c", _PANDAS, str(applications), str(target)
        ),
        "sqlite-utils insert": lambda target: _run(
            sys.executable, "-m", "sqlite_utils", "insert", str(target), "applications", str(applications), "--csv"
        ),
    }
    seconds = {
        tool: min(_timed(tool_run, folder / f"{place}-{turn}") for turn in range(repeats))
        for place, (tool, tool_run) in enumerate(tools.items())
    }
    ours = seconds["debrief import"]
    for tool, value in seconds.items():
        print(f"  {tool:22} {value:7.2f} s   {value / ours:6.2f} times ours")


def time_views(home: Path, repeats: int) -> None:
    """Print the fastest read of each mart."""
    with open_version(ensure_built(open_workspace(home))) as connection:
        for relation in relations():
            if relation.layer == "marts":
                name = relation.name
                best = min(_timed(_reader(connection, name), home) for _ in range(repeats))
                rows = fetch(connection, f"select * from {name}").height
                print(f"  {name:28} {1000 * best:8.1f} ms   {rows:8,} rows")


def _reader(connection: duckdb.DuckDBPyConnection, name: str) -> Callable[[Path], object]:
    return lambda _: fetch(connection, f"select * from {name}")


def _timed(action: Callable[[Path], object], target: Path) -> float:
    started = time.perf_counter()
    action(target)
    return time.perf_counter() - started


def _debrief(home: Path, *arguments: str) -> None:
    _run(sys.executable, "-m", "pipeline", "--home", str(home), *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})


if __name__ == "__main__":
    main()
