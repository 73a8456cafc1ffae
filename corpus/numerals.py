"""A printed numeral -> its level and value: the ladder of GB/T 9704 and of laws, in one table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Depth grows with the rank. An article is a leaf of the whole notice's numbering, so its rank lies
# below chapter and section; a box (专栏1) stands inside a section and holds items of its own.
RANKS = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "dun_over": 3,  # 一、 as a heading over articles, as in judicial interpretations
    "article": 4,
    "dun": 5,  # 一、
    "bracket": 6,  # （一）
    "box": 7,  # 专栏1
    "padded": 8,  # 01 攻关行动, only in a box
    "arabic": 9,  # 1.
    "decimal1": 5,  # 1 总则, only where 1.1 follows
    "decimal2": 10,  # 1.1
    "decimal3": 11,
    "decimal4": 12,
    "decimal5": 13,
    "arabic_bracket": 14,  # (1)
    "arabic_half": 15,  # 1)
    "circled": 16,  # ①
    "ordinal": 17,  # 第一，
    "spoken": 18,  # 一是
}
UNITS = {
    "编": "part",
    "篇": "part",
    "部分": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
}
HAN = "零〇○一二两三四五六七八九十百千廿卅"
DIGIT = {
    char: value
    for value, chars in enumerate(("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
UNIT = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": "二十", "卅": "三十"}
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
# One character for a whole numeral: ㈠ is （一）, ⑴ is (1), ⒈ is 1.
ENCLOSED = "㈠-㈩⑴-⒇⒈-⒛"
ANNEX_LABEL = r"(?:\d{1,2}(?:[-－—]\d{1,2})?|[一二三四五六七八九十]{1,3}|[A-Z])"
_B = r"[^\S\n]?"  # at most one blank inside a numeral: 第 十 二 条, （ 一 ）
NUMERAL = re.compile(
    rf"第{_B}(?P<v>(?:[{HAN}]{_B}){{1,10}}|\d{{1,4}}){_B}(?P<unit>编|篇|章|节|条|部分)"
    rf"(?:(?<=条){_B}之{_B}[{HAN}]{{1,3}}(?![{HAN}、规]))?"
    rf"|(?P<dun>[{HAN}]{{1,7}}){_B}(?:、|[．.](?![\d{HAN}]))"
    rf"|[（(]{_B}(?P<bracket>[{HAN}]{{1,7}}){_B}[）)](?:、(?![（(]))?"
    rf"|(?P<half>[{HAN}]{{1,5}})[）)]"
    rf"|(?P<arabic>\d{{1,3}}){_B}(?:[．.](?!{_B}\d)|、)"
    rf"|[（(]{_B}(?P<arabic_bracket>\d{{1,3}}){_B}[）)](?:、(?![（(]))?"
    r"|(?P<arabic_half>\d{1,2})[）)]"
    rf"|(?P<circled>[{CIRCLED}])"
    rf"|(?P<enclosed>[{ENCLOSED}])"
    rf"|附{_B}(?:(?:件|录|表){_B}(?P<annex>{ANNEX_LABEL})?{_B}[:：]?|[:：])(?=[^\S\n]*(?:\n|\Z))"
)
# What follows a numeral that is cited and not begun, when it stands right after it.
CITED = {
    "part": re.compile(r"[，。；、的规所至和中及或]"),
    "article": re.compile(
        r"\s?[、，,；;。）)”》]|\s?(?:和|至|或|及|与)第|规定|第|的|和|至|或|及|中|与|所|以|之|外|前款|款|项"
    ),
    "dun": re.compile(rf"\s?[{HAN}]+\s?、"),  # 一、二、三等奖
    "bracket": re.compile(r"\s?(?:[、和至及或与]\s?[（(第]|项(?!目)|款(?!项)|目规定)"),
    "arabic": re.compile(r"\d"),  # 5、6月
}
CITED |= {"chapter": CITED["part"], "section": CITED["part"]}
CITED |= {"arabic_bracket": CITED["bracket"], "arabic_half": CITED["bracket"]}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral found at `start` of a text; `end` is where the clause's words begin.

    `cited` says that what follows reads like a reference (第三条规定的…): whether a clause begins
    there only the count can tell.
    """

    level: str
    value: int
    printed: str
    start: int
    end: int
    cited: bool = False

    @property
    def rank(self) -> int:
        return RANKS[self.level]


def numeral_at(text: str, position: int) -> Numeral | None:
    """The numeral that begins at this position, or None; cross references are not numerals."""
    found = read_numeral(text, position)
    return None if found is None or found.cited else found


def read_numeral(text: str, position: int) -> Numeral | None:
    """The numeral that begins at this position, cited or begun, or None."""
    match = NUMERAL.match(text, position)
    if match is None:
        return None
    kind = match.lastgroup or "annex"
    digits = match[kind] if match.lastgroup else ""
    if kind == "unit":
        level, digits = UNITS[match["unit"]], match["v"]
    elif kind == "enclosed":
        digits = unicodedata.normalize("NFKC", digits)
        level = _enclosed_level(digits)
        digits = digits.strip("().")
    else:
        level = "bracket" if kind == "half" else kind
    end = match.end()
    # Half a bracket (三）…) is a misprint where the count goes on, and else no numeral.
    cited = kind == "half" or (level in CITED and CITED[level].match(text, end) is not None)
    return Numeral(level, value_of(digits), match[0], position, end, cited)


def _enclosed_level(printed: str) -> str:
    if printed[-1] == ".":
        return "arabic"
    return "arabic_bracket" if printed[1].isdigit() else "bracket"


@lru_cache(maxsize=4096)
def value_of(digits: str | None) -> int:
    """十二 -> 12, 一百零三 -> 103, ③ -> 3, "12" -> 12; an unnumbered annex is 0."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", digits or ""))
    if not plain:
        return 0
    if plain[0].isdigit():
        return int(re.match(r"\d+", plain)[0])  # type: ignore[index]
    if plain.isascii():
        return ord(plain[0]) - ord("A") + 1  # 附录A
    for char, tens in TENS.items():
        plain = plain.replace(char, tens)
    if all(char in DIGIT for char in plain):
        return int("".join(str(DIGIT[char]) for char in plain))
    total = current = 0
    for char in plain:
        if char in UNIT:
            total += (current or 1) * UNIT[char]
            current = 0
        else:
            current = DIGIT[char]
    return total + current
