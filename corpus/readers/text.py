"""Plain text -> RawDocument; an optional front matter states the metadata."""

from __future__ import annotations

import re

from corpus.decode import decode
from corpus.readers import RawDocument

FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?P<head>(?:(?!---[ \t]*\r?\n).*\n){0,100}?)---[ \t]*(?:\r?\n|\Z)"
)
# A line of it: a key, a comment, what goes on from the line before. Text between two rules is none.
HEAD_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:[ \t]*(?P<value>.*)|[ \t#-].*|")
KEYS = {"title", "issuer", "number", "date", "published", "edition", "source"}


def read(data: bytes) -> RawDocument:
    """The text with its front matter taken off; ReadError when it is empty or binary."""
    text, encoding = decode(data)
    match = FRONT_MATTER.match(text)
    found = [HEAD_LINE.fullmatch(line) for line in match["head"].splitlines()] if match else []
    if match is None or not all(found):
        return RawDocument(text, encoding)
    stated = {}
    for line in found:
        if line and line["key"] in KEYS and (value := _unquoted(line["value"])):
            stated[line["key"]] = value
    return RawDocument(text[match.end() :], encoding, stated)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value
