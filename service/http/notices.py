"""The API's notices: list, read, add, remove."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from service.engine import Change
from service.http import schemas
from service.http.dependencies import EngineDep, Json, KeyNeeded, told
from service.listing import clause_json, notice_json
from service.results import notice_url

NoticeId = Annotated[str, Path(description="id, or document number in any printed form")]
ClausePath = Annotated[str, Path(description="numerals from the top: 五/(一), 第六条, closing")]
WithText = Annotated[bool, Query(description="adds the cleaned text")]

router = APIRouter(default_response_class=Json)


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
    dependencies=[KeyNeeded],
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
    dependencies=[KeyNeeded],
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
