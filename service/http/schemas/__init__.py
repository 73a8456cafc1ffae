"""Requests as they are checked and responses as they are documented; CONTRACT.md in pydantic."""

from __future__ import annotations

from service.http.schemas.facts import (
    CalendarParams,
    DeadlineParams,
    DeadlinesOut,
    DutiesOut,
    DutyParams,
)
from service.http.schemas.fields import ProblemOut
from service.http.schemas.health import ReadyOut
from service.http.schemas.notices import (
    ChangeOut,
    ClauseFullOut,
    ListOut,
    ListParams,
    NoticeFullOut,
)
from service.http.schemas.questions import AskBody, AskOut, SearchOut, SearchParams
from service.http.schemas.receipts import VerdictsOut

__all__ = [
    "AskBody",
    "AskOut",
    "CalendarParams",
    "ChangeOut",
    "ClauseFullOut",
    "DeadlineParams",
    "DeadlinesOut",
    "DutiesOut",
    "DutyParams",
    "ListOut",
    "ListParams",
    "NoticeFullOut",
    "ProblemOut",
    "ReadyOut",
    "SearchOut",
    "SearchParams",
    "VerdictsOut",
]
