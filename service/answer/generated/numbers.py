"""A text -> the quantities in it, compared by value: 二十万元 is 200,000 yuan.

Texts are compared one way: what a sentence states must stand in the clauses, with the same unit,
and not as a floor where they say a ceiling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.numerals import value_of
from service.answer.generated.limits import agrees, bound_at

# With 万 and 亿, which multiply a whole number.
HAN = "零〇○一二两三四五六七八九十百千廿卅万亿"
# 三至五年, from 3 to 5 years: what joins two numbers of one kind.
JOIN = re.compile(r"\s*(?:至|到|-|–|—|~|～|、|,|和|或|to|and|or)\s*", re.I)

_SCALE = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_ENGLISH_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_NUMBER = re.compile(
    r"(?P<sign>百分之)?(?:"
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?P<scale>[百千万亿]+)|\s(?P<big>{'|'.join(_ENGLISH_SCALE)})\b)?"
    rf"|(?P<han>[{HAN}]+(?:点[{HAN[:12]}]+[万亿]*)?)"
    rf"|\b(?P<word>(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_WORDS)}))?|{'|'.join(_WORDS)})\b"
    rf"(?:\s(?P<times>{'|'.join(_ENGLISH_SCALE)})\b)?)",
    re.I,
)
# What is written with a numeral and counts nothing.
_IDLE = re.compile(
    "十分(?=[重必充明突显]|$)|十足|百姓|千方百计|万一|万无一失|统一|一体|唯一|单一|同一|逐一|进一步|"
    rf"一一|(?<![{HAN}\d])一(?=[批定系致般律并起同些方次旦直切贯流揽站把个项种样手线带])|专一|万众|千家万户"
)
# A single 一 counts only before these; 万, 千, 百 by themselves count nothing.
_AFTER_ONE = re.compile(r"\s*(?:家|期|届|名|台|所|户|万|亿|元|年|天|日|倍|等奖|个月|个工作日)")
_UNITS = {
    "percent": r"%|％|per\s?cent\b|percent\b",
    "points": r"个?百分点|percentage points?\b",
    "foreign": r"美元|欧元|日元|英镑|港[元币]|dollars?\b|usd\b|euros?\b",
    "money": r"元|yuan\b|rmb\b|cny\b",
    "workday": r"个?工作日|(?:working|business|work) days?\b",
    "month": r"个月|months?\b",
    "year": r"年|周年|years?\b",
    "day": r"天|日|days?\b|calendar days?\b",
    "week": r"周|星期|weeks?\b",
    "hour": r"个?小时|hours?\b",
    "firm": r"家|户|enterprises?\b|companies\b|firms?\b",
    "person": r"名|人|位|people\b|persons?\b",
    "item": r"项",
    "round": r"期",
    "batch": r"批",
    "times": r"次|times\b",
    "set": r"台|套",
    "fold": r"倍",
    "square": r"平方米|square met",
    "ton": r"吨|tons?\b|tonnes?\b",
}
_UNIT = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _UNITS.items()) + ")", re.I
)
_MONEY_BEFORE = re.compile(r"(?:rmb|cny|yuan|¥|￥|人民币)\s?$", re.I)
# A bare number may stand for one with a unit, but not for a share, a sum or a length of time.
_STRICT = {
    "percent",
    "points",
    "money",
    "foreign",
    "workday",
    "month",
    "year",
    "day",
    "week",
    "hour",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the name of its unit, "" when it has none that we know."""

    value: float
    unit: str
    bound: str
    start: int
    end: int

    def stands_in(self, other: Quantity) -> bool:
        if abs(self.value - other.value) > 1e-9 * max(1.0, abs(self.value)):
            return False
        if not agrees(self.bound, other.bound):
            return False
        if self.unit == other.unit:
            return True
        if {self.unit, other.unit} == {"", "money"}:
            return self.value >= 1000  # 奖励二十万
        return "" in (self.unit, other.unit) and not {self.unit, other.unit} & _STRICT


def quantities_of(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """The numbers in order, without those in the spans `taken` (days, document numbers)."""
    blank = _blanked(text, [*taken, *(match.span() for match in _IDLE.finditer(text))])
    found: list[Quantity] = []
    for match in _NUMBER.finditer(blank):
        value = _value(match)
        if value is None or (match["han"] == "一" and not _AFTER_ONE.match(blank, match.end())):
            continue
        if match["word"] and match["word"].lower() in ("one", "zero") and not match["times"]:
            continue
        unit = _UNIT.match(blank, match.end())
        name = (unit.lastgroup or "") if unit else ""
        if not name and match["han"] and not match["han"].strip("百千"):
            continue
        if match["sign"]:
            name = "percent"
        elif not name and _MONEY_BEFORE.search(blank[: match.start()]):
            name = "money"
        end = unit.end() if unit else match.end()
        bound = bound_at(blank, match.start(), end)
        found.append(Quantity(value, name, bound, match.start(), end))
    for i in range(len(found) - 2, -1, -1):  # 三至五年: the first has the unit of the second
        one, after = found[i], found[i + 1]
        if not one.unit and JOIN.fullmatch(blank, one.end, after.start):
            found[i] = replace(one, unit=after.unit)
    return found


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        for scale in match["scale"] or "":
            value *= _SCALE[scale]
        return value * _ENGLISH_SCALE[match["big"].lower()] if match["big"] else value
    if match["word"]:
        parts = re.split(r"[- ]", match["word"].lower())
        value = float(sum(_TENS.get(part, 0) or _WORDS.get(part, 0) for part in parts))
        return value * _ENGLISH_SCALE[match["times"].lower()] if match["times"] else value
    return _han_value(match["han"])


def _han_value(printed: str) -> float | None:
    """一百五十万 -> 1,500,000; 一点五亿 -> 150,000,000; None for 万 by itself."""
    if not printed.strip("万亿"):
        return None
    scale = 1.0
    while printed[-1:] in ("万", "亿"):
        scale *= _SCALE[printed[-1]]
        printed = printed[:-1]
    whole, _, decimals = printed.partition("点")
    value = 0.0
    for sign in ("亿", "万"):
        if sign in whole:
            head, _, whole = whole.partition(sign)
            value += (_han_value(head) or 1.0) * _SCALE[sign]
    value += value_of(whole)
    if decimals:
        value += float("0." + "".join(str(value_of(char)) for char in decimals))
    return value * scale


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a mark of no meaning for each character of the spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "\x00" * (end - start)
    return "".join(characters)
