"""`/api/notices`: what it takes and gives."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.http.schemas.fields import MOST_IDS, Asked, ClauseOut, NoticeOut


class ListParams(Asked):
    """`GET /api/notices`."""

    limit: int = Field(default=50, ge=1, le=MOST_IDS, description="how many")
    offset: int = Field(default=0, ge=0, description="how many to pass over")
    issuer: str | None = Field(default=None, description="a part of the issuer's name")
    year: str | None = Field(default=None, pattern=r"^(\d{4})?$", description="year of the date")


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
