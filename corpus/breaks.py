"""A text that lost its line breaks -> spans where they belong: before parts and signature."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from corpus.glued import heading_ends
from corpus.marks import LINE_HEAD
from corpus.numerals import Numeral, numeral_at
from corpus.runon import part_starts
from corpus.signature import ORGAN

# Documents with line breaks have lines of 60 to 300 characters; those without, one of thousands.
LONG_LINE = 600
# A file of one line is a notice that lost its breaks, unless it is a mere sentence.
SHORT_NOTICE = 100
DUN = 5
DATE = re.compile(
    r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?![前止内至到起之）)，。、]|以前)"
)
SIGNER = re.compile(rf"(?<=[。）”！ ])[\u4e00-\u9fff]{{2,24}}{ORGAN}\s?\Z")
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海"
)
GOVERNMENT = re.compile(
    rf"(?:(?:{PROVINCES})?省(?:人民政府|政府)(?:办公厅)?|(?:中华人民共和国)?国务院(?:办公厅)?)\s?\Z"
)
TITLE = re.compile(
    r"\A(?P<title>[^。\n]{6,150}(?:通知|意见|决定|批复|函|公告|通告|通报|办法|规定|方案|答复|请示|报告|命令|纲要|规划)"
    r"(?:（[^）]{1,12}）)?)(?:(?P<number>[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号)|(?=各(?:地|省|市|县|有关|区)))"
)
ISSUER = re.compile(r"\A(?P<issuer>[\u4e00-\u9fff]{4,30}?)(?:关于|印发|转发|批转)")
# What a notice ends with when its last item lost the break before it.
LAST_WORDS = re.compile(
    r"(?<=[。）〕])(?:各地、各部门要(?=强化|[^。]{0,80}落实)"
    r"|(?:以上政策措施|本(?:文件|意见|通知|办法|方案|措施))自(?:印发|公布|发布|\d{4}年))"
    r"(?=[^\n]{0,300}\Z)"
)
DUTY = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?日|每[年季月][^。，]{0,8}日|月底)前[^。]{0,60}?(?:报|送|反馈|提交)"
)
DUTY_LIMIT = 250
ANNEX_LIST = re.compile(r"(?<![见（(“《])附件\s?[:：]")
HEAD_END = re.compile(
    r"(?P<addressee>(?:各|国务院|省|市|[\u4e00-\u9fff]{2,12}(?:厅|局|委|部|府|办)：)[^。：]{0,160}：)"
)
ANNEX = re.compile(r"(?<=[。）日])\s?(?=附件)|(?<![见（(“《])(?=附件\s?[:：]\s?1\s?[.．、](?!\d))")
ANNEX_LABEL = re.compile(r"附件\s?(?P<n>\d{1,2})?(?![:：\d）》、和])")
# （此件公开发布）附件: what may stand between the date and the first annex.
UNDER_DATE = re.compile(r"(?:\s?[（(][^）)]{2,30}[）)])*\s?")
# The end of a sentence, where the next part may begin; （一）（二） in a row is a reference.
INNER = re.compile(r"(?:(?<=[。！])|(?<=[）)〕])) ?(?=[一二三四五六七八九十（(\d])")
BRACKET_NUMERAL = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)] ?\Z")
BARE_HEADING = 30
AFTER_DATE = ("", "附件", "（此")
QUOTED_TITLE = re.compile(r"《([^《》]{4,80})》")


def break_positions(text: str) -> list[tuple[int, int]]:
    """Sorted, disjoint spans of the text, each to be replaced by one line feed.

    A span covers the blanks around a lost break and is empty where there are none. Text with
    ordinary lines is left alone.
    """
    limit = LONG_LINE if "\n" in text else SHORT_NOTICE
    found: list[tuple[int, int]] = []
    starts = [0]
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > limit:
            line = text[start:end]
            parts = part_starts(line)
            cuts = _head(line) | _tail(line) | {*parts, *heading_ends(line, parts)}
            spans = _spans(text, start, end, sorted(start + cut for cut in cuts))
            found += spans
            starts += [high for _, high in spans]
        start = end + 1
        starts.append(start)
    return sorted(found + _inner_breaks(text, starts, found))


def restore_breaks(text: str) -> tuple[str, int]:
    """The text with line feeds put in, and how many."""
    spans = break_positions(text)
    bounds = [0, *(edge for span in spans for edge in span), len(text)]
    kept = [text[a:b] for a, b in zip(bounds[::2], bounds[1::2])]
    return "\n".join(kept), len(spans)


def _spans(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """Each cut inside text[start:end] with the blanks around it; none at either edge."""
    spans: list[tuple[int, int]] = []
    for cut in cuts:
        low = high = cut
        while low > start and text[low - 1] == " ":
            low -= 1
        while high < end and text[high] == " ":
            high += 1
        if start < low and high < end and (not spans or spans[-1][1] < low):
            spans.append((low, high))
    return spans


def _head(line: str) -> set[int]:
    cuts: set[int] = set()
    title = TITLE.match(line)
    if title:
        cuts |= {title.end("title"), title.end()}
    addressee = HEAD_END.search(line, title.end() if title else 0, 400)
    if addressee and (title is None or addressee.start() == title.end()):
        cuts.add(addressee.end())
    return cuts


def _tail(line: str) -> set[int]:
    """Lists of annexes, last words, signatures, the title of what is carried, and annexes."""
    cuts = {match.start() for match in ANNEX.finditer(line)}
    cuts |= {match.start() for match in LAST_WORDS.finditer(line)}
    signed = _signatures(line)
    for who, date, end in signed:
        cuts |= {who, date, end}
    if signed:
        listed = [match.start() for match in ANNEX_LIST.finditer(line, 0, signed[0][0])]
        cuts |= _last_duties(line, min([*listed[-1:], signed[0][0]]))
        cuts |= _carried(line, signed[0][2])
        cuts |= _annex_heads(line, signed)
    return {cut for cut in cuts if 0 < cut < len(line)}


def _last_duties(line: str, end: int) -> set[int]:
    """The last sentences before the signature that all set a date to report by: they are said to
    every reader, and not part of the last numbered clause."""
    start = end
    while start > 0 and line[start - 1] == "。":
        before = line.rfind("。", max(0, start - DUTY_LIMIT), start - 1) + 1
        if not before or not DUTY.search(line, before, start) or numeral_at(line, before):
            break
        start = before
    return {start} if start < end else set()


def _signatures(line: str) -> list[tuple[int, int, int]]:
    """Starts of organ and date, and the date's end: a date right after the issuer that the title
    names, a government, or an organ that begins a sentence."""
    issuer = ISSUER.match(line)
    found: list[tuple[int, int, int]] = []
    for date in DATE.finditer(line):
        before = line[max(0, date.start() - 45) : date.start()]
        start = date.start() - len(before)
        if issuer and before.rstrip().endswith(issuer["issuer"]):
            who = start + before.rindex(issuer["issuer"])
        else:
            organ = (
                GOVERNMENT.search(before)
                if line[date.end() : date.end() + 3].strip()[:2] in AFTER_DATE
                else None
            )
            organ = organ or SIGNER.search(before)
            if organ is None:
                continue
            who = start + organ.start()
        found.append((who, date.start(), date.end()))
    return found


def _carried(line: str, signed: int) -> set[int]:
    """The title of the carried document, where it stands under the signature as the letter
    quotes it (《某办法》已经…): it ends before its introduction or first part."""
    for match in QUOTED_TITLE.finditer(line, 0, signed):
        if line.startswith(match[1], signed):
            return {signed + len(match[1])}
    return set()


def _annex_heads(line: str, signed: list[tuple[int, int, int]]) -> set[int]:
    """附件1 … 附件2 … after a signature, counting up, and 附件 right under it; each before its
    title."""
    under = {match.end() for _, _, end in signed if (match := UNDER_DATE.match(line, end))}
    cuts: set[int] = set()
    last = 0
    for match in ANNEX_LABEL.finditer(line, signed[0][2]):
        number = int(match["n"] or 0)
        if number == last + 1 or (not number and match.start() in under):
            last = number
            cuts |= {match.start(), match.end()}
    return cuts


def _inner_breaks(
    text: str, starts: list[int], broken: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A part that follows the end of the part before it on one line (…提升。四、实施路径) gets a
    line of its own, when it continues the count of its level or is a mere heading.

    `starts` are the lines' starts, with those that the spans `broken` make.
    """
    heads = {head.start: head for head in _heads(text, broken)}
    following = _by_rank(heads.values())
    ends = dict(zip((high for _, high in broken), (low for low, _ in broken)))
    breaks: list[tuple[int, int]] = []
    last: dict[int, int] = {}
    events = sorted({*heads, *(match.end() for match in INNER.finditer(text))})
    for position in events:
        at = bisect_right(starts, position) - 1
        start, end = starts[at], starts[at + 1] if at + 1 < len(starts) else len(text) + 1
        end = ends.get(end, end - 1)
        head = heads.get(position)
        if head is not None:
            _count_on(last, head)
            continue
        inner = numeral_at(text, position)
        if inner is None or not _may_begin(text, start, end, inner):
            continue
        counts = inner.value >= 2 and last.get(inner.rank, 0) + 1 == inner.value
        rest = text[inner.end : min(end, inner.end + BARE_HEADING + 1)]
        bare = len(rest) <= BARE_HEADING and not re.search("[，。；：]", rest)
        first = inner.rank <= DUN + 1 or (
            inner.value == 1 and _next_value(following, inner.rank, position) == 2
        )
        if counts or (bare and first):
            breaks += _spans(text, start, end, [inner.start])
            _count_on(last, inner)
    return breaks


def _heads(text: str, broken: list[tuple[int, int]]) -> list[Numeral]:
    """Numerals at line starts, with those that a restored break precedes, in order."""
    places = [match.end() for match in LINE_HEAD.finditer(text)]
    places += [high for _, high in broken]
    found = [numeral_at(text, place) for place in sorted(places)]
    return [head for head in found if head is not None and head.rank > 0]


def _may_begin(text: str, start: int, end: int, inner: Numeral) -> bool:
    """Whether a numeral inside a line is no reference, quotation or end of the line."""
    if inner.rank < DUN or inner.start == start:
        return False
    if not text[inner.end : min(end, inner.end + BARE_HEADING)].strip():
        return False
    low = max(start, inner.start - 8)
    if BRACKET_NUMERAL.search(text[low : inner.start]):
        return False
    low = max(start, inner.start - 60)
    return text.rfind("《", low, inner.start) <= text.rfind("》", low, inner.start)


def _count_on(last: dict[int, int], found: Numeral) -> None:
    for rank in [rank for rank in last if rank > found.rank]:
        del last[rank]
    last[found.rank] = found.value


def _by_rank(heads: Iterable[Numeral]) -> dict[int, tuple[list[int], list[int]]]:
    """For each rank the places of its numerals at line starts, and their values."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for head in heads:
        places, values = found.setdefault(head.rank, ([], []))
        places.append(head.start)
        values.append(head.value)
    return found


def _next_value(heads: dict[int, tuple[list[int], list[int]]], rank: int, position: int) -> int:
    """The value of the next numeral of this rank at a line start; 0 for none."""
    places, values = heads.get(rank, ([], []))
    index = bisect_right(places, position)
    return values[index] if index < len(values) else 0
