"""Every request, on its way in and out: id, limits, HEAD, metrics, headers, last resort."""

from __future__ import annotations

import time
import uuid
from collections.abc import Awaitable, Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.limits import RateLimit, check_rate, limited_body, most_bytes
from service.http.metrics import Meter

# The page is HTML and one style sheet from here: no scripts, no frames, nothing from elsewhere.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

Explain = Callable[[Request, Exception], Response]


class Edge:
    """ASGI middleware around the app; `explain` turns an exception into the response to send."""

    def __init__(
        self, app: ASGIApp, meter: Meter, rate: RateLimit, max_upload: int, explain: Explain
    ) -> None:
        self.app = app
        self.meter = meter
        self.rate = rate
        self.max_upload = max_upload
        self.explain = explain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        method = scope["method"]
        scope.setdefault("state", {})["request_id"] = uuid.uuid4().hex[:16]
        sent = _Sent(send, scope["state"]["request_id"], head=method == "HEAD")
        if method == "HEAD":
            scope["method"] = "GET"
        try:
            await self._pass(scope, receive, sent)
        finally:
            self.meter.answered(
                method if method in METHODS else "other",
                _route(scope),
                sent.status,
                time.perf_counter() - began,
            )

    async def _pass(self, scope: Scope, receive: Receive, sent: _Sent) -> None:
        try:
            check_rate(scope, self.rate)
            limited = limited_body(scope, receive, most_bytes(scope, self.max_upload))
            await self.app(scope, limited, sent)
        except Exception as error:
            response = self.explain(Request(scope), error)
            if sent.started:
                raise
            await response(scope, receive, sent)


class _Sent:
    """`send` that adds the headers, drops the body of HEAD, and remembers the status."""

    def __init__(self, send: Callable[[Message], Awaitable[None]], request_id: str, head: bool):
        self._send = send
        self._request_id = request_id
        self._head = head
        self.started = False
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-cache")
            headers["X-Request-ID"] = self._request_id
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)


def _route(scope: Scope) -> str:
    """The route's template, `/api/notices/{notice_id}`; "other" when none took the request."""
    route = scope.get("route")
    return getattr(route, "path", None) or "other"
