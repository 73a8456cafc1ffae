"""One page of a PDF, open in pdfium -> its characters and ruled lines with their places.

pdfium gives each character's origin on the base line, its box and the matrix that it is printed
with. Blanks and line ends that pdfium guesses are left out: the places say it better.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReadError
from corpus.readers.pages.runs import Ruling, TextRun
from corpus.readers.pdf.drawings import FAR, Turn, drawn_on

# Of the height of the type, how much stands above the base line; the same for every font, so that
# fonts with other ascents share a line.
ABOVE = 0.88
SMALLEST = 1.0  # points; smaller type is no print for readers


@dataclass(frozen=True, slots=True)
class Ink:
    """What is on a page: y grows downwards, the page turned so that its text is upright.

    `slanted` counts characters at an angle to the rest (a watermark), which are left out;
    `pictures` and `drawings` count images and drawn paths.
    """

    width: float
    height: float
    runs: tuple[TextRun, ...]
    rulings: tuple[Ruling, ...]
    slanted: int
    pictures: int
    drawings: int


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    size: float
    quarter: int  # direction of its line in quarter turns; -1 for any other angle


def ink_of(page: Any, limit: int) -> Ink:
    """The page's characters and rulings; `page` is pypdfium2's PdfPage. ReadError for a page of
    more than `limit` characters."""
    left, bottom, right, top = page.get_bbox()
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > limit:
            raise ReadError(
                f"a page of over {limit} characters is no print; split or print it anew"
            )
        chars = [
            char
            for char in _chars(text_page.raw)
            if left - 2 <= char.x <= right + 2 and bottom - 2 <= char.y <= top + 2
        ]
    finally:
        text_page.close()
    directions = Counter(char.quarter for char in chars if char.quarter >= 0)
    quarter = directions.most_common(1)[0][0] if directions else 0
    turn = _turn(quarter, left, bottom, right, top)
    width, height = right - left, top - bottom
    if quarter % 2:
        width, height = height, width
    upright = [char for char in chars if char.quarter == quarter]
    pictures, drawings, rulings = drawn_on(page, turn)
    return Ink(
        width,
        height,
        tuple(_run(char, turn) for char in upright),
        rulings,
        len(chars) - len(upright),
        pictures,
        drawings,
    )


def _turn(quarter: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From the page's own points, y upwards, to upright ones with y downwards."""
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[quarter]


def _chars(text_page: Any) -> Iterator[_Char]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    printed_by, size, quarter = None, 0.0, 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (0x20, 0x0A, 0x0D) and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        owner = ctypes.cast(pdfium.FPDFText_GetTextObject(text_page, index), ctypes.c_void_p).value
        if owner != printed_by or owner is None:
            printed_by = owner
            size, quarter = _type(text_page, index)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        sides = _box(text_page, index, quarter)
        sane = all(abs(side) < FAR for side in (*sides, x.value, y.value))  # NaN is not
        if sane and SMALLEST <= size < FAR:
            yield _Char(_text(code), x.value, y.value, sides, size, quarter)


def _box(text_page: Any, index: int, quarter: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top: with the advance where pdfium knows it, else of the ink."""
    import pypdfium2.raw as pdfium

    if quarter == 0:
        loose = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
        return loose.left, loose.bottom, loose.right, loose.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _type(text_page: Any, index: int) -> tuple[float, int]:
    """Size in points and direction of a character, from its font size and its matrix."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return 0.0, 0
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    if not math.isfinite(scale) or not math.isfinite(turns):
        return 0.0, 0
    straight = abs(turns - round(turns)) < 0.05
    return scale * abs(pdfium.FPDFText_GetFontSize(text_page, index)), (
        round(turns) % 4 if straight else -1
    )


def _text(code: int) -> str:
    """The character; what is no character at all is said to be one that cannot be read."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _run(char: _Char, turn: Turn) -> TextRun:
    left, base = turn(char.x, char.y)
    ends = (turn(char.box[0], char.box[1])[0], turn(char.box[2], char.box[3])[0])
    wide = "\u2e80" <= char.text < "\ua000" or char.text >= "\uf900"
    if wide:  # a font's radical has only the box of its ink
        right = left + char.size
    else:
        left, right = min(ends), max(ends)
    return TextRun(char.text, left, right, base - ABOVE * char.size, base + (1 - ABOVE) * char.size)
