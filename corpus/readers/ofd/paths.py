"""A page's path objects -> its straight horizontal and upright lines, by which tables are told."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.readers.ofd.package import Node, every, first_text
from corpus.readers.ofd.place import Frame, frame_of, is_visible, numbers
from corpus.readers.pages.lines import Ruling

MOST = 20_000  # a page of more drawn lines is a map or a plan, not a table
MOST_WORDS = 4_000  # in one path; the outline of a picture has more
# How many numbers follow an operator of AbbreviatedData; the last two are where it ends.
OPERATORS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
THIN, LONG = 1.0, 5.0  # points: how far a straight line may lean, and how short a rule may be

Point = tuple[float, float]


def page_rulings(page: Node) -> tuple[Ruling, ...]:
    """The straight lines of all visible paths of a page or template."""
    found: list[Ruling] = []
    for path in every(page, "PathObject"):
        if len(found) > MOST:
            return ()
        if is_visible(path):
            found.extend(_straight(first_text(path, "AbbreviatedData"), frame_of(path)))
    return tuple(found)


def _straight(data: str, frame: Frame) -> Iterator[Ruling]:
    words = data.split()
    if len(words) > MOST_WORDS:
        return
    now = start = frame.place(0.0, 0.0)
    at = 0
    while at < len(words):
        operator = words[at].upper()
        count = OPERATORS.get(operator)
        places = numbers(" ".join(words[at + 1 : at + 1 + (count or 0)]))
        if count is None or len(places) < count:
            return
        at += 1 + count
        then = frame.place(places[-2], places[-1]) if count else start
        if operator in "LC":
            yield from _ruling(now, then)
        elif operator in "SM":
            start = then
        now = then


def _ruling(a: Point, b: Point) -> Iterator[Ruling]:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if min(wide, high) < THIN and max(wide, high) > LONG:
        yield Ruling(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
