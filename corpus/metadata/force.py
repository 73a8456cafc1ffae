"""Sentences on coming into force -> effective (施行日期) and validity (有效期) of the notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.metadata.dates import DAY, iso_date, months_later
from corpus.metadata.head import Head
from corpus.metadata.lines import Found, Lines, unspaced
from corpus.notice import Validity
from corpus.numerals import value_of

WORDS = ("日起", "施行", "有效期", "试行期", "执行期", "执行至", "实施至")
SENTENCE = re.compile(r"[^。；\n]+")
_VERB = r"(?:正式|开始|全面|统一)?(?:施行|实施|执行|生效|试行|实行|启用)"
BEGINS = re.compile(
    rf"自\s?(?:(?P<day>{DAY})\s?起?|(?:[^，。；自]{{0,8}})(?P<event>印发|公布|发布|下发|发文|颁布|签发)之日\s?起)\s?[，,]?\s?"
    rf"(?:至\s?{DAY}止?)?"
    rf"(?P<verb>{_VERB})?"
)
# 本办法, 以上政策措施, 现予公布: the sentence speaks of this notice and of no other.
OWN = re.compile(
    r"本(?:通知|意见|办法|规定|方案|公告|通告|通报|细则|措施|文件|政策|决定|决议|条例|规则|规范|标准|制度|规划|计划|"
    r"指南|指引|通则|准则|批复|复函|实施|管理|暂行|若干|命令|令|目录|清单|名录|法|解释|章程|预案|指导|工作|试行|纲要|要点)"
    r"|(?:以上|上述)(?:政策|措施|规定|意见|办法|通知)|现予(?:以)?(?:公布|发布|印发)"
)
# 第五条自…: a part of the notice comes into force on a day of its own.
PART_ONLY = re.compile(
    r"第[^，。；]{1,8}[条款项][^，。；]{0,12}$|其中[^。；]*$|《[^》]*》[^，]{0,6}$"
)
_NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
_TERM = r"(?:有效期|试行期|执行期|实施期|施行期|暂行期)(?:限)?"
VALID = re.compile(
    rf"{_TERM}\s?(?:为|是|定为|暂定|暂定为|[:：])?\s?(?:自[^，。；至]{{0,24}})?"
    rf"(?:(?P<count>{_NUMBER})\s?(?:个)?(?P<unit>年|月)|(?:截至|截止到|截止|到|至)\s?(?P<until>{DAY}))(?:止|为止)?"
    rf"|(?:执行|实施|试行|施行|有效|延续实施|延长)\s?至\s?(?P<until2>{DAY})(?:止|为止)?"
    rf"|(?:施行|实施|执行|有效)期限?(?:为|是)?(?P<event>自[^。；，]{{2,40}}?(?:止|终止|结束))"
    rf"|自\s?{DAY}\s?起?\s?至\s?(?P<until4>{DAY})止?(?={_VERB})"
    rf"|试行\s?(?P<count2>{_NUMBER})\s?(?P<unit2>年)"
    rf"|(?:执行|施行|实施|有效)(?:时间)?(?:为|是|[:：])?\s?自?\s?{DAY}\s?起?\s?至\s?(?P<until3>{DAY})(?:止|为止)?"
)


UNTIL = ("until", "until2", "until3", "until4")


@dataclass(frozen=True, slots=True)
class Force:
    """When the notice is in force; each value with its span."""

    effective: Found | None
    validity: Validity | None
    term: Found | None


def force(lines: Lines, head: Head, title: str, issued: str | None) -> Force:
    """`issued` is the day that 自印发之日起 means."""
    effective = _in_head(head, issued)
    term: tuple[re.Match[str], int] | None = None
    follows = False
    for start, sentence in _sentences(lines):
        own = _own_end(sentence, title)
        if own is None and not (follows and sentence.lstrip("，, ").startswith(("有效", "试行"))):
            follows = False
            continue
        begins = _begins(sentence, own or 0)
        if effective is None and begins:
            value = iso_date(begins["day"]) if begins["day"] else issued
            if value:
                effective = Found(value, _found(begins, start).spans)
        valid = VALID.search(sentence, own or 0)
        if term is None and valid and not PART_ONLY.search(sentence[own or 0 : valid.start()]):
            term = valid, start
        follows = begins is not None
    if term is None:
        return Force(effective, *_listed_term(head, effective))
    match, start = term
    validity = _validity(match, effective.value if effective else None)
    group = "event" if match["event"] else 0
    return Force(effective, validity, _found(match, start, group))


def _found(match: re.Match[str], start: int, group: str | int = 0) -> Found:
    return Found(match[group], ((start + match.start(group), start + match.end(group)),))


def _in_head(head: Head, issued: str | None) -> Found | None:
    """From the information table (实施日期：…) or the note under a regulation's title."""
    listed = head.info.get("effective")
    value = iso_date(listed.value) if listed else None
    if listed and value:
        return Found(value, listed.spans)
    for line in head.of("note"):
        begins = _begins(line.text, 0)
        if begins and begins["day"] and (value := iso_date(begins["day"])):
            return Found(value, _found(begins, line.start).spans)
    return None


def _listed_term(head: Head, effective: Found | None) -> tuple[Validity | None, Found | None]:
    """有效期：5年 or 失效日期：… of the information table."""
    term, until = head.info.get("validity"), head.info.get("until")
    if until and iso_date(until.value):
        return Validity(until.value, iso_date(until.value)), until
    match = VALID.match(f"有效期{term.value}") if term else None
    if term is None or match is None:
        return None, None
    found = _validity(match, effective.value if effective else None)
    return Validity(term.value, found.until), term


def _sentences(lines: Lines) -> Iterator[tuple[int, str]]:
    """The sentences that may speak of coming into force, with their offsets."""
    for number in lines.with_any(WORDS):
        line = lines.lines[number]
        for match in SENTENCE.finditer(line):
            if len(match[0]) <= 400:
                yield lines.starts[number] + match.start(), match[0]


def _own_end(sentence: str, title: str) -> int | None:
    """Where the words that name this notice end; None when the sentence is of something else."""
    match = OWN.search(sentence)
    if match:
        return match.end()
    named = re.search(r"《([^《》]{4,80})》", sentence)
    if named and unspaced(named[1]) in unspaced(title):
        return named.end()
    return None


def _begins(sentence: str, own: int) -> re.Match[str] | None:
    for match in BEGINS.finditer(sentence, own):
        # 自…之日起至工程完成为止 names a term without a verb behind it.
        term = re.search(r"(?:施行|实施|执行|有效)期限?(?:为|是)?$", sentence[own : match.start()])
        if not match["verb"] and not term:
            continue
        if not PART_ONLY.search(sentence[own : match.start()]):
            return match
    return None


def _validity(match: re.Match[str], effective: str | None) -> Validity:
    if match["event"]:
        return Validity(match["event"], None)
    printed = next((match[name] for name in UNTIL if match[name]), None)
    if printed:
        return Validity(match[0], iso_date(printed))
    count = value_of(match["count"] or match["count2"])
    months = count * 12 if (match["unit"] or match["unit2"]) == "年" else count
    return Validity(match[0], months_later(effective, months) if effective else None)
