"""Lines that sign, date or foot a notice: patterns, and the places of signatures in a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ORGAN = (
    r"(?:厅|局|部|委|院|府|办公室|委员会|协会|中心|小组|指挥部|银行|总局|公司|法院|检察院|大学"
    r"|司|会|署|办|社|团|组|学会|联合会|联控机制)"
)
_BRACKET = r"(?:\s?[（(][^（）()\n]{1,16}[）)])?"  # （代章）
# Several organs on one line have blanks between them; so may the characters of one (国 务 院).
SIGNATURE = re.compile(
    r"^(?:[^，。；：\s]{2,40}|(?=[^，。；：\n]{3,160}$)[^，。；：\n]*\s[^，。；：\n]*)"
    rf"{ORGAN}{_BRACKET}$"
)
_B = r"[^\S\n]*"
_DAY = (
    rf"(?:\d{{4}}|[一二三四五六七八九零〇○Ｏ]{{4}}){_B}年{_B}[\d一二三四五六七八九十]{{1,3}}{_B}月"
    rf"{_B}[\d一二三四五六七八九十]{{1,3}}{_B}日"
)
DATE = re.compile(rf"^[（(]?{_DAY}(?:签发|发布|印发)?[）)]?$")
DATED = re.compile(rf"{_DAY}(?:签发|发布|印发)?[）)]?[ \t]*$", re.M)
# Organ and date on one line: 某省人民政府 2021年3月4日.
SIGNED = re.compile(rf"^[^，。；：、\d\n]{{2,40}}{ORGAN}{_BRACKET}[ \t]*{_DAY}$")
LINE_LIMIT = 80  # a signature with its date on one line
# What may stand under the date: 此件公开发布, 抄送, 印发 line, more dates.
UNDER_DATE = re.compile(
    r"^[（(]?(?:此件|信息公开|联系人|联系电话|本文有删减|公开方式|主动公开)|^抄送|^(?:主题词|附注)"
    rf"|{_DAY}\s*印发$|^分送|^校对"
)
FOOTER = re.compile(rf"^[（(]?此件|^抄送\s*[:：]|^分送\s*[:：]|{_DAY}\s*印发$|^来源\s*[:：]")
SIGNERS = 30  # lines of a joint signature; real ones have up to 24 organs


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: from its first organ line to the end of its date line, as line bounds."""

    start: int
    end: int


def signatures(text: str) -> list[Signed]:
    """Date lines with the organ lines above them, and organ-with-date lines, in order.

    A date line without an organ above is kept too: some scans lose the seal's line.
    """
    found: list[Signed] = []
    last = 0
    for match in DATED.finditer(text):
        start = text.rfind("\n", max(0, match.start() - LINE_LIMIT), match.start()) + 1
        if start == 0 and match.start() > LINE_LIMIT:
            continue
        line = text[start : match.end()].strip()
        if DATE.match(line):
            start = _first_signer(text, start, last)
        elif not SIGNED.match(line):
            continue
        found.append(Signed(start, match.end()))
        last = match.end()
    return found


def between(signed: Sequence[Signed], low: int, high: int) -> Sequence[Signed]:
    """The signatures inside text[low:high]."""
    first = bisect_left(signed, low, key=lambda place: place.start)
    return signed[first : bisect_right(signed, high, key=lambda place: place.end)]


def _first_signer(text: str, start: int, floor: int) -> int:
    """Start of the topmost organ line directly above a date line."""
    for _ in range(SIGNERS):
        if start <= floor:
            break
        above = text.rfind("\n", floor, start - 1) + 1 or floor
        if above >= start or not SIGNATURE.match(text[above : min(start - 1, above + 200)].strip()):
            break
        start = above
    return start
