"""The server answers its own pages only: no foreign name, no foreign origin, no upload without its token."""

import http.client
import uuid
from collections.abc import Iterator, Mapping

import pytest

from pipeline.serving import HOST, start_server, stop_server, wait_until_healthy
from tests.ports import unused_port

FOREIGN = "rebound.example"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a dashboard on an empty home."""
    port = unused_port()
    server = start_server(port, {"DEBRIEF_HOME": str(tmp_path_factory.mktemp("home"))})
    try:
        wait_until_healthy(server, port)
        yield port
    finally:
        stop_server(server)


def _ask(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, b"" if answer.status == 101 else answer.read()
    finally:
        connection.close()


def _handshake(port: int, **changed: str) -> int:
    headers = {
        "Host": f"{HOST}:{port}",
        "Origin": f"http://{HOST}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    status, _, _ = _ask(port, "GET", "/_stcore/stream", {**headers, **changed})
    return status


def test_our_own_page_gets_its_websocket(port: int) -> None:
    assert _handshake(port) == 101
    assert _handshake(port, Host=f"localhost:{port}", Origin=f"http://localhost:{port}") == 101


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"Origin": f"http://{FOREIGN}"}, id="cross-site"),
        pytest.param({"Origin": "null"}, id="sandboxed-frame"),
        pytest.param({"Host": FOREIGN, "Origin": f"http://{FOREIGN}"}, id="rebound-name"),
        pytest.param(
            {"Host": f"{HOST}.{FOREIGN}", "Origin": f"http://{HOST}.{FOREIGN}"}, id="name-that-begins-like-ours"
        ),
        pytest.param({"Host": f"{HOST}@{FOREIGN}"}, id="name-behind-a-user"),
        pytest.param({"Host": ""}, id="no-name"),
    ],
)
def test_a_websocket_from_elsewhere_is_refused(port: int, changed: dict[str, str]) -> None:
    assert _handshake(port, **changed) in (400, 403)


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/sql", "/static/js/index.js"])
def test_nothing_at_all_is_answered_under_a_rebound_name(port: int, path: str) -> None:
    status, _, body = _ask(port, "GET", path, {"Host": f"{FOREIGN}:{port}"})
    assert (status, body) == (403, b"This name is not the dashboard's.")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("token", [None, "guessed"])
def test_an_upload_from_another_site_is_refused(port: int, method: str, token: str | None) -> None:
    boundary = "x" * 20
    part = 'Content-Disposition: form-data; name="f"; filename="f.csv"'
    body = f"--{boundary}\r\n{part}\r\n\r\nCompany\r\n--{boundary}--\r\n".encode()
    headers = {
        "Host": f"{HOST}:{port}",
        "Origin": f"http://{FOREIGN}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        **({"X-Xsrftoken": token, "Cookie": "_streamlit_xsrf=other"} if token else {}),
    }
    path = f"/_stcore/upload_file/{uuid.uuid4()}/{uuid.uuid4()}"
    status, answered, _ = _ask(port, method, path, headers, body)
    assert status in (400, 403, 405)
    assert answered.get("access-control-allow-origin") in (None, f"http://{HOST}:{port}")


def test_another_site_may_read_nothing(port: int) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics"):
        _, headers, _ = _ask(port, "GET", path, {"Host": f"{HOST}:{port}", "Origin": f"http://{FOREIGN}"})
        assert headers.get("access-control-allow-origin") is None
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_every_answer_tells_the_browser_to_trust_nothing_else(port: int) -> None:
    for path in ("/", "/_stcore/health", "/nowhere"):
        _, headers, _ = _ask(port, "GET", path, {"Host": f"{HOST}:{port}"})
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_no_file_beside_the_app_is_served(port: int) -> None:
    for path in ("/app/static/app.py", "/static/../app.py", "/static/%2e%2e/%2e%2e/app.py", "/component/../app.py"):
        _, _, body = _ask(port, "GET", path, {"Host": f"{HOST}:{port}"})
        assert b"stop_strangers" not in body
