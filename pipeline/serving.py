"""Start the dashboard's server on this machine only, say where it is, and stop it cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from pipeline.errors import InputRefusedError
from pipeline.resources import resource

HOST = "127.0.0.1"
FIRST_PORT = 8501
START_SECONDS = 60.0

_FLAGS = (
    f"--server.address={HOST}",
    # without a list of hosts, a foreign page could reach the server by rebinding its own name to this machine
    "--server.allowedHosts=localhost",
    f"--server.allowedHosts={HOST}",
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
    f"--browser.serverAddress={HOST}",
    "--client.toolbarMode=minimal",
    "--client.showErrorDetails=none",
    "--logger.level=warning",
)


_LOOK = (
    # the accent is the dashboard's own colour for applications, dark enough on light and light enough on dark
    "--theme.light.primaryColor=#3f6296",
    "--theme.dark.primaryColor=#86a9dc",
    "--theme.paddingTop=1.5rem",
    # secondary text is this at 60%, which has to stand out from the page by 4.5 to 1 as well
    "--theme.light.textColor=#0e0f14",
    '--theme.headingFontSizes=["2rem", "1.3rem", "1.1rem", "1.1rem", "1rem"]',
)


def free_port(wanted: int | None = None) -> int:
    """The wanted port, or the first free one from 8501 on.

    Raises:
        InputRefusedError: The wanted port is taken.
    """
    candidates = [wanted] if wanted else [*range(FIRST_PORT, FIRST_PORT + 50), 0]
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise InputRefusedError(
        f"Port {wanted} is taken by another program.", remedy="Leave --port out to take the first free one."
    )


def start_server(port: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start Streamlit with the dashboard; security options are flags, since flags win over any config file."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(resource("app.py")),
        f"--server.port={port}",
        *_FLAGS,
        *_LOOK,
    ]
    return subprocess.Popen(
        command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def wait_until_healthy(server: subprocess.Popen[bytes], port: int, seconds: float = START_SECONDS) -> None:
    """Return once the server answers.

    Raises:
        RuntimeError: It ended, or did not answer in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard's server ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard's server did not answer within {seconds:.0f} s")


def serve(
    port: int | None,
    environment: Mapping[str, str],
    say: Callable[[str], None],
    *,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """Serve the dashboard until interrupted.

    Args:
        port: The port, or None for the first free one.
        environment: Variables for the server beside our own, such as ``DEBRIEF_HOME``.
        say: Told the address, and that it has stopped.
        on_ready: Called with the address once the server answers, to open a browser.
    """
    chosen = free_port(port)
    server = start_server(chosen, environment)
    try:
        wait_until_healthy(server, chosen)
        address = f"http://{HOST}:{chosen}"
        say(f"dashboard: {address} (Ctrl-C ends it)")
        if on_ready:
            on_ready(address)
        server.wait()
    except KeyboardInterrupt:
        say("dashboard stopped")
    finally:
        stop_server(server)
    if server.returncode not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise RuntimeError(f"the dashboard's server ended with exit code {server.returncode}")


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End the server and wait for it."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
