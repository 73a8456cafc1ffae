"""`/api/search` and `/api/ask`: what they take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from service.http.schemas.fields import ClauseOut, FilterFields, NoticeOut, Span
from service.http.schemas.receipts import ReceiptOut
from service.kinds import KINDS
from service.results import Filters


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
    conversation: str | None = Field(
        default=None,
        description="id of a conversation, so that 那截止日期呢 is asked of the last notice: "
        "1 to 64 letters, digits, - and _; new makes one; left out, nothing is remembered",
    )
    generate: bool = Field(
        default=False,
        description="also a summary by a model, checked; Accept: text/event-stream streams it",
    )
    receipt: bool = Field(default=False, description="adds a receipt that can be checked later")

    def merged(self) -> tuple[str, Filters]:
        """(mode, filters), each taken from beside the question, else from `filters`."""
        nested = self.filters or NestedFilters()
        own = {name: getattr(self, name) for name in FilterFields.model_fields}
        beside = {name: value for name, value in own.items() if value not in (None, "")}
        filters = nested.model_copy(update=beside).to_filters()
        return self.mode or nested.mode or "hybrid", filters


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


class ConversationOut(BaseModel):
    id: str | None = Field(description="to be sent with the next question")
    follow_up: bool = Field(description="whether the question goes on from the last one")
    read_as: str = Field(description="the question as it was asked of the index")
    notice: str | None = Field(description="id of the notice that alone was searched; null: all")
    title: str | None = Field(description="title of that notice")


class SentenceOut(BaseModel):
    text: str
    marks: list[int] = Field(description="[n] in the text is citations[n-1]")
    kept: bool
    reason: str | None = Field(
        description="why it was removed: no_mark, unknown_mark, number, date, document, body, "
        "name, words, repeated, secret or unfinished"
    )
    about: str | None = Field(description="the words at fault")


class SummaryOut(BaseModel):
    model: str
    used: bool = Field(description="whether `answer` is the kept sentences")
    reason: str | None = Field(
        description="abstained, timeout, refused, not_found, nothing_verified or unreachable"
    )
    sentences: list[SentenceOut]


class AskOut(Understood):
    question: str
    kind: str = Field(description="what is asked for: " + ", ".join(KINDS))
    status: str = Field(description="answered or abstained")
    reason: str | None = Field(description="no_hits, low_confidence or filtered_out")
    answer: str | None = Field(description="in the question's language; quotes verbatim in 「」")
    lead: str | None = Field(description="what stands before the quotes: organ, day, sum")
    confidence: float = Field(description="how likely the first quote is right, in [0, 1]")
    unsure: bool = Field(description="answered, but more likely wrong than right")
    took_ms: float
    citations: list[CitationOut]
    hits: list[HitOut]
    conversation: ConversationOut | None = Field(description="null for a question by itself")
    generated: SummaryOut | None = Field(
        default=None, description="what a model wrote, only when `generate` was asked for"
    )
    receipt: ReceiptOut | None = Field(default=None, description="only where it was asked for")
