"""A web page saved as one file (MHTML, Word's too) -> RawDocument, through the reader for HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from corpus.errors import ReadError
from corpus.readers import CUT_OFF, RawDocument
from corpus.readers import html as html_reader

# A page, its styles, its pictures, sometimes a frame: more levels are an attack on the parser.
NESTED = re.compile(rb"boundary\s*=", re.I)
NESTED_LIMIT = 20
CHARSET = re.compile(rb"charset\s*=", re.I)


def read(data: bytes) -> RawDocument:
    """The page's text; ReadError when no part of the file is a page."""
    if len(NESTED.findall(data)) > NESTED_LIMIT:
        raise ReadError("too many parts within parts in the saved page; save it as HTML")
    try:
        parts = list(message_from_bytes(data).walk())
        pages = [page for part in parts if (page := _page(part))]
    except Exception:  # the parser's errors depend on what the damage hit
        raise ReadError("the saved page is damaged; save it again, as HTML") from None
    if not pages:
        raise ReadError("no page in the saved page; save it again, as HTML")
    document = html_reader.read(max(pages, key=len))
    if any(isinstance(one, CloseBoundaryNotFoundDefect) for part in parts for one in part.defects):
        return replace(document, warnings=(*document.warnings, CUT_OFF))
    return document


def _page(part: Message) -> bytes:
    """A part's HTML, its character set named inside it; empty for parts of other kinds."""
    if part.get_content_type() != "text/html":
        return b""
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return b""
    charset = part.get_content_charset("")
    if charset and not CHARSET.search(body[:2048]):
        return f'<meta charset="{charset}">'.encode("ascii", errors="ignore") + body
    return body
