"""Nothing leaves the machine, and no other site can reach in."""

import http.client
from urllib.parse import urlsplit

import pytest

from pipeline.serving import HOST
from tests.browser.conftest import OpenWindow

PAGES = {
    "": "What your search is telling you",
    "feedback": "Who gives feedback",
    "themes": "What keeps coming up",
    "import": "Bring in your tracker",
    "sql": "Ask the data yourself",
}


@pytest.mark.browser
def test_no_page_asks_another_machine_for_anything(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    for path, title in PAGES.items():
        visit.go_to(path, title)
        visit.page.wait_for_load_state("networkidle")
    asked = {urlsplit(address) for address in visit.requested}
    assert any(address.path.endswith("/_stcore/stream") for address in asked)
    assert {address.hostname for address in asked if address.scheme not in ("data", "blob")} == {HOST}


@pytest.mark.browser
@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), (None, 101)])
def test_only_this_machine_s_own_name_is_answered(sample_server: str, host: str | None, status: int) -> None:
    """A foreign page could rebind its own name to this machine; the name in the request gives it away."""
    own = urlsplit(sample_server).netloc
    connection = http.client.HTTPConnection(own, timeout=20)
    try:
        connection.putrequest("GET", "/_stcore/stream", skip_host=True)
        for name, value in {
            "Host": host or own,
            "Origin": f"http://{host or own}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == status
    finally:
        connection.close()
