"""OFD (GB/T 33190) -> RawDocument: page text in reading order, templates and page numbers left out.

An OFD says only where characters stand, as a PDF does, so lines and paragraphs are made by what
the two have in common. Attachments, annotations, seals and signatures are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import ReadError
from corpus.notice import Cleaning
from corpus.readers import RawDocument
from corpus.readers.ofd.package import (
    ENTRY,
    Node,
    Package,
    attribute,
    every,
    first_text,
    open_package,
)
from corpus.readers.ofd.paths import page_rulings
from corpus.readers.ofd.place import POINTS, numbers
from corpus.readers.ofd.text import page_text
from corpus.readers.pages.blocks import page_blocks
from corpus.readers.pages.frames import without_frames
from corpus.readers.pages.glyphs import is_garbage
from corpus.readers.pages.lines import Page, Ruling, TextRun
from corpus.readers.pages.paragraphs import paragraphs

A4 = (210.0 * POINTS, 297.0 * POINTS)
# More than a book; a notice of 300 pages with its annexes has a quarter of it.
TEXT_LIMIT = 1_000_000
PAGE_LIMIT = 5_000
TITLES = {"title", "标题", "公文标题", "文件标题"}
# What word processors put before and after a file's name when they take it for the title.
FILE_NAME = re.compile(r"^Microsoft Word - |\.(?:docx?|wps|pdf|ofd)$", re.I)
HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as its part says: size, characters, lines, the templates laid under it."""

    number: int
    size: tuple[float, float]
    runs: tuple[TextRun, ...]
    rulings: tuple[Ruling, ...]
    templates: tuple[str, ...]
    slanted: int
    pictures: int


def read(data: bytes) -> RawDocument:
    """The pages' text, one line a paragraph; ReadError when there is none to be had."""
    package = open_package(data)
    entry = package.xml(ENTRY)
    roots = [package.resolve(ENTRY, path) for path in _places(entry, "DocRoot")]
    if not roots:
        raise ReadError("the OFD names no document; download it again")
    texts: list[str] = []
    done: Counter[str] = Counter()
    warnings: list[str] = []
    pictures = 0
    for root in dict.fromkeys(roots):
        document = package.xml(root)
        sheets = list(_sheets(package, root, document, warnings))
        pictures += sum(sheet.pictures for sheet in sheets)
        pages, removed = without_frames(_pages(package, root, document, sheets, done))
        found, joined = paragraphs(pages)
        done += removed + Counter({"wrapped lines joined": joined})
        texts.extend(found)
    if not texts:
        raise ReadError(_no_text(pictures, warnings))
    text = "\n".join(texts)
    if is_garbage(text):
        raise ReadError(
            "the characters are not named in the file, only drawn; recognise the text (OCR) and"
            " save it"
        )
    return RawDocument(
        text,
        "ofd",
        _stated(entry),
        tuple(Cleaning(what, count) for what, count in done.items() if count),
        tuple(warnings),
    )


def _places(node: Node, wanted: str) -> Iterator[str]:
    """The paths that elements of this name state, as text or, on pages, as their BaseLoc."""
    for found in every(node, wanted):
        place = attribute(found, "BaseLoc") or "".join(found.itertext()).strip()
        if place:
            yield place


def _sheets(package: Package, root: str, document: Node, warnings: list[str]) -> Iterator[_Sheet]:
    """The document's pages in its order; those that are missing or pictures become warnings."""
    size = _size(document, A4)
    listed = next(every(document, "Pages"), None)
    places = list(dict.fromkeys(_places(listed, "Page"))) if listed is not None else []
    if len(places) > PAGE_LIMIT:
        raise ReadError(f"{len(places)} pages are over the limit of {PAGE_LIMIT}; split it")
    characters = 0
    for number, place in enumerate(places, 1):
        path = package.resolve(root, place)
        if not package.holds(path):
            warnings.append(f"page {number} is missing from the file")
            continue
        content = package.xml(path)
        text = page_text(content)
        characters += sum(len(run.text) for run in text.runs)
        if characters > TEXT_LIMIT:
            raise ReadError(f"more than {TEXT_LIMIT} characters; split it")
        pictures = sum(1 for _ in every(content, "ImageObject"))
        if pictures and not text.runs:
            warnings.append(f"page {number} holds no text (a scan?); its words are missing")
        yield _Sheet(
            number,
            _size(content, size),
            text.runs,
            page_rulings(content),
            tuple(attribute(found, "TemplateID") for found in every(content, "Template")),
            text.slanted,
            pictures,
        )


def _pages(
    package: Package, root: str, document: Node, sheets: list[_Sheet], done: Counter[str]
) -> list[Page]:
    """Sheets with their lines. A template under several pages is a running header; under one
    page it holds what is printed there once, such as the issuer's red head."""
    places = {
        attribute(found, "ID"): package.resolve(root, attribute(found, "BaseLoc"))
        for found in every(document, "TemplatePage")
    }
    used = Counter(name for sheet in sheets for name in set(sheet.templates))
    pages: list[Page] = []
    for sheet in sheets:
        runs, rulings = list(sheet.runs), list(sheet.rulings)
        done["slanted characters (a watermark) removed"] += sheet.slanted
        for name in dict.fromkeys(sheet.templates):
            if used[name] > 1:
                done["page templates left out"] += 1
            elif package.holds(places.get(name, "")):
                template = package.xml(places[name])
                runs.extend(page_text(template).runs)
                rulings.extend(page_rulings(template))
        blocks, changed = page_blocks(sheet.number, sheet.size, runs, rulings)
        done["print forms read as characters"] += changed
        pages.extend(blocks)
    return pages


def _size(node: Node, default: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the physical page in points."""
    box = numbers(first_text(node, "PhysicalBox"))
    if len(box) != 4 or min(box[2:]) <= 0:
        return default
    return box[2] * POINTS, box[3] * POINTS


def _stated(entry: Node) -> dict[str, str]:
    """The title that the file's description gives, where it is one and no bare file name."""
    titles = [first_text(info, "Title") for info in every(entry, "DocInfo")]
    custom = every(entry, "CustomData")
    titles += [found.text or "" for found in custom if attribute(found, "Name").lower() in TITLES]
    for title in titles:
        title = FILE_NAME.sub("", " ".join(title.split()))
        if len(HAN.findall(title)) >= 4:
            return {"page_title": title}
    return {}


def _no_text(pictures: int, warnings: list[str]) -> str:
    if pictures:
        return "the pages are pictures without text (a scan); recognise the text (OCR) and save it"
    if warnings:
        return f"no text in the OFD, {warnings[0]}; download it again"
    return "no text in the OFD; is it drawn as outlines? save it as text"
