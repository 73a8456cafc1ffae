"""The pages of notices, of the API and of errors; `page`, which all pages are made with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from corpus.errors import FilterError, QueryError
from service.deadlines import Deadline, DeadlineFilters
from service.duties import DutyFilters, ListedDuty
from service.engine import Engine
from service.http.dependencies import EngineDep
from service.http.docs import operations
from service.http.problems import CODES, Problem
from service.results import Filters
from service.web.labels import preferred_language
from service.web.render import Renderer

LISTED = 30

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Query()]
Fact = TypeVar("Fact", Deadline, ListedDuty)


@router.get("/n")
def notices(
    request: Request,
    engine: EngineDep,
    issuer: Text = "",
    year: Text = "",
    page_number: Annotated[str, Query(alias="page")] = "1",
) -> Response:
    number = page_at(page_number)
    found = engine.notices(LISTED, (number - 1) * LISTED, issuer or None, year or None)
    form: dict[str, Any] = {"q": "", "issuer": issuer, "year": year, "facets": engine.facets()}
    last = max(1, -(-found.total // LISTED))
    return page(request, "notices.html", found=found, number=number, last=last, **form)


@router.get("/n/{notice_id}")
def notice(request: Request, engine: EngineDep, notice_id: str, q: Text = "") -> Response:
    shown = engine.notice(notice_id)
    marks = highlights(engine, q, shown.id) if q.strip() else {}
    only = Filters(notice=shown.id)
    return page(
        request,
        "notice.html",
        notice=shown,
        q=q,
        marks=marks,
        duties=_of(shown.id, engine.duties(DutyFilters(notices=only)).duties),
        deadlines=_of(shown.id, engine.deadlines(DeadlineFilters(notices=only)).deadlines),
    )


def _of(notice_id: str, found: Sequence[Fact]) -> list[Fact]:
    """Those of this notice: a second text under the same number passes its filter too."""
    return [one for one in found if one.notice.id == notice_id]


@router.get("/docs")
def docs(request: Request) -> Response:
    schema = request.app.openapi()
    return page(
        request,
        "docs.html",
        operations=operations(schema),
        summary=schema["info"]["summary"],
        codes=CODES,
        base=str(request.base_url).rstrip("/"),
    )


@router.get("/favicon.ico")
async def favicon() -> Response:
    return Response(status_code=308, headers={"Location": "/static/icon.svg"})


def page_at(typed: str) -> int:
    """The number of a list's page; 1 for what is none."""
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 7 else 1


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """The template in the reader's language."""
    asked = request.query_params.get("lang")
    lang = preferred_language(asked, request.headers.get("accept-language", ""))
    renderer: Renderer = request.app.state.renderer
    address = quote(request.url.path, safe="/%~()") + (
        f"?{request.url.query}" if request.url.query else ""
    )
    summaries = {
        "summaries": request.app.state.endpoint is not None,
        "summarise": "1" if request.query_params.get("generate") == "1" else None,
    }
    html = renderer.render(template, lang, asked == lang, address, **summaries, **values)
    return HTMLResponse(html, status, {"Vary": "Accept-Language", "Content-Language": lang})


def error_page(request: Request, problem: Problem) -> Response:
    """The problem as a page, in the reader's language."""
    request_id = request.scope["state"]["request_id"]
    response = page(
        request, "error.html", problem.status, problem=problem, request_id=request_id, q=""
    )
    for name, value in problem.headers:
        response.headers[name] = value
    return response


def highlights(engine: Engine, q: str, notice_id: str) -> dict[str, list[tuple[int, int]]]:
    """Clause path -> the spans that the question matches; a question we refuse marks nothing."""
    try:
        filters = Filters(notice=notice_id)
        found = engine.search(q, 1000, "hybrid", filters, reranked=False)
    except (QueryError, FilterError):
        return {}
    return {hit.clause.path: list(hit.highlights) for hit in found.hits}
