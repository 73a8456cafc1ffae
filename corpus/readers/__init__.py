"""File -> RawDocument: one module a format; READERS maps a file's ending to its lazy loader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from corpus.errors import ReadError
from corpus.notice import Cleaning


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader found: text, one line a paragraph where known, and what the file states.

    `stated` holds what the file itself says about the notice (front matter, meta tags), with
    the keys title, issuer, number, date, published, edition, source; page_title and page_issuer are
    the page's and not surely the notice's. `cleaning` is what the reader
    itself repaired or left out (headers, page numbers), `warnings` what it could not read.
    """

    text: str
    encoding: str
    stated: dict[str, str] = field(default_factory=dict)
    cleaning: tuple[Cleaning, ...] = ()
    warnings: tuple[str, ...] = ()


# A warning beside what could be read of a file that is not whole.
CUT_OFF = "the file ends before its end mark, so words may be missing; fetch or save it again"


def table_row(cells: Sequence[str]) -> str:
    """One row of a table as one line of text, the same from every format: | 序号 | 名称 |"""
    return "| " + " | ".join(" ".join(cell.split()) for cell in cells) + " |"


# A cell of three paragraphs and most of the table's text is what a layout table places.
PLACED_CHARS, PLACED_BLOCKS, PLACED_SHARE = 200, 3, 0.7


def only_places(most: int, total: int, paragraphs: int) -> bool:
    """Whether a table only places paragraphs: its fullest cell holds `most` of the `total`
    characters, in so many paragraphs."""
    return most >= PLACED_CHARS and most >= PLACED_SHARE * total and paragraphs >= PLACED_BLOCKS


Reader = Callable[[bytes], RawDocument]


def _lazy(module: str) -> Callable[[], Reader]:
    def load() -> Reader:
        reader: Reader = import_module(f"corpus.readers.{module}").read
        return reader

    return load


# Ending -> loader of the reader. The README's table of formats is compared with this dict.
READERS: dict[str, Callable[[], Reader]] = {
    ".txt": _lazy("text"),
    ".md": _lazy("markdown"),
    ".html": _lazy("html"),
    ".htm": _lazy("html"),
    ".shtml": _lazy("html"),
    ".pdf": _lazy("pdf"),
    ".docx": _lazy("docx"),
    ".docm": _lazy("docx"),
    ".dotx": _lazy("docx"),
    ".ofd": _lazy("ofd"),
    ".doc": _lazy("office"),
    ".wps": _lazy("office"),
    ".rtf": _lazy("rtf"),
    ".mht": _lazy("mhtml"),
    ".mhtml": _lazy("mhtml"),
}


def reader_for(ending: str) -> Reader:
    """The reader for files with this ending; ReadError names the endings that can be read."""
    loader = READERS.get(ending.lower())
    if loader is None:
        known = " ".join(sorted(READERS))
        raise ReadError(f"unknown format '{ending}'; readable are {known}")
    return loader()
