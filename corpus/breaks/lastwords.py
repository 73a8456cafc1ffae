"""A line of running text -> where its last numbered part ends and the closing's words begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.numerals import numeral_at

# What a notice ends with when its last item lost the break before it.
LAST_WORDS = re.compile(
    r"(?<=[。！）〕])\s?(?:各地、各部门要(?=强化|[^。]{0,80}落实)"
    r"|(?:以上政策措施|本(?:文件|意见|通知|办法|方案|措施))自(?:印发|公布|发布|\d{4}年)"
    r"|(?:特|专)此(?:通知|通告|公告|通报|函复|函达|答复|批复|复函|报告|说明)"
    r"|(?:此前|以前|现行)[^。]{2,30}与本[^。]{2,10}不一致的，以本[^。]{2,10}为准。)"
)
LAST_LIMIT = 300
DUTY = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?日|每[年季月][^。，]{0,8}日|月底)前[^。]{0,60}?(?:报|送|反馈|提交)"
    r"|向(?:国务院|[省市区县](?:人民)?政府|我[部委局厅])(?:请示)?报告。"
)
DUTY_LIMIT = 250
# Who is in charge, in a bracket at an item's end: （省财政厅牵头，省商务厅配合）.
CHARGE = re.compile(
    r"(?:负责|牵头|配合|落实)[）)\]]。?"
    r"|[（(\[](?:责任|牵头|负责)单位[:：]"
    r"(?:[^（）()〔〕\[\]。]|[（(〔][^（）()〔〕。]{0,20}[）)〕]){2,250}[）)\]]"
)
CHARGE_LIMIT = 300
CHARGED = 3


def last_words(line: str, start: int, end: int) -> set[int]:
    """The formula that ends a notice, in the last sentences before its signature or end."""
    found = LAST_WORDS.search(line, start, end)
    return {found.start()} if found else set()


def last_duties(line: str, end: int) -> set[int]:
    """The last sentences before the signature that all set a date to report by, or say to whom:
    they are said to every reader, and not part of the last numbered clause."""
    start = end
    while start > 0 and line[start - 1] == "。":
        before = line.rfind("。", max(0, start - DUTY_LIMIT), start - 1) + 1
        if not before or not DUTY.search(line, before, start) or numeral_at(line, before):
            break
        start = before
    return {start} if start < end else set()


def after_charges(line: str, parts: Sequence[int], end: int) -> set[int]:
    """What follows the last part's bracket of who is in charge, where the parts before end with
    such a bracket."""
    charged = sum(_charged(line, following) for following in parts[1:])
    if charged < CHARGED or 3 * charged < len(parts):
        return set()
    ends = [match.end() for match in CHARGE.finditer(line, parts[-1], end)]
    return {ends[-1]} if ends and "。" in line[ends[-1] + 1 : end] else set()


def _charged(line: str, end: int) -> bool:
    return any(
        line[match.end() : end].strip() == ""
        for match in CHARGE.finditer(line, max(0, end - CHARGE_LIMIT), end)
    )
