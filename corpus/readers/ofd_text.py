"""A page's text objects -> runs of characters with their places on the page, in millimetres."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.lines import TextRun
from corpus.readers.ofd_package import Node, attribute, every

FURTHEST = 100_000.0  # no page is 100 m wide; what claims to is damage
PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Ascent of Chinese typefaces, in parts of the size: where the type's top is above the baseline.
ASCENT = 0.86
# A deviation of 3 degrees is a scan that lay askew, more is a watermark across the page.
ASKEW = 0.05
# In parts of the size: a wider gap than this parts a run; justified lines stretch less.
TOGETHER = 0.3
WIDE = frozenset("mwMW@%—")


@dataclass(frozen=True, slots=True)
class PageText:
    """The runs of a page, and how many text objects were left out as watermarks."""

    runs: tuple[TextRun, ...]
    watermarks: int = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a text object's own coordinates become the page's."""

    matrix: tuple[float, ...]
    left: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return self.left + a * x + c * y + e, self.top + b * x + d * y + f


@dataclass(frozen=True, slots=True)
class _Placed:
    """One character in the text object's own coordinates."""

    sign: str
    left: float
    right: float


def page_text(page: Node) -> PageText:
    """All visible text objects of a page or template; those set askew are watermarks."""
    runs: list[TextRun] = []
    watermarks = 0
    for found in every(page, "TextObject"):
        if attribute(found, "Visible").lower() == "false":
            continue
        matrix = tuple(numbers(attribute(found, "CTM")))
        matrix = matrix if len(matrix) == 6 else PLAIN
        box = [*numbers(attribute(found, "Boundary")), 0.0, 0.0]
        frame = _Frame(matrix, box[0], box[1])
        across, down = abs(matrix[0]), abs(matrix[1])
        if down > ASKEW * across and across > ASKEW * down:
            watermarks += 1
            continue
        runs.extend(_runs(found, frame))
    return PageText(tuple(runs), watermarks)


def _runs(found: Node, frame: _Frame) -> Iterator[TextRun]:
    """The runs of one text object: each TextCode, cut where its characters stand apart."""
    a, b, c, d = frame.matrix[:4]
    own_size = (numbers(attribute(found, "Size")) or [0.0])[0]
    size = own_size * math.hypot(c, d)
    if size <= 0:
        return
    stretch = (numbers(attribute(found, "HScale")) or [1.0])[0] or 1.0
    reading = (numbers(attribute(found, "ReadDirection")) or [0.0])[0]
    upright = a > 0 and abs(b) <= ASKEW * a and reading == 0
    x = y = 0.0
    for code in every(found, "TextCode"):
        x, y = (numbers(attribute(code, "X")) or [x])[0], (numbers(attribute(code, "Y")) or [y])[0]
        text = (code.text or "").strip("\r\n")
        if not text.strip():
            continue
        if not upright or (
            attribute(code, "DeltaY") and not attribute(code, "DeltaX") and len(text) > 1
        ):
            # Text that runs down or upside down is kept together where it begins.
            left, base = frame.place(x, y)
            yield _run(text.strip(), left, left + size, base, size)
            continue
        em = own_size * stretch
        placed = _placed(text, x, em, deltas(attribute(code, "DeltaX"), len(text) - 1))
        for piece in _cut(placed, TOGETHER * em):
            left, base = frame.place(piece[0].left, y)
            right, _ = frame.place(piece[-1].right, y)
            yield _run("".join(one.sign for one in piece), left, right, base, size)


def _cut(placed: list[_Placed], gap: float) -> Iterator[list[_Placed]]:
    """The characters that stand together; blanks at a piece's ends belong to none."""
    piece: list[_Placed] = []
    for now in placed:
        together = piece and piece[-1].left <= now.left <= piece[-1].right + gap
        if now.sign.isspace() and (not together or piece[-1].sign.isspace() or now.sign == "　"):
            continue
        if not together and piece:
            yield _without_last_blank(piece)
            piece = []
        piece.append(now)
    if piece:
        yield _without_last_blank(piece)


def _without_last_blank(piece: list[_Placed]) -> list[_Placed]:
    return piece[:-1] if piece[-1].sign.isspace() else piece


def _placed(text: str, x: float, em: float, steps: list[float]) -> list[_Placed]:
    """The characters of one TextCode from left to right; `em` is the type's size."""
    placed = []
    for at, sign in enumerate(text):
        natural = width(sign) * em
        step = steps[at] if at < len(steps) else natural
        placed.append(_Placed(sign, x, x + (min(natural, step) if step > 0 else natural)))
        x += step
    return placed


def _run(text: str, left: float, right: float, base: float, size: float) -> TextRun:
    top = base - ASCENT * size
    return TextRun(text, left, right, top, top + size)


def width(sign: str) -> float:
    """A character's usual width in parts of the type's size. Narrow Latin letters count as in
    type of one width, so that no blank is seen inside a number or an address."""
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    if sign in WIDE:
        return 0.9
    return 0.7 if sign.isupper() else 0.5


def deltas(text: str, count: int) -> list[float]:
    """At most `count` steps from one character to the next; `g n d` says n times the step d."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at].lower() == "g":
            times = words[at + 1] if at + 1 < len(words) else ""
            step = numbers(words[at + 2])[:1] if at + 2 < len(words) else []
            steps.extend(step * min(int(times[:9]) if times.isdecimal() else 0, count))
            at += 3
        else:
            steps.extend(numbers(words[at]))
            at += 1
    return steps[:count]


def numbers(text: str) -> list[float]:
    """The numbers of an attribute; what is none, or beyond any page, counts as 0."""
    found = []
    for word in text.replace(",", " ").split():
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        found.append(value if abs(value) < FURTHEST else 0.0)
    return found
