"""Plain text or Markdown -> RawDocument; an optional front matter states the metadata."""

from __future__ import annotations

import re

from corpus.decode import decode
from corpus.readers import RawDocument

FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<head>.*?)\r?\n---[ \t]*\r?\n", re.S)
KEYS = {"title", "issuer", "number", "date", "edition", "source"}


def read(data: bytes) -> RawDocument:
    """The text with its front matter taken off; ReadError when it is empty or binary."""
    text, encoding = decode(data)
    match = FRONT_MATTER.match(text)
    if not match:
        return RawDocument(text, encoding)
    stated = {}
    for line in match["head"].splitlines():
        key, _, value = line.partition(":")
        if key.strip() in KEYS and value.strip():
            stated[key.strip()] = value.strip()
    return RawDocument(text[match.end() :], encoding, stated)
