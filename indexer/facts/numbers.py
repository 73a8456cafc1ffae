"""A printed number -> its value: 1,200, 3.5万, 一百二十, 1亿5000万, 三千万."""

from __future__ import annotations

import re

from corpus.numerals import HAN, value_of

# No longer number is a value: with bounds, a hundred thousand digits cost one look.
_FIGURES = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,13}(?!\d))(?:[.．]\d{1,6}(?!\d))?"
_HAN = rf"[{HAN}]{{1,9}}(?![{HAN}])"
SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
}
SCALE = "|".join(SCALES)
# 1亿5000万: a number with a scale may be followed by a smaller one.
_ONE = rf"(?:{_FIGURES}|{_HAN})"
NUMBER = rf"(?:{_ONE}亿(?=[\d{HAN}]))?{_ONE}(?:[^\S\n]?(?:{SCALE})(?!瓦|米|克))?"
_PART = re.compile(rf"(?P<figures>[\d,.．]+)?(?P<han>[{HAN}]+)?\s?(?P<scale>{SCALE})?")
# 百家, 千名, 万人 are ways of saying many; 数十 and 几百 are no numbers.
MANY = re.compile(r"[百千万亿]+")


def number_of(printed: str, scale: float = 1) -> float:
    """The value; `scale` is for a number that leaves its own to the next (500-1000万元)."""
    total = 0.0
    for part in _PART.finditer(printed):
        if not part[0]:
            continue
        if part["figures"]:
            value = float(part["figures"].replace(",", "").replace("．", "."))
        else:
            value = float(value_of(part["han"]))
        total += value * SCALES.get(part["scale"] or "", scale)
    return round(total, 6)


def scale_of(printed: str) -> float:
    """The scale that a number names at its end, else 1."""
    return next((size for name, size in SCALES.items() if printed.endswith(name)), 1)
