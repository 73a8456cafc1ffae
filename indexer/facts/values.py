"""A notice -> the days, periods, sums, shares and counts that its clauses state, normalised."""

from __future__ import annotations

from corpus.notice import Notice
from indexer.facts import Value


def values_in(notice: Notice) -> list[tuple[int, Value]]:
    """(place of the clause in notice.clauses, value), in the order of the text."""
    return []
