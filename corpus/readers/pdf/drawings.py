"""What is drawn on a PDF page, open in pdfium -> its rulings, and how many pictures and paths."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from corpus.readers.pages.runs import Ruling

FAR = 1e6  # points; a place further away is no place
MOST_OBJECTS = 20_000  # a page of more drawn objects is a map or a plan, not a table
MOST_SEGMENTS = 2_000  # of one path: a table drawn in one go has some hundred

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


def drawn_on(page: Any, turn: Turn) -> tuple[int, int, tuple[Ruling, ...]]:
    """How many pictures and drawn paths the page has, and the straight lines among the paths.

    Lines drawn inside a form (a drawing used on several pages) are not looked for; a form counts
    as a picture, since scans are often put in one.
    """
    import pypdfium2.raw as pdfium

    pictures = drawings = 0
    rulings: list[Ruling] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        pictures += kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawings += 1
            if len(rulings) < MOST_OBJECTS:
                rulings.extend(_straight(drawn, turn))
    return pictures, drawings, tuple(rulings)


def _straight(path: Any, turn: Turn) -> Iterator[Ruling]:
    """The horizontal and vertical strokes and sides of a path of few segments."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= MOST_SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    before = start = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        now = turn(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = now
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _ruling(before, now)
        before = now
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _ruling(now, start)
            before = start


def _ruling(a: Point, b: Point) -> Iterator[Ruling]:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if wide < FAR and high < FAR and min(wide, high) < 1 and max(wide, high) > 5:
        yield Ruling(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
