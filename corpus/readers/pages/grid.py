"""Ruled lines and characters of a page -> rows of its tables, and the characters outside them.

A table is a group of rulings that touch, with two columns or more. A cell over several rows stands
in its first and leaves an empty one in the others; one over several columns is one cell.
A frame of one column (a box inside a plan) is no table: what is in it is read as lines. A table
ruled by horizontal lines only is not seen as one: its rows come out as lines with blanks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from corpus.readers import table_row
from corpus.readers.pages.lines import PageLine, lines_of
from corpus.readers.pages.paragraphs import join
from corpus.readers.pages.runs import Ruling, TextRun

NEAR = 4.0  # points: the two lines of a double frame, the ends of lines that meet
MOST_PAIRS = 400_000  # of rulings compared; a page of more is a drawing
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling `at` a height (or, upright, at a distance from the left) between two ends."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of a table's columns and rows; `walls` and `floors` say for the left edge of a
    column and the upper edge of a row (by its number) what is ruled there."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    walls: dict[int, list[Edge]]
    floors: dict[int, list[Edge]]


def with_tables(
    runs: Sequence[TextRun], rulings: Sequence[Ruling]
) -> tuple[list[TextRun], list[PageLine]]:
    """The runs outside tables, and each table row as one line."""
    outside = list(runs)
    rows: list[PageLine] = []
    for grid in grids(rulings):
        inside: list[TextRun] = []
        rest: list[TextRun] = []
        for run in outside:
            (inside if _within(grid, run) else rest).append(run)
        outside = rest
        rows.extend(_rows(grid, inside))
    return outside, rows


def grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Groups of touching rulings with two columns and more, from the top of the page down."""
    flat = [r for r in rulings if r.x1 - r.x0 > r.y1 - r.y0]
    upright = [r for r in rulings if r.x1 - r.x0 <= r.y1 - r.y0]
    across = _merged([Edge(r.y0, r.x0, r.x1) for r in flat])
    down = _merged([Edge(r.x0, r.y0, r.y1) for r in upright])
    if len(across) * len(down) > MOST_PAIRS:
        return []
    found = []
    for some_across, some_down in _touching(across, down):
        columns = _places([edge.at for edge in some_down])
        rows = _places([edge.at for edge in some_across])
        if len(columns) >= 3 and len(rows) >= 2 and len(columns) * len(rows) <= MOST_CELLS:
            walls, floors = _by_place(columns, some_down), _by_place(rows, some_across)
            found.append(Grid(columns, rows, walls, floors))
    return sorted(found, key=lambda grid: grid.rows[0])


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    """Edges at one place that touch as one: tables are often drawn cell by cell."""
    places = _places([edge.at for edge in edges])
    merged: list[Edge] = []
    for place, level in _by_place(places, edges).items():
        at = places[place]
        start = len(merged)
        for edge in sorted(level, key=lambda edge: edge.begin):
            if len(merged) > start and edge.begin - merged[-1].end <= NEAR:
                last = merged[-1]
                merged[-1] = Edge(at, last.begin, max(last.end, edge.end))
            else:
                merged.append(Edge(at, edge.begin, edge.end))
    return merged


def _by_place(places: tuple[float, ...], edges: Sequence[Edge]) -> dict[int, list[Edge]]:
    found: dict[int, list[Edge]] = {}
    for edge in edges:
        found.setdefault(bisect_right(places, edge.at) - 1, []).append(edge)
    return found


def _touching(across: Sequence[Edge], down: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of edges that meet."""
    group = list(range(len(across) + len(down)))

    def root(of: int) -> int:
        while group[of] != of:
            group[of] = group[group[of]]
            of = group[of]
        return of

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            if _spans(flat, upright.at) and _spans(upright, flat.at):
                group[root(i)] = root(len(across) + j)
    found: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, flat in enumerate(across):
        found.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        found.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    return list(found.values())


def _spans(edge: Edge, at: float) -> bool:
    return edge.begin - NEAR <= at <= edge.end + NEAR


def _places(values: Sequence[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return tuple(edges)


def _within(grid: Grid, run: TextRun) -> bool:
    x, y = (run.left + run.right) / 2, (run.top + run.bottom) / 2
    return grid.columns[0] < x < grid.columns[-1] and grid.rows[0] < y < grid.rows[-1]


def _rows(grid: Grid, runs: Sequence[TextRun]) -> list[PageLine]:
    """The rows that hold a word, from the top down."""
    cells: dict[tuple[int, int], list[TextRun]] = {}
    for run in runs:
        column = bisect_right(grid.columns, (run.left + run.right) / 2) - 1
        row = bisect_right(grid.rows, (run.top + run.bottom) / 2) - 1
        cells.setdefault(_beginning(grid, row, column), []).append(run)
    found = []
    for row in range(len(grid.rows) - 1):
        texts = []
        for column in range(len(grid.columns) - 1):
            first_row, first_column = _beginning(grid, row, column)
            if first_column == column:
                texts.append(_words(cells.get((row, column), [])) if first_row == row else "")
        if any(texts):
            top, bottom = grid.rows[row], grid.rows[row + 1]
            left, right = grid.columns[0], grid.columns[-1]
            line = PageLine(table_row(texts), left, right, top, bottom, bottom - top, apart=True)
            found.append(line)
    return found


def _beginning(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Row and column of the place where the cell that holds this place begins."""
    middle = (grid.rows[row] + grid.rows[row + 1]) / 2
    while column and not any(_spans(edge, middle) for edge in grid.walls[column]):
        column -= 1
    middle = (grid.columns[column] + grid.columns[column + 1]) / 2
    while row and not any(_spans(edge, middle) for edge in grid.floors[row]):
        row -= 1
    return row, column


def _words(runs: Sequence[TextRun]) -> str:
    return reduce(join, (line.text for line in lines_of(runs))) if runs else ""
