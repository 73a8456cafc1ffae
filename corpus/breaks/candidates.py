"""A line of running text -> every numeral in it, and what it shows of those before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.numerals import CIRCLED, ENCLOSED, HAN, Numeral, read_numeral

# A numeral begins no word or figure: 第二、, 初二、, 12.5.
STARTERS = re.compile(
    rf"(?<![\d.．{HAN}第周初高])(?:[第{HAN}]|\d)|(?<![第条款])[（(](?=[^\S\n]?[\d{HAN}])"
    rf"|[{CIRCLED}{ENCLOSED}]"
)
ENDS = "。；：！？:;!?”）)〕】…\n "
QUOTED = 60  # 《…》 is looked for this far back
OVER = frozenset(("part", "chapter", "section"))
NEAR = 60  # a heading's length: 二、重点任务（一）…
PUNCTUATION = re.compile(r"[，。；]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numeral and how it stands: after a sentence's end (`free`), over an article (`heads`).

    `after` is the value of the next numeral of its level, `second` says that of the next 1 and 2
    the 2 comes first, so that a first item has a second.
    """

    numeral: Numeral
    free: bool
    heads: bool
    after: int
    second: bool


def candidates(line: str) -> list[Candidate]:
    """Numerals in the line with what follows them on their level, read from the end."""
    found = _numerals(line)
    heads = [_heads(line, a, b) for a, b in pairwise(found)] + [False]
    after: dict[str, int] = {}
    seconds: dict[str, int] = {}
    read: list[Candidate] = []
    for at in range(len(found) - 1, -1, -1):
        numeral = found[at]
        level = numeral.level
        free = numeral.start == 0 or line[numeral.start - 1] in ENDS
        read.append(
            Candidate(numeral, free, heads[at], after.get(level, 0), seconds.get(level) == 2)
        )
        if _counts(numeral, free or heads[at] or (at > 0 and heads[at - 1])):
            after[level] = numeral.value
            if numeral.value in (1, 2):
                seconds[level] = numeral.value
    return read[::-1]


def _counts(numeral: Numeral, free: bool) -> bool:
    """Whether a numeral can show that the one before it counts on: 统一、 is a word, and an article
    inside a sentence a reference, however it goes on."""
    if numeral.level == "article":
        return free
    return not numeral.cited and (free or numeral.level != "dun" or numeral.value > 1)


def _heads(line: str, numeral: Numeral, following: Numeral) -> bool:
    """A heading and what it is over: 第二章 救助第七条…, 一、管辖第一条…, 一、人员（一）…."""
    if numeral.level not in (*OVER, "dun") or following.start - numeral.end > NEAR:
        return False
    if following.level == "bracket":
        free = numeral.start == 0 or line[numeral.start - 1] in ENDS
        over = numeral.level == "dun" and free and following.value == 1 and not following.cited
    else:
        under = ("article", "section", "dun") if numeral.level in OVER else ("article", "section")
        over = following.level in under and (
            numeral.level == "dun" or numeral.rank < following.rank
        )
    return over and not PUNCTUATION.search(line, numeral.end, following.start)


def _numerals(line: str) -> Sequence[Numeral]:
    found: list[Numeral] = []
    for match in STARTERS.finditer(line):
        start = match.start()
        if found and start < found[-1].end:
            continue
        numeral = read_numeral(line, start)
        if numeral is None or numeral.level in ("annex", "arabic_half") or _in_title(line, start):
            continue
        # （一）（二） in a row is a reference, as is 一、二、三等奖.
        joined = found and found[-1].end == start and found[-1].level == numeral.level
        if joined:
            found.pop()
            continue
        found.append(numeral)
    return found


def _in_title(line: str, position: int) -> bool:
    opened = line.rfind("《", max(0, position - QUOTED), position)
    return opened > line.rfind("》", max(0, position - QUOTED), position)
