"""Pages of lines -> the same without running headers, footers and page numbers, and how many.

A page number is a line at a page's edge that looks like one (— 3 —, 第3页 共10页) or a lone number
that counts with the pages. A running header or footer stands on most pages, or on most odd or
even ones, at one height; what differs from page to page in it may only be the page's number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.readers.pages.lines import Page, PageLine

# Shares of the page's height in which headers and footers stand: GB/T 9704 has 37 mm of 297 above
# the text and 35 mm below, other papers less.
HEAD = 0.13
FOOT = 0.87
NEAR_EDGE = 3  # lines from the page's first or last
_DASH = r"[-—–－―‐─·•~]{1,3}"
# Matched on NFKC text without blanks.
NUMBERED = re.compile(
    rf"^(?:{_DASH}\d{{1,4}}{_DASH}|第\d{{1,4}}页(?:[,/|]?\(?共\d{{1,4}}页\)?)?|\d{{1,4}}/\d{{1,4}}"
    rf"|{_DASH}第\d{{1,4}}页{_DASH}|(?i:page)\d{{1,4}}(?i:(?:of|/)\d{{1,4}})?|共\d+页,?第\d+页)$"
)
# What browsers print above and below a page: date and time with the page's title, address and page.
BROWSER = re.compile(
    r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\d{1,2}:\d{2}|^(?:https?|file)://[!-~]+$", re.A
)
LONE = re.compile(r"^(?:\d{1,4}|[ivx]{1,6})$")
PAGE_OF = re.compile(r"\d{1,4}/\d{1,4}|第?\d{1,4}页|[-—–]\d{1,4}[-—–]")


def without_frames(pages: Sequence[Page]) -> tuple[list[Page], Counter[str]]:
    """The pages' own lines, and counts under "page numbers removed", "running headers removed"."""
    numbers = _page_numbers(pages)
    repeated = _repeated(pages, numbers)
    kept = []
    for page in pages:
        drop = numbers | repeated
        lines = tuple(line for i, line in enumerate(page.lines) if (id(page), i) not in drop)
        kept.append(replace(page, lines=lines))
    done = Counter(
        {"page numbers removed": len(numbers), "running headers removed": len(repeated - numbers)}
    )
    return kept, +done


Place = tuple[int, int]  # id of the page, number of the line


def _edge_lines(page: Page) -> Iterator[tuple[int, PageLine, bool]]:
    """The lines in the head and foot of a page: their number, and whether it is the foot."""
    last = len(page.lines) - 1
    for number, line in enumerate(page.lines):
        if line.bottom < HEAD * page.height and number < NEAR_EDGE:
            yield number, line, False
        elif line.top > FOOT * page.height and number > last - NEAR_EDGE:
            yield number, line, True


def _page_numbers(pages: Sequence[Page]) -> set[Place]:
    found: set[Place] = set()
    lone: dict[tuple[bool, int], list[Place]] = defaultdict(list)
    for page in pages:
        for number, line, foot in _edge_lines(page):
            text = _plain(line.text)
            if NUMBERED.match(text):
                found.add((id(page), number))
            elif LONE.match(text):
                value = int(text) if text.isdigit() else _roman(text)
                lone[foot, value - page.number].append((id(page), number))
    count = len({page.number for page in pages})
    # A lone number counts with the pages; on a document of one page it must be the 1 below.
    for (foot, offset), places in lone.items():
        if len(places) >= max(2, count // 3) or (count == 1 and foot and offset == 0):
            found.update(places)
    return found


def _repeated(pages: Sequence[Page], numbers: set[Place]) -> set[Place]:
    """Lines with the same words at the same height on most pages or most pages of one side."""
    groups: dict[tuple[str, bool], list[tuple[Page, int]]] = defaultdict(list)
    found: set[Place] = set()
    for page in pages:
        for number, line, foot in _edge_lines(page):
            if BROWSER.match(_plain(line.text)):
                found.add((id(page), number))
            elif not line.text.startswith("| ") and (id(page), number) not in numbers:
                groups[PAGE_OF.sub("#", _plain(line.text)), foot].append((page, number))
    numbered = {page.number for page in pages}
    sides = Counter(number % 2 for number in numbered)
    for places in groups.values():
        same = _same_height(places)
        on = {page.number for page, _ in same}
        by_side = Counter(number % 2 for number in on)
        most = len(on) >= max(2, 0.6 * len(numbered))
        most_of_side = any(by_side[side] >= max(2, 0.6 * sides[side]) for side in (0, 1))
        if most or most_of_side:
            found.update((id(page), number) for page, number in same)
    return found


def _same_height(places: list[tuple[Page, int]]) -> list[tuple[Page, int]]:
    """Those within 1.5 % of the page's height of the median one."""
    heights = [page.lines[number].top / page.height for page, number in places]
    middle = sorted(heights)[len(heights) // 2]
    return [place for place, top in zip(places, heights) if abs(top - middle) < 0.015]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[char] for char in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0]))
