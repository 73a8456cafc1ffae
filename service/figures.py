"""Years and ordinals that a question names, and a notice -> whether the notice is of them.

第十五批 is not 第十三批 and a plan of 2023 is not one of 2021, however alike their words are.
"""

from __future__ import annotations

import re

from corpus.numerals import value_of

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)|(?<!\d)(\d{2})年")
_ORDINAL = re.compile(r"第([一二三四五六七八九十百零〇\d]{1,5})([批届次期轮号])")
_ENGLISH = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b")


def years_of(text: str) -> frozenset[int]:
    """The years in a normalised text; 19年 is 2019."""
    return frozenset(int(full or f"20{short}") for full, short in _YEAR.findall(text))


def ordinals_of(text: str) -> frozenset[int]:
    """The numbers of 第十五批, 第3届, 15th in a normalised text."""
    numbers = {value_of(digits) for digits, _ in _ORDINAL.findall(text)}
    return frozenset(numbers | {int(number) for number in _ENGLISH.findall(text)})


def agreement(asked: frozenset[int], *found: frozenset[int]) -> float:
    """1 when a number asked for is found, -1 when only others are, 0 with none to compare."""
    if not asked:
        return 0.0
    if any(asked & numbers for numbers in found):
        return 1.0
    return -1.0 if any(found) else 0.0
