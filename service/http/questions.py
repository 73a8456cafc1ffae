"""The API's questions: search, ask, verify; work runs in threads, never on the event loop."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from starlette.concurrency import run_in_threadpool

from corpus.errors import InputError
from service.answer.generated import required
from service.http import schemas
from service.http.dependencies import (
    ConversationsDep,
    EndpointDep,
    EngineDep,
    Json,
    MeterDep,
    SlotsDep,
    told,
)
from service.http.streams import EventStream, wants_events
from service.receipt import read_receipt
from service.verdicts import verdicts_json

RECEIPT = "#/components/schemas/ReceiptOut"

router = APIRouter(default_response_class=Json)


@router.get(
    "/api/search",
    summary="Ranked clauses",
    response_model=schemas.SearchOut,
    responses=told(),
    tags=["search"],
)
def search(
    params: Annotated[schemas.SearchParams, Query()], engine: EngineDep, meter: MeterDep
) -> Any:
    filters = params.to_filters()
    with meter.working("search"):
        result = engine.search(params.q, params.k, params.mode, filters)
    return Json(result.to_json())


@router.post(
    "/api/ask",
    summary='Answer with quotes, or an honest "not found"',
    response_model=schemas.AskOut,
    responses=told(400),
    tags=["search"],
)
def ask(
    request: Request,
    body: Annotated[schemas.AskBody, Body()],
    engine: EngineDep,
    meter: MeterDep,
    talks: ConversationsDep,
    endpoint: EndpointDep,
    slots: SlotsDep,
) -> Any:
    mode, filters = body.merged()
    streamed = wants_events(request)
    if streamed and body.receipt:
        raise InputError("a stream gives no receipt; ask without Accept: text/event-stream")
    model = required(endpoint) if body.generate or streamed else None
    waited = bool(model) and not streamed
    with (
        slots.taken() if waited else nullcontext(),
        meter.working("summary" if waited else "ask"),
        engine.asker(body.k, mode) as asker,
    ):
        answer = talks.ask(asker.ask, body.question, filters, body.conversation)
        if model and streamed:
            return EventStream(engine.summarising(answer, model), slots)
        if model:
            answer = asker.summarised(answer, model)
        given = answer.to_json()
        if body.receipt:
            given["receipt"] = asker.receipt(answer, filters).to_json()
    return Json(given)


@router.post(
    "/api/verify",
    summary="What has become of the quotes of a receipt",
    response_model=schemas.VerdictsOut,
    responses=told(413),
    tags=["search"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": RECEIPT}}},
        }
    },
)
async def verify(request: Request, engine: EngineDep) -> Any:
    # read by the one function that knows receipts, so that every surface refuses the same ones
    receipt = read_receipt(await request.body())
    verdicts = await run_in_threadpool(engine.check, receipt)
    return Json(verdicts_json(receipt, verdicts))
