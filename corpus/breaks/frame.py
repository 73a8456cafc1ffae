"""A line of running text -> where its frame breaks: title, addressee, signature, annexes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpus.breaks.lastwords import LAST_LIMIT, after_charges, last_duties, last_words
from corpus.breaks.signers import Signature, signatures_in

TITLE = re.compile(
    r"\A(?P<title>[^。\n]{6,150}(?:通知|意见|决定|批复|函|公告|通告|通报|办法|规定|方案|答复|请示|报告|命令|纲要|规划)"
    r"(?:（[^）]{1,12}）)?)(?:(?P<number>[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号)|(?=各(?:地|省|市|县|有关|区)))"
)
ANNEX_LIST = re.compile(r"(?<![见（(“《])附件\s?[:：]")
HEAD_END = re.compile(
    r"(?P<addressee>(?:各|国务院|省|市|[\u4e00-\u9fff]{2,12}(?:厅|局|委|部|府|办)：)[^。：\d\[]{0,160}：)"
)
ANNEX = re.compile(r"(?<=[。）日])\s?(?=附件)|(?<![见（(“《])(?=附件\s?[:：]\s?1\s?[.．、](?!\d))")
ANNEX_LABEL = re.compile(r"附件\s?(?P<n>\d{1,2})?(?![:：\d）》、和])")
# 附件：分工表附件分工表…: a list of one annex, and the annex itself.
REPEATED = re.compile(r"附件[:：](?P<title>[^。：:]{4,60}?)附件(?P=title)")
# （此件公开发布）附件: what may stand between the date and the first annex.
UNDER_DATE = re.compile(r"(?:\s?[（(][^）)]{2,30}[）)])*\s?")
QUOTED_TITLE = re.compile(r"《([^《》]{4,80})》")


def head_breaks(line: str) -> set[int]:
    """After the title, the document number and the addressees."""
    cuts: set[int] = set()
    title = TITLE.match(line)
    if title:
        cuts |= {title.end("title"), title.end()}
    addressee = HEAD_END.search(line, title.end() if title else 0, 400)
    if addressee and (title is None or addressee.start() == title.end()):
        cuts.add(addressee.end())
    return cuts


def tail_breaks(line: str, parts: Sequence[int] = ()) -> set[int]:
    """Lists of annexes, last words, signatures, the title of what is carried, and annexes; the
    numbered parts begin at `parts`."""
    cuts = {match.start() for match in ANNEX.finditer(line)} | _repeated_title(line)
    signed = signatures_in(line)
    start = 0
    for signature in signed:
        cuts |= {*signature.starts, signature.end}
        end = _before_list(line, start, signature.start)
        cuts |= _closing(line, start, end, parts) | last_duties(line, end)
        start = signature.end
    cuts |= _closing(line, start, _before_list(line, start, len(line)), parts)
    if signed:
        cuts |= _carried(line, signed[0].end)
        cuts |= _annex_heads(line, signed)
    return {cut for cut in cuts if 0 < cut < len(line)}


def _before_list(line: str, start: int, end: int) -> int:
    """Where the last list of annexes in line[start:end] begins, or else `end`."""
    listed = [match.start() for match in ANNEX_LIST.finditer(line, start, end)]
    return listed[-1] if listed else end


def _closing(line: str, start: int, end: int, parts: Sequence[int]) -> set[int]:
    """What the document line[start:end] says after its last numbered part."""
    own = parts[bisect_left(parts, start) : bisect_left(parts, end)]
    return last_words(line, max(start, end - LAST_LIMIT), end) | after_charges(line, own, end)


def _carried(line: str, signed: int) -> set[int]:
    """The title of the carried document, where it stands under the signature as the letter
    quotes it (《某办法》已经…): it ends before its introduction or first part."""
    for match in QUOTED_TITLE.finditer(line, 0, signed):
        if line.startswith(match[1], signed):
            return {signed + len(match[1])}
    return set()


def _annex_heads(line: str, signed: Sequence[Signature]) -> set[int]:
    """附件1 … 附件2 … after a signature, counting up, and 附件 right under it; each before its
    title."""
    under = {
        match.end() for signature in signed if (match := UNDER_DATE.match(line, signature.end))
    }
    cuts: set[int] = set()
    last = 0
    for match in ANNEX_LABEL.finditer(line, signed[0].end):
        number = int(match["n"] or 0)
        if number == last + 1 or (not number and match.start() in under):
            last = number
            cuts |= {match.start(), match.end()}
    return cuts


def _repeated_title(line: str) -> set[int]:
    """An annex that begins with the title that its list has just named, label before it."""
    cuts: set[int] = set()
    for match in REPEATED.finditer(line):
        label = match.end("title")
        cuts |= {match.start(), label, label + len("附件"), match.end()}
    return cuts
