"""A text that lost its line breaks -> spans where they belong: before parts and signature."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from corpus.breaks.frame import head_breaks, tail_breaks
from corpus.breaks.glued import heading_ends
from corpus.breaks.paragraphs import blank_headings, paragraph_ends
from corpus.breaks.runon import part_starts
from corpus.numerals import Numeral, numeral_at
from corpus.outline.marks import LINE_HEAD

# Documents with line breaks have lines of 60 to 300 characters; those without, one of thousands.
LONG_LINE = 600
# A file of one line is a notice that lost its breaks, unless it is a mere sentence.
SHORT_NOTICE = 100
DUN = 5
# The end of a sentence, where the next part may begin; （一）（二） in a row is a reference.
INNER = re.compile(r"(?:(?<=[。！])|(?<=[）)〕])) ?(?=[一二三四五六七八九十（(\d])")
BRACKET_NUMERAL = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)] ?\Z")
BARE_HEADING = 30


def break_positions(text: str) -> list[tuple[int, int]]:
    """Sorted, disjoint spans of the text, each to be replaced by one line feed.

    A span covers the blanks around a lost break and is empty where there are none. Text with
    ordinary lines is left alone.
    """
    limit = LONG_LINE if "\n" in text else SHORT_NOTICE
    found: list[tuple[int, int]] = []
    starts = [0]
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > limit:
            line = text[start:end]
            parts = part_starts(line)
            cuts = head_breaks(line) | tail_breaks(line, parts) | {*parts}
            cuts |= {*paragraph_ends(line, parts), *heading_ends(line, parts)}
            cuts.update(blank_headings(line, parts))
            spans = _spans(text, start, end, sorted(start + cut for cut in cuts))
            found += spans
            starts += [high for _, high in spans]
        start = end + 1
        starts.append(start)
    return sorted(found + _inner_breaks(text, starts, found))


def _spans(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """Each cut inside text[start:end] with the blanks around it; none at either edge."""
    spans: list[tuple[int, int]] = []
    for cut in cuts:
        low = high = cut
        while low > start and text[low - 1] == " ":
            low -= 1
        while high < end and text[high] == " ":
            high += 1
        if start < low and high < end and (not spans or spans[-1][1] < low):
            spans.append((low, high))
    return spans


def _inner_breaks(
    text: str, starts: list[int], broken: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A part that follows the end of the part before it on one line (…提升。四、实施路径) gets a
    line of its own, when it continues the count of its level or is a mere heading.

    `starts` are the lines' starts, with those that the spans `broken` make.
    """
    heads = {head.start: head for head in _heads(text, broken)}
    following = _by_rank(heads.values())
    ends = dict(zip((high for _, high in broken), (low for low, _ in broken)))
    breaks: list[tuple[int, int]] = []
    last: dict[int, int] = {}
    events = sorted({*heads, *(match.end() for match in INNER.finditer(text))})
    for position in events:
        at = bisect_right(starts, position) - 1
        start, end = starts[at], starts[at + 1] if at + 1 < len(starts) else len(text) + 1
        end = ends.get(end, end - 1)
        head = heads.get(position)
        if head is not None:
            _count_on(last, head)
            continue
        inner = numeral_at(text, position)
        if inner is None or not _may_begin(text, start, end, inner):
            continue
        counts = inner.value >= 2 and last.get(inner.rank, 0) + 1 == inner.value
        rest = text[inner.end : min(end, inner.end + BARE_HEADING + 1)]
        bare = len(rest) <= BARE_HEADING and not re.search("[，。；：]", rest)
        first = inner.rank <= DUN + 1 or (
            inner.value == 1 and _next_value(following, inner.rank, position) == 2
        )
        if counts or (bare and first):
            breaks += _spans(text, start, end, [inner.start])
            _count_on(last, inner)
    return breaks


def _heads(text: str, broken: list[tuple[int, int]]) -> list[Numeral]:
    """Numerals at line starts, with those that a restored break precedes, in order."""
    places = [match.end() for match in LINE_HEAD.finditer(text)]
    places += [high for _, high in broken]
    found = [numeral_at(text, place) for place in sorted(places)]
    return [head for head in found if head is not None and head.rank > 0]


def _may_begin(text: str, start: int, end: int, inner: Numeral) -> bool:
    """Whether a numeral inside a line is no reference, quotation or end of the line."""
    if inner.rank < DUN or inner.start == start:
        return False
    if not text[inner.end : min(end, inner.end + BARE_HEADING)].strip():
        return False
    low = max(start, inner.start - 8)
    if BRACKET_NUMERAL.search(text[low : inner.start]):
        return False
    low = max(start, inner.start - 60)
    return text.rfind("《", low, inner.start) <= text.rfind("》", low, inner.start)


def _count_on(last: dict[int, int], found: Numeral) -> None:
    for rank in [rank for rank in last if rank > found.rank]:
        del last[rank]
    last[found.rank] = found.value


def _by_rank(heads: Iterable[Numeral]) -> dict[int, tuple[list[int], list[int]]]:
    """For each rank the places of its numerals at line starts, and their values."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for head in heads:
        places, values = found.setdefault(head.rank, ([], []))
        places.append(head.start)
        values.append(head.value)
    return found


def _next_value(heads: dict[int, tuple[list[int], list[int]]], rank: int, position: int) -> int:
    """The value of the next numeral of this rank at a line start; 0 for none."""
    places, values = heads.get(rank, ([], []))
    index = bisect_right(places, position)
    return values[index] if index < len(values) else 0
