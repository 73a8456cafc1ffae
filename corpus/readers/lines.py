"""Text runs with places on a page -> printed lines, top to bottom, with blanks where printed.

What PDF and OFD have in common: both say only where characters stand. Places are in any unit,
x grows to the right, y grows downwards from the top of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Parts of an em. Justified lines stretch gaps between characters by up to 0.4; a full-width blank
# is 1, a blank between Latin words 0.2 and more.
HAN_BLANK = 0.6
LATIN_BLANK = 0.15
WIDE_GAP = 3.0
LATIN = re.compile(r"[!-~\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters printed in one go; `bottom - top` is the size of the type, not of the ink."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight drawn line from (x0, y0) to (x1, y1), x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageLine:
    """One printed line; `size` is that of most of its characters.

    `apart` is a line that is never joined with another: a table's row, cells set wide apart.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in reading order; of a page with two columns, each column is one Page."""

    number: int
    width: float
    height: float
    lines: tuple[PageLine, ...]


def lines_of(runs: Iterable[TextRun]) -> list[PageLine]:
    """The runs grouped to lines by their height, each line from left to right."""
    rows: list[list[TextRun]] = []
    bands: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda run: (run.top, run.left)):
        at = next((i for i in reversed(range(max(0, len(rows) - 4), len(rows)))
                   if _same_line(bands[i], run)), None)  # fmt: skip
        if at is None:
            rows.append([run])
            bands.append((run.top, run.bottom))
        else:
            rows[at].append(run)
            if run.bottom - run.top > bands[at][1] - bands[at][0]:
                bands[at] = (run.top, run.bottom)
    found = [line for row in rows if (line := line_of(row)) is not None]
    return sorted(found, key=lambda line: line.top)


def _same_line(band: tuple[float, float], run: TextRun) -> bool:
    """Half of the lower one's height in common: a raised note mark belongs to its line."""
    common = min(band[1], run.bottom) - max(band[0], run.top)
    return common > 0.5 * min(band[1] - band[0], run.bottom - run.top)


def line_of(runs: Sequence[TextRun]) -> PageLine | None:
    """One line of runs that stand side by side; None when they hold no visible character."""
    row = _once(sorted(runs, key=lambda run: run.left))
    visible = [run for run in row if run.text.strip()]
    if not visible:
        return None
    sizes: Counter[float] = Counter()
    for run in visible:
        sizes[round(run.bottom - run.top, 1)] += len(run.text)
    size = sizes.most_common(1)[0][0] or 1.0
    gaps = [(b.left - a.right) / size for a, b in pairwise(visible)]
    spread = len(gaps) >= 2 and min(gaps) > 0.5 and max(gaps) - min(gaps) < 0.3
    parts = [row[0].text]
    for a, b in pairwise(row):
        if not spread and _blank_between(a, b, size):
            parts.append(" ")
        parts.append(b.text)
    return PageLine(
        text=" ".join("".join(parts).split()),
        left=visible[0].left,
        right=max(run.right for run in visible),
        top=min(run.top for run in visible),
        bottom=max(run.bottom for run in visible),
        size=size,
        apart=not spread and max(gaps, default=0.0) >= WIDE_GAP,
    )


def _once(row: list[TextRun]) -> list[TextRun]:
    """Bold made by printing twice with a small shift is read once."""
    kept: list[TextRun] = []
    for run in row:
        shift = 0.4 * (run.right - run.left)  # less than from one narrow letter to the next
        twice = any(
            old.text == run.text and run.text.strip() and abs(old.left - run.left) < shift
            for old in kept[-2:]
        )
        if not twice:
            kept.append(run)
    return kept


def _blank_between(a: TextRun, b: TextRun, size: float) -> bool:
    """Whether a gap is a blank that is not printed as a character of its own."""
    latin = LATIN.match(a.text[-1:]) and LATIN.match(b.text[:1])
    return b.left - a.right > (LATIN_BLANK if latin else HAN_BLANK) * size
