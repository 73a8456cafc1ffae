"""A text that lost its line breaks -> the same text with a break before each recognised part."""

from __future__ import annotations

import re

from corpus.numerals import Numeral, numeral_at

# Documents with line breaks have lines of 60 to 300 characters; those without, one of thousands.
LONG_LINE = 600
# A file of one line is a notice that lost its breaks, unless it is a mere sentence.
SHORT_NOTICE = 100
ENDS = "。；：！？”）)〕】…"
DUN = 5
STARTERS = re.compile(r"[第一二三四五六七八九十附（(\d①-⑳]")
DATE = r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海"
)
LAST_SIGNATURE = re.compile(
    rf"(?P<who>(?:{PROVINCES})?省(?:人民政府|政府)(?:办公厅)?|(?:中华人民共和国)?国务院(?:办公厅)?)"
    rf"(?P<date>{DATE})(?=附件|（此件|\Z)"
)
SIGNATURE = re.compile(
    rf"(?<=[。）”])(?P<who>[\u4e00-\u9fff]{{2,24}}?(?:人民政府|政府|办公厅|办公室|委员会|委|厅|局|部|院|会|组))"
    rf"\s*(?P<date>{DATE})(?=[^日至到前起]|$)"
)
TITLE = re.compile(
    r"\A(?P<title>[^。\n]{6,150}(?:通知|意见|决定|批复|函|公告|通告|通报|办法|规定|方案|答复|请示|报告|命令|纲要|规划)"
    r"(?:（[^）]{1,12}）)?)(?:(?P<number>[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号)|(?=各(?:地|省|市|县|有关|区)))"
)
# What a notice ends with when its last item lost the break before it.
LAST_WORDS = re.compile(
    r"(?<=[。）〕])(?:各地、各部门要(?=强化|[^。]{0,80}落实)"
    r"|(?:以上政策措施|本(?:文件|意见|通知|办法|方案|措施))自(?:印发|公布|发布|\d{4}年))"
    r"(?=[^\n]{0,300}\Z)"
)
# The end of a sentence, where the next part may begin; （一）（二） in a row is a reference.
INNER = re.compile(r"(?:(?<=[。！])|(?<=[）)〕])) ?(?=[一二三四五六七八九十（(\d])")
BRACKET_NUMERAL = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)] ?\Z")
BARE_HEADING = 30
HEAD_END = re.compile(
    r"(?P<addressee>(?:各|国务院|省|市|[\u4e00-\u9fff]{2,12}(?:厅|局|委|部|府|办)：)[^。：]{0,160}：)"
)
SECOND_ARTICLE = re.compile(r"[。：；]第二条(?![规所、的和至])")
ANNEX = re.compile(r"(?<=[。）日])(?=附件\s*[:：]?\s*\d?[.．]?)")


def break_positions(text: str) -> list[tuple[int, int]]:
    """Sorted, disjoint spans of the text, each to be replaced by one line feed.

    A span covers the blanks around a lost break and is empty where there are none. Text with
    ordinary lines is left alone.
    """
    limit = LONG_LINE if "\n" in text else SHORT_NOTICE
    lines: list[tuple[int, int]] = []
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        cuts = _head(line) | _parts(line) | _tail(line) if len(line) > limit else set()
        spans = _spans(text, start, end, sorted(start + cut for cut in cuts))
        found += spans
        lines += _between(start, end, spans)
        start = end + 1
    return sorted(found + _inner_breaks(text, lines))


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


def _between(start: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines that these breaks make of text[start:end]."""
    edges = [start, *(edge for span in spans for edge in span), end]
    return list(zip(edges[::2], edges[1::2]))


def _inner_breaks(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A part that follows the end of the part before it on one line (…提升。四、实施路径) gets a
    line of its own, when it continues the count of its level or is a mere heading."""
    lines = [text[start:end] for start, end in spans]
    breaks: list[tuple[int, int]] = []
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        cuts = []
        found = numeral_at(line, 0)
        if found and found.rank:
            _count_on(last, found)
        for match in INNER.finditer(line):
            inner = numeral_at(line, match.end())
            if inner is None or not _begins_part(lines, at, inner, last):
                continue
            cuts.append(spans[at][0] + match.end())
            _count_on(last, inner)
        breaks += _spans(text, *spans[at], cuts)
    return breaks


def _begins_part(lines: list[str], at: int, inner: Numeral, last: dict[int, int]) -> bool:
    """Whether a numeral inside the line `at` begins a part and is not part of the sentence."""
    line = lines[at]
    rest = line[inner.end :]
    if inner.rank < DUN or inner.start == 0 or not rest.strip():
        return False
    if BRACKET_NUMERAL.search(line, 0, inner.start) or _inside_quote(line, inner.start):
        return False
    if inner.value >= 2 and last.get(inner.rank, 0) + 1 == inner.value:
        return True
    if len(rest) > BARE_HEADING or re.search("[，。；：]", rest):
        return False
    return inner.rank <= DUN + 1 or (inner.value == 1 and _next_of(lines, at, inner.rank) == 2)


def _count_on(last: dict[int, int], found: Numeral) -> None:
    for rank in [rank for rank in last if rank > found.rank]:
        del last[rank]
    last[found.rank] = found.value


def _next_of(lines: list[str], at: int, rank: int) -> int:
    """The value of the next numeral of this rank at the start of a line after `at`; 0 for none."""
    for number in range(at + 1, len(lines)):
        found = numeral_at(lines[number], 0)
        if found and found.rank == rank:
            return found.value
    return 0


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
    cuts = {match.start() for match in ANNEX.finditer(line)}
    cuts |= {match.start() for match in LAST_WORDS.finditer(line)}
    signed = {match.end(): match for match in LAST_SIGNATURE.finditer(line)}
    signed |= {match.end(): match for match in SIGNATURE.finditer(line)}
    for match in signed.values():
        cuts |= {match.start("who"), match.start("date"), match.end("date")}
    return {cut for cut in cuts if 0 < cut < len(line)}


def _parts(line: str) -> set[int]:
    """Starts of numbered parts: an unbroken count per level, each after a sentence's end.

    A first item may follow its heading directly (…意见建议（一）完善…) when the second follows
    somewhere; a later one must follow a sentence end or such a heading. Counting is what tells
    an item from 一是、(2020年) and references.
    """
    cuts: set[int] = set()
    last: dict[int, int] = {}  # by rank, under the present parent
    through: dict[int, int] = {}  # by rank, in the whole line: （三） may follow under 二、
    previous: Numeral | None = None
    for match in STARTERS.finditer(line):
        position = match.start()
        found = numeral_at(line, position)
        if found is None or found.level == "annex" or _inside_quote(line, position):
            continue
        if found.level.startswith("arabic") and position and line[position - 1].isdigit():
            continue
        after_end = position == 0 or line[position - 1] in ENDS or line[position - 1] == " "
        after_heading = (
            previous is not None
            and position - previous.end <= 60
            and not re.search(r"[，。；]", line[previous.end : position])
            and found.rank > previous.rank
        )
        expected = {last.get(found.rank, 0) + 1, through.get(found.rank, 0) + 1}
        opens = found.level in ("part", "chapter") or (
            found.level == "article"
            and found.value == 1
            and SECOND_ARTICLE.search(line, found.end) is not None
        )
        free = after_end or after_heading or opens
        first = found.value == 1 and free and _goes_on(line, found)
        if not free or not (first or found.value in expected):
            continue
        if found.rank >= DUN:  # 一、 may count on through chapters, （一） starts anew under each
            for rank in [rank for rank in last if rank > found.rank]:
                del last[rank]
        last[found.rank] = through[found.rank] = found.value
        previous = found
        if position:
            cuts.add(position)
    return cuts


def _goes_on(line: str, first: Numeral) -> bool:
    """Whether a second item of the same level follows after a sentence end or a heading."""
    if first.level == "article":
        return True
    for match in STARTERS.finditer(line, first.end):
        found = numeral_at(line, match.start())
        if found and found.rank == first.rank and found.value in (1, 2):
            return found.value == 2 and (first.rank < DUN or line[match.start() - 1] in ENDS + " ")
    return False


def _inside_quote(line: str, position: int) -> bool:
    opened = line.rfind("《", max(0, position - 60), position)
    return opened > line.rfind("》", max(0, position - 60), position)
