"""`/api/duties` and `/api/deadlines`: what they take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from indexer.facts import ROLES, STRENGTHS
from service.deadlines import DeadlineFilters, make_deadline_filters
from service.duties import DutyFilters, make_duty_filters
from service.http.schemas.fields import MOST_IDS, Asked, NoticeOut, Span

Limit = Annotated[int, Field(ge=1, le=MOST_IDS, description="how many; of JSON only")]
Offset = Annotated[int, Field(ge=0, le=10**9, description="how many to pass over; of JSON only")]
Format = Annotated[str, Field(pattern=r"^(json|csv)$", description="json or csv")]


class DutyParams(Asked):
    """`GET /api/duties`."""

    body: str | None = Field(default=None, description="a part of the body's name")
    role: str | None = Field(default=None, description="、".join(ROLES))
    strength: str | None = Field(default=None, description="、".join(STRENGTHS))
    notice: str | None = Field(default=None, description="id of a notice")
    issuer: str | None = Field(default=None, description="a part of the issuer's name")
    date_from: str | None = Field(
        default=None, alias="from", description="first date of the notice: 2020, 2020-05, …"
    )
    date_to: str | None = Field(default=None, alias="to", description="last date, included")
    limit: Limit = 50
    offset: Offset = 0
    format: Format = "json"

    def to_filters(self) -> DutyFilters:
        """FilterError for an unknown role or strength or a malformed date."""
        return make_duty_filters(
            self.body,
            self.role,
            self.strength,
            self.notice,
            self.issuer,
            self.date_from,
            self.date_to,
        )


class CalendarParams(Asked):
    """`GET /api/deadlines.ics`."""

    day_from: str | None = Field(
        default=None, alias="from", description="first day: 2020, 2020-05, …"
    )
    day_to: str | None = Field(default=None, alias="to", description="last day, included")
    notice: str | None = Field(default=None, description="id of a notice")
    issuer: str | None = Field(default=None, description="a part of the issuer's name")

    def to_filters(self) -> DeadlineFilters:
        """FilterError when a date is malformed."""
        return make_deadline_filters(self.day_from, self.day_to, self.notice, self.issuer)


class DeadlineParams(CalendarParams):
    """`GET /api/deadlines`."""

    limit: Limit = 50
    offset: Offset = 0
    format: Format = "json"


class PlaceOut(BaseModel):
    path: str
    url: str = Field(description="the clause on its notice's page")


class DutyOut(BaseModel):
    body: str = Field(description="the body's full name: 我厅 is the issuer")
    printed: str = Field(description="how the clause names it")
    role: str
    strength: str = Field(description="empty where the clause merely states it")
    task: str
    quote: str = Field(description="verbatim: the clause's text[start:end]")
    start: int
    end: int
    body_span: Span
    task_span: Span
    clause: PlaceOut
    notice: NoticeOut


class DutiesOut(BaseModel):
    total: int
    limit: int
    offset: int
    duties: list[DutyOut]


class DeadlineOut(BaseModel):
    day: str = Field(description="it is met until this day")
    first: str | None = Field(description="when its stretch of days begins, if that is stated")
    text: str = Field(description="verbatim: the clause's text[start:end]")
    sentence: str
    start: int
    end: int
    clause: PlaceOut
    notice: NoticeOut


class DeadlinesOut(BaseModel):
    total: int
    limit: int
    offset: int
    deadlines: list[DeadlineOut]
