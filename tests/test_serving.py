"""The dashboard's server: on this machine only, at an address that is told, ended cleanly by Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputRefusedError
from pipeline.serving import HOST, free_port, start_server, stop_server, wait_until_healthy

ADDRESS = "dashboard: http://127.0.0.1:"


def _own_port() -> int:
    """A port of the system's choice: the first free one from 8501 on may be another test's before this one binds."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "demo", "--port", str(_own_port())],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        yield process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_the_demo_says_where_it_serves_and_ctrl_c_ends_it_without_a_trace(
    demo: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert demo.stderr is not None
    assert demo.stdout is not None
    line = next(line for line in demo.stderr if line.startswith(ADDRESS))
    port = int(line.removeprefix(ADDRESS).split(" ")[0])
    with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10) as page:
        assert page.status == 200
    os.killpg(demo.pid, signal.SIGINT)
    rest = demo.stderr.read()
    assert demo.stdout.read().startswith("1. ")
    assert (demo.wait(timeout=20), rest) == (0, "dashboard stopped\n")
    assert list(tmp_path.glob("debrief-demo-*")) == []
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0


def test_the_server_answers_to_no_foreign_name_and_on_no_other_address(tmp_path: Path) -> None:
    port = _own_port()
    server = start_server(port, {"DEBRIEF_HOME": str(tmp_path / "home")})
    try:
        wait_until_healthy(server, port)
        assert _handshake(port, f"{HOST}:{port}") == 101
        assert _handshake(port, f"rebound.example:{port}") == 403
        own = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for address in own - {HOST}:
            with socket.socket() as probe:
                assert probe.connect_ex((str(address), port)) != 0
    finally:
        stop_server(server)


def _handshake(port: int, host: str) -> int:
    """The status of a WebSocket handshake that claims to be for ``host``."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request(
        "GET",
        "/_stcore/stream",
        headers={
            "Host": host,
            "Origin": f"http://{host}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_taken_port_is_refused_and_none_wanted_finds_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputRefusedError, match=f"Port {port} is taken"):
            free_port(port)
        assert free_port() != port
