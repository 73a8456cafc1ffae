"""A line of running text -> where numbered parts begin in it; counting tells them from words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.counting import WEAKLY_CITED
from corpus.numerals import CIRCLED, ENCLOSED, HAN, RANKS, Numeral, read_numeral

# 统一、, 第二、 and 12.5: a numeral's first character is no numeral inside a word or a figure.
STARTERS = re.compile(
    rf"(?<![\d.．{HAN}第])(?:[第{HAN}]|\d)|(?<![第条款])[（(](?=[^\S\n]?[\d{HAN}])"
    rf"|[{CIRCLED}{ENCLOSED}]"
)
ENDS = "。；：！？:;!?”）)〕】…\n "
NEAR = 60  # a heading's length: 二、重点任务（一）…
SKIPPED = 3  # numerals that may be missing where the count then goes on
QUOTED = 60  # 《…》 is looked for this far back
ITEMS = frozenset(("bracket", "arabic", "arabic_bracket", "circled"))
OVER = frozenset(("part", "chapter", "section"))
UNDER = frozenset(("article", "section", "dun"))
PUNCTUATION = re.compile(r"[，。；]")
# A first part may follow a title without a sentence between: …工作计划一、总体要求.
TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|细则|方案|规划|计划|纲要|要点|指南|规范|措施|规则|条例|解释)\Z"
)
CAPTIONS = "图表式注"  # 图1.
ANNEX_LIST = re.compile(r"附件\s?[:：]\s?\Z")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A numeral and how it stands: after a sentence's end (`free`), over an article (`heads`).

    `after` is the value of the next numeral of its level, `second` says that of the next 1 and 2
    the 2 comes first, so that a first item has a second.
    """

    numeral: Numeral
    free: bool
    heads: bool
    after: int
    second: bool


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
    for candidate in _candidates(line):
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
    line: str, candidate: _Candidate, previous: Numeral | None, known: tuple[int, int]
) -> bool:
    numeral = candidate.numeral
    level, value = numeral.level, numeral.value
    expected = value in (known[0] + 1, known[1] + 1)
    goes_on = candidate.after == value + 1
    if numeral.cited:
        closes = candidate.after == 0 and line[numeral.end : numeral.end + 1] in WEAKLY_CITED
        return level == "article" and expected and candidate.free and (goes_on or closes)
    if candidate.heads:
        return candidate.free or level in OVER or expected
    if level in OVER:
        return candidate.free and (value == 1 or expected)
    free = candidate.free or _under_heading(line, previous, numeral)
    if level == "article":
        if value == 1:
            return candidate.second
        spaced = line[numeral.end : numeral.end + 1].isspace() and goes_on
        resumes = goes_on and known[1] < value <= known[1] + SKIPPED
        return (free and (expected or resumes)) or (spaced and expected)
    if value == 1:
        return candidate.second and (free or _opens_list(line, previous, numeral))
    if free:
        resumes = goes_on and known[0] > 0 and known[0] < value <= known[0] + SKIPPED
        return expected or resumes
    # Between names (…医院2.深圳市…) only an unbroken count can tell.
    if known[0] + 1 != value or known[0] == 0:
        return False
    return goes_on or (level in ITEMS and candidate.after in (0, 1))


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


def _candidates(line: str) -> list[_Candidate]:
    """Numerals in the line with what follows them on their level, read from the end."""
    found = _numerals(line)
    after: dict[str, int] = {}
    seconds: dict[str, int] = {}
    candidates: list[_Candidate] = []
    following: Numeral | None = None
    for numeral in reversed(found):
        level = numeral.level
        candidates.append(
            _Candidate(
                numeral,
                numeral.start == 0 or line[numeral.start - 1] in ENDS,
                (level in OVER or level == "dun") and _heads(line, numeral, following),
                after.get(level, 0),
                seconds.get(level) == 2,
            )
        )
        free = candidates[-1].free or candidates[-1].heads
        # 统一、 is a word: a first 一、 counts only where it can begin a part.
        if not numeral.cited and (free or level != "dun" or numeral.value > 1):
            after[level] = numeral.value
            if numeral.value in (1, 2):
                seconds[level] = numeral.value
        following = numeral
    return candidates[::-1]


def _heads(line: str, numeral: Numeral, following: Numeral | None) -> bool:
    """第二章 医疗救助第七条…: a heading and directly the article, section or 一、 under it."""
    if following is None or following.level not in UNDER or numeral.level == following.level:
        return False
    near = following.start - numeral.end <= NEAR and following.rank > numeral.rank
    return near and not PUNCTUATION.search(line, numeral.end, following.start)


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
