"""A hostile file gets one clear line, or is read as it is, in bounded time and memory; it reaches nothing outside."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.hostile_files import READ, REFUSED

MOST_SECONDS = 40
MOST_MEGABYTES = 1_000
"""Beside what Python and its libraries take to start; a tracker of a million rows takes as much."""

_READER = """
import json, os, signal, socket, sys, time
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
def read(path, name):
    started = peak()
    content = Path(path).read_bytes()
    begun = time.monotonic()
    answer = {}
    try:
        sheets = read_sheets(content, name)
        answer["cells"] = [str(row) for sheet in sheets for row in sheet.cells.head(5).rows()]
    except DebriefError as error:
        answer["problem"] = error.problem
        answer["said"] = str(error)
    return answer | {"seconds": time.monotonic() - begun, "megabytes": peak() - started}
for line in sys.stdin:
    folder, path, name = json.loads(line)
    if child := os.fork():
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            print(json.dumps({"ended": status}), flush=True)
        continue
    signal.alarm(int(sys.argv[1]))
    os.chdir(folder)
    print(json.dumps(read(path, name)), flush=True)
    os._exit(0)
"""
"""Loads what reading needs once, then forks for each file: it has read nothing else, and is ended in time."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    folder = tmp_path_factory.mktemp("reader")
    with (
        (folder / "said.txt").open("w") as said,
        subprocess.Popen(
            [sys.executable, "-c", _READER, str(3 * MOST_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        ) as process,
    ):
        yield process
        process.kill()


def _read_in_a_child(reader: subprocess.Popen[str], name: str, content: bytes, folder: Path) -> dict[str, Any]:
    kept = folder / "upload.bin"
    kept.write_bytes(content)
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps([str(folder), str(kept), name]) + "\n")
    reader.stdin.flush()
    answer: dict[str, Any] = json.loads(reader.stdout.readline())
    assert "ended" not in answer, answer
    assert answer["seconds"] < MOST_SECONDS
    assert answer["megabytes"] < MOST_MEGABYTES
    assert [path.name for path in folder.rglob("*")] == ["upload.bin"]
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_hostile_file_is_refused_in_one_line(kind: str, reader: subprocess.Popen[str], tmp_path: Path) -> None:
    name, content = REFUSED[kind]()
    answer = _read_in_a_child(reader, name, content, tmp_path)
    assert answer["problem"].startswith(f"{name}")
    assert "\n" not in answer["problem"]
    assert len(answer["said"]) < 1000
    assert "root:" not in answer["said"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("kind", sorted(READ))
def test_what_a_file_refers_to_is_never_looked_at(kind: str, reader: subprocess.Popen[str], tmp_path: Path) -> None:
    name, content = READ[kind]()
    answer = _read_in_a_child(reader, name, content, tmp_path)
    assert "root:" not in str(answer)
    assert "boomboom" not in str(answer)
    assert not Path("/tmp/debrief-was-here").exists()  # noqa: S108  # what a path inside the file names
