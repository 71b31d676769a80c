"""Start the dashboard's server, on this machine only unless told, say where it is, and stop it cleanly."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputRefusedError
from pipeline.sign_in import is_loopback

HOST = "127.0.0.1"
FIRST_PORT = 8501
START_SECONDS = 60.0

HOSTS = "DEBRIEF_HOSTS"
"""The variable that tells the server its own names."""

SIGN_IN = "DEBRIEF_SIGN_IN"
"""The variable that tells the server the home whose sign-in it asks for."""

_FLAGS = (
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--server.enableStaticServing=false",
    "--server.enableAgentApi=false",
    "--server.enableCORS=true",
    "--server.enableXsrfProtection=true",
    "--server.xsrfCookieSameSite=strict",
    "--server.maxUploadSize=200",
    # no page is written as bare expressions, and looking for them takes longer than drawing a page
    "--runner.magicEnabled=false",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--client.showErrorDetails=none",
    # its download and its copies are not defused; every table has a button of ours
    "--client.disableDataExport=true",
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


@dataclass(frozen=True)
class Place:
    """Where the dashboard is served, and under which names.

    Attributes:
        host: The address that the server listens at.
        public_host: The name under which others reach it, if there is one.
    """

    host: str = HOST
    public_host: str | None = None

    @property
    def local(self) -> str:
        """The address at which this machine reaches it."""
        return {"0.0.0.0": HOST, "::": "::1"}.get(self.host, self.host)  # noqa: S104  # compared, not bound

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to; with any name, a foreign page could reach it by rebinding its own to it."""
        names = {self.local, self.public_host}
        return tuple(
            sorted(name for name in (names | {HOST, "localhost"} if is_loopback(self.local) else names) if name)
        )

    def address(self, port: int) -> str:
        """Where a browser on this machine finds it."""
        return f"http://[{self.local}]:{port}" if ":" in self.local else f"http://{self.local}:{port}"

    def flags(self) -> list[str]:
        """Streamlit's options for it."""
        return [
            f"--server.address={self.host}",
            f"--browser.serverAddress={self.public_host or self.local}",
            *(f"--server.allowedHosts={name}" for name in self.names),
        ]


OWN_MACHINE = Place()


def free_port(wanted: int | None = None, host: str = HOST) -> int:
    """The wanted port, or the first free one from 8501 on.

    Raises:
        InputRefusedError: The wanted port is taken, or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    candidates = [wanted] if wanted else [*range(FIRST_PORT, FIRST_PORT + 50), 0]
    for port in candidates:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                    raise InputRefusedError(f"{host} is no address of this machine.") from error
                continue
            return int(probe.getsockname()[1])
    raise InputRefusedError(
        f"Port {wanted} is taken by another program.", remedy="Leave --port out to take the first free one."
    )


def start_server(port: int, environment: Mapping[str, str], place: Place = OWN_MACHINE) -> subprocess.Popen[bytes]:
    """Start Streamlit with the dashboard; security options are flags, since flags win over any config file."""
    command = [
        sys.executable,
        "-m",
        "pipeline.dashboard",
        "run",
        str(Path(__file__).parent / "dashboard" / "served.py"),
        f"--server.port={port}",
        *place.flags(),
        *_FLAGS,
        *_LOOK,
    ]
    inherited = {name: value for name, value in os.environ.items() if name != SIGN_IN}
    return subprocess.Popen(
        command,
        env={**inherited, HOSTS: ",".join(place.names), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def wait_until_healthy(
    server: subprocess.Popen[bytes], port: int, seconds: float = START_SECONDS, place: Place = OWN_MACHINE
) -> None:
    """Return once the server answers.

    Raises:
        RuntimeError: It ended, or did not answer in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard's server ended with exit code {server.returncode}")
        try:
            health = f"{place.address(port)}/_stcore/health"
            with urllib.request.urlopen(health, timeout=1) as answer:  # noqa: S310  # an address of our own making
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
    place: Place = OWN_MACHINE,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """Serve the dashboard until interrupted.

    Args:
        port: The port, or None for the first free one.
        environment: Variables for the server beside our own, such as ``DEBRIEF_HOME``.
        place: Where to serve, this machine alone unless given.
        say: Told the address, and that it has stopped.
        on_ready: Called with the address once the server answers, to open a browser.
    """
    chosen = free_port(port, place.host)
    server = start_server(chosen, environment, place)
    try:
        wait_until_healthy(server, chosen, place=place)
        address = place.address(chosen)
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
