"""A hostile file gets one clear line, or is read as it is, in bounded time and memory; it reaches nothing outside."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.hostile_files import READ, REFUSED

MOST_SECONDS = 20
MOST_MEGABYTES = 1_000
"""Beside what Python and its libraries take to start; a tracker of a million rows takes as much."""

_CHILD = """
import json, socket, sys, time
from pathlib import Path
from pipeline.errors import DebriefError
from pipeline.ingest.read import read_sheets
import pipeline.ingest.tracker

def refuse(*_, **__):
    raise AssertionError("asked the network")
socket.socket.connect = socket.getaddrinfo = refuse
def peak():
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024
started = peak()
content = Path(sys.argv[1]).read_bytes()
begun = time.monotonic()
answer = {}
try:
    sheets = read_sheets(content, sys.argv[2])
    answer["cells"] = [str(row) for sheet in sheets for row in sheet.cells.head(5).rows()]
except DebriefError as error:
    answer["problem"] = error.problem
    answer["said"] = str(error)
answer |= {"seconds": time.monotonic() - begun, "megabytes": peak() - started}
print(json.dumps(answer))
"""


def _read_in_a_child(name: str, content: bytes, folder: Path) -> dict[str, Any]:
    kept = folder / "upload.bin"
    kept.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(kept), name],
        capture_output=True,
        text=True,
        timeout=3 * MOST_SECONDS,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["seconds"] < MOST_SECONDS
    assert answer["megabytes"] < MOST_MEGABYTES
    assert [path.name for path in folder.rglob("*")] == ["upload.bin"]
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_hostile_file_is_refused_in_one_line(kind: str, tmp_path: Path) -> None:
    name, content = REFUSED[kind]()
    answer = _read_in_a_child(name, content, tmp_path)
    assert answer["problem"].startswith(f"{name}")
    assert "\n" not in answer["problem"]
    assert len(answer["said"]) < 1000
    assert "root:" not in answer["said"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("kind", sorted(READ))
def test_what_a_file_refers_to_is_never_looked_at(kind: str, tmp_path: Path) -> None:
    name, content = READ[kind]()
    answer = _read_in_a_child(name, content, tmp_path)
    assert "root:" not in str(answer)
    assert "boomboom" not in str(answer)
    assert not Path("/tmp/debrief-was-here").exists()  # noqa: S108  # what a path inside the file names
