"""The end of a document -> where its closing begins: duties for all, contacts, signature, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.outline.marks import HEADING_LIMIT, SENTENCE_END, Mark
from corpus.outline.signature import FOOTER, SIGNATURE, Signed, between

_FOOT = r"附\s?件\s?[:：\d]|[（(]?联系(?:人|电话|方式)|特此|此复|此函|专此"
FOOT = re.compile(rf"^[^\S\n]*(?:{_FOOT})", re.M)
# What may stand above 联系人 and 联系电话, each on a line of its own.
CONTACT = re.compile(
    r"[^\S\n]*(?:(?:联系|通讯|通信|邮寄|办公)?地址|邮编|邮政编码|(?:咨询|办公)?电话|传真"
    r"|(?:电子)?(?:邮箱|邮件|信箱)|联系单位|联系部门|网址)[:：]"
)
SENTENCE_ENDS = ("。", "！")
HEADED = 2  # a heading and one paragraph
LINES_LOOK = 5000
UNDATED = 30  # an organ alone on the last line
CLOSING_START = re.compile(
    rf"^[^\S\n]*(?:{_FOOT}|[（(]?(?:此件|信息公开|抄送)|来源[:：]"
    r"|(?:请)?各(?:地|省|市|级|有关|单位|部门)[^。\n]{0,60}(?:要|应|请|按照|可|于)"
    r"|请(?:各|于|认真|遵照)|(?:以上|上述)(?:意见|各|政策)"
    r"|本(?:通知|意见|办法|规定|方案|公告|通告|决定|细则|措施|文件|政策|政策措施)[^。\n]{0,12}自)",
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
    starts = [_first_contact(text, spoken.start(), below)] if spoken else []
    starts += _undated_signer(text, below, end)
    starts += [place.start for place in between(signed, below, end)[:1]]
    title = TITLE_LINE.search(text, below, end)
    if title and line.endswith("。") and not SENTENCE_END.search(text, title.start(), end):
        starts.append(title.start())  # the name of an annex that is not there
    if not own and len(line) > HEADING_LIMIT and _lines_each(text, marks) == 1:
        starts.append(below)
    if bare and last.level == "dun" and _lines_each(text, marks) == HEADED:
        under = text.find("\n", below, end) + 1
        spoken = CLOSING_START.search(text, under, end) if under else None
        starts += [spoken.start()] if spoken else []
    return min(starts, default=None)


def _lines_each(text: str, marks: Sequence[Mark]) -> int:
    """How many lines each sibling of the last clause has, where at least two are there and all
    have as many; else 0. Two lines count only with three siblings: heading and paragraph."""
    rank = marks[-1].rank
    counts = [
        text.count("\n", a.start, min(b.start, a.start + LINES_LOOK))
        for a, b in pairwise(marks)
        if a.rank == rank
    ]
    if not counts or len(set(counts)) > 1:
        return 0
    return counts[0] if len(counts) > counts[0] else 0


def _first_contact(text: str, start: int, low: int) -> int:
    """The topmost line of addresses and phones directly above a contact."""
    while start > low:
        above = text.rfind("\n", low, start - 1) + 1 or low
        if not CONTACT.match(text, above, start):
            break
        start = above
    return start


def _undated_signer(text: str, below: int, end: int) -> list[int]:
    """The last line, when it is an organ under a sentence's end; none or one."""
    stop = len(text[below:end].rstrip()) + below
    start = text.rfind("\n", below, stop) + 1 or below
    line = text[start:stop]
    signs = len(line) <= UNDATED and SIGNATURE.match(line) and not line.startswith("附")
    return [start] if signs and text[start - 2 : start - 1] in SENTENCE_ENDS else []


def plain_closing(text: str, signed: Sequence[Signed]) -> int | None:
    """For a notice without numerals: list of annexes, contacts or signature after some text.

    An organ and a date in the first quarter are the head of a published page, no signature.
    """
    below = text.find("\n") + 1
    if not below:
        return None
    foot = FOOT.search(text, below)
    starts = [_first_contact(text, foot.start(), below)] if foot else []
    starts += _undated_signer(text, below, len(text))
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
