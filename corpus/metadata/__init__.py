"""Cleaned text -> what a notice says of itself, each value with the spans that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.metadata.addressees import addressees
from corpus.metadata.attachments import attachments
from corpus.metadata.basis import basis
from corpus.metadata.category import category
from corpus.metadata.contacts import contacts
from corpus.metadata.dates import iso_date
from corpus.metadata.days import days, stated_day
from corpus.metadata.force import force
from corpus.metadata.head import read_head
from corpus.metadata.issuer import issuers
from corpus.metadata.lines import Found, Lines
from corpus.metadata.number import own_numbers
from corpus.metadata.signature import signature
from corpus.metadata.stated import credible, stated_issuers, stated_number
from corpus.metadata.title import best_title
from corpus.metadata.warnings import conflicts
from corpus.notice import Attachment, Basis, Contact, Evidence, Validity

__all__ = ["Metadata", "iso_date", "metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a notice says of itself; unknown is None or empty, and `title` is empty then.

    `issuer` is the issuers joined with 、. `evidence` has the spans of the text that print a value;
    what only the file states, in front matter or meta tags, has none.
    """

    title: str
    issuer: str | None
    issuers: tuple[str, ...]
    number: str | None
    date: str | None
    published: str | None
    effective: str | None
    validity: Validity | None
    category: str | None
    addressees: tuple[str, ...]
    contacts: tuple[Contact, ...]
    basis: tuple[Basis, ...]
    attachments: tuple[Attachment, ...]
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()


def metadata(text: str, stated: dict[str, str]) -> Metadata:
    """Metadata of a cleaned text; what the file itself states (front matter, meta tags) wins."""
    stated = credible(stated)
    lines = Lines.of(text)
    head = read_head(lines)
    title, in_bracket = best_title(lines, head, stated)
    printed_numbers = own_numbers(head, in_bracket)
    signed = signature(lines)
    printed_issuers = issuers(head, title, signed, printed_numbers, lines)
    printed_days = days(lines, head, signed)

    if "issuer" in stated:
        issued_by = stated_issuers(stated["issuer"], lines, printed_issuers)
    else:
        issued_by = printed_issuers
    if "number" in stated:
        number: Found | None = stated_number(stated["number"], printed_numbers)
    else:
        number = printed_numbers[0] if printed_numbers else None
    date = stated_day(stated, "date", printed_days.date)
    published = stated_day(stated, "published", printed_days.published)
    kind = category(title, text)
    issued = date or published
    in_force = force(lines, head, title.value, issued.value if issued else None)
    to = [one for line in head.of("addressee") for one in addressees(line.text, line.start)]
    people = contacts(lines)
    annexes = attachments(lines)
    return Metadata(
        title=title.value,
        issuer=stated.get("issuer") or "、".join(one.value for one in issued_by) or None,
        issuers=tuple(one.value for one in issued_by),
        number=number.value if number else None,
        date=date.value if date else None,
        published=published.value if published else None,
        effective=in_force.effective.value if in_force.effective else None,
        validity=in_force.validity,
        category=kind.value if kind else None,
        addressees=tuple(one.value for one in to),
        contacts=tuple(contact for contact, _ in people),
        basis=tuple(basis(lines, title, annexes, signed.line if signed else None)),
        attachments=tuple(annexes),
        evidence=(
            *_evidence("title", [title]),
            *_evidence("issuer", issued_by),
            *_evidence("number", [number]),
            *_evidence("date", [date]),
            *_evidence("published", [published]),
            *_evidence("effective", [in_force.effective]),
            *_evidence("validity", [in_force.term]),
            *_evidence("category", [kind]),
            *_evidence("addressees", to),
            *(Evidence("contacts", *span) for _, span in people),
        ),
        warnings=conflicts(
            stated,
            [one for one in printed_issuers if signed and one in signed.organs],
            printed_numbers,
            printed_days,
            date.value if date else None,
            published.value if published else None,
        ),
    )


def _evidence(field: str, values: Iterable[Found | None]) -> list[Evidence]:
    """One entry a span, each once: joint issuers of one title share its span."""
    spans = [span for value in values if value for span in value.spans]
    return [Evidence(field, start, end) for start, end in dict.fromkeys(spans)]
