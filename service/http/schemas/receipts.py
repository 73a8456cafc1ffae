"""Receipts of answers, and what `/api/verify` makes of them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class QuotedOut(BaseModel):
    notice: str = Field(description="id of the notice")
    title: str
    number: str | None
    path: str
    clause_sha256: str = Field(description="of the clause's text, UTF-8")
    quote: str
    start: int
    end: int


class AskedIndexOut(BaseModel):
    generation: str
    corpus: str = Field(description="digest of the notices")
    encoder: str
    fingerprint: str


class ReceiptOut(BaseModel):
    format: int
    question: str
    asked_at: str = Field(description="UTC")
    filters: dict[str, str] = Field(description="those that were set")
    mode: str
    status: str
    reason: str | None
    answer: str | None
    confidence: float
    index: AskedIndexOut
    citations: list[QuotedOut]
    digest: str = Field(
        description="sha256 of the JSON of all other fields: sorted keys, no blanks, UTF-8"
    )


class PlaceOut(BaseModel):
    notice: str
    title: str | None
    path: str
    start: int
    end: int
    url: str


class HintOut(BaseModel):
    notice: str
    title: str | None
    path: str
    text: str
    same_words: bool = Field(description="only blanks, widths, case or Traditional forms differ")
    url: str


class VerdictOut(BaseModel):
    verdict: str = Field(description="stands, changed, moved, gone or notice_gone")
    quote: str
    notice: str
    title: str | None
    path: str
    notice_there: bool = Field(description="the notice cited is in the index")
    place: PlaceOut | None = Field(description="where the quote stands, word for word")
    hint: HintOut | None = Field(description="the nearest passage to a quote that is gone")


class VerdictsOut(BaseModel):
    question: str
    asked_at: str
    status: str
    holds: bool = Field(description="every quote is still in the index, word for word")
    verdicts: list[VerdictOut]
