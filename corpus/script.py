"""A text in Traditional characters -> read by its simplified form, told in its own characters.

The simplified form has one character for one, so every place found in it is a place in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from corpus.metadata import Metadata
from corpus.notice import Clause
from corpus.outline import Outline


def in_own_words(said: Metadata, plain: str, text: str) -> Metadata:
    """What was read from `plain`, names and titles written as `text` has them.

    Numbers and kinds of document stay simplified: they are normal forms, by which a notice is
    found and its copies in both scripts are told to be one.
    """
    own = _words(plain, text)
    issuers = tuple(map(own, said.issuers))
    joined = said.issuer == "、".join(said.issuers)
    return replace(
        said,
        title=own(said.title),
        issuer=("、".join(issuers) if joined else own(said.issuer)) if said.issuer else None,
        issuers=issuers,
        addressees=tuple(map(own, said.addressees)),
        validity=replace(said.validity, text=own(said.validity.text)) if said.validity else None,
        contacts=tuple(
            replace(one, names=tuple(map(own, one.names)), address=own(one.address))
            for one in said.contacts
        ),
        basis=tuple(replace(one, title=own(one.title)) for one in said.basis),
        attachments=tuple(replace(one, title=own(one.title)) for one in said.attachments),
    )


def cut_from(outlined: Outline, plain: str, text: str) -> Outline:
    """The outline of `plain` with the words of `text`; paths keep the simplified numerals."""
    own = _words(plain, text)
    headings: dict[str, str] = {}
    clauses: list[Clause] = []
    for clause in outlined.clauses:
        for heading in clause.headings:
            if heading not in headings:  # an ancestor stands before
                headings[heading] = _slice(heading, plain.rfind(heading, 0, clause.end), text)
        clauses.append(
            replace(
                clause,
                text=text[clause.start : clause.end],
                heading=_slice(clause.heading, plain.find(clause.heading, clause.start), text),
                headings=tuple(headings[heading] for heading in clause.headings),
            )
        )
    parts = tuple(replace(part, title=own(part.title)) for part in outlined.parts)
    return replace(outlined, clauses=tuple(clauses), parts=parts)


def _slice(words: str, place: int, text: str) -> str:
    return text[place : place + len(words)] if place >= 0 else words


def _words(plain: str, text: str) -> Callable[[str], str]:
    """From words of `plain` to the same of `text`; a title's lines may be joined in them."""
    bare, other = "".join(plain.split()), "".join(text.split())

    @cache
    def own(words: str) -> str:
        sought = "".join(words.split())
        place = bare.find(sought)
        if place < 0:
            return words
        characters = iter(other[place : place + len(sought)])
        return "".join(char if char.isspace() else next(characters) for char in words)

    return own
