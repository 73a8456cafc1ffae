"""A w:p -> its text as printed: fields' results, no hidden or deleted text, text boxes apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.docx.fields import Fields
from corpus.readers.docx.package import W
from corpus.readers.docx.styles import Styles, switch, value

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
P, R, T = f"{W}p", f"{W}r", f"{W}t"
BOX = f"{W}txbxContent"
RUN_PROPERTIES = f"{W}rPr"
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
PLAIN = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
GRAPHICS = {f"{W}drawing", f"{W}pict", f"{W}object"}
# Their text is never printed, or is no part of the sentence.
LEFT_OUT = {f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "rt", "rubyPr")}
# Symbol fonts place their signs at U+F000; those that forms and lists use.
SYMBOLS = {
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "□", 0xF075: "◆", 0xF0A8: "□", 0xF0FC: "✓",
    0xF0FE: "☑", 0xF052: "☑", 0xF050: "✓", 0xF0B7: "•", 0xF0D8: "➢", 0xF0B1: "±", 0xF0B3: "≥",
    0xF0A3: "≤", 0xF0B4: "×",
}  # fmt: skip
EXPONENT = re.compile(r"[0-9+-]{1,3}")
SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


@dataclass(slots=True)
class Paragraph:
    """What a paragraph prints; `boxes` are its text boxes, `contents` says that words of a table
    of contents were left out of it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    contents: bool = False
    hidden: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Texts:
    """Reads paragraphs in order; `notes` gathers the notes referred to, each once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.notes: dict[tuple[str, str], None] = {}

    def read(self, node: Any, fields: Fields, style_id: str | None) -> Paragraph:
        """The text of one w:p, with the fields that earlier paragraphs left open."""
        paragraph = Paragraph(hidden=bool(self._styles.hides(style_id)))
        self._inside(node, fields, paragraph)
        return paragraph

    def _inside(self, node: Any, fields: Fields, paragraph: Paragraph) -> None:
        for child in node:
            tag = child.tag
            if tag == R:
                self._run(child, fields, paragraph)
            elif tag == MATH_TEXT:
                _add(paragraph, child.text, fields)
            elif tag not in LEFT_OUT and len(child):
                self._inside(child, fields, paragraph)

    def _run(self, run: Any, fields: Fields, paragraph: Paragraph) -> None:
        properties = run.find(RUN_PROPERTIES)
        hidden = paragraph.hidden
        raised = False
        if properties is not None:
            hidden = self._hides(properties, hidden)
            raised = value(properties.find(f"{W}vertAlign")) == "superscript"
        for child in run:
            tag = child.tag
            if tag == T:
                if not hidden:
                    text = _trimmed(child)
                    _add(paragraph, _raise(text, paragraph.parts) if raised else text, fields)
            elif tag in PLAIN:
                if not hidden:
                    _add(paragraph, PLAIN[tag], fields)
            elif tag == f"{W}fldChar":
                _mark(child, fields, paragraph)
            elif tag == f"{W}instrText":
                fields.add_code(child.text or "")
            elif tag in NOTES:
                if not hidden and fields.shown and not fields.in_contents:
                    self.notes.setdefault((NOTES[tag], child.get(f"{W}id") or ""))
                    if child.get(f"{W}customMarkFollows") in ("1", "true", "on"):
                        break  # the mark itself is typed in the rest of the run
            elif tag == f"{W}sym":
                if not hidden:
                    _add(paragraph, _symbol(child.get(f"{W}char") or ""), fields)
            elif tag in GRAPHICS or tag == f"{MC}AlternateContent":
                if not hidden:
                    paragraph.boxes += _boxes(child)
            elif tag == f"{W}ruby":
                self._inside(child, fields, paragraph)

    def _hides(self, properties: Any, inherited: bool) -> bool:
        own = switch(properties.find(f"{W}vanish"))
        if own is None:
            own = self._styles.hides(value(properties.find(f"{W}rStyle")))
        return inherited if own is None else own


def _boxes(graphic: Any) -> Iterator[Any]:
    """Text boxes and drawn words in order; a box inside a box is left to the outer one."""
    waiting = [graphic]
    while waiting:
        node = waiting.pop()
        if node.tag in (BOX, WORD_ART):
            yield node
        else:
            waiting.extend(reversed(node))


def _add(paragraph: Paragraph, text: str | None, fields: Fields) -> None:
    if not text or not fields.shown:
        return
    if fields.in_contents:
        paragraph.contents = True
    else:
        paragraph.parts.append(text)


def _mark(node: Any, fields: Fields, paragraph: Paragraph) -> None:
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        fields.begin()
    elif kind == "separate":
        fields.separate()
    elif kind == "end":
        _add(paragraph, fields.end(), fields)


def _trimmed(node: Any) -> str:
    """Words of a w:t; white space at its ends counts only where it says so."""
    text = (node.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return text if node.get(SPACE) == "preserve" else text.strip(" ")


def _raise(text: str, before: list[str]) -> str:
    """10 with a raised 3 is 10³; a raised mark after words is [1], apart from their digits."""
    if not EXPONENT.fullmatch(text.strip()):
        return text
    last = next((part[-1] for part in reversed(before) if part), "")
    if last.isascii() and last.isalnum():
        return text.translate(SUPERSCRIPT)
    return f"[{text.strip()}]" if text.strip().isdecimal() else text


def _symbol(code: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    number = int(code, 16)
    if 0xE000 <= number <= 0xF8FF:
        return SYMBOLS.get(number, "")
    printable = number >= 0x20 and not 0xD800 <= number <= 0xDFFF
    return chr(number) if printable else ""
