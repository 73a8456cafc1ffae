"""Runs of a page -> groups of runs in reading order: a page set in two columns is told apart.

Two columns are believed only when most of the page's lines part at one place near the middle and
are long on both sides; a list set in two halves or a form is read across, line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.pages.runs import TextRun

FEWEST = 10  # lines on both sides
GUTTER = 1.2  # ems; wider than a stretched gap between two characters
LONG = 8.0  # ems of text on each side of most lines
MIDDLE = (0.35, 0.65)  # of the text's width


def in_columns(runs: Sequence[TextRun]) -> list[tuple[int, list[TextRun]]]:
    """The runs as they are read, each group with its column: 0 for what stands over the whole
    width, 1 left, 2 right; one group 0 for a page that is not set in columns."""
    rows = _rows([run for run in runs if run.text.strip()])
    gutter = _gutter(rows)
    if gutter is None:
        return [(0, list(runs))]
    groups: list[tuple[int, list[TextRun]]] = []
    left: list[TextRun] = []
    right: list[TextRun] = []
    across: list[TextRun] = []
    for row in rows:
        if any(run.left < gutter - 1 and run.right > gutter + 1 for run in row) or _closed(
            row, gutter
        ):
            groups += [(1, left), (2, right)]
            left, right = [], []
            across += row
            continue
        groups.append((0, across))
        across = []
        left += [run for run in row if run.right <= gutter + 1]
        right += [run for run in row if run.right > gutter + 1]
    return [group for group in (*groups, (1, left), (2, right), (0, across)) if group[1]]


def _rows(runs: Sequence[TextRun]) -> list[list[TextRun]]:
    """The runs by their base line, each row from left to right."""
    rows: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda run: (run.bottom, run.left)):
        if rows and run.bottom - rows[-1][0].bottom < 0.4 * (run.bottom - run.top):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _gutter(rows: Sequence[Sequence[TextRun]]) -> float | None:
    """The place where at least 60 % of the lines part, or None."""
    if len(rows) < FEWEST:
        return None
    left = min(row[0].left for row in rows)
    right = max(run.right for row in rows for run in row)
    gaps: list[tuple[float, float]] = []
    for row in rows:
        size = row[0].bottom - row[0].top
        for a, b in pairwise(row):
            place = ((a.right + b.left) / 2 - left) / max(1.0, right - left)
            long = a.right - row[0].left > LONG * size and row[-1].right - b.left > LONG * size
            if MIDDLE[0] < place < MIDDLE[1] and b.left - a.right > GUTTER * size and long:
                gaps.append((a.right, b.left))
    if len(gaps) < max(FEWEST, 0.6 * len(rows)):
        return None
    begin = sorted(gap[0] for gap in gaps)[len(gaps) * 9 // 10]
    end = sorted(gap[1] for gap in gaps)[len(gaps) // 10]
    return (begin + end) / 2 if begin < end else None


def _closed(row: Sequence[TextRun], gutter: float) -> bool:
    """Whether a line runs over the gutter without a gap there."""
    before = [run for run in row if run.right <= gutter + 1]
    after = [run for run in row if run.right > gutter + 1]
    size = row[0].bottom - row[0].top
    return bool(before and after) and after[0].left - before[-1].right < GUTTER * size
