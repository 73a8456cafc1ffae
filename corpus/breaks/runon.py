"""A line of running text -> where numbered parts begin in it; counting tells them from words."""

from __future__ import annotations

import re

from corpus.breaks.candidates import NEAR, OVER, PUNCTUATION, Candidate, candidates
from corpus.numerals import RANKS, Numeral
from corpus.outline.counting import WEAKLY_CITED

SKIPPED = 3  # numerals that may be missing where the count then goes on
# A first part may follow a title without a sentence between: …工作计划一、总体要求.
TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|细则|方案|规划|计划|纲要|要点|指南|规范|措施|规则|条例|解释)\Z"
)
CAPTIONS = "图表式注"  # 图1.
REFERRING = "法例定照据》款反及和与、至本"  # 依照第八条, 本条例第八条
ANNEX_LIST = re.compile(r"附件\s?[:：]\s?\Z")


def part_starts(line: str) -> list[int]:
    """Starts of numbered parts: an unbroken count per level, each after a sentence's end.

    A first item may follow its heading directly (…意见建议（一）完善…) when the second follows
    somewhere; a later one must count on, and follow a sentence's end unless the count leaves no
    doubt. Counting is what tells an item from 一是, (2020年) and references.
    """
    starts: list[int] = []
    last: dict[str, int] = {}  # by level, under the present parent
    through: dict[str, int] = {}  # by level, in the whole line: （三） may follow under 二、
    previous: Numeral | None = None
    named = 0  # the last number in a list of annexes, 附件：1.…2.…
    for candidate in candidates(line):
        numeral = candidate.numeral
        if _is_named(line, numeral, named):
            named = numeral.value
            continue
        known = (last.get(numeral.level, 0), through.get(numeral.level, 0))
        if not _begins(line, candidate, previous, known):
            continue
        last = {level: value for level, value in last.items() if RANKS[level] <= numeral.rank}
        last[numeral.level] = through[numeral.level] = numeral.value
        previous, named = numeral, 0
        starts.append(numeral.start)
    return starts


def _is_named(line: str, numeral: Numeral, named: int) -> bool:
    """Whether the number counts annexes: 附件：1.申报表2.汇总表."""
    if numeral.level != "arabic":
        return False
    if numeral.value == 1:
        return ANNEX_LIST.search(line[max(0, numeral.start - 6) : numeral.start]) is not None
    return named > 0 and numeral.value == named + 1


def _begins(
    line: str, candidate: Candidate, previous: Numeral | None, known: tuple[int, int]
) -> bool:
    numeral = candidate.numeral
    level, value = numeral.level, numeral.value
    expected = value in (known[0] + 1, known[1] + 1)
    goes_on = candidate.after == value + 1
    free = candidate.free or _under_heading(line, previous, numeral)
    if numeral.cited:
        closes = candidate.after == 0 and line[numeral.end : numeral.end + 1] in WEAKLY_CITED
        return level == "article" and expected and free and (goes_on or closes)
    if candidate.heads:
        return candidate.free or level in OVER or expected
    if level in OVER:
        return candidate.free and (value == 1 or expected)
    if level == "article":
        return _begins_article(line, candidate, free, known[1])
    if value == 1:
        return candidate.second and (free or _opens_list(line, previous, numeral))
    if free:
        resumes = goes_on and known[0] > 0 and known[0] < value <= known[0] + SKIPPED
        return expected or resumes
    # Between names (…医院2.深圳市…) only an unbroken count can tell.
    if known[0] + 1 != value or known[0] == 0:
        return False
    return level != "article" and candidate.after in (0, 1, value + 1)


def _begins_article(line: str, candidate: Candidate, free: bool, last: int) -> bool:
    """An article after a sentence counts on, or on again after a gap; one after an unnumbered
    heading (…工程管理第八条…) must be the one expected, and no reference."""
    value = candidate.numeral.value
    goes_on = candidate.after == value + 1
    if value == 1:
        return candidate.second
    if free:
        return value == last + 1 or (goes_on and last < value <= last + SKIPPED)
    start, end = candidate.numeral.start, candidate.numeral.end
    refers = line[start - 1] in REFERRING and not line[end : end + 1].isspace()
    return goes_on and value == last + 1 and not refers


def _opens_list(line: str, previous: Numeral | None, numeral: Numeral) -> bool:
    """Whether a first item without a sentence's end before it can be one, as its second shows."""
    before = line[max(0, numeral.start - 2) : numeral.start]
    if numeral.level == "dun":
        return previous is None and TITLE_END.search(before) is not None
    return before[-1:] not in CAPTIONS


def _under_heading(line: str, previous: Numeral | None, numeral: Numeral) -> bool:
    """Whether only a heading stands between the part above and this one."""
    if previous is None or numeral.rank <= previous.rank or numeral.start - previous.end > NEAR:
        return False
    return not PUNCTUATION.search(line, previous.end, numeral.start)
