"""Cleaned text -> its lines with offsets, and what every finder gives back: value and spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]
HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the spans of the text that print it; no span when only the file states it."""

    value: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A text and where each of its lines begins."""

    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        lines = tuple(text.split("\n"))
        starts = tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
        return cls(text, lines, starts)

    def stripped(self, number: int) -> tuple[str, int]:
        """The line without blanks around it, and its offset in the text."""
        line = self.lines[number]
        return line.strip(), self.starts[number] + len(line) - len(line.lstrip())

    def span(self, number: int) -> Span:
        line, start = self.stripped(number)
        return start, start + len(line)

    def number_at(self, offset: int) -> int:
        """The number of the line that holds this offset."""
        return bisect_right(self.starts, offset) - 1

    def with_any(self, words: Sequence[str]) -> list[int]:
        """Numbers of the lines that contain one of these words, in order.

        One str.find a hit: words that are rare cost almost nothing, and a line full of them
        counts once.
        """
        found: set[int] = set()
        for word in words:
            position = self.text.find(word)
            while position >= 0:
                number = self.number_at(position)
                found.add(number)
                if number + 1 == len(self.starts):
                    break
                position = self.text.find(word, self.starts[number + 1])
        return sorted(found)


def unspaced(text: str) -> str:
    """Without any white space: how two printings of one name are compared."""
    return BLANKS.sub("", text)


def one_line(text: str) -> str:
    """Blanks between Han characters dropped, others made one: 国 务 院 joins, 第 1 章 does not."""
    return HAN_GAP.sub("", BLANKS.sub(" ", text).strip())
