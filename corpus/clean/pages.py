"""Draft -> the same without the page numbers that stand between its lines."""

from __future__ import annotations

import re
from itertools import islice

from corpus.edits import Draft, Edit

BLANK = r"[ \t\u00a0\u3000]*"
MARKED = re.compile(
    rf"(?m)^{BLANK}(?:[—\-–－·•]{{1,2}}{BLANK}\d{{1,3}}{BLANK}[—\-–－·•]{{1,2}}"
    rf"|第{BLANK}\d{{1,3}}{BLANK}页(?:{BLANK}[，,/]?{BLANK}共{BLANK}\d+{BLANK}页)?){BLANK}$"
)
LONE = re.compile(rf"(?m)^{BLANK}(?P<number>\d{{1,3}}){BLANK}$")
INSIDE = re.compile(r" ?[-—] (?P<number>\d{1,3}) [-—] ?")
# Between two page numbers lies a page. In the real notices it has 460 characters and more on the
# average, in lines of 19 and more; the cells of a numbered table that stand one below the other
# have 190, in lines of 9.
PAGE_LINES = 6
PAGE_LENGTH = 150
MEAN_PAGE = 300
MEAN_LINE = 12
# More lone numbers than any notice has pages come from a table.
MOST = 2000


def drop_page_numbers(draft: Draft) -> None:
    """— 3 — always; a lone number, or one inside a line, only where such numbers count up."""
    draft.substitute(MARKED, "", "page numbers removed")
    for pattern, lines in ((LONE, PAGE_LINES), (INSIDE, 0)):
        if pattern.search(draft.text):
            draft.replace(_counting(pattern, draft.text, lines), "page numbers removed")


def _counting(pattern: re.Pattern[str], text: str, lines: int) -> list[Edit]:
    """The longest row of matches that count up, each a page after the one before; one or two
    numbers may be lost between. Two are a row only where there are no others."""
    best: dict[int, list[tuple[int, int]]] = {}  # by last number
    total = 0
    for match in islice(pattern.finditer(text), MOST + 1):
        total += 1
        number = int(match["number"])
        row = max((best.get(number - step, []) for step in (1, 2, 3)), key=len)
        if row and not _page_between(text, row[-1][1], match.start(), lines):
            continue
        if len(row) >= len(best.get(number, [])):
            best[number] = [*row, match.span()]
    row = max(best.values(), key=len, default=[]) if total <= MOST else []
    if len(row) < (2 if total == 2 else 3) or not _holds_pages(text, row):
        return []
    return [(start, end, "") for start, end in row]


def _holds_pages(text: str, row: list[tuple[int, int]]) -> bool:
    start, end = row[0][1], row[-1][0]
    lines = text.count("\n", start, end) + 1
    return end - start >= max(MEAN_PAGE * (len(row) - 1), MEAN_LINE * lines)


def _page_between(text: str, start: int, end: int, lines: int) -> bool:
    position = start
    for _ in range(lines):
        position = text.find("\n", position + 1, end)
        if position < 0:
            return False
    return end - start >= PAGE_LENGTH
