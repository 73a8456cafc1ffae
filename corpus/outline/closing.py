"""The end of a document -> where its closing begins: duties for all, contacts, signature, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.outline.marks import HEADING_LIMIT, SENTENCE_END, Mark
from corpus.outline.signature import FOOTER, Signed, between

_FOOT = r"附\s?件\s?[:：\d]|[（(]?联系(?:人|电话|方式)|特此|此复|此函|专此"
FOOT = re.compile(rf"^[^\S\n]*(?:{_FOOT})", re.M)
CLOSING_START = re.compile(
    rf"^[^\S\n]*(?:{_FOOT}|[（(]?(?:此件|信息公开|抄送)|来源[:：]"
    r"|(?:请)?各(?:地|省|市|级|有关|单位|部门)[^。\n]{0,60}(?:要|应|请|按照|可|于)"
    r"|请(?:各|于|认真|遵照)|(?:以上|上述)(?:意见|各|政策)"
    r"|本(?:通知|意见|办法|规定|方案|公告|细则|措施|文件|政策|政策措施)[^。\n]{0,12}自)",
    re.M,
)

KINDS = (
    "办法|规定|细则|方案|规划|计划|纲要|要点|指南|规范|标准|条例|规则|意见|措施|制度|章程|目录|清单|名单|报告|请示"
    "|指引|通知|决定|公告|通告|通报|批复|函|预案|协议|公约|准则|程序|职责|安排|建议|说明|任务|政策|指标|表"
)
TITLE_LINE = re.compile(
    rf"^[^\S\n]*(?:[12]\d{{3}}[^\S\n]?年|[^，。；：:！？、\d（(\s])[^。；：！？\n]{{2,60}}(?:{KINDS})[”》]?"
    r"(?:[（(][^）)\n]{1,24}[）)])*[^\S\n]*$",
    re.M,
)


def closing_start(
    text: str, marks: Sequence[Mark], end: int, signed: Sequence[Signed]
) -> int | None:
    """The first line after the last clause that speaks to the addressee, signs, dates or names
    contacts; also any paragraph after it when all its siblings are single paragraphs."""
    last = marks[-1]
    below = last.line_end + 1
    if below >= end:
        return None
    line = text[last.start : last.line_end]
    bare = len(line) <= HEADING_LIMIT and not SENTENCE_END.search(line)
    # 各地要… under a mere heading is what it says; an article goes on in further paragraphs.
    own = bare or last.level == "article"
    spoken = (FOOT if own else CLOSING_START).search(text, below, end)
    starts = [spoken.start()] if spoken else []
    starts += [place.start for place in between(signed, below, end)[:1]]
    title = TITLE_LINE.search(text, below, end)
    if title and line.endswith("。") and not SENTENCE_END.search(text, title.start(), end):
        starts.append(title.start())  # the name of an annex that is not there
    if not own and len(line) > HEADING_LIMIT and _single_paragraphs(text, marks):
        starts.append(below)
    return min(starts, default=None)


def _single_paragraphs(text: str, marks: Sequence[Mark]) -> bool:
    """Whether at least two others of the last clause's level have one paragraph each."""
    rank = marks[-1].rank
    siblings = [(a, b) for a, b in pairwise(marks) if a.rank == rank]
    return len(siblings) >= 2 and all(b.start - a.line_end <= 1 for a, b in siblings)


def plain_closing(text: str, signed: Sequence[Signed]) -> int | None:
    """For a notice without numerals: list of annexes, contacts or signature after some text.

    An organ and a date in the first quarter are the head of a published page, no signature.
    """
    below = text.find("\n") + 1
    if not below:
        return None
    foot = FOOT.search(text, below)
    starts = [foot.start()] if foot else []
    body = max(below, len(text) // 4)
    starts += [place.start for place in between(signed, body, len(text) + 1)[:1]]
    return min(starts, default=None)


def footer_start(text: str, below: int) -> int | None:
    """Where the last lines, after the annexes, are the notice's foot again: 抄送, 印发."""
    end, start = len(text.rstrip()), None
    while end > below:
        line_start = max(text.rfind("\n", 0, end) + 1, below)
        if not FOOTER.search(text[line_start:end].strip()[:400]):
            break
        start = line_start
        end = line_start - 1
    return start
