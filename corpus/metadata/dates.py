"""A printed day -> ISO date: Chinese numerals, full width, spaced, numeric."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from corpus.numerals import value_of

# ○ Ｏ O ◯ are printed for 〇. Each repetition takes a character, so nothing can blow up.
_DIGIT = "\\d零〇○◯ＯOo一二三四五六七八九"
DAY = (
    rf"(?:[{_DIGIT}]\s?){{4}}年\s?(?:[\d一二三四五六七八九十]\s?){{1,3}}月"
    r"\s?(?:[\d一二三四五六七八九十]\s?){1,3}日"
)
ZERO = str.maketrans("○◯Oo零", "〇〇〇〇〇")
PARTS = re.compile(r"(?P<y>[^年]{4})年(?P<m>[^月]{1,3})月(?P<d>[^日]{1,3})日")
FIND = re.compile(DAY)
NUMERIC = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def iso_date(text: str) -> str | None:
    """2020年5月6日, 二〇二〇年五月六日, 2020-5-6 -> 2020-05-06; None for what is no date."""
    found = FIND.search(text)
    if found is None:
        numeric = NUMERIC.match(unicodedata.normalize("NFKC", text[:64]))
        return _iso(*map(int, numeric.groups())) if numeric else None
    plain = unicodedata.normalize("NFKC", re.sub(r"\s+", "", found[0]))
    parts = PARTS.match(plain)
    if parts is None:
        return None
    year, month, day = parts["y"].translate(ZERO), parts["m"], parts["d"]
    if any(not _is_number(part) for part in (year, month, day)):
        return None
    return _iso(value_of(year), value_of(month), value_of(day))


def _is_number(digits: str) -> bool:
    """All figures or all Chinese numerals: 2〇20 and 1十 are misprints, not years."""
    return digits.isascii() or not any(char.isascii() for char in digits)


def _iso(year: int, month: int, day: int) -> str | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def months_later(start: str, months: int) -> str | None:
    """The last day of a term that begins at `start`: 2023-03-11 and 36 months -> 2026-03-10."""
    first = date.fromisoformat(start)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > 2100:
        return None
    try:
        after = date(year, month + 1, first.day)
    except ValueError:  # 31 August and six months: the term ends with February
        year, month = divmod(year * 12 + month + 1, 12)
        after = date(year, month + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()
