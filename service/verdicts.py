"""What has become of a receipt's quotes: stands, changed, moved or gone; and the JSON of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.receipt import Quoted, Receipt
from service.results import clause_url

STANDS = "stands"  # the same words at the same place of the same clause
CHANGED = "changed"  # the clause reads differently now, the quote is still verbatim in it
MOVED = "moved"  # verbatim in another clause of the notice, or of another notice
GONE = "gone"  # nowhere verbatim
NOTICE_GONE = "notice_gone"  # nor is the notice in the index
HOLD = (STANDS, CHANGED, MOVED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the quote stands now: `text[start:end]` of this clause."""

    notice: str
    title: str
    path: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return {
            "notice": self.notice,
            "title": self.title or None,
            "path": self.path,
            "start": self.start,
            "end": self.end,
            "url": clause_url(self.notice, self.path),
        }


@dataclass(frozen=True, slots=True)
class Hint:
    """The nearest passage to a quote that is gone, for a reader to judge; `same_words` when only
    blanks, widths, letter case or Traditional forms differ."""

    notice: str
    title: str
    path: str
    text: str
    same_words: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "notice": self.notice,
            "title": self.title or None,
            "path": self.path,
            "text": self.text,
            "same_words": self.same_words,
            "url": clause_url(self.notice, self.path),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """`place` when the quote holds, `hint` perhaps when it does not."""

    quoted: Quoted
    verdict: str
    notice_there: bool
    place: Place | None = None
    hint: Hint | None = None

    @property
    def holds(self) -> bool:
        return self.verdict in HOLD

    def to_json(self) -> dict[str, Any]:
        quoted = self.quoted
        return {
            "verdict": self.verdict,
            "quote": quoted.quote,
            "notice": quoted.notice,
            "title": quoted.title or None,
            "path": quoted.path,
            "notice_there": self.notice_there,
            "place": self.place.to_json() if self.place else None,
            "hint": self.hint.to_json() if self.hint else None,
        }


def verdicts_json(receipt: Receipt, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What was asked, whether every quote still holds, and each verdict."""
    return {
        "question": receipt.question,
        "asked_at": receipt.asked_at,
        "status": receipt.status,
        "holds": all(verdict.holds for verdict in verdicts),
        "verdicts": [verdict.to_json() for verdict in verdicts],
    }
