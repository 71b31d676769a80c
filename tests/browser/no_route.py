"""Run by a test in a network that has a loopback and no way out: use everything, then count what wanted out."""

import fcntl
import io
import json
import socket
import struct
import sys
from contextlib import redirect_stdout
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipeline.cli import run
from pipeline.serving import HOST, start_server, stop_server, wait_until_healthy
from tests.ports import unused_port

_BRING_UP = 0x8914
_UP_AND_RUNNING = 0x41


def bring_up_loopback() -> None:
    """Without it not even 127.0.0.1 answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _BRING_UP, struct.pack("16sh", b"lo", _UP_AND_RUNNING))


def wanted_out() -> int:
    """How many packets or connections had no route since the network was made.

    Those of IPv6 are left out: before each page, Chromium looks for a route to a fixed address of its own, whatever
    the page is, and sends nothing there.
    """
    names, values = (
        line.split() for line in Path("/proc/net/snmp").read_text(encoding="ascii").splitlines() if line[:3] == "Ip:"
    )
    return int(values[names.index("OutNoRoutes")])


def use_everything(home: Path, chromium: str, pages: dict[str, str]) -> None:
    """Every command that reads or writes, then every page in a browser."""
    tracker = home.parent / "jobs.csv"
    tracker.write_text("Company,Role,Applied on,Status\nAcme,Chef,2026-01-05,Rejected\n", encoding="utf-8")
    for command in (["import", str(tracker)], ["findings"], ["sql", "select 1"], ["doctor"], ["rebuild"]):
        with redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            assert run(["--home", str(home), *command]) == 0
    port = unused_port()
    server = start_server(port, {"DEBRIEF_HOME": str(home)})
    try:
        wait_until_healthy(server, port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=[
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
                ],
            )
            page = browser.new_page()
            page.set_default_timeout(60_000)
            for path, title in pages.items():
                page.goto(f"http://{HOST}:{port}/{path}")
                page.get_by_text(title).first.wait_for()
                page.wait_for_load_state("networkidle")
            browser.close()
    finally:
        stop_server(server)


def main() -> None:
    """Print how much wanted out while Debrief was used, and how much once we try to."""
    home, chromium, pages = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    bring_up_loopback()
    use_everything(home, chromium, pages)
    quiet = wanted_out()
    with socket.socket() as way_out:
        way_out.settimeout(1)
        way_out.connect_ex(("192.0.2.1", 80))
    sys.stdout.write(json.dumps({"used": quiet, "tried": wanted_out()}))


if __name__ == "__main__":
    main()
