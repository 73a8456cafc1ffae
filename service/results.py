"""What a search and an answer are: frozen values, and the JSON of CONTRACT.md made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from service.summary import Summary

MODES = ("hybrid", "dense", "lexical")
EVEN = 0.5  # below this confidence an answer is said to be unsure


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are limited to; None does not limit. Dates are ISO, both ends included.

    `issuer` is a part of the issuer's name, `number` a document number in any printed form
    or a part of one, `notice` an id. The others choose clauses: those that state a deadline in a
    stretch of days, a sum of money that can lie between two amounts (元).
    """

    issuer: str | None = None
    number: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    notice: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    amount_min: float | None = None
    amount_max: float | None = None

    @property
    def empty(self) -> bool:
        return self == Filters()


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class NoticeRef:
    """The notice of a hit, as readers see it."""

    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    source: str
    edition: str
    official_url: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title or None,
            "issuer": self.issuer,
            "number": self.number,
            "date": self.date,
            "source": self.source,
            "edition": self.edition,
            "official_url": self.official_url,
        }


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """The clause of a hit: its own text, verbatim from the cleaned notice. `ordinal` is its number
    in the index that found it."""

    notice_id: str
    path: str
    heading: str
    text: str
    headings: tuple[str, ...]
    ordinal: int = -1

    @property
    def url(self) -> str:
        return clause_url(self.notice_id, self.path)

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "heading": self.heading,
            "text": self.text,
            "headings": list(self.headings),
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found: `score` in [0, 1], higher is better; spans are offsets into its text."""

    rank: int
    score: float
    notice: NoticeRef
    clause: ClauseRef
    passage: tuple[int, int]
    highlights: tuple[tuple[int, int], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "notice": self.notice.to_json(),
            "clause": self.clause.to_json(),
            "passage": list(self.passage),
            "highlights": [list(span) for span in self.highlights],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document number of the index that is near to the one asked for, which no notice has."""

    number: str
    notice: str
    title: str

    def to_json(self) -> dict[str, Any]:
        return {"number": self.number, "notice": self.notice, "title": self.title or None}


@dataclass(frozen=True, slots=True)
class Mend:
    """`typed`, at `start` of what is looked for, is read as `meant`."""

    typed: str
    meant: str
    start: int

    def to_json(self) -> dict[str, Any]:
        return {"typed": self.typed, "meant": self.meant}


@dataclass(frozen=True, slots=True)
class HitFacets:
    """How many of the hits are of a year (newest first) and an issuer (most first), and state a
    deadline in a month and a sum in a bucket (in their order)."""

    years: tuple[tuple[str, int], ...] = ()
    issuers: tuple[tuple[str, int], ...] = ()
    deadlines: tuple[tuple[str, int], ...] = ()
    money: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "years": [list(counted) for counted in self.years],
            "issuers": [list(counted) for counted in self.issuers],
            "deadlines": [list(counted) for counted in self.deadlines],
            "money": [list(counted) for counted in self.money],
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    query: str
    mode: str
    took_ms: float
    total_clauses: int
    hits: tuple[Hit, ...]
    suggestions: tuple[Suggestion, ...] = ()
    mends: tuple[Mend, ...] = ()
    facets: HitFacets = HitFacets()

    def to_json(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "mode": self.mode,
            "took_ms": round(self.took_ms, 2),
            "total_clauses": self.total_clauses,
            "hits": [hit.to_json() for hit in self.hits],
            "facets": self.facets.to_json(),
            **_said(self.suggestions, self.mends),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `quote == clause.text[start:end]`."""

    notice: NoticeRef
    clause: ClauseRef
    quote: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return {
            "notice": self.notice.to_json(),
            "clause": self.clause.to_json(),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Followed:
    """What a conversation made of a question: how it was read, and of a follow-up the notice that
    alone was searched; None: all were. `id` names the conversation where a service keeps it."""

    follow_up: bool
    read_as: str
    notice: str | None
    title: str | None
    id: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "follow_up": self.follow_up,
            "read_as": self.read_as,
            "notice": self.notice,
            "title": self.title,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is answered, or abstained with the reason no_hits, low_confidence, filtered_out;
    `kind` is what the question asks for, one of service.kinds.KINDS; `lead` is what stands before
    the quotes in `answer` (the organ, the day, the sum), None where nothing does."""

    question: str
    status: str
    reason: str | None
    answer: str | None
    confidence: float
    took_ms: float
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    suggestions: tuple[Suggestion, ...] = ()
    mends: tuple[Mend, ...] = ()
    kind: str = "what"
    lead: str | None = None
    conversation: Followed | None = None
    generated: Summary | None = None  # None: nobody asked for a summary

    @property
    def unsure(self) -> bool:
        """Whether the answer is given although it is more likely wrong than right."""
        return self.status == "answered" and self.confidence < EVEN

    @property
    def read_as(self) -> str:
        """The question in full, also of a follow-up."""
        return self.conversation.read_as if self.conversation else self.question

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "kind": self.kind,
            "status": self.status,
            "reason": self.reason,
            "answer": self.answer,
            "lead": self.lead,
            "confidence": round(self.confidence, 4),
            "unsure": self.unsure,
            "took_ms": round(self.took_ms, 2),
            "citations": [citation.to_json() for citation in self.citations],
            "hits": [hit.to_json() for hit in self.hits],
            **_said(self.suggestions, self.mends),
            "conversation": self.conversation.to_json() if self.conversation else None,
            **({"generated": self.generated.to_json()} if self.generated else {}),
        }


def _said(suggestions: Sequence[Suggestion], mends: Sequence[Mend]) -> dict[str, Any]:
    return {
        "suggestions": [suggestion.to_json() for suggestion in suggestions],
        "understood": [mend.to_json() for mend in mends],
    }


def notice_url(notice_id: str) -> str:
    """The notice's page: /n/ID, every reserved character escaped."""
    return "/n/" + quote(notice_id, safe="")


def clause_url(notice_id: str, path: str) -> str:
    """The clause on its notice's page; the fragment is the path, readable, blanks escaped."""
    return notice_url(notice_id) + "#" + quote(path, safe="/()")
