"""A file's first bytes -> the ending it should have, whatever it is called."""

from __future__ import annotations

import codecs
import re

from corpus.archive import opened
from corpus.errors import ReadError

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in an OLE file, as its directory holds them. A protected .docx is one too, and
# the reader for .doc says so.
STREAMS = {
    ".doc": ("WordDocument", "EncryptedPackage"),
    ".xls": ("Workbook",),
    ".ppt": ("PowerPoint Document",),
}
# Folders and files by which the formats packed as zip are told.
OFFICE_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b")
WORD_XML = re.compile(r"<(?:\w+:)?(?:worddocument|package)\b[^>]*(?:wordml|xmlpackage)")
HEADER = re.compile(r"[a-z][a-z-]{0,40}:")


def sniff(data: bytes) -> str | None:
    """`.pdf`, `.docx`, `.ofd`, `.doc`, `.html`, `.rtf`, `.mht` and what else is told by its bytes
    (`.zip`, `.xlsx`, `.pptx`, `.odt`, `.xls`, `.ppt`); None for plain text and the unknown."""
    head = data[:HEAD]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(OLE):
        return next((ending for ending, names in STREAMS.items() if _streams(data, names)), None)
    text = _beginning(head)
    if text.startswith("{\\rtf"):
        return ".rtf"
    if HTML.match(text):
        return ".html"
    if WORD_XML.match(text):
        return ".doc"
    if HEADER.match(text) and "mime-version:" in text and "text/html" in text:
        return ".mht"
    # The standard lets other bytes stand before it, and servers put them there.
    return ".pdf" if b"%PDF-" in data[:1024] else None


def _zipped(data: bytes) -> str:
    try:
        names = opened(data).namelist()
    except ReadError:  # cut off or damaged: each member's name stands before its bytes too
        names = [name for name in (*OFFICE_FOLDERS, "OFD.xml") if name.encode() in data]
        names.append("[Content_Types].xml")
    if any(name.lower().strip("/\\") == "ofd.xml" for name in names):
        return ".ofd"
    if "[Content_Types].xml" in names:
        for folder, ending in OFFICE_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return ending
    return ".odt" if {"mimetype", "content.xml"} <= set(names) else ".zip"


def _streams(data: bytes, names: tuple[str, ...]) -> bool:
    return any(name.encode("utf-16-le") in data for name in names)


def _beginning(head: bytes) -> str:
    """The head in lower case from its first mark-up on: byte order mark, blanks, XML
    declarations and comments before it taken off."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    text = text.lower()
    while True:
        text = text.lstrip()
        if text.startswith("<?"):
            text = text.partition("?>")[2]
        elif text.startswith("<!--"):
            text = text.partition("-->")[2]
        else:
            return text
