"""Pieces of text as they come -> whole sentences, each with the marks that end it."""

from __future__ import annotations

import re

# [1], [1][3], 【1】, [1、3]; 国发[2016]44号 holds none.
MARK = re.compile(r"[\[［【]\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]］】](?!\s*第?\d+\s*号)")
_MARKS = rf"(?:\s*{MARK.pattern})*"
_STOP = re.compile(rf"(?:[。！？!?\n]+[”’」』）)\"']*|\.(?=\s|$|[\[［【])[\"')]*){_MARKS}")
# A stop after these ends no sentence; nor one after a single letter (U.S.) or digit (1. at first).
_SHORT = re.compile(
    r"(?:\b(?:nos?|arts?|secs?|paras?|e\.g|i\.e|approx|vs|cf|mrs?|ms|dr|st|co|ltd|inc|corp)"
    r"|\b[A-Z]|^\s*\d{1,2})$",
    re.I,
)
_DRESS = re.compile(r"^\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.、)）]\s*)|\*\*|__|`")
_WORDS = re.compile(r"\w")


class Splitter:
    """Keeps the text of the sentence that is not whole yet."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that are whole now: of one whose marks may still follow it is not known."""
        self._rest += piece
        return self._cut(ended=False)

    def end(self) -> list[str]:
        """What is left, at the end of the answer."""
        return self._cut(ended=True)

    def _cut(self, ended: bool) -> list[str]:
        found: list[str] = []
        start = 0
        for stop in _STOP.finditer(self._rest):
            before = self._rest[start : stop.start()]
            if stop[0].startswith(".") and _SHORT.search(before):
                continue
            if not ended and not _decided(self._rest[stop.end() :]):
                break
            found.append(self._rest[start : stop.end()])
            start = stop.end()
        self._rest = self._rest[start:]
        if ended:
            found.append(self._rest)
            self._rest = ""
        plain = (_DRESS.sub("", sentence).strip() for sentence in found)
        return [sentence for sentence in plain if _WORDS.search(sentence)]


def marks_of(sentence: str) -> tuple[int, ...]:
    """The numbers of its marks, each once, in order."""
    numbers = (
        int(number) for mark in MARK.findall(sentence) for number in re.findall(r"\d+", mark)
    )
    return tuple(dict.fromkeys(numbers))


def without_marks(sentence: str) -> str:
    return MARK.sub("", sentence).strip()


def _decided(rest: str) -> bool:
    """Whether what follows a stop shows that no mark does."""
    after = rest.lstrip()
    return bool(after) and after[0] not in "[［【。！？!?.”’」』）)\"'"
