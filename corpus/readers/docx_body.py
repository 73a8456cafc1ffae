"""A part's blocks in document order -> lines: one a paragraph, one a row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers import table_row
from corpus.readers.docx_fields import Fields
from corpus.readers.docx_numbering import Label, Numbering
from corpus.readers.docx_package import W
from corpus.readers.docx_styles import Styles, switch, value
from corpus.readers.docx_text import BOX, MC, WORD_ART, P, Paragraph, Texts

TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
# What only wraps blocks, rows or cells: content controls, versions of one thing, move marks.
WRAPPERS = {f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {
    f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")
}
SDT = f"{W}sdt"
GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
CONTENTS_TITLES = ("目录", "目次", "目錄")
# After these, and after a circled numeral, the words follow without a blank.
CLOSED = "、）)．.：:，,。；〕】"
GOES_ON = ("、", "．", ".", "）", ")", "：", ":", "，")
# A cell of three paragraphs and most of the table's text is what a layout table places (as in
# web pages).
PLACED_CHARS, PLACED_BLOCKS, PLACED_SHARE = 200, 3, 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph, or a table's row with its cells."""

    cells: tuple[str, ...]
    is_row: bool = False

    @property
    def printed(self) -> str:
        return table_row(self.cells) if self.is_row else self.cells[0]

    @property
    def flat(self) -> str:
        """Inside a cell of another table."""
        return " ".join(cell for cell in self.cells if cell)


class Body:
    """Reads the parts of one document; numbering counts on from part to part."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.texts = Texts(styles)
        self.counts: Counter[str] = Counter()

    def lines(self, part: Any, fields_end: bool, in_cell: bool = False) -> list[Line]:
        """The lines of a part, text box or note; `fields_end` says that all its fields end, so
        that one may be open from paragraph to paragraph."""
        return _Reading(self, fields_end).lines(part, in_cell)

    def label(self, properties: Any | None, style_id: str | None) -> Label | None:
        return self._numbering.label(properties, style_id)

    def style_of(self, properties: Any | None) -> str | None:
        named = None if properties is None else value(properties.find(f"{W}pStyle"))
        return self._styles.default if named is None else named

    def is_contents(self, style_id: str | None) -> bool:
        return self._styles.is_contents(style_id)


class _Reading:
    """One story from its first block to its last, with the fields open in it."""

    def __init__(self, body: Body, fields_end: bool) -> None:
        self._body = body
        self._fields = Fields()
        self._fields_end = fields_end

    def lines(self, container: Any, in_cell: bool) -> list[Line]:
        found: list[Line] = []
        begun = ""  # a paragraph whose end is deleted or hidden goes on in the next one
        for block in _blocks(container):
            if block.tag == P:
                begun = self._paragraph(block, found, begun, in_cell)
            elif block.tag == TABLE:
                found += self._table(block)
            elif block.tag == SDT:
                self._leave_out(found, sum(1 for _ in block.iter(P)))
            else:
                self._body.counts["embedded documents"] += 1
        if begun.strip():
            found.append(Line((begun.strip(),)))
        return found

    def _paragraph(self, node: Any, found: list[Line], begun: str, in_cell: bool) -> str:
        """Adds the paragraph's lines; returns its text instead where it has no end of its own."""
        properties = node.find(f"{W}pPr")
        style_id = self._body.style_of(properties)
        paragraph = self._body.texts.read(node, self._fields, style_id)
        if not self._fields_end:
            self._fields.close_all()
        if self._body.is_contents(style_id) or (paragraph.contents and not paragraph.text.strip()):
            self._leave_out(found, 1)
            return begun
        endless = _has_no_end(properties)
        # What is seen nowhere, or only goes on, has no number of its own and is not counted.
        numbered = not begun and (paragraph.text.strip() or not endless)
        label = self._body.label(properties, style_id) if numbered else None
        text = begun + labelled(label, paragraph.text.strip(), in_cell)
        boxes = self._boxes(paragraph)
        if endless and not boxes:
            return text
        own = [Line((line.strip(),)) for line in text.split("\n") if line.strip()]
        # What floats over the top of a document is its letterhead; elsewhere it goes with the
        # paragraph that it is anchored in.
        found += boxes + own if not found else own + boxes
        return ""

    def _boxes(self, paragraph: Paragraph) -> list[Line]:
        lines: list[Line] = []
        for box in paragraph.boxes:
            if box.tag == BOX:
                lines += self._body.lines(box, self._fields_end)
            elif box.tag == WORD_ART and (box.get("string") or "").strip():
                lines.append(Line((" ".join(box.get("string").split()),)))
        return lines

    def _leave_out(self, found: list[Line], count: int) -> None:
        self._body.counts["lines of the table of contents left out"] += count
        if found and "".join(found[-1].flat.split()) in CONTENTS_TITLES:
            found.pop()
            self._body.counts["lines of the table of contents left out"] += 1

    def _table(self, table: Any) -> list[Line]:
        rows = [self._row(row) for row in _inner(table, ROW) if not _is_deleted(row)]
        if _is_layout(rows):
            return [line for row in rows for cell in row for line in cell]
        texts = [tuple(" ".join(line.flat for line in cell) for cell in row) for row in rows]
        return [Line(cells, is_row=True) for cells in texts if any(cells)]

    def _row(self, row: Any) -> list[list[Line]]:
        """The lines of each cell; one that goes on from the row above is empty, so that the
        columns after it stay in place."""
        cells: list[list[Line]] = []
        for cell in _inner(row, CELL):
            properties = cell.find(f"{W}tcPr")
            if _goes_on(properties, "hMerge"):
                continue
            merged = _goes_on(properties, "vMerge")
            cells.append([] if merged else self.lines(cell, in_cell=True))
        return cells


def labelled(label: Label | None, text: str, in_cell: bool = False) -> str:
    """The numeral and the words; a numeral without words is printed in a table's cell only."""
    if label is None or not (text or in_cell):
        return text
    number = label.text
    if number[-1] in ".．" and text[:1].isdigit():
        return f"{number} {text}"  # 1. 2020年 is no 1.2020
    enclosed = "①" <= number[-1] <= "⒛" or "㈠" <= number[-1] <= "㊿"
    near = number[-1] in CLOSED or enclosed or text.startswith(GOES_ON)
    return (number + text if near or label.suffix == "nothing" else f"{number} {text}").strip()


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs, tables, tables of contents and embedded documents, out of what wraps them."""
    for child in container:
        if child.tag == SDT:
            gallery = value(child.find(GALLERY)) or ""
            if gallery.lower().startswith("table of contents"):
                yield child
            else:
                yield from _blocks(child)
        elif child.tag in (P, TABLE, f"{W}altChunk"):
            yield child
        elif child.tag in WRAPPERS:
            yield from _blocks(child)


def _inner(container: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, out of what wraps them."""
    for child in container:
        if child.tag == wanted:
            yield child
        elif child.tag == SDT or child.tag in WRAPPERS:
            yield from _inner(child, wanted)


def _is_layout(rows: list[list[list[Line]]]) -> bool:
    """Whether a table only places paragraphs: never two filled cells side by side, or one cell
    that holds most of its text in several paragraphs."""
    if max((sum(1 for cell in row if cell) for row in rows), default=0) < 2:
        return True
    sizes = [
        (sum(len(line.flat) for line in cell), len(cell)) for row in rows for cell in row if cell
    ]
    most, paragraphs = max(sizes)
    total = sum(size for size, _ in sizes)
    return most >= PLACED_CHARS and most >= PLACED_SHARE * total and paragraphs >= PLACED_BLOCKS


def _has_no_end(properties: Any | None) -> bool:
    """Whether the paragraph's mark is deleted or hidden: its words run on into the next one."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    if mark is None:
        return False
    return mark.find(f"{W}del") is not None or bool(switch(mark.find(f"{W}vanish")))


def _is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _goes_on(properties: Any | None, merge: str) -> bool:
    """Whether a cell only continues the one above (vMerge) or to the left (hMerge)."""
    node = None if properties is None else properties.find(f"{W}{merge}")
    return node is not None and value(node) in (None, "continue")
