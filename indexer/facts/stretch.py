"""Year, month, day and 年底, 上旬, 季度 -> the first and last ISO day of what they name."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, year or part of one as printed; `year` None: none is printed.

    `part` is 底, 初, 上旬, 中旬, 下旬 of a month; 底, 初, 上半年, 下半年, Q1 to Q4, Q1-3 of a year.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    part: str = ""

    @property
    def only_year(self) -> bool:
        return self.month is None and not self.part

    def within(self, year: int) -> Stretch | None:
        """Its days in that year; None for a day that the year has not (30 February)."""
        return _stretch(replace(self, year=year)) if year in YEARS else None


@dataclass(frozen=True, slots=True)
class Stretch:
    first: date
    last: date


MONTHS_OF = {
    "": (1, 12),
    "底": (12, 12),
    "初": (1, 1),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
    "Q1-3": (1, 9),
}
DAYS_OF = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def _stretch(point: Point) -> Stretch | None:
    year, month = point.year or 0, point.month
    if month is None:
        first, last = MONTHS_OF[point.part]
        end = date(year, last, monthrange(year, last)[1])
        return Stretch(end if point.part == "底" else date(year, first, 1), end)
    length = monthrange(year, month)[1]
    if point.day is not None:
        if point.day > length:
            return None
        return Stretch(date(year, month, point.day), date(year, month, point.day))
    if point.part == "底":
        return Stretch(date(year, month, length), date(year, month, length))
    first, last = DAYS_OF.get(point.part, (1, 31))
    return Stretch(date(year, month, first), date(year, month, min(last, length)))


def next_after(point: Point, day: date) -> Stretch | None:
    """The first such stretch that does not end before that day; 29 February waits for its year."""
    for year in range(day.year, day.year + 9):
        found = point.within(year)
        if found and found.last >= day:
            return found
    return None
