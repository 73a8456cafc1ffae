"""Labels, words and cells -> lines: a numeral with its words, a row, a table that only places."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.readers import only_places, table_row
from corpus.readers.docx.numbering import Label

# After these, and after a circled numeral, the words follow without a blank.
CLOSED = "、）)．.：:，,。；〕】"
GOES_ON = ("、", "．", ".", "）", ")", "：", ":", "，")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph, or a table's row with its cells."""

    cells: tuple[str, ...]
    is_row: bool = False

    @property
    def printed(self) -> str:
        return table_row(self.cells) if self.is_row else self.cells[0]

    @property
    def flat(self) -> str:
        """Inside a cell of another table."""
        return " ".join(cell for cell in self.cells if cell)


def labelled(label: Label | None, text: str, in_cell: bool = False) -> str:
    """The numeral and the words; a numeral without words is printed in a table's cell only."""
    if label is None or not (text or in_cell):
        return text
    number = label.text
    if number[-1] in ".．" and text[:1].isdigit():
        return f"{number} {text}"  # 1. 2020年 is no 1.2020
    enclosed = "①" <= number[-1] <= "⒛" or "㈠" <= number[-1] <= "㊿"
    near = number[-1] in CLOSED or enclosed or text.startswith(GOES_ON)
    return (number + text if near or label.suffix == "nothing" else f"{number} {text}").strip()


def is_layout(rows: list[list[list[Line]]]) -> bool:
    """Whether a table only places paragraphs: never two filled cells side by side, or one cell
    that holds most of its text in several paragraphs."""
    if max((sum(1 for cell in row if cell) for row in rows), default=0) < 2:
        return True
    sizes = [
        (sum(len(line.flat) for line in cell), len(cell)) for row in rows for cell in row if cell
    ]
    most, paragraphs = max(sizes)
    total = sum(size for size, _ in sizes)
    return only_places(most, total, paragraphs)
