"""An element of a page -> its lines: one a paragraph, one a table row, list numbers restored."""

from __future__ import annotations

import re
from typing import Any

from corpus.numerals import numeral_at
from corpus.readers import only_places, table_row
from corpus.readers.html.lists import list_number, style_of

BLOCKS = frozenset(
    "html body p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt"
    " dd table caption colgroup thead tbody tfoot tr td th blockquote pre form fieldset legend"
    " figure figcaption center address hr br details summary".split()
)
HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d"
# A line end in the source between two Chinese characters is no space; elsewhere it is one.
SOFT_BREAK = re.compile(rf"(?<=[{HAN}])[ \t]*[\r\n]\s*(?=[{HAN}])")
SPACES = re.compile(r"[ \t\r\n\f]+")
# Text without markup begins a paragraph with two wide spaces.
INDENT = re.compile(r"(?<=[。；：！？”）])\u3000{2,}")
SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
EXPONENT = re.compile(r"[0-9+-]{1,3}")
# The HTML standard's own limit is 1000; no table of a notice is that wide, and each column that is
# held open from above is written into every row.
SPAN_LIMIT = 64
COLUMN_LIMIT = 100


class _Lines:
    """The paragraphs so far and the one being put together."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.parts: list[str] = []
        self.number = ""

    def add(self, text: str | None, keeps_breaks: bool = False) -> None:
        if not text:
            return
        if not keeps_breaks:
            self.parts.append(text)
            return
        first, *more = text.splitlines() or [""]
        self.parts.append(first)
        for line in more:
            self.end()
            self.parts.append(line)
        if text.endswith("\n"):
            self.end()

    def end(self) -> None:
        """End of a paragraph; a list's number goes before its first words unless they have one."""
        text = SPACES.sub(" ", SOFT_BREAK.sub("", "".join(self.parts)))
        self.parts.clear()
        for line in INDENT.split(text):
            line = line.strip()
            if not line:
                continue
            if self.number and not numeral_at(line, 0):
                line = f"{self.number} {line}" if self.number[-1] == "." else self.number + line
            self.number = ""
            self.done.append(line)


def lines_of(root: Any) -> list[str]:
    """The lines of an element, in order, nothing twice; white space at their ends is taken off."""
    from lxml import etree

    lines = _Lines()
    counts: dict[Any, int] = {}
    kept_breaks = 0  # how many elements around keep the line ends of their text
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        breaks = node.tag == "pre" or "white-space:pre" in style_of(node)
        if event == "start":
            if node.tag in BLOCKS:
                lines.end()
            kept_breaks += breaks
            if node.tag == "table" and is_data(node):
                lines.done += table_rows(node)
                walk.skip_subtree()
            elif node.tag == "sup":
                lines.add(_raised(node, lines.parts))
                walk.skip_subtree()
            else:
                if node.tag == "li":
                    lines.number = list_number(node, counts)
                lines.add(node.text, kept_breaks > 0)
        else:
            kept_breaks -= breaks
            if node.tag in BLOCKS:
                lines.end()
                if node.tag == "li":
                    lines.number = ""
            if node is not root:
                lines.add(node.tail, kept_breaks > 0)
    lines.end()
    return lines.done


def is_data(table: Any) -> bool:
    """Whether a table lists data; one that only places paragraphs is read as those paragraphs."""
    if table.find(".//table") is not None:
        return False
    widest = total = 0
    biggest, most = None, 0
    for row in table.iter("tr"):
        filled = 0
        for cell in row.iterchildren("td", "th"):
            size = len("".join(cell.itertext()).strip())
            filled += size > 0
            total += size
            if size > most:
                biggest, most = cell, size
        widest = max(widest, filled)
    if widest < 2 or biggest is None:
        return False
    paragraphs = sum(1 for _ in biggest.iter("p", "div", "br", "li"))
    return not only_places(most, total, paragraphs)


def table_rows(table: Any) -> list[str]:
    """The caption and the rows, cells in order; a cell over several rows stands in its first and
    leaves an empty one in the others, so that the columns after it stay in place."""
    rows = [line for caption in table.iter("caption") for line in lines_of(caption)]
    below: dict[int, int] = {}  # column -> rows that a cell from above still takes
    for row in table.iter("tr"):
        cells: list[str] = []
        column = 0
        for cell in row.iterchildren("td", "th"):
            column = _skip_taken(cells, below, column)
            cells.append(" ".join(lines_of(cell)) if len(cell) else (cell.text or ""))
            width = _span(cell, "colspan")
            if (height := _span(cell, "rowspan")) > 1 and column < COLUMN_LIMIT:
                below[column] = height - 1
            column += width
        _skip_taken(cells, below, column)
        if any(cells):
            rows.append(table_row(cells))
    return rows


def _skip_taken(cells: list[str], below: dict[int, int], column: int) -> int:
    while column in below:
        cells.append("")
        below[column] -= 1
        if not below[column]:
            del below[column]
        column += 1
    return column


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), SPAN_LIMIT) if value.isdecimal() and len(value) < 9 else 1


def _raised(node: Any, before: list[str]) -> str:
    """10<sup>3</sup> is 10³; a mark of a footnote after words is [1], apart from their digits."""
    text = "".join("".join(node.itertext()).split())
    if not EXPONENT.fullmatch(text):
        return text
    last = next((part[-1] for part in reversed(before) if part), "")
    linked = next(node.iter("a"), None) is not None
    exponent = not linked and last.isascii() and last.isalnum()
    return text.translate(SUPERSCRIPT) if exponent else f"[{text}]"
