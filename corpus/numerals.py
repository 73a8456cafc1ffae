"""A printed numeral -> its level and value: the ladder of GB/T 9704 and of laws, in one table."""

from __future__ import annotations

import re
from dataclasses import dataclass

CN = "零〇一二两三四五六七八九十百千"
DIGIT = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
UNIT = {"十": 10, "百": 100, "千": 1000}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Level:
    """One rung: `rank` grows with depth; `pattern` matches at the start of a line."""

    name: str
    rank: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral found at `start` of a text; `end` is where the clause's words begin."""

    level: str
    rank: int
    value: int
    printed: str
    start: int
    end: int


def _level(name: str, rank: int, pattern: str) -> Level:
    return Level(name, rank, re.compile(pattern))


# An article is a leaf of the whole notice's numbering, so its rank lies below chapter and section.
# `(?!\d)` keeps 1.5亿元 from being item 1.; a cross reference is told from an article by what
# follows it (REFERENCE).
LEVELS = (
    _level(
        "annex",
        0,
        r"(?P<n>附\s*(?:件|录|表)\s*(?P<v>\d{1,2}|[一二三四五六七八九十]{1,3})?)"
        r"(?:\s*[:：][ \t]*(?=\n|\Z)|[ \t]*(?=\n|\Z))",
    ),
    _level("part", 1, rf"(?P<n>第\s*(?P<v>[{CN}]+)\s*编)(?=\s|[^，。；、的规所至和中及或])"),
    _level("chapter", 2, rf"(?P<n>第\s*(?P<v>[{CN}]+)\s*章)(?=\s|[^，。；、的规所至和中及或])"),
    _level("section", 3, rf"(?P<n>第\s*(?P<v>[{CN}]+)\s*节)(?=\s|[^，。；、的规所至和中及或])"),
    _level("article", 4, rf"(?P<n>第\s*(?P<v>[{CN}]+|\d+)\s*条(?:\s*之\s*[{CN}]+)?)"),
    _level("dun", 5, r"(?P<n>(?P<v>[一二三四五六七八九十百]+)\s*、)"),
    _level("bracket", 6, r"(?P<n>[（(]\s*(?P<v>[一二三四五六七八九十百]+)\s*[）)])"),
    _level("arabic", 7, r"(?P<n>(?P<v>\d{1,3})\s*(?:[．.](?!\s*\d)|、))"),
    _level("arabic_bracket", 8, r"(?P<n>[（(]\s*(?P<v>\d{1,2})\s*[）)])"),
    _level("circled", 9, rf"(?P<n>(?P<v>[{CIRCLED}]))"),
)
# What follows 第X条 when it is cited and not begun.
REFERENCE = re.compile(r"\s*(?:规定|第|[、，,；;。的和至或及中])|\s*(?:所|以|之外|外|前款|款)")


def numeral_at(text: str, position: int) -> Numeral | None:
    """The numeral that begins at this position, or None; cross references are not numerals."""
    for level in LEVELS:
        match = level.pattern.match(text, position)
        if not match:
            continue
        if level.name == "article" and REFERENCE.match(text, match.end()):
            return None
        if level.name == "dun" and re.match(r"\s*[二三四五六七八九十]+\s*、", text[match.end() :]):
            return None  # 一、二、三等奖
        printed = match["n"]
        return Numeral(
            level.name, level.rank, value_of(match["v"]), printed, match.start(), match.end()
        )
    return None


def value_of(digits: str | None) -> int:
    """十二 -> 12, 一百零三 -> 103, ③ -> 3, "12" -> 12; an unnumbered annex is 0."""
    if not digits:
        return 0
    if digits in CIRCLED:
        return CIRCLED.index(digits) + 1
    if digits.isdigit():
        return int(digits)
    if all(char in DIGIT for char in digits):
        return int("".join(str(DIGIT[char]) for char in digits))
    total = current = 0
    for char in digits:
        if char in UNIT:
            total += (current or 1) * UNIT[char]
            current = 0
        else:
            current = DIGIT[char]
    return total + current
