"""Requests as they are checked and responses as they are documented; CONTRACT.md in pydantic."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.http.problems import encodable
from service.query import make_filters
from service.results import Filters

MOST_IDS = 200


class Asked(BaseModel):
    """An unknown name is an error: a misspelt filter must not silently search everything."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @field_validator("*")
    @classmethod
    def whole_characters(cls, value: object) -> object:
        """Half characters (a lone \\ud800 in JSON) could be read but never be written back."""
        if isinstance(value, str) and encodable(value) != value:
            raise ValueError("it holds half of a character; send UTF-8")
        return value


class FilterFields(Asked):
    """What hits are limited to; left out, null or empty does not limit."""

    issuer: str | None = Field(default=None, description="a part of the issuer's name")
    number: str | None = Field(
        default=None, description="document number, in any printed form, or a part"
    )
    date_from: str | None = Field(
        default=None, alias="from", description="first date: 2020, 2020-05, …"
    )
    date_to: str | None = Field(default=None, alias="to", description="last date, included")
    notice: str | None = Field(default=None, description="id of a notice")
    due_from: str | None = Field(
        default=None, description="only clauses that state a deadline on this day or later"
    )
    due_to: str | None = Field(
        default=None, description="only clauses that state a deadline on this day or earlier"
    )
    amount_min: str | float | None = Field(
        default=None,
        description="only clauses that state a sum of money that can be so much: 5000000, 500万",
    )
    amount_max: str | float | None = Field(
        default=None, description="only clauses that state a sum that can be as little as this"
    )

    def to_filters(self) -> Filters:
        """FilterError when a date or a sum is malformed."""
        return make_filters(
            self.issuer,
            self.number,
            self.date_from,
            self.date_to,
            self.notice,
            due_from=self.due_from,
            due_to=self.due_to,
            amount_min=self.amount_min,
            amount_max=self.amount_max,
        )


class SearchParams(FilterFields):
    """`GET /api/search`."""

    q: str = Field(description="words or a question, Chinese or English, at most 2,000 characters")
    k: int = Field(default=10, description="how many clauses, 1 to 1000")
    mode: str = Field(default="hybrid", description="hybrid, dense or lexical")


class NestedFilters(FilterFields):
    """The same filters as one object."""

    mode: str | None = Field(default=None, description="hybrid, dense or lexical")


class AskBody(FilterFields):
    """`POST /api/ask`: filters stand beside the question or under `filters`; beside wins."""

    question: str = Field(description="a question, Chinese or English, at most 2,000 characters")
    k: int = Field(
        default=5, description="how many clauses are shown and read for the answer, 1 to 1000"
    )
    mode: str | None = Field(default=None, description="hybrid (default), dense or lexical")
    filters: NestedFilters | None = Field(default=None, description="the same names, as one object")

    def merged(self) -> tuple[str, Filters]:
        """(mode, filters), each taken from beside the question, else from `filters`."""
        nested = self.filters or NestedFilters()
        own = {name: getattr(self, name) for name in FilterFields.model_fields}
        beside = {name: value for name, value in own.items() if value not in (None, "")}
        filters = nested.model_copy(update=beside).to_filters()
        return self.mode or nested.mode or "hybrid", filters


class ListParams(Asked):
    """`GET /api/notices`."""

    limit: int = Field(default=50, ge=1, le=MOST_IDS, description="how many")
    offset: int = Field(default=0, ge=0, description="how many to pass over")
    issuer: str | None = Field(default=None, description="a part of the issuer's name")
    year: str | None = Field(default=None, pattern=r"^(\d{4})?$", description="year of the date")


Span = Annotated[list[int], Field(min_length=2, max_length=2)]


class NoticeOut(BaseModel):
    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    source: str
    edition: str = Field(description="official, or restated: written by us after the official text")
    official_url: str | None = Field(description="where the official text is published")


class ClauseOut(BaseModel):
    path: str
    heading: str
    text: str = Field(description="the clause's own text, verbatim from the cleaned notice")
    headings: list[str] = Field(description="headings above it, outermost first")
    url: str = Field(description="the clause on its notice's page")


class HitOut(BaseModel):
    rank: int
    score: float = Field(description="higher is better, in [0, 1]")
    notice: NoticeOut
    clause: ClauseOut
    passage: Span = Field(description="the stretch of text that matches best")
    highlights: list[Span] = Field(description="the matched terms, offsets into text")


class SuggestionOut(BaseModel):
    number: str
    notice: str = Field(description="id of the notice that has this number")
    title: str | None


class MendOut(BaseModel):
    typed: str
    meant: str


class Understood(BaseModel):
    suggestions: list[SuggestionOut] = Field(
        description="document numbers near to one in the question that no notice has"
    )
    understood: list[MendOut] = Field(description="misspelt words and what they were read as")


Counted = Annotated[list[str | int], Field(min_length=2, max_length=2)]


class FacetsOut(BaseModel):
    """Counted over the hits that are returned, not over all that match."""

    years: list[Counted] = Field(description="hits by year of their notice, newest first")
    issuers: list[Counted] = Field(description="hits by issuer, most first")
    deadlines: list[Counted] = Field(description="hits whose clause states a deadline, by month")
    money: list[Counted] = Field(description="hits whose clause states a sum, by its size")


class SearchOut(Understood):
    query: str
    mode: str
    took_ms: float
    total_clauses: int
    hits: list[HitOut]
    facets: FacetsOut = Field(description="counted over the hits that are returned")


class CitationOut(BaseModel):
    notice: NoticeOut
    clause: ClauseOut
    quote: str = Field(description="verbatim: clause.text[start:end]")
    start: int
    end: int


class AskOut(Understood):
    question: str
    status: str = Field(description="answered or abstained")
    reason: str | None = Field(description="no_hits, low_confidence or filtered_out")
    answer: str | None
    confidence: float
    took_ms: float
    citations: list[CitationOut]
    hits: list[HitOut]


class ListedOut(NoticeOut):
    url: str
    clauses: int = Field(description="how many clauses it has")


class ListOut(BaseModel):
    total: int
    limit: int
    offset: int
    notices: list[ListedOut]


class ContactOut(BaseModel):
    names: list[str]
    phones: list[str]
    emails: list[str]
    address: str


class OutlineOut(BaseModel):
    path: str
    heading: str
    headings: list[str]
    start: int
    end: int
    url: str


class CleaningOut(BaseModel):
    what: str
    count: int


class ValidityOut(BaseModel):
    text: str
    until: str | None


class BasisOut(BaseModel):
    title: str
    number: str | None
    role: str = Field(description="basis, amends, repeals or cites")
    start: int
    end: int


class AttachmentOut(BaseModel):
    label: str
    title: str
    start: int
    end: int


class PartOut(BaseModel):
    kind: str = Field(description="notice, inner or annex")
    title: str
    start: int
    end: int


class NoticeMetaOut(BaseModel):
    id: str
    title: str | None
    issuer: str | None
    number: str | None
    date: str | None
    source: str
    edition: str
    official_url: str | None
    addressees: list[str]
    contacts: list[ContactOut]
    issuers: list[str]
    published: str | None
    effective: str | None
    validity: ValidityOut | None
    category: str | None
    basis: list[BasisOut]
    attachments: list[AttachmentOut]
    parts: list[PartOut]
    evidence: dict[str, list[list[int]]] = Field(
        description="field -> the places in the cleaned text that prove it"
    )


class NoticeFullOut(NoticeMetaOut):
    url: str
    clauses: list[OutlineOut]
    cleaned: list[CleaningOut]
    warnings: list[str]
    text: str = Field(default="", description="the cleaned text, with ?text=true")


class ClauseFullOut(ClauseOut):
    start: int
    end: int
    notice: NoticeMetaOut


class SkippedOut(BaseModel):
    source: str
    reason: str


class ChangeOut(BaseModel):
    notices: int = Field(description="notices in the index now")
    clauses: int = Field(description="clauses in the index now")
    added: int
    updated: int
    unchanged: int
    removed: int
    ids: list[str] = Field(description="the notices that this request was about")
    warnings: list[str]
    skipped: list[SkippedOut] = Field(description="what of an archive gave no notice, and why")


class ReadyOut(BaseModel):
    status: str
    generation: str
    encoder: str
    reranker: str | None
    notices: int
    clauses: int


class ErrorOut(BaseModel):
    where: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    request_id: str
    errors: list[ErrorOut] = []
