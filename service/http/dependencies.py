"""What the routes share: what the application holds, JSON, and the problems they tell of."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Depends, Request
from starlette.responses import Response

from service.answer.generated import Endpoint
from service.conversation import Conversations
from service.engine import Engine
from service.http import schemas
from service.http.auth import require_key
from service.http.metrics import Meter
from service.http.streams import Slots


class Json(Response):
    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


async def _meter(request: Request) -> Meter:
    meter: Meter = request.app.state.meter
    return meter


async def _conversations(request: Request) -> Conversations:
    conversations: Conversations = request.app.state.conversations
    return conversations


async def _endpoint(request: Request) -> Endpoint | None:
    endpoint: Endpoint | None = request.app.state.endpoint
    return endpoint


async def _slots(request: Request) -> Slots:
    slots: Slots = request.app.state.slots
    return slots


async def _key(request: Request) -> None:
    require_key(request, request.app.state.settings)


EngineDep = Annotated[Engine, Depends(_engine)]
MeterDep = Annotated[Meter, Depends(_meter)]
ConversationsDep = Annotated[Conversations, Depends(_conversations)]
EndpointDep = Annotated[Endpoint | None, Depends(_endpoint)]
SlotsDep = Annotated[Slots, Depends(_slots)]
KeyNeeded = Depends(_key)
Refusal: dict[str, Any] = {"model": schemas.ProblemOut}


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for the schema."""
    said = {
        400: "No model is set for a summary, or a stream is to have a receipt",
        401: "The key is missing or wrong",
        403: "The service has no key: writing is off",
        404: "No such notice or clause",
        413: "The file is too large",
        422: "A parameter is missing or malformed",
        429: "Too many requests",
        503: "The index cannot be used",
    }
    return {
        status: {**Refusal, "description": said[status]} for status in (*statuses, 422, 429, 503)
    }
