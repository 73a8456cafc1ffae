"""A place in a text -> the day, month, quarter or year printed there: 2020年6月底, 次年3月上旬."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.dates import ZERO
from corpus.numerals import value_of
from indexer.facts.stretch import Point

_B = r"[^\S\n]?"
DIGITS = "〇零○◯Oo一二三四五六七八九"
FOUR = rf"(?:\d{{4}}|[一二][{DIGITS}]{{3}})"
SPOKEN = "今年|本年度?|当年|明年|次年|翌年|去年|上年|上一年度?|同年|每年度?"
MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
DAY = r"3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一-九]?|卅"
TO = rf"{_B}(?:[-－—–―~～]{{1,2}}|至|到){_B}"
_PART = r"年?[底末]|上半年|下半年|前三个?季度末?|第?[一二三四1-4]个?季度末?"
_IN_MONTH = (
    rf"(?P<month>{MONTH}){_B}月(?:份)?"
    rf"(?:{_B}(?:(?P<day>{DAY}){_B}(?:[日号]|(?={TO}(?:{DAY}){_B}[日号]))|(?P<third>[底末初]|[上中下]旬)))?"
)
POINT = re.compile(
    rf"(?<![\d.])(?:(?:(?P<year>{FOUR}){_B}年(?!代|级|鉴)度?|(?P<spoken>{SPOKEN})的?){_B}"
    rf"(?:{_IN_MONTH}|(?P<part>{_PART}))?"
    rf"|{_IN_MONTH.replace('P<', 'P<b')}"
    r"|(?P<bpart>年[底末](?!终)|上半年|下半年|前三个?季度末?|第?[一二三四1-4]季度末?)"
    rf"|(?P<near>[本当次下每]?月[底末]|[本当每]?年[底末]|年(?=内))|(?P<monthly>[本当次下每]月){_B}(?P<of>{DAY}){_B}[日号])"
)
# 2016-2018年 and 3-5月: the word stands only behind the second number.
YEARS = re.compile(rf"(?P<a>{FOUR}){_B}年?{TO}(?P<b>{FOUR}){_B}年(?!代|级)度?")
MONTHS = re.compile(
    rf"(?:(?P<year>{FOUR}){_B}年{_B})?(?P<a>{MONTH}){TO}(?P<b>{MONTH}){_B}月(?:份)?(?![\d一二三十])"
)
DAY_ONLY = re.compile(rf"(?P<day>{DAY}){_B}[日号]")
NUMERIC = re.compile(r"(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?![\d/])")
# The most days that each month can have.
LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
QUARTERS = dict(zip("一二三四1234", ("Q1", "Q2", "Q3", "Q4") * 2))


@dataclass(frozen=True, slots=True)
class Printed:
    """A point that ends at `end` of the text; `spoken` is 今年, 次年, 本月 or the like."""

    point: Point
    end: int
    spoken: str = ""


def point_at(text: str, start: int) -> Printed | None:
    """What begins at this place, or None; 30 February is nothing."""
    if numeric := NUMERIC.match(text, start):
        point = Point(int(numeric["y"]), int(numeric["m"]), int(numeric["d"]))
        return Printed(point, numeric.end()) if _possible(point) else None
    found = POINT.match(text, start)
    if found is None:
        return None
    if found["near"]:
        # 月底, 本年底; a mere 年 is the one of 年内.
        spoken, part = found["near"].rstrip("底末"), "底" if found["near"] != "年" else ""
        return Printed(Point(None, part=part), found.end(), "" if spoken == "年" else spoken)
    if found["monthly"]:
        return Printed(Point(None, day=value_of(found["of"])), found.end(), found["monthly"])
    point = Point(
        year_of(found["year"]) if found["year"] else None,
        _number(found["month"] or found["bmonth"]),
        _number(found["day"] or found["bday"]),
        _part(found["third"] or found["bthird"] or found["part"] or found["bpart"] or ""),
    )
    return Printed(point, found.end(), found["spoken"] or "") if _possible(point) else None


def _possible(point: Point) -> bool:
    """Whether some year has that day."""
    if point.month is None:
        return True
    return 1 <= point.month <= 12 and 1 <= (point.day or 1) <= LONGEST[point.month]


def year_of(printed: str) -> int:
    """2020, 二〇二〇, 二○二○ -> 2020."""
    return value_of(printed.translate(ZERO))


def _number(printed: str | None) -> int | None:
    return value_of(printed) if printed else None


def _part(printed: str) -> str:
    """底 for 年底 and 末, Q2 for 第二季度."""
    if not printed:
        return ""
    if printed.startswith("前三"):
        return "Q1-3"
    if "季度" in printed:
        return QUARTERS[printed.lstrip("第")[0]]
    if printed[-1] in "底末":
        return "底"
    return printed
