"""A page as PDF, printed by a Chromium that is on the machine already and can reach no other."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import InputRefusedError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

_SECONDS = 90
"""A report of a large search is printed in a few; a busy machine may need more."""

_ALONE = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    "--no-default-browser-check",
    # no name and no address is found, whatever the page or the browser itself may want
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
_WITHOUT_SANDBOX = "--no-sandbox"


def browser_path() -> str | None:
    """Where a browser that can print is; None where there is none."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    return next((place for place in _PLACES if Path(place).is_file()), None)


def find_browser() -> str:
    """Where a browser that can print is.

    Raises:
        InputRefusedError: There is none.
    """
    path = browser_path()
    if path is None:
        raise InputRefusedError(
            "A PDF needs Chromium, Chrome or Edge, and none was found here.",
            remedy="Write the page instead, -o report.html, and print it to a PDF from any browser.",
        )
    return path


def to_pdf(page: str, browser: str) -> bytes:
    """The page printed on A4.

    Args:
        page: An HTML page that needs nothing else.
        browser: Where the browser is.

    Raises:
        InputRefusedError: The browser did not print it in time, or not at all.
    """
    with tempfile.TemporaryDirectory(prefix="debrief-print-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = [browser, *_ALONE, f"--user-data-dir={Path(folder, 'profile')}", f"--print-to-pdf={target}"]
        said = _run([*command, source.as_uri()])
        if not target.exists():
            # where the system forbids a browser its sandbox; the page is ours and has no script to keep in one
            said = _run([*command, _WITHOUT_SANDBOX, source.as_uri()])
        if not target.exists():
            raise InputRefusedError(
                "The browser did not print the page.",
                found=f"{browser} said: {_last_line(said)}",
                remedy="Write the page instead, -o report.html, and print it from any browser.",
            )
        return target.read_bytes()


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputRefusedError(
            f"The browser did not print the page within {_SECONDS} seconds.",
            remedy="Write the page instead, -o report.html, and print it from any browser.",
        ) from error
    return done.stderr.decode(errors="replace")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "nothing"
