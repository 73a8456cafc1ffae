"""A number in a text -> the period, sum of money, share or count that begins there, or None."""

from __future__ import annotations

import re

from corpus.numerals import DIGIT, HAN
from indexer.facts import Value
from indexer.facts.limits import limit_around
from indexer.facts.numbers import MANY, NUMBER, number_of, scale_of
from indexer.facts.points import TO
from indexer.facts.units import (
    COUNTERS,
    CURRENCIES,
    FIGURES_ONLY,
    PERIODS,
    PERIODS_NOT_BEFORE,
    SHARES,
    one_of,
)

_UNIT = (
    rf"(?:(?P<period>{one_of(PERIODS, PERIODS_NOT_BEFORE)})|(?P<money>{one_of(CURRENCIES)})"
    rf"|(?P<share>{'|'.join(SHARES)})|(?P<count>{one_of(COUNTERS, COUNTERS)}))"
)
# At most one blank, and no line break, stands inside a value.
_B = r"[^\S\n]?"
AMOUNT = re.compile(
    rf"(?P<a>{NUMBER}){_B}(?:(?P<own>%|％|[万亿]?元|个百分点|个月|年|天|个|家|项)?{TO}(?P<b>{NUMBER}))?"
    rf"{_B}(?P<more>余|多)?{_B}{_UNIT}"
)
OF_HUNDRED = re.compile(rf"(?P<whole>[百千万])分之(?P<b>{NUMBER})")
FRACTION = re.compile(
    r"(?P<whole>[二三四五六七八九十百]{1,3})分之(?P<b>[一二两三四五六七八九十]{1,3})"
)
SLASHED = re.compile(r"(?P<b>[1-9])/(?P<whole>[2-9]|10)(?![\d/.\-年月A-Za-z])")
HALF = re.compile(r"半(?P<unit>年|个月)")
WHOLES = {"百": 1.0, "千": 0.1, "万": 0.01}
# 图 12, 附件3, ×100%: the number of a thing, or part of a formula.
NAMED = re.compile(
    r"(?:附[件表图录]|专栏|第|[如见]?图|[如见]表|编号|电话|传真|邮编|邮政编码|[×*＊＝=/]|[（(]含)[:：]?\s?\Z"
)
LISTED = re.compile(rf"[{HAN}][一-龥][、和及与]\Z")
NOT_ALONE = re.compile(r"(?:[数几每]|[时点:：]|届)\s?\Z")
# A bare 30日 is a day of some month; these words make it thirty days.
LASTING = re.compile(r"(?:为|是|满|期|期限|共|计|连续|达|限|提前|前|每)\s?\Z")
PASSED = re.compile(r"\s?(?:后|之后|以后|前|之前)")
# 三年行动计划, 五年规划, 十年禁渔: the name of a plan, not a term.
PLAN = re.compile(r"(?:期)?(?:攻坚|滚动)?(?:行动|规划|计划|目标|方案|工程|禁渔|决战|倍增)")
TERM = re.compile(r"(?:期限?|为期|任期|时限|时间)(?:为|是|[:：])?\s?\Z|近\s?\Z")


def amount_at(text: str, start: int) -> Value | None:
    """The value whose number begins at `start`, with the limiting words around it."""
    parted = _part_at(text, start) or _half_at(text, start)
    if parted:
        return parted
    found = AMOUNT.match(text, start)
    if found is None or NAMED.search(text, max(0, start - 5), start):
        return None
    if MANY.fullmatch(found["a"]) or _no_numeral(found["a"]):
        return None
    kind = str(found.lastgroup)
    if kind == "period":
        return _period(text, found)
    if kind == "count":
        return _count(text, found)
    if kind == "money":
        if found["a"] in DIGIT:  # 三元材料
            return None
        return _value(text, found, kind, CURRENCIES[found["money"]])
    return _value(text, found, kind, "%", SHARES[found["share"]])


def _no_numeral(printed: str) -> bool:
    """零件, 统一五项: Chinese digits in a row without 十 or 百 are no number of things."""
    return printed == "零" or (len(printed) > 1 and all(char in DIGIT for char in printed))


def _part_at(text: str, start: int) -> Value | None:
    """百分之三十, 三分之一, 2/3."""
    whole = 0.0
    if found := OF_HUNDRED.match(text, start):
        whole = WHOLES[found["whole"]]
    elif found := FRACTION.match(text, start) or SLASHED.match(text, start):
        parts = number_of(found["whole"])
        if parts <= number_of(found["b"]):
            return None
        whole = 100 / parts
    if found is None:
        return None
    share = round(number_of(found["b"]) * whole, 6)
    return _limited(text, start, found.end(), "share", share, share, "%")


def _half_at(text: str, start: int) -> Value | None:
    """半年内, 不少于半个月; 每半年 and 半年来 are no terms."""
    found = HALF.match(text, start)
    if found is None or not limit_around(text, start, found.end(), within=True).stated:
        return None
    unit = PERIODS[found["unit"]]
    return _limited(text, start, found.end(), "period", 0.5, 0.5, unit, within=True)


def _period(text: str, found: re.Match[str]) -> Value | None:
    printed = found["period"]
    start, end = found.span()
    limit = limit_around(text, start, end, within=True)
    if found["b"] is None and printed == "年" and number_of(found["a"]) > 100:
        return None
    if printed == "日" and not (
        limit.stated or PASSED.match(text, end) or LASTING.search(text, max(0, start - 4), start)
    ):
        return None
    if printed == "日" and text[start - 1 : start] == "月":
        return None  # 2月30日, a day that no year has
    if printed == "秒" and not limit.stated:
        return None
    if printed == "年" and PLAN.match(text, end):
        return None
    if found["a"] == "一" and not (limit.stated or TERM.search(text, max(0, start - 6), start)):
        return None
    # 四周 is all around; 两周内 and 四周以上 are weeks.
    if printed == "周" and not (limit.stated or text[start].isdigit()):
        return None
    if _quoted(text, start, end):
        return None
    return _value(text, found, "period", PERIODS[printed], within=True)


def _count(text: str, found: re.Match[str]) -> Value | None:
    start, end = found.span()
    unit, number = found["count"], found["a"]
    if NOT_ALONE.search(text, max(0, start - 2), start) or _quoted(text, start, end):
        return None
    if number[0] in HAN:
        # 二类, 二次 are ordinals (a count is 两类), and so is 三类 in 二类、三类.
        if number == "二" or unit in FIGURES_ONLY or LISTED.search(text, max(0, start - 3), start):
            return None
        # 突破一批 breaks through and does not exceed.
        limit = limit_around(text, start, end)
        if number == "一" and (not limit.stated or text[limit.start : start].endswith("突破")):
            return None
    if unit in ("名", "位") and text[start - 1 : start] == "前":
        return None  # 前100名 are ranks
    return _value(text, found, "count", unit)


def _value(
    text: str, found: re.Match[str], kind: str, unit: str, times: float = 1.0, within: bool = False
) -> Value:
    """low and high of a number or of a range; 500-1000万元 shares its scale."""
    last = found["b"] or found["a"]
    shared = scale_of(last) if found["b"] and not found["own"] else 1.0
    first = found["a"]
    low = number_of(first, 1.0 if scale_of(first) > 1 else shared) * times
    if found["own"] in ("万元", "亿元"):
        low = number_of(first + found["own"][0])
    high = number_of(last) * times
    if low > high:  # 10-5名 is no range
        low = high
    if found["more"]:
        return _limited(text, found.start(), found.end(), kind, low, None, unit)
    return _limited(text, found.start(), found.end(), kind, low, high, unit, within)


def _limited(
    text: str,
    start: int,
    end: int,
    kind: str,
    low: float | None,
    high: float | None,
    unit: str,
    within: bool = False,
) -> Value:
    limit = limit_around(text, start, end, within)
    if limit.most:
        low = None
    elif limit.least:
        high = None
    printed = text[limit.start : limit.end]
    return Value(kind, printed, limit.start, limit.end, low=low, high=high, unit=unit)


def _quoted(text: str, start: int, end: int) -> bool:
    """Inside a short quotation: “四个意识” and “三横四纵” are names."""
    opened = max(text.rfind(mark, max(0, start - 12), start) for mark in '“‘"')
    if opened < 0:
        return False
    closed = min(
        (place for mark in '”’"' if (place := text.find(mark, opened + 1, end + 12)) >= 0),
        default=-1,
    )
    return closed >= end
