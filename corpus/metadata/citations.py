"""Text -> the documents that it names as 《title》 with a number beside, in lists as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.metadata.basis_words import ABBREVIATION, LINK
from corpus.metadata.number_forms import NUMBER, normalised

# One nesting of book marks inside another; bounded, so that a text of 《《《 costs nothing.
CITED = re.compile(r"《(?P<title>[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,80}){0,2})》")
BRACKET = re.compile(
    r"\s?[（(](?P<inside>[^（）()\n]{0,80}(?:[（(][^（）()\n]{0,20}[）)][^（）()\n]{0,60})?)[）)]"
)
_GROUND = "根据|依据|依照|按照|遵照|贯彻|落实|执行|印发|对照|参照"
_CODED = (
    rf"(?:(?!{_GROUND})[\u4e00-\u9fff]){{1,12}}"
    r"[〔\[【﹝［(（]\d{4}[〕\]】﹞］)）]\s?第?\s?\d{1,5}\s?号"
)
NUMBER_WITHIN = re.compile(rf"\s?[（(](?P<number>{_CODED})[）)]$")
# The words before a number (依据工信厅科函…) are no part of it.
NUMBER_BEFORE = re.compile(rf"(?:{_GROUND}|[以按据和及与])?(?P<number>{_CODED})(?:文件|文)?\s?$")


@dataclass(frozen=True, slots=True)
class Citation:
    """《title》 with its number, if one stands beside it; `start:end` covers both."""

    title: str
    number: str | None
    start: int
    end: int


def runs(text: str) -> Iterator[list[Citation]]:
    """Citations that stand in one list (《甲》（…）、《乙》和《丙》) and so share a role."""
    run: list[Citation] = []
    for match in CITED.finditer(text):
        if run and match.start() < run[-1].end:
            continue  # （以下简称《指引》） inside the bracket of the one before
        one = _citation(text, match)
        if run and not LINK.fullmatch(text, run[-1].end, one.start):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _citation(text: str, match: re.Match[str]) -> Citation:
    start, end = match.span()
    number: str | None = None
    bracket = BRACKET.match(text, end)
    if bracket:
        inside = NUMBER.match(bracket["inside"].lstrip())
        if inside:
            number = normalised(inside[0])
        if inside or ABBREVIATION.search(bracket["inside"]):
            end = bracket.end()
    title = match["title"]
    if number is None and (within := NUMBER_WITHIN.search(title)):
        title, number = title[: within.start()], normalised(within["number"])
    before = NUMBER_BEFORE.search(text, max(0, start - 30), start) if number is None else None
    if before:
        number = normalised(before["number"])
        start = before.start("number")
    return Citation(title, number, start, end)
