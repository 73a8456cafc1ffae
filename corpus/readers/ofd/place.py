"""Numbers and matrices of OFD objects -> places on the page, in points, y growing downwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

from corpus.readers.ofd.package import Node, attribute

POINTS = 72 / 25.4  # OFD measures in millimetres; what it has in common with PDF, in points
FURTHEST = 100_000.0  # no page is 100 m wide; what claims to is damage
PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# A deviation of 3 degrees is a scan that lay askew, more is a watermark across the page.
ASKEW = 0.05


@dataclass(frozen=True, slots=True)
class Frame:
    """How an object's own coordinates become the page's: its matrix, then its boundary's corner."""

    matrix: tuple[float, ...]
    left: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        across, down = self.left + a * x + c * y + e, self.top + b * x + d * y + f
        return across * POINTS, down * POINTS

    @property
    def scale(self) -> float:
        """From the object's own upright lengths to points."""
        return math.hypot(self.matrix[2], self.matrix[3]) * POINTS

    @property
    def slanted(self) -> bool:
        across, down = abs(self.matrix[0]), abs(self.matrix[1])
        return down > ASKEW * across and across > ASKEW * down

    @property
    def upright(self) -> bool:
        """Whether what is written from left to right is so on the page."""
        return self.matrix[0] > 0 and abs(self.matrix[1]) <= ASKEW * self.matrix[0]


def frame_of(node: Node) -> Frame:
    """The frame of a text or path object."""
    matrix = tuple(numbers(attribute(node, "CTM")))
    box = [*numbers(attribute(node, "Boundary")), 0.0, 0.0]
    return Frame(matrix if len(matrix) == 6 else PLAIN, box[0], box[1])


def is_visible(node: Node) -> bool:
    return attribute(node, "Visible").lower() != "false"


def number(text: str, default: float) -> float:
    """The first number of an attribute, or the default when it is not there."""
    found = numbers(text)
    return found[0] if found else default


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
