"""A page's text objects -> runs of characters with their places on the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.ofd.package import Node, attribute, every
from corpus.readers.ofd.place import Frame, frame_of, is_visible, number, numbers
from corpus.readers.pages.lines import TextRun

# In parts of the size. Ascent of Chinese typefaces: where the type's top is above the base line.
ABOVE = 0.88
# A wider gap than this parts a run; justified lines stretch less.
TOGETHER = 0.3
WIDE = frozenset("mwMW@%—")


@dataclass(frozen=True, slots=True)
class PageText:
    """The runs of a page, and how many characters were left out as a watermark."""

    runs: tuple[TextRun, ...]
    slanted: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    """One character in the text object's own coordinates."""

    sign: str
    left: float
    right: float


def page_text(page: Node) -> PageText:
    """All visible text objects of a page or template; those set at an angle are a watermark."""
    runs: list[TextRun] = []
    slanted = 0
    for found in every(page, "TextObject"):
        if not is_visible(found):
            continue
        frame = frame_of(found)
        if frame.slanted:
            slanted += sum(len((code.text or "").strip()) for code in every(found, "TextCode"))
        else:
            runs.extend(_runs(found, frame))
    return PageText(tuple(runs), slanted)


def _runs(found: Node, frame: Frame) -> Iterator[TextRun]:
    """The runs of one text object: each TextCode, cut where its characters stand apart."""
    own_size = number(attribute(found, "Size"), 0.0)
    size = own_size * frame.scale
    if size <= 0:
        return
    em = own_size * (number(attribute(found, "HScale"), 1.0) or 1.0)
    upright = frame.upright and number(attribute(found, "ReadDirection"), 0.0) == 0
    x = y = 0.0
    for code in every(found, "TextCode"):
        x, y = number(attribute(code, "X"), x), number(attribute(code, "Y"), y)
        text = (code.text or "").strip("\r\n")
        steps = attribute(code, "DeltaX")
        downwards = len(text) > 1 and attribute(code, "DeltaY") and not steps
        if downwards or not upright:
            # Text that runs down or upside down is kept together where it begins.
            left, base = frame.place(x, y)
            if text.strip():
                yield _run(text.strip(), left, left + size, base, size)
            continue
        for piece in _cut(_placed(text, x, em, deltas(steps, len(text) - 1)), TOGETHER * em):
            left, base = frame.place(piece[0].left, y)
            right, _ = frame.place(piece[-1].right, y)
            yield _run("".join(one.sign for one in piece), left, right, base, size)


def _placed(text: str, x: float, em: float, steps: list[float]) -> list[_Placed]:
    """The characters of one TextCode from left to right; `em` is the type's size."""
    placed = []
    for at, sign in enumerate(text):
        natural = width(sign) * em
        step = steps[at] if at < len(steps) else natural
        placed.append(_Placed(sign, x, x + (min(natural, step) if step > 0 else natural)))
        x += step
    return placed


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


def _run(text: str, left: float, right: float, base: float, size: float) -> TextRun:
    top = base - ABOVE * size
    return TextRun(text, left, max(left, right), top, top + size)


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
    return steps[: max(count, 0)]
