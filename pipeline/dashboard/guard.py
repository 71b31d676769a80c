"""What stands before the server: it answers to its own names only, and tells the browser to trust nothing else."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

HEADERS = {
    # Streamlit sets styles in elements, and its charts compute their expressions from text
    "content-security-policy": (
        "default-src 'self'; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Sent with every answer: nothing is fetched from or sent to elsewhere, and no other page may frame this one."""


class Guard:
    """An ASGI application around another; requests under a foreign name never reach the inner one."""

    def __init__(self, app: _App, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Serve one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if _host(scope) not in self._hosts:
            await _refuse(scope, send)
            return
        await self._app(scope, receive, _with_headers(send))


def _host(scope: _Scope) -> str | None:
    """The name that a request asks for, without its port."""
    named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return urlsplit(f"//{named[0]}").hostname if len(named) == 1 else None


def _with_headers(send: _Send) -> _Send:
    async def send_with_headers(message: _Scope) -> None:
        if message["type"] == "http.response.start":
            theirs = [pair for pair in message["headers"] if pair[0].decode("latin-1").lower() not in HEADERS]
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*theirs, *ours]}
        await send(message)

    return send_with_headers


async def _refuse(scope: _Scope, send: _Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it was accepted: the handshake is a 403
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This name is not the dashboard's."})
