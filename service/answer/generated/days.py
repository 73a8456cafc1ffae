"""A text -> the days in it, as far as each is stated: 二〇二〇年十二月一日 is 2020-12-01."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.numerals import value_of
from service.answer.generated.limits import agrees, bound_at
from service.answer.generated.numbers import HAN, JOIN

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = "|".join(rf"{name}|{name[:3]}\b\.?" for name in _MONTHS)

_N = rf"(?:\d{{1,2}}|[{HAN[:-4]}]{{1,3}})"
_DAYS = re.compile(
    rf"(?:(?P<y>\d{{4}}|[零〇○一二三四五六七八九]{{4}})\s*年(?:度)?\s*)?"
    rf"(?P<m>{_N})\s*月(?:份)?(?:\s*(?P<d>{_N})\s*[日号])?"
    r"|(?P<y2>\d{4}|[零〇○一二三四五六七八九]{4})\s*年"
    r"|(?<![\d.])(?P<y3>\d{4})[-./](?P<m3>\d{1,2})[-./](?P<d3>\d{1,2})(?![\d.])"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<e4>{_MONTH})(?:,?\s+(?P<y4>\d{{4}}))?"
    rf"|\b(?P<e5>{_MONTH})\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y5>\d{{4}}))?"
    rf"|\b(?P<e6>{_MONTH}),?\s+(?P<y6>\d{{4}})"
    rf"|\b(?P<e7>{'|'.join(name for name in _MONTHS if name != 'May')})\b"
    r"|(?<![\d.,])(?P<y8>(?:19|20)\d{2})(?![\d.,]*\d|[a-z%]|\s*[万亿元家个户项名人])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year as far as it is stated."""

    year: int | None
    month: int | None
    day: int | None
    bound: str
    start: int
    end: int

    def stands_in(self, other: Day) -> bool:
        """Whether `other` states all that this one does."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return agrees(self.bound, other.bound) and all(a is None or a == b for a, b in pairs)


def days_of(text: str) -> list[Day]:
    """The days in order; in 2020年11月1日至12月31日 the second has the year of the first too."""
    found: list[Day] = []
    for match in _DAYS.finditer(text):
        year, month, day = (_part(match, name) for name in "ymd")
        if (month or 1) > 12 or (day or 1) > 31:
            continue
        bound = bound_at(text, match.start(), match.end(), of_day=True)
        own = Day(year, month, day, bound, match.start(), match.end())
        last = found[-1] if found else None
        found.append(own)
        if last and year is None and JOIN.fullmatch(text, last.end, own.start):
            found.append(replace(own, year=last.year))
    return found


def _part(match: re.Match[str], name: str) -> int | None:
    """The year, month or day, in whichever of the forms it is."""
    for number in ("", "2", "3", "4", "5", "6", "7", "8"):
        value = match.groupdict().get(name + number)
        if value:
            return value_of(value)
        month = match.groupdict().get("e" + number) if name == "m" else None
        if month:
            return next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(month[:3]))
    return None
