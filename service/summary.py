"""What a model wrote about an answer, sentence by sentence, and what became of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote.

    One that is kept ends with marks such as [2], which count the answer's citations from 1. One
    that was removed has no marks; `reason` is no_mark, unknown_mark, number, date, document,
    body, name, words, repeated, secret or unfinished (the model failed later), and `about` the
    words at fault.
    """

    text: str
    marks: tuple[int, ...]
    kept: bool
    reason: str | None = None
    about: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "marks": list(self.marks),
            "kept": self.kept,
            "reason": self.reason,
            "about": self.about,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """`used` when the answer's text is made of the kept sentences; else `reason` is abstained
    (the model was not asked), timeout, refused, not_found, nothing_verified or unreachable."""

    model: str
    used: bool
    reason: str | None
    sentences: tuple[Sentence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "used": self.used,
            "reason": self.reason,
            "sentences": [sentence.to_json() for sentence in self.sentences],
        }
