"""What one place of a clause says: a body at a span, its role and strength, and its task."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
LONGEST_TASK = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """`body` and `task` are spans of the clause's text."""

    body: Span
    role: str
    strength: str
    task: Span


def task(start: int, end: int) -> Span:
    """A stretch that says what is to be done, cut where it is too long."""
    return start, max(start, min(end, start + LONGEST_TASK))
