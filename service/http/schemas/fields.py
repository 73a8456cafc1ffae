"""What requests and responses of several operations share: filters, notices, clauses, problems."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.http.problems import encodable
from service.query import make_filters
from service.results import Filters

# Listed at once, at most.
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
