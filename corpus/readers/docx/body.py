"""A part's blocks in document order -> lines: one a paragraph, one a row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from corpus.readers.docx.fields import Fields
from corpus.readers.docx.lines import Line, is_layout, labelled
from corpus.readers.docx.numbering import Label, Numbering
from corpus.readers.docx.package import W
from corpus.readers.docx.styles import Styles, switch, value
from corpus.readers.docx.text import BOX, MC, WORD_ART, P, Paragraph, Texts

TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
# What only wraps blocks, rows or cells: content controls, versions of one thing, move marks.
WRAPPERS = {f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {
    f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")
}
SDT = f"{W}sdt"
GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
CONTENTS_TITLES = ("目录", "目次", "目錄")


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
        if is_layout(rows):
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


def _has_no_end(properties: Any | None) -> bool:
    """Whether the paragraph's mark is deleted, moved away or hidden: its words run on into the
    next one."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    if mark is None:
        return False
    gone = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    return gone or bool(switch(mark.find(f"{W}vanish")))


def _is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _goes_on(properties: Any | None, merge: str) -> bool:
    """Whether a cell only continues the one above (vMerge) or to the left (hMerge)."""
    node = None if properties is None else properties.find(f"{W}{merge}")
    return node is not None and value(node) in (None, "continue")
