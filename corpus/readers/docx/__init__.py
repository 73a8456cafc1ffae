"""Word document (.docx, .docm, .dotx, .dotm) -> RawDocument: what Word would print, as lines.

Numerals of automatic numbering are written out. Notes stand at the end as 注1：…, without a mark
in the sentence, so that a quote is what the notice says. Left out: headers and footers, tables of
contents, comments, deleted and hidden text.
"""

from __future__ import annotations

import re
from typing import Any

from corpus.errors import ReadError
from corpus.notice import Cleaning
from corpus.readers import RawDocument
from corpus.readers.docx.body import Body
from corpus.readers.docx.lines import Line
from corpus.readers.docx.numbering import Numbering
from corpus.readers.docx.package import Package, W, main_document, open_package
from corpus.readers.docx.settle import settle
from corpus.readers.docx.styles import read_styles
from corpus.readers.docx.text import GRAPHICS, T

TITLE = "{http://purl.org/dc/elements/1.1/}title"
# Names that the program, not a person, gave.
DEFAULT_TITLE = re.compile(
    r"(?:新建|无标题|空白)?(?:Microsoft|MS)?(?:Office)?(?:Word|WPS)?(?:文字)?(?:文档|文件|文稿)\d*"
    r"(?:\.docx?)?|(?:无标题|模板|正文|标题|附件)\d*",
    re.I,
)
HAN = re.compile(r"[\u3400-\u9fff]")
TITLE_LIMIT = 200
# Three pictures and fewer words than this: the notice is in the pictures.
FEW_WORDS = 100


def read(data: bytes) -> RawDocument:
    """The document's lines; ReadError for what is no Word document, broken, or without text."""
    package = open_package(data)
    name, root = main_document(package)
    styles = read_styles(package.first(name, "styles"))
    body = Body(styles, Numbering(package.first(name, "numbering"), styles))
    main = root.find(f"{W}body")
    lines = [] if main is None else body.lines(main, settle(main))
    notes = _notes(package, name, body)
    printed = [line.printed for line in lines]
    if not printed:
        raise ReadError(_empty(root))
    return RawDocument(
        "\n".join(printed + notes),
        "utf-8",
        _stated(package),
        _cleaning(package, name, body, notes),
        _warnings(root, lines, body),
    )


def _notes(package: Package, name: str, body: Body) -> list[str]:
    """The notes that the text refers to, in its order: 注1：…"""
    parts: dict[str, dict[str, Any]] = {}
    found: list[str] = []
    for kind, note_id in list(body.texts.notes):
        if kind not in parts:
            root = package.first(name, kind)
            parts[kind] = {} if root is None else {n.get(f"{W}id") or "": n for n in root}
        note = parts[kind].get(note_id)
        if note is None:
            continue
        words = " ".join(line.flat for line in body.lines(note, settle(note)))
        if words:
            found.append(f"注{len(found) + 1}：{' '.join(words.split())}")
    return found


def _stated(package: Package) -> dict[str, str]:
    """The title among the file's properties, when a person wrote it."""
    core = package.first("", "core-properties")
    node = None if core is None else core.find(TITLE)
    title = " ".join(("" if node is None else node.text or "").split())
    if not HAN.search(title) or DEFAULT_TITLE.fullmatch(title.replace(" ", "")):
        return {}
    return {"page_title": title} if len(title) <= TITLE_LIMIT else {}


def _cleaning(package: Package, name: str, body: Body, notes: list[str]) -> tuple[Cleaning, ...]:
    margins = sum(_has_words(package, part) for part in _margins(package, name))
    done = {
        "headers and footers left out": margins,
        "lines of the table of contents left out": body.counts[
            "lines of the table of contents left out"
        ],
        "notes moved to the end": len(notes),
    }
    return tuple(Cleaning(what, count) for what, count in done.items() if count)


def _margins(package: Package, name: str) -> list[str]:
    return package.related(name, "header") + package.related(name, "footer")


def _has_words(package: Package, part: str) -> bool:
    return any((node.text or "").strip() for node in package.xml(part).iter(T))


def _empty(root: Any) -> str:
    if next(root.iter(*GRAPHICS), None) is not None:
        return "no text in the document, only pictures; recognise its text (OCR) and save it"
    return "no text in the document; nothing to index"


def _warnings(root: Any, lines: list[Line], body: Body) -> tuple[str, ...]:
    found = []
    pictures = sum(1 for _ in root.iter(*GRAPHICS))
    if pictures > 2 and sum(len(line.flat) for line in lines) < FEW_WORDS:
        found.append(f"{pictures} pictures and little text; pictures are not read")
    if embedded := body.counts["embedded documents"]:
        found.append(f"documents embedded in this one are not read: {embedded}; save them apart")
    return tuple(found)
