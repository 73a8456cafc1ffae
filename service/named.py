"""A question's text -> the document number and the clauses that it names, in any printed form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.numerals import value_of
from indexer.text import shadow

_HAN = "\u4e00-\u9fff"
_OPEN, _CLOSE = r"[〔\[【(<〈《{「『]", r"[〕\]】)>〉》}」』]"
_NO = r"(?:第|no\s?\.?|№)?\s{0,2}"
# 粤府函〔2023〕80号 with any brackets; 号 may be missing.
_BRACKETED = re.compile(
    rf"(?P<prefix>[{_HAN}]{{0,20}}|[a-z][a-z ]{{0,30}})\s{{0,2}}"
    rf"{_OPEN}\s{{0,2}}(?P<year>(?:19|20)?\d\d)\s{{0,2}}年?\s{{0,2}}{_CLOSE}\s{{0,2}}{_NO}"
    r"0{0,3}(?P<serial>\d{1,5})(?!\d)\s{0,2}(?P<end>号?)"
)
# 粤府函2023年第80号: many texts look like this, so only a number that the index has counts.
_BARE = re.compile(
    rf"(?P<prefix>[{_HAN}]{{2,20}})\s{{0,2}}(?P<year>(?:19|20)\d\d)\s{{0,2}}年?\s{{0,2}}"
    r"[第-]?\s{0,2}0{0,3}(?P<serial>\d{1,5})\s{0,2}(?P<end>号)"
)
_ENGLISH = re.compile(
    rf"\bno\s?\.?\s{{0,2}}0{{0,3}}(?P<serial>\d{{1,5}})\s{{0,2}}(?:of\s|,\s?)?\s{{0,2}}{_OPEN}?\s?"
    rf"(?P<year>(?:19|20)\d\d)\s?{_CLOSE}?(?P<prefix>)(?P<end>)"
)
_PATTERNS = (_BRACKETED, _ENGLISH, _BARE)


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """A document number at `text[start:end]`.

    `prefix` is what stands before the year, in simplified characters or Latin letters, with words
    of the question before it (根据粤府函), without 字; empty when none is given. `sure` tells that
    it is printed as numbers are and cannot be read as anything else.
    """

    prefix: str
    year: str
    serial: str
    start: int
    end: int
    sure: bool

    @property
    def text(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.serial}号"


def cited_number(text: str) -> CitedNumber | None:
    """The first document number in a text."""
    plain = shadow(text)
    for pattern in _PATTERNS:
        match = pattern.search(plain)
        while match:
            found = _number(pattern, match)
            if found:
                return found
            match = pattern.search(plain, match.end())
    return None


def _number(pattern: re.Pattern[str], match: re.Match[str]) -> CitedNumber | None:
    year, prefix = match["year"], re.sub(r"[字\s]", "", match["prefix"])
    if len(year) == 2:
        # (16)3 may be anything: only 国办发(16)3号 is a number
        if not (len(prefix) > 1 and match["end"]):
            return None
        year = ("20" if int(year) < 40 else "19") + year
    return CitedNumber(
        prefix, year, match["serial"].lstrip("0") or "0", match.start(), match.end(),
        pattern is _BRACKETED,
    )  # fmt: skip


_N = r"(?:[零〇一二两三四五六七八九十百千]{1,7}|\d{1,4})"
_ROMAN_KINDS = {
    "article": "条", "art": "条", "chapter": "章", "section": "节一1", "part": "编一",
    "annex": "附", "attachment": "附", "appendix": "附",
    "clause": "条一1", "item": "(1", "paragraph": "款",
}  # fmt: skip
_KINDS = {"条": "条", "章": "章", "节": "节", "编": "编", "部分": "编一", "款": "款", "项": "("}
_CITE = re.compile(
    rf"第\s?(?P<n>{_N})\s?(?P<unit>条|章|节|编|部分|款|项)(?:之(?P<sub>[一二三四五六七八九十]))?"
    rf"|附件\s?(?P<annex>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
    rf"|(?<![{_HAN}\d])(?P<dun>[一二三四五六七八九十]{{1,3}})\s?[、,]?\s?(?=\()"
    rf"|第?\s?\(\s?(?P<bracket>{_N})\s?\)"
    r"|\b(?P<word>article|art|chapter|section|part|annex|attachment|appendix|clause|item|paragraph)"
    r"\s?\.?\s{0,2}(?:no\.?\s?)?\(?(?P<number>\d{1,4})\)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Cite:
    """One step to a clause: `kinds` are the kinds of numeral that it may be (条, 章, 一, ( …)."""

    kinds: str
    value: int
    sub: int = 0


# One step after another of a higher rank leads on: 附件2第三条, 五（一）. Of the same or a lower
# one it names another clause: 第三条和第五条.
_RANKS = {kind: rank for rank, kind in enumerate("附编章节条一(1款")}

CitedPath = tuple[Cite, ...]


def cited_clauses(text: str) -> tuple[tuple[CitedPath, ...], list[tuple[int, int]]]:
    """The clauses that a text names, each as its steps, and where they stand in it.

    Brackets alone, as in (2), are a step only behind another one or behind 第.
    """
    plain = shadow(text)
    paths: list[list[Cite]] = []
    spans: list[tuple[int, int]] = []
    for match in _CITE.finditer(plain):
        cite = _cite(match)
        behind = bool(spans) and spans[-1][1] == match.start()
        if match["bracket"] and not behind and not match[0].startswith("第"):
            continue
        if paths and _RANKS[cite.kinds[0]] > _RANKS[paths[-1][-1].kinds[0]]:
            paths[-1].append(cite)
        else:
            paths.append([cite])
        spans.append(match.span())
    return tuple(map(tuple, paths)), spans


def _cite(match: re.Match[str]) -> Cite:
    if match["unit"]:
        sub = value_of(match["sub"]) if match["sub"] else 0
        return Cite(_KINDS[match["unit"]], value_of(match["n"]), sub)
    if match["annex"]:
        return Cite("附", value_of(match["annex"]))
    if match["dun"]:
        return Cite("一", value_of(match["dun"]))
    if match["bracket"]:
        return Cite("(", value_of(match["bracket"]))
    kinds = _ROMAN_KINDS[match["word"]]
    return Cite("(" if "(" in match[0] else kinds, int(match["number"]))


_STEP = re.compile(
    rf"第(?P<n>{_N})(?P<unit>条|章|节|编|篇|部分)(?:之(?P<sub>[一二三四五六七八九十]))?"
    r"|附[件录表](?P<annex>.{0,3})|[(](?P<bracket>[^)]{1,7})[)]"
    rf"|(?P<dun>[一二三四五六七八九十百]{{1,5}})$|(?P<arabic>\d{{1,3}})[.)]?$"
)


@lru_cache(maxsize=4096)
def step(part: str) -> Cite | None:
    """What kind of numeral one part of a clause's path is, and its value; None for preamble."""
    match = _STEP.match(part)
    if not match:
        return None
    if match["unit"]:
        sub = value_of(match["sub"]) if match["sub"] else 0
        return Cite(_KINDS.get(match["unit"], "编")[0], value_of(match["n"]), sub)
    for group, kind in (("annex", "附"), ("bracket", "("), ("dun", "一"), ("arabic", "1")):
        if match[group] is not None:
            return Cite(kind, value_of(re.sub(r"[^\w]|之.*", "", match[group])))
    return None


def fits(cited: Sequence[CitedPath], path: str) -> float:
    """1 when the path leads to a clause that is named, .7 to a clause below it, else 0.

    Every step must be there in order; steps in between (a chapter) need not be named. 款 counts
    paragraphs inside a clause, which have no step.
    """
    return max((_fits(steps, path.split("/")) for steps in cited), default=0.0)


def _fits(steps: CitedPath, parts: Sequence[str]) -> float:
    wanted = [cite for cite in steps if cite.kinds != "款"]
    at = 0
    for place, part in enumerate(parts):
        own = step(part)
        if own and at < len(wanted) and _same(wanted[at], own):
            at += 1
            if at == len(wanted):
                return 1.0 if place == len(parts) - 1 else 0.7
    return 0.0


def _same(wanted: Cite, own: Cite) -> bool:
    kind = any(kind in own.kinds for kind in wanted.kinds)
    return kind and (wanted.value, wanted.sub) == (own.value, own.sub)
