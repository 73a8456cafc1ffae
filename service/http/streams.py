"""Events of a summary -> a stream of server-sent events; only so many are written at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager

import orjson
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from corpus.errors import BusyError
from service.answer.generated import Event
from service.http.problems import problem_of

log = logging.getLogger("gongwen.http")

EVENTS = "text/event-stream"
# Each holds a thread or a connection for up to GONGWEN_LLM_TIMEOUT seconds.
MOST_AT_ONCE = 4
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Slots:
    """How many summaries may be written at the same time."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._free = threading.BoundedSemaphore(most)

    def take(self) -> None:
        """BusyError when all are taken: to wait would only hold more connections."""
        if not self._free.acquire(blocking=False):
            raise BusyError("all places for summaries are taken; try again in a moment")

    def give_back(self) -> None:
        self._free.release()

    @contextmanager
    def taken(self) -> Iterator[None]:
        self.take()
        try:
            yield
        finally:
            self.give_back()


class EventStream(StreamingResponse):
    """Sends each event as it happens; a client that leaves stops what makes them.

    Takes a slot at once, so that a refusal is still a problem document.
    """

    def __init__(self, steps: AsyncGenerator[Event, None], slots: Slots) -> None:
        slots.take()
        self._steps, self._slots = steps, slots
        super().__init__(_written(steps), headers=HEADERS, media_type=EVENTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with aclosing(self._steps):
                await super().__call__(scope, receive, send)
        finally:
            self._slots.give_back()


def wants_events(request: Request) -> bool:
    return EVENTS in request.headers.get("accept", "")


async def _written(steps: AsyncGenerator[Event, None]) -> AsyncGenerator[bytes, None]:
    try:
        async for step in steps:
            yield _event(step.name, step.to_json())
    except Exception as error:  # the status is sent: what went wrong can only be an event
        log.exception("a summary failed")
        problem = problem_of(error)
        yield _event("error", {"code": problem.code, "detail": problem.detail})


def _event(name: str, data: object) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
