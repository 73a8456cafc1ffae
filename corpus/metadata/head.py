"""The lines before the body -> each told what it is: title words, number, organ, information."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.addressees import addressed
from corpus.metadata.dates import DAY
from corpus.metadata.infotable import facts
from corpus.metadata.lines import Found, Lines, unspaced
from corpus.metadata.number_forms import LOWER_HALF, numbers_of
from corpus.metadata.organs import organs_of
from corpus.numerals import numeral_at

HEAD_LINES = 40
# Longer lines are paragraphs; the longest title of the real notices has 84 characters.
WORDS_LIMIT = 130
MARK = re.compile(
    r"^(?:\d{5,7}|(?:绝密|机密|秘密)(?:[★☆].*)?|特急|加急|平急|急件|签发人\s?[:：].*|[★☆*\-_—=·.\s]+|"
    r"目\s?录|摘\s?要|(?:首页|当前位置|您(?:的|当前)?位置).*|.*[>»›].*|.*(?:字体|字号)\s?[:：].*)$"
)
RED_HEAD = re.compile(r"^(?P<organs>[^，。；：:《》]{2,200})文\s?件$")
DECREE_HEAD = re.compile(r"^(?P<organ>[\u4e00-\u9fff\s]{2,40}?)(?:令|公\s?告|通\s?告)$")
DATE_LINE = re.compile(rf"^[（(]?\s*(?:{DAY}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})\s*[）)]?$")
# （2019年3月2日国务院令第710号公布 自…起施行）: the history of a regulation, under its title.
NOTE = re.compile(rf"^[（(][^（(]{{0,10}}{DAY}")
TAIL = re.compile(r"^[（(][^（）()]{0,20}(?:稿|试行|暂行|年|版|版本|修订|修正)[）)]$")
BODY_END = "。；：:，,"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the head. `kind` is words, organ, number, half (of a number), decree, red,
    note, tail (of the title), info, date, mark or addressee."""

    number: int
    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body, line by line, and the fields of an information table."""

    lines: tuple[HeadLine, ...]
    info: dict[str, Found]

    def of(self, kind: str) -> list[HeadLine]:
        return [line for line in self.lines if line.kind == kind]


def read_head(lines: Lines) -> Head:
    """The head ends at the first numeral or sentence, or with the addressees."""
    told: list[HeadLine] = []
    info: dict[str, Found] = {}
    waiting = ""
    for number in range(min(HEAD_LINES, len(lines.lines))):
        text, start = lines.stripped(number)
        if not text:
            continue
        stated = facts(lines, number)
        for field, value in stated:
            if value.value:
                info.setdefault(field, value)
        kind = "info" if stated else _kind(text, start)
        if kind == "date" and waiting in ("date", "published", "effective"):
            info[waiting] = Found(text, ((start, start + len(text)),))
            kind = "info"
        # 发布日期： with the day on the line below
        waiting = stated[-1][0] if stated and not stated[-1][1].value else ""
        if kind == "body":
            break
        told.append(HeadLine(number, kind, text, start))
        if kind == "addressee":
            break
    return Head(tuple(told), info)


def _kind(text: str, start: int) -> str:
    if addressed(text):
        return "addressee"
    if len(text) > WORDS_LIMIT:
        return "body"
    if numbers_of(text, start):
        return "number"
    if LOWER_HALF.fullmatch(text):
        return "half"
    for kind, pattern in (("mark", MARK), ("tail", TAIL), ("date", DATE_LINE), ("note", NOTE)):
        if pattern.match(text):
            return kind
    red = RED_HEAD.match(text)
    if red and organs_of(red["organs"]):
        return "red"
    decree = DECREE_HEAD.match(text)
    if decree and (organs_of(decree["organ"]) or unspaced(decree["organ"]).endswith("主席")):
        return "decree"
    if organs_of(text):
        return "organ"
    if text[-1] in BODY_END or "。" in text or text.startswith("|") or numeral_at(text, 0):
        return "body"
    return "words"
