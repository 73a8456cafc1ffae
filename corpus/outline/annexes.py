"""Annex lines -> those that begin an annex; lists that only name annexes are left in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.outline.marks import Mark
from corpus.outline.signature import DATE, FOOTER, SIGNATURE, SIGNED, UNDER_DATE, Signed

NEAR = 5  # lines after a list in which a signature's date shows that the letter is not over yet
ENTRY = re.compile(r"[^\S\n]*(\d{1,2})[^\S\n]?[.．、]")
FIRST = re.compile(r"1[^\S\n]?[.．、](?!\d)")
ENTRY_LIMIT = 120
JOINT = 30  # lines of a joint signature between a list and its date


@dataclass(slots=True)
class _List:
    """Annex lines directly under each other, with the numbered entries of a list."""

    marks: list[Mark]
    end: int
    entries: int


def annexes(marks: Sequence[Mark], text: str, signed: Sequence[Signed]) -> list[Mark]:
    """The marks without annexes that are only named and without the numbers of such lists."""
    marks = _unrepeated(marks, text)
    runs = _runs(marks, text)
    if not runs:
        return marks
    first_signed = signed[0].end if signed else len(text) + 1
    later: dict[str, int] = {}
    for run in runs:
        for mark in run.marks:
            later[_label(mark)] = mark.start
    dropped: list[tuple[int, int]] = []
    announced = False
    for at, run in enumerate(runs):
        begun = runs[at + 1].marks[0].start if at + 1 < len(runs) else -1
        if _only_named(run, text, first_signed, later, announced, begun):
            dropped.append((run.marks[0].start, run.end))
            announced = True
    starts = [start for start, _ in dropped]
    return [mark for mark in marks if not _within(mark.start, dropped, starts)]


def _within(position: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_left(starts, position + 1) - 1
    return at >= 0 and position <= spans[at][1]


def _label(mark: Mark) -> str:
    return re.sub(r"[\s:：]", "", mark.printed)


def _runs(marks: Sequence[Mark], text: str) -> list[_List]:
    runs: list[_List] = []
    for mark in marks:
        if mark.level != "annex":
            continue
        if runs and mark.start - runs[-1].end <= 2 and mark.titled:
            runs[-1].marks.append(mark)
            runs[-1].end = mark.line_end
            continue
        end, entries = _entries(text, mark)
        runs.append(_List([mark], end, entries))
    return runs


def _unrepeated(marks: Sequence[Mark], text: str) -> list[Mark]:
    """附件 directly under 附件 is printed twice and begins no second annex; where 附件：分工表
    stands above 附件 and the title 分工表, it is the list and the annex begins below it."""
    kept: list[Mark] = []
    above: Mark | None = None
    for mark in marks:
        if mark.level == "annex":
            again = above is not None and not mark.titled and mark.start - above.line_end <= 2
            if again and above is not None and _label(mark) == _label(above):
                if not (above.titled and text.startswith(above.rest(text), mark.line_end + 1)):
                    above = mark
                    continue
                kept.pop()
            above = mark
        kept.append(mark)
    return kept


def _entries(text: str, mark: Mark) -> tuple[int, int]:
    """End of the list that 附件： 1.… 2.… opens, and how many entries it has."""
    end, expected = mark.line_end, 1
    if FIRST.match(mark.rest(text)):
        expected = 2
    elif mark.titled:
        return end, 0
    position, skipped = end + 1, 0
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        entry = ENTRY.match(text, position, line_end)
        if entry and int(entry[1]) == expected and line_end - position <= ENTRY_LIMIT:
            end, expected, skipped = line_end, expected + 1, 0
        elif skipped or expected == 1 or line_end - position > ENTRY_LIMIT:
            break
        else:
            skipped = 1  # an entry may go on over a second line
        position = line_end + 1
    return end, expected - 1


def _only_named(
    run: _List, text: str, first_signed: int, later: dict[str, int], announced: bool, begun: int
) -> bool:
    """Whether these annexes are listed and not begun here."""
    first = run.marks[0]
    after_date = first.start >= first_signed
    goes_on, dated = _what_follows(text, run.end)
    if FIRST.match(first.rest(text)):
        return True
    if run.entries:
        return dated or not goes_on or begun == run.end + 1
    if dated and not after_date:
        return True
    if not first.titled:
        return False
    if not goes_on:
        return not (after_date and announced)
    if later[_label(first)] > run.end or later[_label(run.marks[-1])] > run.end:
        return True
    return len(run.marks) > 1 and not after_date


def _what_follows(text: str, end: int) -> tuple[bool, bool]:
    """Whether more than the notice's foot follows, and whether its date or foot is near."""
    position, lines, foot = end + 1, 0, False
    while position < len(text) and lines < JOINT:
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position : min(line_end, position + 200)].strip()
        position = line_end + 1
        if not lines and (not line or UNDER_DATE.search(line) or FOOTER.search(line)):
            foot = foot or bool(line)
            continue
        if line.startswith("附"):
            return True, False
        lines += 1
        if DATE.match(line) or SIGNED.match(line):
            return True, True
        if lines >= NEAR and not SIGNATURE.match(line):
            break
    return lines > 0, foot
