"""Characters with places on a page -> printed lines, top to bottom, with blanks where printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pages.blanks import blanks
from corpus.readers.pages.runs import Ruling, TextRun

__all__ = ["Page", "PageLine", "Ruling", "TextRun", "lines_of"]

WIDE_GAP = 3.0  # ems between what stands in two cells


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
    """A page's lines in reading order; of a page with two columns, each column is one Page.

    `column` is 1 for a left column, 2 for a right one, 0 for lines over the whole width.
    """

    number: int
    width: float
    height: float
    lines: tuple[PageLine, ...]
    column: int = 0


def lines_of(runs: Iterable[TextRun]) -> list[PageLine]:
    """The runs grouped to lines by their height, each line from left to right."""
    rows = [_once(row) for row in _rows(runs)]
    visible = [[run for run in row if run.text.strip()] for row in rows]
    found = [
        _line(row, seen, after) for row, seen, after in zip(rows, visible, blanks(visible)) if seen
    ]
    return sorted(found, key=lambda line: line.top)


def _rows(runs: Iterable[TextRun]) -> list[list[TextRun]]:
    rows: list[list[TextRun]] = []
    bands: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda run: (run.top, run.left)):
        # A run belongs to one of the last few rows or begins a new one.
        near = range(len(rows) - 1, max(-1, len(rows) - 5), -1)
        at = next((i for i in near if _same_line(bands[i], run)), None)
        if at is None:
            rows.append([run])
            bands.append((run.top, run.bottom))
        else:
            rows[at].append(run)
            if run.bottom - run.top > bands[at][1] - bands[at][0]:
                bands[at] = (run.top, run.bottom)
    return rows


def _same_line(band: tuple[float, float], run: TextRun) -> bool:
    """Half of the lower one's height in common: a raised note mark belongs to its line."""
    common = min(band[1], run.bottom) - max(band[0], run.top)
    return common > 0.5 * min(band[1] - band[0], run.bottom - run.top)


def _once(row: list[TextRun]) -> list[TextRun]:
    """A row from left to right; bold made by printing twice with a small shift is read once."""
    kept: list[TextRun] = []
    for run in sorted(row, key=lambda run: run.left):
        shift = 0.4 * (run.right - run.left)  # less than from one narrow letter to the next
        twice = any(
            old.text == run.text and run.text.strip() and abs(old.left - run.left) < shift
            for old in kept[-2:]
        )
        if not twice:
            kept.append(run)
    return kept


def _line(row: Sequence[TextRun], visible: Sequence[TextRun], blank_after: list[bool]) -> PageLine:
    """One line of the runs of a row, blank ones among them."""
    sizes: Counter[float] = Counter()
    for run in visible:
        sizes[round(run.size, 1) or 0.1] += len(run.text)
    size = sizes.most_common(1)[0][0]
    parts: list[str] = []
    follows = iter((*blank_after, False))
    for run in row:
        parts.append(run.text)
        if run.text.strip() and next(follows):
            parts.append(" ")
    gaps = sorted((b.left - a.right) / size for a, b in pairwise(visible))
    return PageLine(
        text=" ".join("".join(parts).split()),
        left=visible[0].left,
        right=max(run.right for run in visible),
        top=min(run.top for run in visible),
        bottom=max(run.bottom for run in visible),
        size=size,
        # Far wider than most gaps of the line, which may be a heading set wide.
        apart=bool(gaps) and gaps[-1] - gaps[len(gaps) // 4] >= WIDE_GAP,
    )
