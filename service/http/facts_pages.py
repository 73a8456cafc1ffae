"""The pages of duties and deadlines: what the form asks for -> a table, counts to narrow by."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from corpus.errors import FilterError
from indexer.facts import ROLES, STRENGTHS
from service.deadlines import DeadlineFacets, DeadlineFilters, make_deadline_filters
from service.duties import DutyFilters, make_duty_filters
from service.http.dependencies import EngineDep
from service.http.pages import Text, page, page_at

LISTED = 50

router = APIRouter(include_in_schema=False)
From = Annotated[str, Query(alias="from")]
PageNumber = Annotated[str, Query(alias="page")]


@router.get("/duties")
def duties(
    request: Request,
    engine: EngineDep,
    body: Text = "",
    role: Text = "",
    strength: Text = "",
    issuer: Text = "",
    notice: Text = "",
    page_number: PageNumber = "1",
) -> Response:
    form = {"body": body, "role": role, "strength": strength, "issuer": issuer, "notice": notice}
    filters, error = DutyFilters(), None
    try:
        filters = make_duty_filters(body, role, strength, notice, issuer)
    except FilterError as refused:
        error = refused
    number = page_at(page_number)
    found = engine.duties(filters, 0 if error else LISTED, (number - 1) * LISTED)
    return page(
        request,
        "duties.html",
        422 if error else 200,
        found=found,
        counts=engine.duty_facets(filters),
        roles=ROLES,
        strengths=STRENGTHS,
        csv=_download("/api/duties", form, format="csv"),
        **_shared(engine, form, error, number, found.total),
    )


@router.get("/deadlines")
def deadlines(
    request: Request,
    engine: EngineDep,
    day_from: From = "",
    to: Text = "",
    issuer: Text = "",
    notice: Text = "",
    page_number: PageNumber = "1",
) -> Response:
    form = {"from": day_from, "to": to, "issuer": issuer, "notice": notice}
    filters, error = DeadlineFilters(), None
    try:
        filters = make_deadline_filters(day_from, to, notice, issuer)
    except FilterError as refused:
        error = refused
    number = page_at(page_number)
    counts = engine.deadline_facets(filters)
    found = engine.deadlines(filters, 0 if error else LISTED, (number - 1) * LISTED)
    return page(
        request,
        "deadlines.html",
        422 if error else 200,
        found=found,
        counts=counts,
        months=months_of(counts, filters),
        csv=_download("/api/deadlines", form, format="csv"),
        ics=_download("/api/deadlines.ics", form),
        **_shared(engine, form, error, number, found.total),
    )


def months_of(counts: DeadlineFacets, filters: DeadlineFilters) -> list[tuple[str, int]]:
    """The months of the one year that is looked at; of several years the years are enough."""
    first, last = (filters.first_day or "")[:4], (filters.last_day or "")[:4]
    year = first if first == last else ""
    if len(counts.years) == 1:
        year = counts.years[0][0]
    return [counted for counted in counts.months if year and counted[0].startswith(year)]


def _download(path: str, form: dict[str, str], **more: str) -> str:
    """The list as a file, by the same filters and without a language."""
    query = {**_kept(form), **more}
    return path + ("?" + urlencode(query) if query else "")


def _kept(form: dict[str, str]) -> dict[str, str]:
    """What was typed into the form, without empty fields."""
    return {name: value for name, value in form.items() if value.strip()}


def _shared(
    engine: EngineDep, form: dict[str, str], error: FilterError | None, number: int, total: int
) -> dict[str, Any]:
    return {
        "form": form,
        "kept": _kept(form),
        "issuers": engine.facets().issuers,
        "error": error,
        "number": number,
        "last": max(1, -(-total // LISTED)),
    }
