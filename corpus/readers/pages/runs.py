"""What stands on a page, as PDF and OFD say it: characters and ruled lines with their places.

Places are in any unit; x grows to the right, y grows downwards from the top of the page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters printed in one go; `bottom - top` is the size of the type, not of the ink."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """The size of the type; never 0."""
        return max(self.bottom - self.top, 0.01)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight drawn line from (x0, y0) to (x1, y1), x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float
