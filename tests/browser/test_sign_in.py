"""A dashboard that others can reach opens to the people on its list, whom a real identity provider has signed in."""

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, BrowserContext

from pipeline.serving import HOST, SIGN_IN, Place, start_server, stop_server, wait_until_healthy
from pipeline.sign_in import FILE_NAME
from tests.browser.conftest import _MILLISECONDS, Visit
from tests.ports import unused_port

DATA = "What your search is telling you"

SETTINGS = """\
people = ["ana@example.org"]

[auth]
redirect_uri = "http://{host}:{port}/oauth2callback"
cookie_secret = "only-for-this-test-0123456789abcdef"
client_id = "debrief"
client_secret = "only-for-this-test"
server_metadata_url = "http://{host}:{provider}/.well-known/openid-configuration"
"""


@contextmanager
def _provider(port: int) -> Iterator[None]:
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for claims in (
        '{"sub": "Ana", "email": "Ana@Example.org", "email_verified": true}',
        '{"sub": "Eve", "email": "eve@example.org", "email_verified": true}',
        '{"sub": "Liar", "email": "ana@example.org", "email_verified": false}',
    ):
        command += ["--user-claims", claims]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://{HOST}:{port}/.well-known/openid-configuration")
            yield
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    deadline = monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  # an address on this machine
        except (urllib.error.URLError, ConnectionError):
            assert monotonic() < deadline, f"{address} does not answer"
            sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("shared") / "home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """A dashboard that every machine can reach, and a provider on the loopback."""
    port, provider = unused_port(), unused_port()
    (home / FILE_NAME).write_text(SETTINGS.format(host=HOST, port=port, provider=provider), encoding="utf-8")
    everywhere = Place("0.0.0.0", HOST)  # noqa: S104  # what is tested is that this is safe
    environment = {"DEBRIEF_HOME": str(home), SIGN_IN: str(home)}
    with _provider(provider):
        server = start_server(port, environment, everywhere)
        try:
            wait_until_healthy(server, port, place=everywhere)
            yield f"http://{HOST}:{port}"
        finally:
            stop_server(server)


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in with."""
    context = browser.new_context()
    context.set_default_timeout(_MILLISECONDS)
    yield context
    context.close()


def _sign_in(context: BrowserContext, address: str, name: str) -> Visit:
    visit = Visit(context.new_page(), address)
    visit.page.goto(address)
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.wait_for_url("**/oauth2/authorize**")
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.page.wait_for_url(f"{address}/**")
    return visit


@pytest.mark.browser
def test_nobody_sees_anything_before_signing_in(stranger: BrowserContext, address: str) -> None:
    visit = Visit(stranger.new_page(), address)
    for path in ("", "feedback", "themes", "log", "import", "sql"):
        visit.page.goto(f"{address}/{path}")
        visit.wait_for("Sign in to see this dashboard.")
        visit.settle()
        shown = visit.page.locator("body").inner_text()
        assert DATA not in shown
        assert "Ana" not in shown


@pytest.mark.browser
def test_a_person_on_the_list_signs_in_and_out_again(stranger: BrowserContext, address: str) -> None:
    visit = _sign_in(stranger, address, "Ana")
    visit.wait_for(DATA)
    visit.wait_for("Signed in as Ana")
    visit.page.get_by_role("button", name="Sign out").click()
    visit.page.wait_for_url("**/end_session**")
    visit.page.goto(address)
    visit.wait_for("Sign in to see this dashboard.")
    assert visit.page.get_by_text(DATA).count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["Eve", "Liar"])
def test_nobody_else_gets_in(stranger: BrowserContext, address: str, name: str) -> None:
    visit = _sign_in(stranger, address, name)
    visit.wait_for("This dashboard is not open to you")
    assert visit.page.get_by_text(DATA).count() == 0


@pytest.mark.browser
def test_who_is_taken_off_the_list_is_shut_out_at_once(stranger: BrowserContext, address: str, home: Path) -> None:
    visit = _sign_in(stranger, address, "Ana")
    visit.wait_for(DATA)
    settings = (home / FILE_NAME).read_text(encoding="utf-8")
    try:
        (home / FILE_NAME).write_text(settings.replace("ana@", "somebody@"), encoding="utf-8")
        visit.page.goto(f"{address}/sql")
        visit.wait_for("This dashboard is not open to you")
        assert visit.page.get_by_text("Ask the data yourself").count() == 0
    finally:
        (home / FILE_NAME).write_text(settings, encoding="utf-8")
