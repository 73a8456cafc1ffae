"""Text -> the places where a numeral begins a paragraph; which of them are clauses comes later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.numerals import (
    ANNEX_LABEL,
    CIRCLED,
    ENCLOSED,
    HAN,
    RANKS,
    Numeral,
    read_numeral,
    value_of,
)

_B = r"[^\S\n]?"
# What may be a numeral, told by its first characters; a heading kept from a markdown text
# (## 一、总则) begins with its number signs.
LINE_HEAD = re.compile(
    rf"^[^\S\n]*(?:#{{1,6}}[^\S\n]*)?(?=第{_B}[\d{HAN}]|附{_B}[件录表:：]|专{_B}栏|\d{{1,3}}(?!\d)"
    rf"|[{HAN}]{{1,7}}{_B}[、．.）)是]|[（(]{_B}[\d{HAN}]|[{CIRCLED}{ENCLOSED}])",
    re.M,
)
BOX = re.compile(rf"专[^\S\n]?栏[^\S\n]?(?P<v>\d{{1,3}}|[{HAN}]{{1,4}})[^\S\n]?[:：]?")
TITLED_ANNEX = re.compile(
    rf"附[^\S\n]?[件录表][^\S\n]?(?P<v>{ANNEX_LABEL})?(?![^\S\n]*[)）》”])[^\S\n]?(?P<gap>[:：]?)"
)
DECIMAL = re.compile(
    r"(?P<n>\d{1,3}(?:[.．]\d{1,3}){1,4})[.．]?(?=[^\S\n]|[\u4e00-\u9fff“《（(A-Za-z])"
)
# The unit of a quantity: 1.5亿元 begins no clause even where the count would allow it.
QUANTITY = re.compile(
    r"[^\S\n]?(?:[%％‰℃]|[十百千万亿]|个?百分点|倍|元|米|吨|公里|公顷|平方|立方|千瓦|小时|兆|G|M|k|K|m|亩|升)"
)
INTEGER = re.compile(
    r"(?P<n>\d{1,2})(?=[^\S\n]+[\u4e00-\u9fff“《A-Za-z]|[\u4e00-\u9fff])(?![年月日时分个%％])"
)
# 01 攻关行动 in a box; 01 月 is a date.
PADDED = re.compile(r"0[1-9](?=[^\S\n]+(?![年月日时分])[\u4e00-\u9fff“《])")
SPOKEN = re.compile(rf"(?:第(?P<ordinal>[{HAN}]{{1,3}})[，、：,:]|(?P<spoken>[{HAN}]{{1,3}})是)")
LEADERS = re.compile(r"(?:[.…·．]{5,}|…{2,}[^\S\n]*\d|[.·．]{4,})[^\S\n]*\d{0,4}[^\S\n]*$")
SENTENCE_END = re.compile(r"[。；！？]")
HEADING_LIMIT = 45
ANNEX_TITLE_LIMIT = 70
# A numeral alone on its line is a cell or a broken line, but these are headings by themselves.
BLANK = " \t\u3000"
MAY_STAND_ALONE = frozenset({"annex", "part", "chapter", "section", "article", "box"})


@dataclass(slots=True)
class Mark:
    """A numeral at the start of a paragraph: where it stands and what it counts.

    `numbers` are a decimal's components (1.2.3 -> (1, 2, 3)); `titled` is an annex line that goes
    on with its title; `cited` a numeral that only the count can tell from a reference; `inside` one
    that follows another numeral on its line.
    """

    level: str
    value: int
    printed: str
    start: int
    end: int
    line_end: int
    cited: bool = False
    numbers: tuple[int, ...] = ()
    titled: bool = False
    inside: bool = False
    rank: int = field(init=False)

    def __post_init__(self) -> None:
        self.rank = RANKS[self.level]

    def rest(self, text: str) -> str:
        """What stands after the numeral on its line."""
        return text[self.end : self.line_end].strip()


def read_marks(text: str) -> list[Mark]:
    """Every numeral at the start of a line, in order, lines of a table of contents left out."""
    marks: list[Mark] = []
    for head in LINE_HEAD.finditer(text):
        position = head.end()
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        found = _at(text, position, line_end)
        if found is None or LEADERS.search(text, max(position, line_end - 24), line_end):
            continue
        marks.append(found)
        marks.extend(_inside(text, found, line_end))
    return marks


def _at(text: str, position: int, line_end: int) -> Mark | None:
    numeral = read_numeral(text, position)
    if numeral is not None:
        mark = _mark(numeral, line_end)
        alone = not text[mark.end : min(line_end, mark.end + 40)].strip()
        if not (alone and mark.level not in MAY_STAND_ALONE):
            return None if mark.level == "part" and not _is_heading(text, mark) else mark
        return None
    first = text[position]
    if first == "附":
        return _titled_annex(text, position, line_end)
    if first == "专":
        return _box(text, position, line_end)
    if first == "0":
        return _padded(text, position, line_end)
    if first.isdigit():
        return _decimal(text, position, line_end)
    spoken = SPOKEN.match(text, position)
    if spoken is None:
        return None
    kind = spoken.lastgroup or ""
    value = value_of(spoken[kind])
    return Mark(kind, value, spoken[0], position, spoken.end(), line_end)


def _mark(numeral: Numeral, line_end: int) -> Mark:
    return Mark(
        numeral.level,
        numeral.value,
        numeral.printed,
        numeral.start,
        numeral.end,
        line_end,
        numeral.cited,
    )


def _is_heading(text: str, mark: Mark) -> bool:
    """Whether the line is short and no sentence, as headings are."""
    short = mark.line_end - mark.start <= HEADING_LIMIT
    return short and not SENTENCE_END.search(text, mark.end, mark.line_end)


def _titled_annex(text: str, position: int, line_end: int) -> Mark | None:
    match = TITLED_ANNEX.match(text, position)
    if match is None or line_end - position > ANNEX_TITLE_LIMIT:
        return None
    if SENTENCE_END.search(text, position, line_end):
        return None
    if not (match["v"] or match["gap"]):
        return None
    value = value_of(match["v"])
    return Mark("annex", value, match[0].strip(), position, match.end(), line_end, titled=True)


def _box(text: str, position: int, line_end: int) -> Mark | None:
    match = BOX.match(text, position)
    if match is None:
        return None
    mark = Mark("box", value_of(match["v"]), match[0], position, match.end(), line_end)
    # 专栏1所列项目… cites it; a blank after the number makes it a heading, however long its line.
    return mark if match[0][-1] in BLANK or _is_heading(text, mark) else None


def _padded(text: str, position: int, line_end: int) -> Mark | None:
    match = PADDED.match(text, position)
    if match is None:
        return None
    mark = Mark("padded", value_of(match[0]), match[0], position, match.end(), line_end)
    return mark if _is_heading(text, mark) else None


def _decimal(text: str, position: int, line_end: int) -> Mark | None:
    match = DECIMAL.match(text, position) or INTEGER.match(text, position)
    if match is None or QUANTITY.match(text, match.end()):
        return None
    numbers = tuple(value_of(part) for part in re.split(r"[.．]", match["n"]))
    level = f"decimal{len(numbers)}"
    mark = Mark(level, numbers[-1], match[0], position, match.end(), line_end, numbers=numbers)
    return mark if len(numbers) > 1 or _is_heading(text, mark) else None


def _inside(text: str, outer: Mark, line_end: int) -> Iterator[Mark]:
    """A first item right after the numeral above it: （一）1.甲 begins two clauses."""
    if outer.level == "annex" or outer.level.startswith("decimal"):
        return
    position = outer.end
    while position < line_end and text[position] in " \t\u3000":
        position += 1
    numeral = read_numeral(text, position) if position < line_end else None
    if numeral is None or numeral.cited or numeral.value != 1 or numeral.rank <= outer.rank:
        return
    if text[numeral.end : min(line_end, numeral.end + 40)].strip():
        mark = _mark(numeral, line_end)
        mark.inside = True
        yield mark
