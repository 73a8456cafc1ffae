"""The pages of answers: a question -> its answer and clauses as HTML, or as a receipt to keep."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from corpus.errors import BusyError, FilterError, QueryError
from service.answer.generated import Endpoint
from service.asker import Asker
from service.conversation import Conversations
from service.http.dependencies import ConversationsDep, EndpointDep, EngineDep, MeterDep, SlotsDep
from service.http.metrics import Meter
from service.http.pages import page
from service.http.streams import Slots
from service.query import QUERY_LIMIT, make_filters
from service.results import Answer, Filters
from service.summary import Summary

SHOWN = 10
LATEST = 6

router = APIRouter(include_in_schema=False)


class PageQuestion(BaseModel):
    """The address of a page of results; `c` is the conversation that it goes on from."""

    q: str = ""
    issuer: str = ""
    year: str = ""
    c: str = ""
    generate: str = ""

    def to_filters(self) -> Filters:
        """FilterError when the year is none."""
        return make_filters(self.issuer, None, self.year, self.year, None)


@router.get("/")
def home(
    request: Request,
    engine: EngineDep,
    meter: MeterDep,
    talks: ConversationsDep,
    endpoint: EndpointDep,
    slots: SlotsDep,
    asked: Annotated[PageQuestion, Query()],
) -> Response:
    form = {**asked.model_dump(), "facets": engine.facets()}
    if not asked.q.strip():
        latest = engine.notices(limit=LATEST).notices
        return page(request, "home.html", state=engine.state(), latest=latest, **form)
    try:
        with engine.asker(SHOWN, "hybrid") as asker:
            answer = answered(asked, asker, meter, talks, endpoint, slots)
    except (QueryError, FilterError) as error:
        return page(request, "refused.html", 422, error=error, most=QUERY_LIMIT, **form)
    return page(request, "results.html", answer=answer, total=engine.state().clauses, **form)


@router.get("/receipt")
def receipt(
    engine: EngineDep,
    meter: MeterDep,
    talks: ConversationsDep,
    endpoint: EndpointDep,
    slots: SlotsDep,
    asked: Annotated[PageQuestion, Query()],
) -> Response:
    """What the page of results answers to the same address, asked now, as a file to keep."""
    with engine.asker(SHOWN, "hybrid") as asker:
        answer = answered(asked, asker, meter, talks, endpoint, slots)
        made = asker.receipt(answer, asked.to_filters())
    text = json.dumps(made.to_json(), ensure_ascii=False, indent=2) + "\n"
    name = f"gongwen-receipt-{re.sub('[-:]', '', made.asked_at[:19])}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)


def answered(
    asked: PageQuestion,
    asker: Asker,
    meter: Meter,
    talks: Conversations,
    endpoint: Endpoint | None,
    slots: Slots,
) -> Answer:
    """With a summary if it is wanted and there is a model; a reader gets the quotes at once when
    too many are being written."""
    with meter.working("ask"):
        answer = talks.fork(asker.ask, asked.q, asked.to_filters(), asked.c)
    if not (endpoint and asked.generate == "1"):
        return answer
    try:
        with slots.taken(), meter.working("summary"):
            return asker.summarised(answer, endpoint)
    except BusyError:
        return replace(answer, generated=Summary(endpoint.model, False, "busy"))
