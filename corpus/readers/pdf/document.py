"""A PDF opened in pdfium -> RawDocument: its pages' lines by their places, joined to paragraphs.

To be run in a process of its own (see corpus/readers/pdf): pdfium ends the process when memory
runs out, and a file of 3 KB can be made to fill any memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import ReadError
from corpus.notice import Cleaning
from corpus.readers import RawDocument
from corpus.readers.pages.blocks import page_blocks
from corpus.readers.pages.frames import without_frames
from corpus.readers.pages.glyphs import is_garbage
from corpus.readers.pages.lines import Page
from corpus.readers.pages.paragraphs import paragraphs
from corpus.readers.pdf.page import Ink, ink_of

MOST_PAGES = 3_000
MOST_CHARS = 10_000_000  # in one document: three times a long book
PAGE_CHARS = 100_000  # a page of print has 2,000
SCAN = "run OCR first (for instance ocrmypdf) and give the result"
# What a program or a user calls a file is no title of the notice.
FILE_NAME = re.compile(
    r"\.(?:docx?|wps|wpt|et|xlsx?|pdf|html?|txt)\s*$|Microsoft|无标题|未命名|^新建|^文档\s*\d", re.I
)
HAN = re.compile(r"[\u4e00-\u9fff]")
NO_ERROR, WRONG_PASSWORD = 0, 4  # of FPDF_GetLastError


@dataclass(slots=True)
class _Found:
    """What the pages held, gathered page by page."""

    count: int
    pages: list[Page] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)  # pages of pictures or drawings without text
    damaged: list[int] = field(default_factory=list)
    pictures: int = 0
    drawings: int = 0
    chars: int = 0
    done: Counter[str] = field(default_factory=Counter)


def read(data: bytes) -> RawDocument:
    """The text, one line a paragraph; ReadError for scans, passwords, broken files and fonts."""
    with closing(_open(data)) as document:
        found = _read_pages(document)
        stated = _stated(document)
    pages, removed = without_frames(found.pages)
    texts, joined = paragraphs(pages)
    if not texts:
        raise ReadError(_why_empty(found))
    text = "\n".join(texts)
    if is_garbage(text):
        raise ReadError(
            "the letters of its fonts are not named, so its text cannot be read; "
            "print it to PDF from the original or run OCR (ocrmypdf --force-ocr)"
        )
    done = found.done + removed + Counter({"wrapped lines joined": joined})
    cleaning = tuple(Cleaning(what, count) for what, count in done.items() if count)
    return RawDocument(text, "pdf", stated, cleaning, tuple(_warnings(found)))


def _open(data: bytes) -> Any:
    """The document in pdfium; ReadError says why it cannot be opened."""
    import pypdfium2

    if b"%PDF" not in data[:1024]:
        raise ReadError("not a PDF; check the file's ending and how it was saved")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == NO_ERROR:
            raise ReadError("it has no pages; nothing to index") from None
        if code == WRONG_PASSWORD or "password" in str(error):
            raise ReadError("protected by a password; save it without one") from None
        raise ReadError("a damaged or cut off PDF; fetch or save it again") from None
    if len(document) > MOST_PAGES:
        pages = len(document)
        document.close()
        raise ReadError(f"{pages} pages are over the limit of {MOST_PAGES}; split it")
    return document


def _read_pages(document: Any) -> _Found:
    """All pages, one open at a time; one that is damaged is noted and passed over."""
    import pypdfium2

    found = _Found(len(document))
    for number in range(1, found.count + 1):
        try:
            with closing(document[number - 1]) as page:
                ink = ink_of(page, PAGE_CHARS)
        except pypdfium2.PdfiumError:
            found.damaged.append(number)
            continue
        _add(found, number, ink)
        if found.chars > MOST_CHARS:
            raise ReadError(f"over {MOST_CHARS // 10**6} million characters; split it")
    return found


def _add(found: _Found, number: int, ink: Ink) -> None:
    found.chars += len(ink.runs)
    found.pictures += ink.pictures
    found.drawings += ink.drawings
    found.done["slanted characters (a watermark) removed"] += ink.slanted
    if not any(run.text.strip() for run in ink.runs) and (ink.pictures or ink.drawings):
        found.silent.append(number)
    pages, changed = page_blocks(number, (ink.width, ink.height), ink.runs, ink.rulings)
    found.done["print forms read as characters"] += changed
    found.pages += pages


def _stated(document: Any) -> dict[str, str]:
    """The title that the file states, if it is words of a language and no program's name."""
    try:
        title = " ".join(document.get_metadata_value("Title").split())
    except UnicodeDecodeError:
        return {}
    if len(HAN.findall(title)) < 4 or FILE_NAME.search(title) or is_garbage(title):
        return {}
    return {"page_title": title}


def _why_empty(found: _Found) -> str:
    if found.damaged and not found.silent:
        return "none of its pages can be read, the file is damaged; fetch or save it again"
    if found.pictures:
        return f"holds pictures of pages but no text; {SCAN}"
    if found.drawings:
        return f"its letters are drawn as lines, it holds no text; {SCAN}"
    return "its pages are blank; nothing to index"


def _warnings(found: _Found) -> Iterator[str]:
    if found.damaged:
        yield f"{_named(found.damaged, found.count)} cannot be read; the words are missing"
    if found.silent:
        verb = "holds" if len(found.silent) == 1 else "hold"
        words = "its words are" if len(found.silent) == 1 else "their words are"
        yield f"{_named(found.silent, found.count)} {verb} no text (a scan?); {words} missing"


def _named(numbers: Sequence[int], count: int) -> str:
    """page 3 of 10; pages 3, 5, 6 of 10; no more than ten are named."""
    named = ", ".join(str(number) for number in numbers[:10])
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {named}{more} of {count}"
