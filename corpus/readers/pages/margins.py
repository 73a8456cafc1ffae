"""Pages of lines -> where their text block begins and ends: indents and full lines follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pages.lines import Page, PageLine

# A line's first unit: what a typesetter does not part. Opening marks stay with what follows, a
# mark that may not begin a line with what stands before it, a Latin word or number is one.
UNIT = re.compile(
    r"[（《〈“‘〔【「『(\[]{0,4}(?:[A-Za-z0-9.,:;%/_@+~#?=&≥≤±×—–～-]{1,60}|.)?"
    r"[，。、；：！？）》〉”’〕】」』…—％%)\],.;:!?]{0,4}"
)
NARROW = re.compile(r"[\x20-\x7e\u2018-\u201d]")
FEW = 6  # lines from which no right edge can be told
SUPPORT = 12  # lines that a page or side needs to speak for itself


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge of a page's text."""

    left: float
    right: float

    def indent(self, line: PageLine) -> float:
        """Characters between the left edge and the line."""
        return (line.left - self.left) / line.size

    def room(self, line: PageLine) -> float:
        """Characters that would have fitted after the line."""
        return (self.right - line.right) / line.size


def first_unit(text: str) -> float:
    """The width in characters of what could not be parted at the start of a line."""
    match = UNIT.match(text)
    unit = match[0] if match else text[:1]
    return len(unit) - 0.45 * len(NARROW.findall(unit))


def margins_of(pages: Sequence[Page]) -> list[Margins]:
    """Each page's margins: its own where enough lines agree, else those of its side (odd or even)
    or of all pages as wide as it is. Columns are taken as pages of their own."""
    by_width: dict[tuple[int, int], list[Page]] = {}
    for page in pages:
        by_width.setdefault((round(page.width), page.column), []).append(page)
    found: dict[int, Margins] = {}
    for group in by_width.values():
        together = _estimate(group)
        for side in (0, 1):
            half = [page for page in group if page.number % 2 == side]
            edges = _estimate(half) if _count(half) >= SUPPORT else together
            for page in half:
                own = _own(page)
                found[id(page)] = own or edges
    return [found[id(page)] for page in pages]


def _count(pages: Sequence[Page]) -> int:
    return sum(not line.apart for page in pages for line in page.lines)


def _own(page: Page) -> Margins | None:
    """The margins of a page whose lines mostly run to the same right edge, as running text does."""
    lines = [line for line in page.lines if not line.apart]
    if len(lines) < SUPPORT:
        return None
    edges = _estimate([page])
    full = sum(edges.room(line) < 1.5 for line in lines)
    wide = edges.right - edges.left > (0.25 if page.column else 0.5) * page.width
    return edges if wide and full >= 0.4 * len(lines) else None


def _estimate(pages: Sequence[Page]) -> Margins:
    """The outermost edges that 4 % of the lines share; a text of few or short lines gets the
    page's left margin on the right side too."""
    lines = [line for page in pages for line in page.lines if not line.apart]
    width = max((page.width for page in pages), default=0.0)
    if not lines:
        return Margins(0.0, width)
    # One line may run over: a web address that cannot be parted, a mark that hangs.
    need = max(2 if len(lines) >= SUPPORT else 1, len(lines) // 25)
    left = _edge([line.left for line in lines], 0.6 * _size(lines), need)
    right = -_edge([-line.right for line in lines], 1.2 * _size(lines), need)
    full = sum(right - line.right < 1.5 * line.size for line in lines)
    if (full < 0.3 * len(lines) or len(lines) < FEW) and not pages[0].column:
        right = max(right, width - left)
    return Margins(left, right)


def _size(lines: Sequence[PageLine]) -> float:
    return Counter(line.size for line in lines).most_common(1)[0][0]


def _edge(values: list[float], tolerance: float, need: int) -> float:
    """The smallest value that `need` values share within the tolerance."""
    ordered = sorted(values)
    for first, value in enumerate(ordered):
        last = first + need - 1
        if last < len(ordered) and ordered[last] - value <= tolerance:
            return value
    return ordered[0]
