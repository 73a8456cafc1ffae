"""Draft -> the same without the second copy of a body that was scraped twice."""

from __future__ import annotations

import re
from itertools import islice

from corpus.edits import Draft

PIECE = re.compile(r"(?P<words>[^。；\n]+)[。；]*")
# Both copies begin with the same words, at one of the first lines.
FIRST_LINE = re.compile(r"[^\n]{4,}")
HEAD = 40
FIRST_LINES = 10
# The copies may differ in a footnote or a mended misprint.
SAME = 0.95
DISTINCT = 0.8
SHORTEST = 100


def drop_second_copy(draft: Draft) -> None:
    """The first copy stays, with whatever follows the second. A text that only repeats itself,
    such as a table with equal rows, has no two copies."""
    text = draft.text
    for match in islice(FIRST_LINE.finditer(text), FIRST_LINES):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        second = _second(text, start)
        if second is None:
            continue
        end = _end_of_copy(text, start, second)
        if end is not None:
            draft.replace([(second, end, "")], "second copies of the text removed")
            return


def _second(text: str, start: int) -> int | None:
    """Where the words at `start` come again, near the middle of what follows."""
    left = len(text) - start
    if left < 2 * SHORTEST:
        return None
    second = text.find(text[start : start + HEAD], start + left * 2 // 5, start + left * 13 // 20)
    return second if second > 0 else None


def _end_of_copy(text: str, start: int, second: int) -> int | None:
    """The end of the last sentence that both stretches have, if they nearly are the same."""
    pieces = [match["words"].strip() for match in PIECE.finditer(text, start, second)]
    first = set(pieces)
    if len(first) < DISTINCT * len(pieces):
        return None
    again: set[str] = set()
    shared = other = between = 0
    end = second
    for match in PIECE.finditer(text, second):
        words = match["words"].strip()
        if words in first:
            again.add(words)
            shared += len(words)
            other, between = other + between, 0
            end = match.end()
        else:
            between += len(words)
    length = sum(map(len, first))
    whole = sum(map(len, again)) >= SAME * length >= SAME * SAME * shared
    return end if whole and shared >= SAME * (shared + other) else None
