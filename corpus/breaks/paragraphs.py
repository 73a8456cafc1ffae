"""A line of running text whose blanks stand for breaks -> where paragraphs and headings end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.numerals import read_numeral

BLANK = re.compile(r"(?<=[。！？]) (?=[\u4e00-\u9fff“（【])")
GLUED = re.compile(r"[。！？](?=[\u4e00-\u9fff“])")
# 一、加强管理 各单位要…: the heading's words, up to the only blank.
HEADING = re.compile(r"[^。；：:！？\s]{2,40}(?<=[\u4e00-\u9fff”》）]) (?=\S)")
LEVELS = ("dun", "bracket", "arabic")


def paragraph_ends(line: str, parts: Sequence[int]) -> list[int]:
    """Blanks after sentences, where most sentences follow each other without one; those before a
    numbered part tell nothing."""
    known = set(parts)
    blanks = [match.start() for match in BLANK.finditer(line) if match.end() not in known]
    return blanks if len(blanks) <= 2 * max(1, len(GLUED.findall(line))) else []


def blank_headings(line: str, starts: Sequence[int]) -> list[int]:
    """The blanks between heading and body, on levels where at least half of the parts, and two,
    have one so early; elsewhere a blank is a misprint inside a sentence."""
    found: dict[str, list[int]] = {}
    parts: dict[str, int] = {}
    for start, following in zip(starts, [*starts[1:], len(line)]):
        numeral = read_numeral(line, start)
        if numeral is None or numeral.level not in LEVELS:
            continue
        parts[numeral.level] = parts.get(numeral.level, 0) + 1
        words = numeral.end + (line[numeral.end : numeral.end + 1] == " ")
        match = HEADING.match(line, words, following)
        if match and match.end() < following:
            found.setdefault(numeral.level, []).append(match.end())
    return [
        end
        for level, ends in found.items()
        if len(ends) > 1 and 2 * len(ends) >= parts[level]
        for end in ends
    ]
