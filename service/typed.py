"""A day, a sum or a word as typed -> its value; FilterError says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

from corpus.errors import FilterError
from indexer.facts.numbers import NUMBER, number_of

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SUM = re.compile(rf"¥?({NUMBER})\s?(?:元|人民币|元人民币)?")


def plain(value: str | None) -> str | None:
    """Without outer blanks; None when nothing is left."""
    return (value or "").strip() or None


def day(value: str | None, name: str, first: bool) -> str | None:
    """2020 is 2020-01-01 as a start and 2020-12-31 as an end; likewise 2020-05."""
    text = plain(value)
    if text is None:
        return None
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if match:
        year = int(match[1])
        month = int(match[2] or (1 if first else 12))
        if 1 <= month <= 12 and year >= 1:
            last = monthrange(year, month)[1]
            of_month = int(match[3] or (1 if first else last))
            if 1 <= of_month <= last:
                return f"{year:04d}-{month:02d}-{of_month:02d}"
    raise FilterError(f"{name} is '{value}', not a date; write 2020, 2020-05 or 2020-05-06")


def stretch(start: str | None, end: str | None, names: tuple[str, str]) -> tuple[str | None, ...]:
    """The two ends of a stretch of days; either may be missing."""
    first, last = day(start, names[0], first=True), day(end, names[1], first=False)
    if first and last and first > last:
        raise FilterError(f"{names[0]} {first} is after {names[1]} {last}; swap them")
    return first, last


def amount(value: str | float | None, name: str) -> float | None:
    """A sum in 元: 5000000, 5,000,000, 500万 and 500万元 are the same."""
    text = plain(value if value is None or isinstance(value, str) else f"{value:.2f}")
    if text is None:
        return None
    match = _SUM.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise FilterError(f"{name} is '{value}', not a sum; write 5000000, 500万 or 500万元")
    return number_of(match[1])


def amounts(
    least: str | float | None, most: str | float | None, names: tuple[str, str]
) -> tuple[float | None, ...]:
    """The two ends of a range of sums; either may be missing."""
    low, high = amount(least, names[0]), amount(most, names[1])
    if low is not None and high is not None and low > high:
        raise FilterError(f"{names[0]} {low:.12g} is more than {names[1]} {high:.12g}; swap them")
    return low, high
