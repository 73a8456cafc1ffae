"""A client or a body -> let through or refused: token buckets, bytes counted on arrival."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

# A question of 2,000 characters with filters is under 10 kB.
MOST_JSON = 64 * 1024
# A receipt has the answer and the same quotes once more: 10 kB, with a table quoted 100.
MOST_RECEIPT = 256 * 1024
# Buckets kept at most; full ones are forgotten first. 10,000 take about 2 MB.
MOST_CLIENTS = 10_000
UNLIMITED = ("/healthz", "/readyz", "/metrics", "/static/")


class RateLimit:
    """`per_minute` requests a minute for each client, in bursts of as many; 0 lets all through."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # client -> (tokens, when)

    def wait(self, client: str) -> int:
        """Takes one token; 0 when there was one, else the seconds until there is."""
        if self.per_minute == 0:
            return 0
        now = self._clock()
        tokens, then = self._buckets.pop(client, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - then) * self.per_minute / 60)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._forget(now)
        return 0 if allowed else max(1, math.ceil((1 - tokens) * 60 / self.per_minute))

    def _forget(self, now: float) -> None:
        """Drops full buckets; when all are in use, the half that was used longest ago."""
        full = [key for key, (_, then) in self._buckets.items() if now - then >= 60]
        for key in full or list(self._buckets)[: MOST_CLIENTS // 2]:
            del self._buckets[key]


def check_rate(scope: Scope, limit: RateLimit) -> None:
    """429 with Retry-After when the client's bucket is empty; health and static files are free."""
    if scope["path"].startswith(UNLIMITED):
        return
    client = scope["client"][0] if scope.get("client") else "unknown"
    wait = limit.wait(client)
    if wait:
        raise HTTPException(
            429,
            f"At most {limit.per_minute} requests a minute; try again in {wait} s.",
            {"Retry-After": str(wait)},
        )


def most_bytes(scope: Scope, max_upload: int) -> int:
    """How long this request's body may be: of an upload, with room for the form around it, of a
    receipt, of any other JSON."""
    if scope["method"] == "POST" and scope["path"] == "/api/notices":
        return max_upload + 4096
    return MOST_RECEIPT if scope["path"] in ("/api/verify", "/verify") else MOST_JSON


def limited_body(scope: Scope, receive: Receive, most: int) -> Receive:
    """`receive` that raises 413 at the announced or the counted length, whichever shows first."""
    counted = 0

    async def counting() -> Message:
        nonlocal counted
        message = await receive()
        counted += len(message.get("body", b""))
        if counted > most:
            raise _too_large(most)
        return message

    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_large(most)
    return counting


def _too_large(most: int) -> HTTPException:
    return HTTPException(413, f"The body is longer than {most:,} bytes.", {"Connection": "close"})
