"""A page's characters and ruled lines -> Pages of lines in reading order, a column each its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.pages.columns import in_columns
from corpus.readers.pages.glyphs import repaired
from corpus.readers.pages.grid import with_tables
from corpus.readers.pages.lines import Page, PageLine, Ruling, TextRun, lines_of


def page_blocks(
    number: int, size: tuple[float, float], runs: Sequence[TextRun], rulings: Sequence[Ruling]
) -> tuple[list[Page], int]:
    """The page's lines, table rows among them, and how many print forms became characters."""
    pages = []
    changed = 0
    for column, lines in _blocks(runs, rulings):
        words = [repaired(line.text) for line in lines]
        changed += sum(count for _, count in words)
        read = tuple(replace(line, text=text) for line, (text, _) in zip(lines, words))
        pages.append(Page(number, *size, read, column))
    return pages, changed


def _blocks(runs: Sequence[TextRun], rulings: Sequence[Ruling]) -> list[tuple[int, list[PageLine]]]:
    """Lines with the column that they stand in; tables of a page in columns come last."""
    outside, rows = with_tables(runs, rulings)
    groups = in_columns(outside)
    if len(groups) > 1:
        return [(column, lines_of(group)) for column, group in groups] + [(0, rows)]
    return [(0, sorted(lines_of(outside) + rows, key=lambda line: line.top))]
