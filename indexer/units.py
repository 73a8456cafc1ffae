"""A notice -> the units that are embedded and indexed: each passage with its context."""

from __future__ import annotations

from corpus.notice import Clause, Notice
from indexer.text import passages, simplified

Span = tuple[int, int]


def cut(notice: Notice) -> list[tuple[int, int, int]]:
    """(place of the clause in the notice, start, end in its text) of every passage, in order.

    A clause without any visible character has no passage: nothing could be found in it.
    """
    return [
        (place, start, end)
        for place, clause in enumerate(notice.clauses)
        if clause.text.strip()
        for start, end in passages(clause.text)
    ]


def context(notice: Notice, clause: Clause) -> tuple[str, ...]:
    """What a clause alone has lost: the title, the ancestors' headings and its own."""
    parts = (notice.title, *clause.headings, clause.heading)
    return tuple(part for part in parts if part)


def unit_text(notice: Notice, clause: Clause, passage: Span) -> str:
    """What the encoder sees of a passage."""
    start, end = passage
    return simplified(f"{' '.join(context(notice, clause))}\n{clause.text[start:end]}")
