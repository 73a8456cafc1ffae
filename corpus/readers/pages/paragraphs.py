"""Printed lines of all pages -> paragraphs: wrapped lines joined, also over a page's end.

A line goes on in the next one when nothing more would have fitted on it and the next one does not
begin as paragraphs of this document do (indent, gap, numeral after a sentence's end). Centred and
right-aligned lines, table rows and lines of another type size keep their own line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.numerals import numeral_at
from corpus.readers.pages.lines import Page, PageLine
from corpus.readers.pages.margins import Margins, first_unit, margins_of

# In characters. GB/T 9704 indents a paragraph by two; what begins further right is centred, a
# signature, or hangs below a list's numeral.
INDENT = (1.2, 2.8)
SLACK = 0.6
GAP = 1.25  # times the usual distance of lines
BIG = 1.15  # times the size of the body's type
OPENS = re.compile(r"[（《〈“‘〔【「『(\[]$")
ENDS = re.compile(r"[。；：！？!?;:][”’）)」』]?$")
WORD_END = re.compile(r"[A-Za-z0-9][.,;:!?)%\"'&+]{0,2}$")
WORD_START = re.compile(r"[A-Za-z0-9(\"'&+]")
ADDRESS_END = re.compile(r"(?:://|www\.|@)[!-~]{0,200}$")
NEVER_FIRST = re.compile(r"[，。、；：！？）》〉”’〕】」』％]")
NUMBER_GOES_ON = re.compile(r"\d[.,]?\n\d")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with what its page makes of it, in characters; `below` is the gap above it in
    lines of the page's usual distance, 0 at the top of a page; `big` is type larger than that of
    most of the document."""

    line: PageLine
    indent: float
    room: float
    width: float
    below: float
    big: bool


def paragraphs(pages: Sequence[Page]) -> tuple[list[str], int]:
    """The paragraphs' texts in order, and how many wrapped lines were joined."""
    placed = _place(pages)
    indents = _indents_first_lines(placed)
    texts: list[str] = []
    joined = 0
    for number, now in enumerate(placed):
        if number and not _begins(placed[number - 1], now, indents):
            texts[-1] = join(texts[-1], now.line.text)
            joined += 1
        else:
            texts.append(now.line.text)
    return texts, joined


def join(before: str, after: str) -> str:
    """Two lines of one paragraph: Latin words get their blank, Han characters and a number that
    was parted none."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    seam = f"{before[-2:]}\n{after[:1]}"
    if NUMBER_GOES_ON.search(seam) or ADDRESS_END.search(before[-250:]):
        return before + after
    if not (WORD_END.search(before[-8:]) and WORD_START.match(after)):
        return before + after
    return f"{before} {after}"


def _place(pages: Sequence[Page]) -> list[_Placed]:
    placed: list[_Placed] = []
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    for page, margins in zip(pages, margins_of(pages)):
        usual = _usual_distance(page, margins)
        previous: PageLine | None = None
        for line in page.lines:
            below = 0.0
            if previous is not None:
                below = (line.bottom - previous.bottom) / (usual or 2 * line.size)
            width = (margins.right - margins.left) / line.size
            big = line.size > BIG * body
            indent, room = margins.indent(line), margins.room(line)
            placed.append(_Placed(line, indent, room, width, below, big))
            previous = line
    return placed


def _usual_distance(page: Page, margins: Margins) -> float:
    """From line to line inside paragraphs: the median where a full line stands above; 0 if no
    line is full."""
    steps = [
        b.bottom - a.bottom
        for a, b in pairwise(page.lines)
        if margins.room(a) < 1.5 and margins.indent(b) < INDENT[0] and b.bottom > a.bottom
    ]
    return median(steps) if steps else 0.0


def _indents_first_lines(placed: Sequence[_Placed]) -> bool:
    """Whether this document begins paragraphs with an indent: most lines after a short one do."""
    starts = [
        now
        for before, now in pairwise(placed)
        if before.room > 3 and not before.line.apart and not now.line.apart and not _centred(now)
    ]
    indented = sum(INDENT[0] <= now.indent <= INDENT[1] for now in starts)
    return indented >= 0.4 * max(1, len(starts))


def _centred(placed: _Placed) -> bool:
    """Titles and headings; a long title in large type leaves little room on both sides."""
    least = 0.3 if placed.big else INDENT[1]
    return placed.indent > least and abs(placed.indent - placed.room) < 1.2


def _begins(before: _Placed, now: _Placed, indents: bool) -> bool:
    """Whether `now` begins a paragraph and does not go on with `before`."""
    if before.line.apart or now.line.apart:
        return True
    if NEVER_FIRST.match(now.line.text):
        return False
    if _centred(before) or _centred(now):
        return True
    if abs(now.line.size - before.line.size) > 0.12 * before.line.size or now.below > GAP:
        return True
    if now.indent > 0.35 * now.width or _more_fits(before, now):
        return True
    ended = ENDS.search(before.line.text) is not None
    numbered = numeral_at(now.line.text, 0) is not None
    if now.indent < INDENT[0]:
        return ended and numbered
    if indents and now.indent <= INDENT[1]:
        return True
    return ended or numbered


def _more_fits(before: _Placed, now: _Placed) -> bool:
    """Whether the line above had room for what begins the next: then it ended its paragraph."""
    if OPENS.search(before.line.text):
        return False
    unit = first_unit(now.line.text)
    if now.indent < 0.7 and not ENDS.search(before.line.text):
        unit = max(unit, 1.6)
    return before.room >= unit + SLACK
