"""What duties are asked for -> a page of them with notice and clause, as JSON, CSV and counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import FilterError
from indexer.facts import ROLES, STRENGTHS, Duty
from indexer.facts.wanted import WantedDuties
from indexer.index import Index
from service import typed
from service.allowed import notices_passing
from service.query import make_filters
from service.results import EVERYTHING, ClauseRef, Filters, NoticeRef
from service.search import clause_ref, notice_ref
from service.tables import csv_text

HEADER = (
    "body", "role", "strength", "task", "quote", "printed", "notice", "title", "issuer", "number",
    "date", "path", "url", "start", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """None does not limit; `body` is a part of a body's name, `notices` as in search."""

    body: str | None = None
    role: str | None = None
    strength: str | None = None
    notices: Filters = EVERYTHING


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """A duty with where it stands."""

    notice: NoticeRef
    clause: ClauseRef
    duty: Duty

    @property
    def quote(self) -> str:
        return self.clause.text[self.duty.start : self.duty.end]

    def to_json(self) -> dict[str, Any]:
        duty = self.duty
        return {
            "body": duty.body,
            "printed": duty.printed,
            "role": duty.role,
            "strength": duty.strength,
            "task": duty.task,
            "quote": self.quote,
            "start": duty.start,
            "end": duty.end,
            "body_span": [duty.body_start, duty.body_start + len(duty.printed)],
            "task_span": [duty.task_start, duty.task_end],
            "clause": {"path": self.clause.path, "url": self.clause.url},
            "notice": self.notice.to_json(),
        }


@dataclass(frozen=True, slots=True)
class DutyPage:
    """A stretch of the list, by notice and place; `limit` None: all of it."""

    total: int
    limit: int | None
    offset: int
    duties: tuple[ListedDuty, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "limit": self.limit,
            "offset": self.offset,
            "duties": [listed.to_json() for listed in self.duties],
        }


@dataclass(frozen=True, slots=True)
class DutyFacets:
    """How many duties each role and body has, most first: as the other filters let them through."""

    roles: tuple[tuple[str, int], ...]
    bodies: tuple[tuple[str, int], ...]


def make_duty_filters(
    body: str | None = None,
    role: str | None = None,
    strength: str | None = None,
    notice: str | None = None,
    issuer: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
) -> DutyFilters:
    """Filters from what a user typed; FilterError for an unknown role or strength or a bad date."""
    return DutyFilters(
        typed.plain(body),
        _one_of(role, "role", ROLES),
        _one_of(strength, "strength", STRENGTHS),
        make_filters(issuer, None, date_from, date_to, notice),
    )


def _one_of(value: str | None, name: str, known: tuple[str, ...]) -> str | None:
    given = typed.plain(value)
    if given is not None and given not in known:
        raise FilterError(f"{name} is '{given}'; use one of {'、'.join(known)}")
    return given


def list_duties(
    index: Index, filters: DutyFilters, limit: int | None = None, offset: int = 0
) -> DutyPage:
    """By notice and place."""
    found = index.duties(_wanted(index, filters), limit, offset)
    listed = tuple(
        ListedDuty(
            notice_ref(index.notice_refs[placed.notice]),
            clause_ref(index.notice_refs[placed.notice].id, index.clause(placed.clause)),
            placed.fact,
        )
        for placed in found.facts
    )
    return DutyPage(found.total, limit, offset, listed)


def duty_facets(index: Index, filters: DutyFilters, bodies: int = 12) -> DutyFacets:
    """With the `bodies` most frequent bodies."""
    wanted = _wanted(index, filters)
    return DutyFacets(
        tuple(index.count_facts(replace(wanted, role=None), "role")),
        tuple(index.count_facts(replace(wanted, body=None), "body")[:bodies]),
    )


def duties_csv(duties: Iterable[ListedDuty], base: str = "") -> str:
    """A row for each; `base` goes before the addresses."""
    return csv_text(
        HEADER,
        (
            (
                one.duty.body, one.duty.role, one.duty.strength, one.duty.task, one.quote,
                one.duty.printed, one.notice.id, one.notice.title, one.notice.issuer,
                one.notice.number, one.notice.date, one.clause.path, base + one.clause.url,
                one.duty.start, one.duty.end,
            )
            for one in duties
        ),
    )  # fmt: skip


def _wanted(index: Index, filters: DutyFilters) -> WantedDuties:
    notices = notices_passing(index, filters.notices)
    return WantedDuties(
        filters.body, filters.role, filters.strength, None if notices is None else tuple(notices)
    )
