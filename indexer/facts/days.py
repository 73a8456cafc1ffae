"""A day or stretch of days printed in a text -> a deadline or a date, with its ISO days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.numerals import value_of
from indexer.facts import Value
from indexer.facts.bounds import TAIL, Bound, bound_around, handed_in, in_the_past
from indexer.facts.points import DAY_ONLY, MONTHS, TO, YEARS, Printed, point_at, year_of
from indexer.facts.stretch import Point, Stretch
from indexer.facts.years import Years

BETWEEN = re.compile(rf"(?:[^\S\n]?起)?{TO}")
OPENS = "。；\n：—"


@dataclass(frozen=True, slots=True)
class Dated:
    """A value, or none for a year that merely is mentioned; the text is read up to `end`."""

    value: Value | None
    end: int
    year: int | None


def dated_at(text: str, start: int, years: Years) -> Dated | None:
    """What begins at this place: a day, a month, a year, or a stretch of them."""
    pair = _short_pair_at(text, start) or _pair_at(text, start)
    if pair is None:
        return None
    first, last, end = pair
    bound, past = bound_around(text, start, end), in_the_past(text, end)
    value: Value | None
    if last:
        days = _joined(first, last, years, past)
        value = _stretch(text, start, end, bound, days, years)
    else:
        ahead = bound.until or first.point.part == "底"
        days = years.stretch(first, ahead, past and not ahead)
        value = _one(text, start, end, bound, first, days, years)
    if days is None and first.point.year is not None:  # 29 February 2021, the year 5355
        value = None
    named = (last.point.year if last else None) or first.point.year
    return Dated(value, value.end if value else end, named)


def _short_pair_at(text: str, start: int) -> tuple[Printed, Printed, int] | None:
    """2016-2018年, 3-5月: the word stands only behind the second number."""
    if found := YEARS.match(text, start):
        a, b = Point(year_of(found["a"])), Point(year_of(found["b"]))
        # 2018年至2020年6月: the second is more than a year, so they are read one by one.
        if point_at(text, found.start("b")) == Printed(b, found.end()):
            return Printed(a, start), Printed(b, found.end()), found.end()
    if found := MONTHS.match(text, start):
        year = year_of(found["year"]) if found["year"] else None
        a, b = Point(year, value_of(found["a"])), Point(year, value_of(found["b"]))
        return Printed(a, start), Printed(b, found.end()), found.end()
    return None


def _pair_at(text: str, start: int) -> tuple[Printed, Printed | None, int] | None:
    """One point, or two that 至 or a dash joins: 2020年3月1日9:00至20日."""
    first = point_at(text, start)
    if first is None:
        return None
    tail = TAIL.match(text, first.end)
    joint = BETWEEN.match(text, tail.end() if tail else first.end)
    if joint is None:
        return first, None, first.end
    last = point_at(text, joint.end())
    if last is None and first.point.day and (day := DAY_ONLY.match(text, joint.end())):
        point = Point(first.point.year, first.point.month, value_of(day["day"]))
        last = Printed(point, day.end())
    return first, last, last.end if last else first.end


def _joined(first: Printed, last: Printed, years: Years, past: bool) -> Stretch | None:
    """From the first day of the one to the last day of the other, each lending its year."""
    begin = years.stretch(first, ahead=False, past=past)
    if last.point.year is None and begin:
        end = last.point.within(begin.first.year)
        if last.spoken in ("次年", "翌年", "明年") or (end and end.last < begin.first):
            end = last.point.within(begin.first.year + 1)
    else:
        end = years.stretch(last, ahead=False)
        if first.point.year is None and end:
            begin = first.point.within(end.last.year)
            if begin and begin.first > end.last:
                begin = first.point.within(end.last.year - 1)
    if begin is None or end is None or begin.first > end.last:
        return None
    return Stretch(begin.first, end.last)


def _stretch(
    text: str, start: int, end: int, bound: Bound, days: Stretch | None, years: Years
) -> Value:
    """Days between two: a deadline where something is handed in meanwhile."""
    due = handed_in(text, start, end) and not _over(days, years)
    first, last = (days.first, days.last) if days else (None, None)
    start = bound.start if bound.since else start
    end = bound.end if bound.until else end
    return _value("deadline" if due else "date", text, start, end, first, last)


def _one(
    text: str,
    start: int,
    end: int,
    bound: Bound,
    printed: Printed,
    days: Stretch | None,
    years: Years,
) -> Value | None:
    """One day, month or year, open on the side where 前 or 起 says so."""
    point = printed.point
    first, last = (days.first, days.last) if days else (None, None)
    if bound.until:
        kind = "deadline" if bound.by and not _over(days, years) else "date"
        return _value(kind, text, bound.start, bound.end, None, last)
    if point.only_year and (point.year is None or bound.ago):
        return None  # 今年, 每年, 2016年以来
    if bound.since:
        if point.only_year and bound.end == end:
            return None  # 从2002年 and no more
        return _value("date", text, bound.start, bound.end, first, None)
    if bound.up_to:
        return _value("date", text, bound.start, bound.end, None, last)
    if point.only_year and not _planned(text, start, end, days, years):
        return None
    return _value("date", text, start, end, None if point.part == "底" else first, last)


def _planned(text: str, start: int, end: int, days: Stretch | None, years: Years) -> bool:
    """A bare year counts where a sentence begins with it and it is not past: 2025年，…"""
    opens = start == 0 or text[start - 1] in OPENS
    if not opens or text[end : end + 1] not in ("，", ","):
        return False
    return days is not None and years.issued is not None and not _over(days, years)


def _over(days: Stretch | None, years: Years) -> bool:
    """Whether these days were past when the notice was issued."""
    return days is not None and years.issued is not None and days.last < years.issued


def _value(
    kind: str, text: str, start: int, end: int, first: date | None, last: date | None
) -> Value:
    return Value(
        kind,
        text[start:end],
        start,
        end,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
    )
