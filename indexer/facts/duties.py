"""A notice and the names of bodies -> its duties: body, role, strength, task, by clause."""

from __future__ import annotations

from corpus.notice import Notice
from indexer.facts import Duty
from indexer.facts.bodies import Bodies


def duties_in(notice: Notice, bodies: Bodies) -> list[tuple[int, Duty]]:
    """(place of the clause in notice.clauses, duty), in the order of the text."""
    return []
