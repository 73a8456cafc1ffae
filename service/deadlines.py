"""What deadlines are asked for -> a page of them with notice and clause, as JSON, CSV, calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indexer.facts import Value
from indexer.facts.wanted import WantedValues
from indexer.index import Index
from indexer.text import sentences
from service import typed
from service.allowed import notices_passing
from service.query import make_filters
from service.results import EVERYTHING, ClauseRef, Filters, NoticeRef
from service.search import clause_ref, notice_ref
from service.tables import csv_text

HEADER = (
    "day", "text", "sentence", "first", "notice", "title", "issuer", "number", "date", "path",
    "url", "start", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeadlineFilters:
    """None does not limit; the days are ISO and included, `notices` as in search."""

    first_day: str | None = None
    last_day: str | None = None
    notices: Filters = EVERYTHING


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that has a day, with where it stands: it is met until that day."""

    notice: NoticeRef
    clause: ClauseRef
    value: Value

    @property
    def day(self) -> str:
        return self.value.last or ""

    @property
    def sentence_span(self) -> tuple[int, int]:
        """Where the sentence that states it stands in the clause's text."""
        own = (self.value.start, self.value.end)
        spans = sentences(self.clause.text)
        return next(((low, high) for low, high in spans if low <= own[0] < high), own)

    @property
    def sentence(self) -> str:
        """The sentence that states it, without outer blanks."""
        return self.clause.text[slice(*self.sentence_span)].strip()

    def to_json(self) -> dict[str, Any]:
        value = self.value
        return {
            "day": self.day,
            "first": value.first,
            "text": value.text,
            "sentence": self.sentence,
            "start": value.start,
            "end": value.end,
            "clause": {"path": self.clause.path, "url": self.clause.url},
            "notice": self.notice.to_json(),
        }


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """A stretch of the list, by day; `limit` None: all of it."""

    total: int
    limit: int | None
    offset: int
    deadlines: tuple[Deadline, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "limit": self.limit,
            "offset": self.offset,
            "deadlines": [deadline.to_json() for deadline in self.deadlines],
        }


@dataclass(frozen=True, slots=True)
class DeadlineFacets:
    """How many deadlines each year and month has, in their order, whatever days are asked for."""

    years: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]


def make_deadline_filters(
    day_from: str | None = None,
    day_to: str | None = None,
    notice: str | None = None,
    issuer: str | None = None,
) -> DeadlineFilters:
    """Filters from what a user typed; FilterError for a bad date."""
    first, last = typed.stretch(day_from, day_to, ("from", "to"))
    return DeadlineFilters(first, last, make_filters(issuer, None, None, None, notice))


def list_deadlines(
    index: Index, filters: DeadlineFilters, limit: int | None = None, offset: int = 0
) -> DeadlinePage:
    """By day, then by notice and place."""
    found = index.values(_wanted(index, filters), limit, offset, "day")
    listed = tuple(
        Deadline(
            notice_ref(index.notice_refs[placed.notice]),
            clause_ref(index.notice_refs[placed.notice].id, index.clause(placed.clause)),
            placed.fact,
        )
        for placed in found.facts
    )
    return DeadlinePage(found.total, limit, offset, listed)


def deadline_facets(index: Index, filters: DeadlineFilters) -> DeadlineFacets:
    wanted = _wanted(index, DeadlineFilters(notices=filters.notices))
    return DeadlineFacets(
        tuple(sorted(index.count_facts(wanted, "year"))),
        tuple(sorted(index.count_facts(wanted, "month"))),
    )


def deadlines_csv(deadlines: Iterable[Deadline], base: str = "") -> str:
    """A row for each; `base` goes before the addresses."""
    return csv_text(
        HEADER,
        (
            (
                one.day, one.value.text, one.sentence, one.value.first, one.notice.id,
                one.notice.title, one.notice.issuer, one.notice.number, one.notice.date,
                one.clause.path, base + one.clause.url, one.value.start, one.value.end,
            )
            for one in deadlines
        ),
    )  # fmt: skip


def _wanted(index: Index, filters: DeadlineFilters) -> WantedValues:
    notices = notices_passing(index, filters.notices)
    return WantedValues(
        "deadline",
        dated=True,
        first_day=filters.first_day,
        last_day=filters.last_day,
        notices=None if notices is None else tuple(notices),
    )
