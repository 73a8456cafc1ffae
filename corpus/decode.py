"""Bytes -> text: the encodings of Chinese files told apart by what the result looks like."""

from __future__ import annotations

import codecs
import re

from corpus.errors import ReadError
from corpus.readable import chinese_share

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESSES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
# What a page may declare. GB 2312 and GBK stand for their successor, whose characters such pages
# use; an encoding that cannot write Chinese is not worth a try.
DECLARED = dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030")
DECLARED |= {"utf-8": "utf-8", "utf8": "utf-8", "big5": "big5", "big5-hkscs": "big5hkscs"}
# Halfway between a text in its own encoding and in a wrong one (figures at chinese_share).
READABLE = 0.75
# So many characters may be lost to broken bytes; a wrong encoding loses a third and more.
LOST = 0.1
LOST_MARK = "\ufffd"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
# ASCII and letters with accents: short texts in GBK that are valid UTF-8 give other scripts.
LATIN = re.compile(r"[\x00-\x7f\u00c0-\u024f]*[A-Za-z][\x00-\x7f\u00c0-\u024f]*|[\x00-\x7f]*")
# Characters of Western texts beyond ASCII, as Windows writes them: quotes, dashes, accents.
WESTERN = re.compile(r"[\x09\x0a\x0d\x20-\x7e\xa0-\xff‘’“”–—…•€]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and the encoding that was used; `declared` (an HTML charset) only breaks a tie.

    A character cut off at the end is dropped, other broken bytes become U+FFFD where the text is
    readable all the same. Raises ReadError for empty and for binary data.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ReadError("the file is empty; nothing to index")
    for bom, name in BOMS:
        if data.startswith(bom):
            return _marked(data, name)
    text = _try(data, "utf-8")
    # A few words in GB 18030 happen to be valid UTF-8 (通知 is Hebrew signs); long texts never.
    if text and _is_text(text) and (len(data) > 64 or _reads(text)):
        return text, "utf-8"
    for errors in ("strict", "replace"):
        found = _best(data, declared, errors)
        if found:
            return found
    if text and _is_text(text):
        return text, "utf-8"
    raise ReadError("not text in UTF-8, UTF-16 or GB18030; is it a binary file? convert it first")


def _marked(data: bytes, name: str) -> tuple[str, str]:
    """What a byte order mark promises, with single broken bytes allowed."""
    text = _try(data, name, "replace") or ""
    if _is_text(text) and text.count(LOST_MARK) <= len(text) * LOST:
        return text, name
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"broken {name} at byte {error.start}; save the file again as UTF-8"
        ) from None
    raise ReadError(f"no text after the {name} mark; is it a binary file? convert it first")


def _best(data: bytes, declared: str | None, errors: str) -> tuple[str, str] | None:
    """The most readable of the encodings that give text, the declared one first among equals."""
    stated = DECLARED.get((declared or "").lower(), "utf-8")
    names = dict.fromkeys((stated, "utf-8", *GUESSES))
    scored = []
    for name in names:
        text = _try(data, name, errors)
        if text and _is_text(text) and text.count(LOST_MARK) <= len(text) * LOST:
            scored.append((round(chinese_share(text), 2), name, text))
    score, name, text = max(scored, key=lambda found: found[0], default=(0.0, "", ""))
    if score >= READABLE:
        return text, name
    western = _try(data, "cp1252", errors) if errors == "replace" else None
    if western and len(WESTERN.findall(western)) >= 0.99 * len(western) and _ascii(data) > 0.9:
        return western, "cp1252"
    return None


def _try(data: bytes, name: str, errors: str = "strict") -> str | None:
    """The text, without a character cut off at the end; None where it cannot be."""
    try:
        return codecs.getincrementaldecoder(name)(errors).decode(data)
    except UnicodeError:
        return None


def _is_text(text: str) -> bool:
    """A stray control character or two is scrape damage; a binary file is full of them."""
    return len(CONTROL.findall(text)) <= max(len(text) / 200, min(2, len(text) / 20))


def _reads(text: str) -> bool:
    return LATIN.fullmatch(text) is not None or chinese_share(text) >= READABLE


def _ascii(data: bytes) -> float:
    return sum(map(data.count, bytes(range(0x20, 0x7F)))) / len(data)
