"""The words around a number -> which side of it is open: 不超过, 至少, 以上, 以内, 左右."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOT = r"(?:不得|不能|不应|不可|不宜|不|未)"
_OVER = r"(?:超过|高于|大于|多于|长于|超出|突破|超)"
_UNDER = r"(?:少于|低于|小于|短于)"
# 最高补助500万元: a few words may stand between the limit and its number.
_WORDS = r"[一-龥]{0,6}?"
BEFORE = re.compile(
    rf"(?:(?P<most>(?:最[高多大长]{_WORDS}|累计|总额|合计|原则上)?{_NOT}{_OVER}(?:[（(]含[）)]|{_WORDS}的|[一-龥]{{0,5}}?)|最[高多大长]{_WORDS}"
    rf"|至多{_WORDS}|上限[为是]?|不到|不足|{_UNDER}|[≤<＜]±?)"
    rf"|(?P<least>(?:最低|最少|原则上)?{_NOT}{_UNDER}[一-龥]{{0,4}}?|至少[一-龥]{{0,4}}?|最[低少短]|{_OVER}|[≥>＞]))"
    r"(?:为|至|到|人民币)?\s?\Z"
)
AFTER = re.compile(
    r"[^\S\n]?(?:[（(]含[^（）()\n]{0,12}[）)])?[^\S\n]?"
    r"(?:(?P<least>(?:及|或)?以上(?!述|海))|(?P<most>(?:及|或)?以下|以内|之内)"
    r"|(?P<about>左右|上下(?!游|级)))"
)
# Only behind periods does a bare 内 mean a limit: 30日内, and not 5家内资企业.
WITHIN = re.compile(r"[^\S\n]?内(?![容部外涵地资需蒙]|销(?!售))")
REACH = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """The stretch with its limiting words, and whether the number is the most or the least."""

    start: int
    end: int
    most: bool
    least: bool

    @property
    def stated(self) -> bool:
        return self.most or self.least


def limit_around(text: str, start: int, end: int, within: bool = False) -> Limit:
    """What stands before and after the number at `text[start:end]`."""
    before = BEFORE.search(text, max(0, start - REACH), start)
    after = AFTER.match(text, end) or (WITHIN.match(text, end) if within else None)
    most = least = False
    if after:
        end = after.end()
        most = after.re is WITHIN or after["most"] is not None
        least = after.re is AFTER and after["least"] is not None
    if before:
        start = before.start()
        most, least = most or before["most"] is not None, least or before["least"] is not None
    # 不超过5家以上 contradicts itself; what stands in front is the rule.
    if before and most and least:
        most, least = before["most"] is not None, before["least"] is not None
    return Limit(start, end, most, least)
