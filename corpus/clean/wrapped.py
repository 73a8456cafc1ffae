"""Draft -> the same with lines that were broken at a fixed width joined to paragraphs.

What pdf files and mails give: every line but a paragraph's last is as wide as the page. A paragraph
begins two characters further in, so its first line is two narrower than the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from corpus.edits import Draft, Edit
from corpus.numerals import numeral_at

LINE = re.compile(r"[^\n]+")
# A page whose line ends became blanks has its lines between the blanks.
PART = re.compile(r"[^\n ]+")
# What may begin a line inside a sentence and never begins a paragraph.
CLOSERS = "，。、；：！？）》】〕”’％%"
LATIN = re.compile("[A-Za-z]{2}")
COMMA = re.compile("[，、；。]")
SENTENCE_END = "。！？：；…"
# Lines of their own: document number, date, list of annexes, box of a plan, table row, contents.
OWN_LINE = re.compile(
    r"[^，。]{0,20}[〔\[]\d{4}[〕\]]\d+号$|[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?$|附\s*件\s*\d*\s*[:：]|附件\d*$"
    r"|专栏\s*[\d一二三四五六七八九十]|\||.*\.{5}|联\s*系\s*人\s*[:：]"
)
FOOTNOTE = re.compile(r"\d{1,2} ?[\u4e00-\u9fff]")
SAMPLE = 20_000
# Measured on the real notices, widths in full-width characters: in wrapped ones 0.52 and more of
# the lines are within 3 of the page's width, 0.9 of these end inside a sentence, 0.85 have a comma;
# in others under 0.45, under 0.4 or under 0.4.
NARROWEST = 15
WIDEST = 60
SLACK = 3
FULL = 0.45
INSIDE = 0.5
PROSE = 0.6
MANY = 20
FEW = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks around it: text[start:end]; `indent` is the width before it."""

    start: int
    end: int
    text: str
    width: float
    indent: float


@dataclass(frozen=True, slots=True)
class _Page:
    """The width of a page and whether its paragraphs are known by their indent."""

    width: float
    indented: bool


def join_wrapped(draft: Draft) -> None:
    """A line that is full goes on in the next one, unless that begins a paragraph or a numeral."""
    patterns = [LINE]
    if draft.text.count(" ") * WIDEST > len(draft.text):
        patterns.append(PART)
    for pattern in patterns:
        page = _page(list(islice(_lines(draft.text, pattern), SAMPLE)))
        if page:
            joints = _joints(draft.text, pattern, page)
            draft.replace(joints, "wrapped lines joined")


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[_Line]:
    for match in pattern.finditer(text):
        line = match[0]
        bare = line.strip()
        if not bare:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        yield _Line(start, start + len(bare), bare, width(bare), width(text[match.start() : start]))


def width(text: str) -> float:
    """Printed width in full-width characters: letters and digits take half a one."""
    return len(text.encode("gbk", "replace")) / 2


def _page(lines: list[_Line]) -> _Page | None:
    """The page that the lines fill; None for a text that has its paragraphs whole."""
    if len(lines) < FEW:
        return None
    counts = Counter(round(line.width) for line in lines)
    mode = max(counts, key=lambda w: sum(counts[w + d] for d in (-1, 0, 1)))
    full = [line for line in lines if abs(line.width - mode) <= SLACK]
    inside = sum(line.text[-1] not in SENTENCE_END for line in full)
    prose = sum(COMMA.search(line.text) is not None for line in full)
    if not NARROWEST <= mode <= WIDEST or len(full) < FULL * len(lines):
        return None
    if inside < INSIDE * len(full) or prose < PROSE * len(full):
        return None
    if len(lines) < MANY and not _surely(lines, mode):
        return None
    common = Counter(line.width for line in full).most_common(1)[0][0]
    indents = sum(1.5 <= line.indent <= 4.5 for line in lines)
    flush = sum(line.indent < 1 for line in lines)
    return _Page(common, indents >= 2 and flush >= max(FEW, 0.3 * len(lines)))


def _surely(lines: list[_Line], mode: float) -> bool:
    """Few lines may be of one width by chance: here none is wider than the page, and a sentence
    must go on over the end of a line."""
    goes_on = any(_is_open(a.text) or b.text[0] in CLOSERS for a, b in pairwise(lines))
    return goes_on and max(line.width for line in lines) <= mode + SLACK


def _joints(text: str, pattern: re.Pattern[str], page: _Page) -> Iterable[Edit]:
    before: _Line | None = None
    for line in _lines(text, pattern):
        between = text[before.end : line.start] if before else ""
        apart = pattern is PART and "\n" in between
        if before and not apart and _goes_on(before, line, page, between.count("\n") < 2):
            words = LATIN.fullmatch(before.text[-1] + line.text[0])
            yield before.end, line.start, " " if words else ""
        before = line


def _goes_on(before: _Line, line: _Line, page: _Page, near: bool) -> bool:
    """Whether the sentence or paragraph of a line goes on in the next."""
    if before.width < page.width - SLACK - 1 or OWN_LINE.match(line.text):
        return False
    if OWN_LINE.match(before.text) or _is_footnote(line, page):
        return False
    if _is_open(before.text) or line.text[0] in CLOSERS:
        return True
    if numeral_at(line.text, 0):
        return False
    if page.indented:
        return line.indent < 1
    if before.text[-1] not in SENTENCE_END:
        return not _is_heading(before.text)
    # A full line that follows a full one and is no narrower does not begin a paragraph.
    return near and min(before.width, line.width) >= page.width - 0.5


def _is_open(text: str) -> bool:
    """Whether the line ends where no paragraph can: after a comma, inside a title or bracket."""
    return text[-1] in "，、（《【〔“‘第" or any(
        text.rfind(opener) > text.rfind(closer) for opener, closer in ("《》", "（）")
    )


def _is_heading(text: str) -> bool:
    """Whether a full line ends with a heading of its own: …协同化。3.平台标准（试行）."""
    return text[-1] in "）)" and numeral_at(text.rpartition("。")[2], 0) is not None


def _is_footnote(line: _Line, page: _Page) -> bool:
    """Footnotes are set smaller, so their lines hold more."""
    return line.width > page.width + SLACK and FOOTNOTE.match(line.text) is not None
