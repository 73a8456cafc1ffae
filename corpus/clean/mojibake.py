"""Draft -> the same with lines that were read in a wrong encoding read in the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.edits import Draft, Edit
from corpus.readable import chinese_share

# UTF-8 read as GBK cannot do without these: they begin ，。“一的 and are hardly Chinese words.
# Latin letters in such a row are no Western word but UTF-8 or GBK read as Latin-1 or cp1252.
HINT = re.compile(
    r"[锛銆鈥涓鐨]|[\u00c0-\u00fe][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3}"
)
LINE = re.compile(r"[^\r\n]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
# Right text is over 0.98, wrong text under 0.62 (figures at chinese_share).
RIGHT = 0.8
WRONG = 0.65
# Fewer characters may become Chinese by chance.
ENOUGH = 4
LOST = re.compile(r"\ufffd+\??")
CP1252 = {
    ord(bytes((code,)).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
} | {0xFFFD: 0xFF}  # a lost byte: FF is in no UTF-8
# ftfy takes 2 ms for so many characters; a paragraph is shorter.
FTFY_LIMIT = 20_000


def mend_mojibake(draft: Draft) -> None:
    """关于印发 that shows as å…³äºŽ…, ¹ØÓÚ… or 鍏充簬… is read again.

    Only whole lines that are no Chinese before and clearly are after. What the wrong reading lost
    (mostly half of a line's last 。) becomes U+FFFD.
    """
    if HINT.search(draft.text):
        draft.replace(_mended(draft.text), "lines in a wrong encoding mended")


def _mended(text: str) -> Iterator[Edit]:
    known: Reading | None = None
    for match in LINE.finditer(text):
        line = match[0]
        if line.isascii() or chinese_share(line) > WRONG:
            continue
        for reading in READINGS:
            right = reading(line)
            if right is None or chinese_share(right) < RIGHT:
                continue
            # A line as short as 一、 is believed once a longer one was read the same way.
            if reading is known or len(HAN.findall(right[:1000])) >= ENOUGH:
                known = reading
                yield match.start(), match.end(), right
                break


def _utf8_as_latin(line: str) -> str | None:
    """Read again up to three times: a page may be stored wrong and shown wrong."""
    for _ in range(3):
        data = _latin_bytes(line)
        if data is None:
            break
        try:
            line = data.decode("utf-8")
        except UnicodeDecodeError:
            return _broken_utf8_as_latin(line, data)
    return line


def _broken_utf8_as_latin(line: str, data: bytes) -> str:
    """ftfy knows how a byte was lost, mostly A0, which became a plain blank."""
    if len(line) > FTFY_LIMIT or "\ufffd" in line:
        return LOST.sub("\ufffd", data.decode("utf-8", "replace"))
    from ftfy import fix_encoding

    fixed: str = fix_encoding(line)
    return fixed


def _gbk_as_latin(line: str) -> str | None:
    data = _latin_bytes(line)
    if data is None:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return LOST.sub("\ufffd", data.decode("gb18030", "replace"))
    return None  # UTF-8 after all: it would give wrong characters


def _utf8_as_gbk(line: str) -> str | None:
    """The bytes of a GBK reading; its € is the byte 80, a U+FFFD or ? a byte that was lost."""
    lost = line.replace("\ufffd", "\uffff").replace("€", "\ufffe")
    data = lost.encode("gb18030", "replace")
    data = data.replace("\uffff".encode("gb18030"), b"\xff")
    data = data.replace("\ufffe".encode("gb18030"), b"\x80")
    return LOST.sub("\ufffd", data.decode("utf-8", "replace"))


def _latin_bytes(line: str) -> bytes | None:
    try:
        return line.translate(CP1252).encode("latin-1")
    except UnicodeEncodeError:
        return None


Reading = Callable[[str], str | None]
READINGS: tuple[Reading, ...] = (_utf8_as_latin, _gbk_as_latin, _utf8_as_gbk)
