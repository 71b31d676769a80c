"""Many windows at once on the loopback: how long each waits for its page, and whether the server answers meanwhile.

Every session is a real one, a websocket that speaks Streamlit's protocol, without a browser to draw what comes. All
begin together; then each goes on to another page, a few seconds apart, as people do.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pipeline.demo import load_samples
from pipeline.serving import HOST, free_port, start_server, stop_server, wait_until_healthy
from pipeline.workspace import open_workspace

PAGES = ("", "search", "feedback", "themes", "lessons")
_PAUSE = 3.0
_LONGEST = 180.0


def main() -> None:
    """Open the sessions and print what they waited for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        load_samples(open_workspace(Path(name)))
        port = free_port()
        server = start_server(port, {"DEBRIEF_HOME": name})
        try:
            wait_until_healthy(server, port)
            asyncio.run(_one_alone(port))
            before = _megabytes(server.pid)
            asyncio.run(_measure(port, options.sessions, server.pid, before))
        finally:
            stop_server(server)


async def _one_alone(port: int) -> None:
    """Every page once, so that what is measured is a server that has been used."""
    async with _Session(port) as session:
        seconds = [await session.open(page) for page in (*PAGES, *PAGES)]
    print(f"one session alone: {_spread(seconds[len(PAGES) :])}")


async def _measure(port: int, count: int, pid: int, before: float) -> None:
    ended = asyncio.Event()
    watching = asyncio.create_task(_watch_health(port, ended))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_visit(port, place, count)) for place in range(count)]
    ended.set()
    firsts, others = zip(*(task.result() for task in tasks), strict=True)
    print(f"{count} sessions that begin at once: first page {_spread(firsts)}")
    print(f"{count} sessions, another page each within {_PAUSE:.0f} s: {_spread(others)}")
    print(f"health meanwhile: {_spread(await watching)}")
    if before:
        print(f"memory: {(_megabytes(pid) - before) / count:.1f} MB for each session")


async def _visit(port: int, place: int, count: int) -> tuple[float, float]:
    async with _Session(port) as session:
        first = await session.open(PAGES[place % len(PAGES)])
        await asyncio.sleep(_PAUSE * place / count)
        other = await session.open(PAGES[(place + 1) % len(PAGES)])
        return first, other


async def _watch_health(port: int, ended: asyncio.Event) -> list[float]:
    seconds: list[float] = []
    while not ended.is_set():
        started = time.perf_counter()
        await asyncio.to_thread(_ask_health, port)
        seconds.append(time.perf_counter() - started)
        await asyncio.sleep(0.25)
    return seconds


def _ask_health(port: int) -> None:
    with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=_LONGEST) as answer:
        answer.read()


class _Session:
    """A window: a websocket to the server that asks for pages and waits until they are drawn."""

    def __init__(self, port: int) -> None:
        self._connecting = websockets.connect(
            f"ws://{HOST}:{port}/_stcore/stream",
            origin=websockets.Origin(f"http://{HOST}:{port}"),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            open_timeout=_LONGEST,
            ping_interval=None,
        )

    async def __aenter__(self) -> Self:
        self._socket = await self._connecting.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def open(self, page: str) -> float:
        """Ask for a page; returns how long it took until all of it was there."""
        wish = BackMsg()
        wish.rerun_script.page_name = page
        started = time.perf_counter()
        await self._socket.send(wish.SerializeToString())
        async with asyncio.timeout(_LONGEST):
            drawn = 0
            while True:
                message = ForwardMsg()
                message.ParseFromString(await self._socket.recv(decode=False))
                drawn += message.HasField("delta")
                if message.HasField("script_finished") and message.script_finished == _WHOLE:
                    break
        if drawn < _FEWEST_ELEMENTS:
            raise RuntimeError(f"page {page!r} has only {drawn} elements")
        return time.perf_counter() - started


_WHOLE = ForwardMsg.FINISHED_SUCCESSFULLY
_FEWEST_ELEMENTS = 10
"""Fewer say that no page was drawn, but a problem."""


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.2f} s, 95th percentile {late:.2f} s, worst {ordered[-1]:.2f} s"


def _megabytes(pid: int) -> float:
    """The memory of a process, where the system tells it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
