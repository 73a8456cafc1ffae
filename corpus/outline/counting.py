"""Numerals at line starts -> those that count on, where only the count can tell a clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.numerals import HAN, RANKS
from corpus.outline.marks import Mark

NEAR = 60  # numerals looked at to find an item's successor
SKIPPED = 3  # 3.1, 3.3: one or two may be missing where decimals are the rule
WEAKLY_CITED = (
    "中外以所和与之项款"  # 第四条所有单位…: may begin an article in a text without blanks
)


def counted(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The marks without references, figures and enumerations that do not count on."""
    kept = _cited(_insides(_spoken(_padded(_decimals(marks)))), text)
    _raise_over_articles(kept, text)
    return kept


def _decimals(marks: Sequence[Mark]) -> list[Mark]:
    """1.1, 1.1.1 and the bare 1 above them, where they follow each other or their parent.

    A figure (1.5亿元) has no predecessor; the first decimal must also have a successor.
    """
    chain = [mark for mark in marks if mark.numbers]
    if not any(len(mark.numbers) > 1 for mark in chain):
        return [mark for mark in marks if not mark.numbers]
    leading = _leading(chain)
    following = {id(a): b.numbers for a, b in pairwise(chain)}
    last: tuple[int, ...] = ()
    above = 0  # value of the last 1. or 一、, which 1.1 may stand under
    kept: list[Mark] = []
    for mark in marks:
        numbers = mark.numbers
        if not numbers:
            above = mark.value if mark.level in ("arabic", "dun", "chapter") else above
            kept.append(mark)
            continue
        after = following.get(id(mark), ())
        first = numbers[0] in (above, 1) and set(numbers[1:]) == {1}
        begins = (
            _succeeds(numbers, last)
            or (first and (bool(last) or _succeeds(after, numbers)))
            or (numbers == (1,) and id(mark) in leading)
        )
        if begins:
            last = numbers
            kept.append(mark)
    return kept


def _leading(chain: Sequence[Mark]) -> set[int]:
    """Bare integers that lead to a decimal: 1 总则 before 1.1, or 1, 2, 3 before 3.1."""
    leading: set[int] = set()
    for mark, following in zip(reversed(chain[:-1]), reversed(chain[1:])):
        numbers, after = mark.numbers, following.numbers
        goes_on = after == (numbers[0] + 1,) and id(following) in leading
        if len(numbers) == 1 and (after == (numbers[0], 1) or goes_on):
            leading.add(id(mark))
    return leading


def _succeeds(numbers: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """1.2 -> 1.2.1, 1.3, 2 or 2.1; one or two may be missing below the first component."""
    if not last or not numbers:
        return False
    if numbers in ((*last, 1), (last[0] + 1, 1), (last[0] + 1,)):
        return True
    level = len(numbers) - 1
    if not 0 < level < len(last) or numbers[:level] != last[:level]:
        return False
    return last[level] < numbers[level] <= last[level] + SKIPPED


def _padded(marks: Sequence[Mark]) -> list[Mark]:
    """01, 02 … below a box's heading, where at least two count on; each may hold items."""
    runs: list[list[Mark]] = []
    below_box, value = False, 0
    for mark in marks:
        if mark.level != "padded":
            if mark.rank < RANKS["padded"]:
                below_box, value = mark.level == "box", 0
        elif below_box and mark.value == value + 1:
            value = mark.value
            if value == 1:
                runs.append([])
            runs[-1].append(mark)
    counted_on = {id(mark) for run in runs if len(run) > 1 for mark in run}
    return [mark for mark in marks if mark.level != "padded" or id(mark) in counted_on]


def _spoken(marks: Sequence[Mark]) -> list[Mark]:
    """第一，… and 一是… where at least two paragraphs in a row count on."""
    kept: list[Mark] = []
    run: list[Mark] = []
    for mark in [*marks, None]:
        if run and (mark is None or mark.level != run[-1].level or mark.value != run[-1].value + 1):
            kept.extend(run if len(run) > 1 else ())
            run = []
        if mark is None:
            continue
        if mark.level not in ("ordinal", "spoken"):
            kept.append(mark)
        elif run or mark.value == 1:
            run.append(mark)
    return kept


def _insides(marks: Sequence[Mark]) -> list[Mark]:
    """（一）1.甲 begins two clauses only where 2. follows before the next （二）."""
    kept: list[Mark] = []
    for index, mark in enumerate(marks):
        if not mark.inside or (kept and _second_follows(marks, index, kept[-1].rank)):
            kept.append(mark)
    return kept


def _second_follows(marks: Sequence[Mark], index: int, outer: int) -> bool:
    first = marks[index]
    for mark in marks[index + 1 : index + NEAR]:
        if mark.level == first.level:
            return mark.value == 2
        if mark.rank <= outer:
            return False
    return False


def _cited(marks: Sequence[Mark], text: str) -> list[Mark]:
    """What reads like a reference is a clause where it is just the one that the count expects."""
    after: dict[int, int] = {}
    upcoming: dict[str, int] = {}
    for mark in reversed(marks):
        after[id(mark)] = upcoming.get(mark.level, 0)
        upcoming[mark.level] = mark.value
    kept: list[Mark] = []
    last: dict[str, int] = {}
    for mark in marks:
        if mark.cited:
            expected = mark.value == last.get(mark.level, 0) + 1
            half = mark.printed[0] in HAN and mark.level == "bracket"
            lowest = 1 if half or mark.level == "article" else 2
            last_one = mark.value > 1 if half else text[mark.end] in WEAKLY_CITED
            closes = after[id(mark)] == 0 and last_one
            goes_on = after[id(mark)] == mark.value + 1
            if not expected or mark.value < lowest or not (goes_on or closes):
                continue
        last[mark.level] = mark.value
        if mark.rank <= RANKS["bracket"]:  # articles run on through chapters
            rank = max(mark.rank, RANKS["article"])
            last = {level: value for level, value in last.items() if RANKS[level] <= rank}
        kept.append(mark)
    return kept


def _raise_over_articles(marks: Sequence[Mark], text: str) -> None:
    """一、管辖 with 第一条 under it is a heading as a chapter is, and no item of an article.

    The last item of an article also stands before the next one, but right after its elder.
    """
    articles = last = 0
    for mark, following in pairwise(marks):
        if mark.level == "article":
            articles += 1
        if mark.level != "dun":
            continue
        heads = following.level == "article" and following.start - mark.line_end <= 1
        if heads and (mark.value == 1 or articles > last) and text[mark.line_end - 1] not in "。；":
            mark.level, mark.rank = "dun_over", RANKS["dun_over"]
        last = articles
