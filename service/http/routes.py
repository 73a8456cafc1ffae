"""The API's routes: parameters -> engine -> JSON; work runs in threads, never on the event loop."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service.engine import Change, Engine
from service.http import schemas
from service.http.auth import require_key
from service.http.metrics import Meter
from service.listing import clause_json, notice_json
from service.results import notice_url


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


async def _key(request: Request) -> None:
    require_key(request, request.app.state.settings)


EngineDep = Annotated[Engine, Depends(_engine)]
MeterDep = Annotated[Meter, Depends(_meter)]
NoticeId = Annotated[str, Path(description="id, or document number in any printed form")]
ClausePath = Annotated[str, Path(description="numerals from the top: 五/(一), 第六条, closing")]
WithText = Annotated[bool, Query(description="adds the cleaned text")]
Refusal: dict[str, Any] = {"model": schemas.ProblemOut}

router = APIRouter(default_response_class=Json)


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for the schema."""
    said = {
        404: "No such notice or clause",
        401: "The key is missing or wrong",
        403: "The service has no key: writing is off",
        413: "The file is too large",
        422: "A parameter is missing or malformed",
        429: "Too many requests",
        503: "The index cannot be used",
    }
    return {
        status: {**Refusal, "description": said[status]} for status in (*statuses, 422, 429, 503)
    }


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
    responses=told(),
    tags=["search"],
)
def ask(body: Annotated[schemas.AskBody, Body()], engine: EngineDep, meter: MeterDep) -> Any:
    mode, filters = body.merged()
    with meter.working("ask"):
        answer = engine.ask(body.question, body.k, mode, filters)
    return Json(answer.to_json())


@router.get(
    "/api/notices",
    summary="The notices, newest first",
    response_model=schemas.ListOut,
    responses=told(),
    tags=["notices"],
)
def list_notices(params: Annotated[schemas.ListParams, Query()], engine: EngineDep) -> Any:
    page = engine.notices(params.limit, params.offset, params.issuer, params.year)
    return Json(page.to_json())


@router.post(
    "/api/notices",
    summary="Add or update a notice from a file (needs the key)",
    response_model=schemas.ChangeOut,
    responses=told(401, 403, 413),
    status_code=201,
    dependencies=[Depends(_key)],
    tags=["notices"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {
                            "file": {
                                "type": "string",
                                "format": "binary",
                                "description": "one file",
                            }
                        },
                    }
                }
            },
        }
    },
)
async def upload(request: Request, engine: EngineDep) -> Any:
    # The form is read here and not by FastAPI, which would read it before it asks for the key.
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise HTTPException(400, "Send one file as multipart/form-data in the field `file`.")
        name, data = file.filename, await file.read()
    change = await run_in_threadpool(engine.add, name, data)
    return Json(_change_json(change), 201, {"Location": notice_url(change.ids[0])})


@router.get(
    "/api/notices/{notice_id}",
    summary="One notice: metadata and outline",
    response_model=schemas.NoticeFullOut,
    responses=told(404),
    tags=["notices"],
)
def notice(notice_id: NoticeId, engine: EngineDep, text: WithText = False) -> Any:
    return Json(notice_json(engine.notice(notice_id), with_text=text))


@router.delete(
    "/api/notices/{notice_id}",
    summary="Take a notice out (needs the key)",
    response_model=schemas.ChangeOut,
    responses=told(401, 403, 404),
    dependencies=[Depends(_key)],
    tags=["notices"],
)
def remove(notice_id: NoticeId, engine: EngineDep) -> Any:
    return Json(_change_json(engine.remove(notice_id)))


@router.get(
    "/api/notices/{notice_id}/clauses/{path:path}",
    summary="One clause, by its path such as 五/(一)",
    response_model=schemas.ClauseFullOut,
    responses=told(404),
    tags=["notices"],
)
def clause(notice_id: NoticeId, path: ClausePath, engine: EngineDep) -> Any:
    return Json(clause_json(*engine.clause(notice_id, path)))


@router.get("/healthz", summary="Is the process alive", tags=["service"])
async def healthz() -> Any:
    return Json({"status": "ok"})


@router.get(
    "/readyz",
    summary="Can it answer",
    response_model=schemas.ReadyOut,
    responses={503: {**Refusal, "description": "The index cannot be used"}},
    tags=["service"],
)
def readyz(engine: EngineDep) -> Any:
    state = engine.state()
    return Json(
        {
            "status": "ready",
            "generation": state.generation,
            "encoder": state.encoder,
            "reranker": state.reranker,
            "notices": state.notices,
            "clauses": state.clauses,
        }
    )


@router.get("/metrics", summary="Prometheus metrics", tags=["service"])
def metrics(meter: MeterDep) -> Response:
    return Response(meter.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _change_json(change: Change) -> dict[str, Any]:
    report = change.report
    return {
        "notices": report.notices,
        "clauses": report.clauses,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "ids": list(change.ids),
        "warnings": list(report.warnings),
        "skipped": [{"source": one.source, "reason": one.reason} for one in report.skipped],
    }
