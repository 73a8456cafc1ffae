"""The API's routes for duties and deadlines: parameters -> lists as JSON, CSV or calendar."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service.agenda import ics_text
from service.deadlines import DeadlineFilters, deadlines_csv
from service.duties import duties_csv
from service.http import schemas
from service.http.dependencies import EngineDep, Json, told

# A table or calendar holds all that match, up to so many: 10,000 rows are 5 MB.
MOST_ROWS = 10_000
CSV = "text/csv; charset=utf-8"

router = APIRouter(default_response_class=Json)


@router.get(
    "/api/duties",
    summary="Who has to do what",
    response_model=schemas.DutiesOut,
    responses=told(),
    tags=["facts"],
)
def duties(
    params: Annotated[schemas.DutyParams, Query()], engine: EngineDep, request: Request
) -> Any:
    filters = params.to_filters()
    if params.format == "csv":
        page = engine.duties(filters, MOST_ROWS)
        return _file(duties_csv(page.duties, _base(request)), CSV, "duties.csv")
    return Json(engine.duties(filters, params.limit, params.offset).to_json())


@router.get(
    "/api/deadlines",
    summary="By which day something is to be done, by day",
    response_model=schemas.DeadlinesOut,
    responses=told(),
    tags=["facts"],
)
def deadlines(
    params: Annotated[schemas.DeadlineParams, Query()], engine: EngineDep, request: Request
) -> Any:
    filters = params.to_filters()
    if params.format == "csv":
        page = engine.deadlines(filters, MOST_ROWS)
        return _file(deadlines_csv(page.deadlines, _base(request)), CSV, "deadlines.csv")
    return Json(engine.deadlines(filters, params.limit, params.offset).to_json())


@router.get(
    "/api/deadlines.ics",
    summary="The deadlines as a calendar (iCalendar)",
    response_class=Response,
    responses=told(),
    tags=["facts"],
)
def calendar(
    params: Annotated[schemas.CalendarParams, Query()], engine: EngineDep, request: Request
) -> Any:
    filters: DeadlineFilters = params.to_filters()
    page = engine.deadlines(filters, MOST_ROWS)
    text = ics_text(page.deadlines, _base(request))
    return _file(text, "text/calendar; charset=utf-8", "deadlines.ics")


def _base(request: Request) -> str:
    """Before addresses that leave this site: http://host:port."""
    return str(request.base_url).rstrip("/")


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": kind}
    return Response(text, headers=headers)
