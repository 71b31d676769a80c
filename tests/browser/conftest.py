"""A real browser on a real server: Debian's Chromium, which can resolve no name and so reach no other machine."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Position, expect, sync_playwright

from pipeline.serving import HOST, start_server, stop_server, wait_until_healthy
from tests.ports import unused_port

SCREENSHOTS = Path(__file__).parents[2] / "artifacts" / "screenshots"

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]
_MILLISECONDS = 60_000
"""How long to wait for what a page should show; a shared machine can be slow."""


def chromium() -> str:
    """Where Chromium is; where there is none the test is skipped, or fails when a CI runs it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    reason = "no Chromium is installed; on Debian: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the tests are skipped, or fail when a CI runs them."""
    executable = chromium()
    expect.set_options(timeout=_MILLISECONDS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A browser window on the dashboard.

    Attributes:
        page: The window.
        address: Where the dashboard is.
        requested: The address of every request that the window made.
        problems: Every error that its scripts raised.
    """

    page: Page
    address: str
    requested: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def go_to(self, path: str, title: str) -> None:
        """Open a page and wait until its title stands there."""
        self.page.goto(f"{self.address}/{path}")
        self.wait_for(title)

    def wait_for(self, text: str) -> None:
        """Wait until a text is shown."""
        self.page.get_by_text(text).first.wait_for()

    def settle(self) -> None:
        """Wait until the page's script has ended, so that nothing is drawn anew under a key press."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def click_mark(self, mark: Locator, position: Position | None = None) -> None:
        """Click what a chart drew, once it listens: it is drawn before it does, and hears no click in between."""
        mark.wait_for()
        self.settle()
        mark.click(position=position)

    def asked_elsewhere(self) -> set[str | None]:
        """The other machines that were asked for anything."""
        asked = {urlsplit(address) for address in self.requested}
        return {address.hostname for address in asked if address.scheme not in ("data", "blob")} - {HOST}

    def picture(self, name: str) -> None:
        """Keep a picture of the window for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


OpenWindow = Callable[..., Visit]


@contextmanager
def _serving(environment: Mapping[str, str]) -> Iterator[str]:
    port = unused_port()
    server = start_server(port, environment)
    try:
        wait_until_healthy(server, port)
        yield f"http://{HOST}:{port}"
    finally:
        stop_server(server)


@pytest.fixture(scope="session")
def sample_server(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo, whose own workspace is a folder that is not there yet."""
    own = tmp_path_factory.mktemp("own") / "home"
    environment = {"DEBRIEF_HOME": str(sample_home), "DEBRIEF_DEMO": "1", "DEBRIEF_OWN_HOME": str(own)}
    with _serving(environment) as address:
        yield address


@pytest.fixture(scope="session")
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on an empty home."""
    with _serving({"DEBRIEF_HOME": str(tmp_path_factory.mktemp("new"))}) as address:
        yield address


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard on an empty home that no other test sees."""
    with _serving({"DEBRIEF_HOME": str(tmp_path / "home")}) as address:
        yield address


@pytest.fixture(scope="session")
def _contexts(browser: Browser) -> Iterator[Callable[[int, str], BrowserContext]]:
    """One browser profile for each size and theme, so that the dashboard's scripts are fetched once."""

    @cache
    def context(width: int, theme: str) -> BrowserContext:
        opened = browser.new_context(
            viewport={"width": width, "height": 1000}, color_scheme="dark" if theme == "dark" else "light"
        )
        opened.set_default_timeout(_MILLISECONDS)
        return opened

    yield context
    for opened in browser.contexts:
        opened.close()


@pytest.fixture
def open_window(_contexts: Callable[[int, str], BrowserContext]) -> Iterator[OpenWindow]:
    """Opens a window of some size and theme on a server, and writes down what it requests."""
    pages: list[Page] = []

    def open_it(address: str, *, width: int = 1400, theme: str = "light") -> Visit:
        visit = Visit(_contexts(width, theme).new_page(), address)
        pages.append(visit.page)
        visit.page.on("request", lambda request: visit.requested.append(request.url))
        visit.page.on("websocket", lambda socket: visit.requested.append(socket.url))
        visit.page.on("pageerror", lambda error: visit.problems.append(str(error)))
        return visit

    yield open_it
    for page in pages:
        page.close()
