"""Numerals at line starts -> those outside quotations, notes, footnotes and contents."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

from corpus.outline.marks import SENTENCE_END, Mark

QUOTE_LIMIT = 6000  # a quotation over several lines; the longest amendment met has 2,100
OPENS_QUOTE = re.compile(r"(?:^|[\n：:为])\s?\Z")
NOTES = re.compile(
    r"^[*＊※（( \t]{0,3}(?:附?注|备注)[^\S\n]?[:：][^\S\n]*(?P<one>(?:1[.．、)）]|[（(]1[）)]|①)?)"
    r"|(?:附注|备注|注)[^\S\n]?[:：](?=[^\S\n]*$)",
    re.M,
)
ANCHOR = re.compile(r"(?<=[\u4e00-\u9fff”》）A-Za-z\d。；，])([①-⑳])(?=[，。；、：”）》\n]|\Z)")
CONTENTS_HEAD = re.compile(r"^[^\S\n]*目[^\S\n]*[录次][^\S\n]*$", re.M)
PAGE = re.compile(r"[（(/]?\d{1,3}[）)]?$")
ENTRY_LIMIT = 60
NOTE_LEVELS = ("arabic", "arabic_bracket", "arabic_half", "circled")


def outside(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The marks that begin paragraphs of the text itself."""
    return _without_contents(
        _without_footnotes(_without_notes(_unquoted(marks, text), text), text), text
    )


def _unquoted(marks: Sequence[Mark], text: str) -> list[Mark]:
    """（二）… inside “第五条 …” that runs over several lines is quoted, not said."""
    spans = _quotations(text)
    if not spans:
        return list(marks)
    starts = [start for start, _ in spans]
    kept = []
    for mark in marks:
        at = bisect_left(starts, mark.start) - 1
        if at < 0 or mark.start >= spans[at][1]:
            kept.append(mark)
    return kept


def _quotations(text: str) -> list[tuple[int, int]]:
    """“…” over more than one line, opened at a line start or after a colon or 为 (修改为“第五条…).

    An unclosed mark inside a sentence is a misprint and opens nothing.
    """
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in re.finditer("[“”]", text):
        position = match.start()
        if match[0] == "“":
            opened.append(position)
        elif opened:
            start = opened.pop()
            long = "\n" in text[start : min(position, start + QUOTE_LIMIT)]
            if (
                long
                and position - start < QUOTE_LIMIT
                and OPENS_QUOTE.search(text[max(0, start - 2) : start])
            ):
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, position))
    return spans


def _without_notes(marks: Sequence[Mark], text: str) -> list[Mark]:
    """1.… 2.… after a line 注： are notes until their count ends."""
    starts = [mark.start for mark in marks]
    dropped: set[int] = set()
    for match in NOTES.finditer(text):
        index = bisect_left(starts, match.end())
        expected = 2 if match["one"] else 1
        while index < len(marks):
            mark = marks[index]
            if mark.level not in NOTE_LEVELS or mark.value != expected:
                break
            if expected == 1 and text.count("\n", match.end(), mark.start) > 1:
                break
            dropped.add(id(mark))
            expected += 1
            index += 1
    return [mark for mark in marks if id(mark) not in dropped]


def _without_footnotes(marks: Sequence[Mark], text: str) -> list[Mark]:
    """①… at a line start explains the ① that stands behind a word before it."""
    if not any(mark.level == "circled" for mark in marks):
        return list(marks)
    anchors: dict[str, int] = {}
    for match in ANCHOR.finditer(text):
        anchors.setdefault(match[1], match.start())
    return [
        mark
        for mark in marks
        if mark.level != "circled" or anchors.get(mark.printed, len(text)) > mark.start
    ]


def _without_contents(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Headings in a row that come again later are a table of contents, leaders or not."""
    runs = [run for run in _heading_runs(marks, text) if _may_be_contents(run)]
    heads = [match.end() for match in CONTENTS_HEAD.finditer(text)]
    if not runs:
        return list(marks)
    places: dict[str, int] = {}
    for mark in marks:
        if mark.line_end - mark.start <= ENTRY_LIMIT:
            places[_key(text, mark)] = mark.start
    dropped: set[int] = set()
    for run in runs:
        headed = any(0 <= run[0].start - head <= 2 for head in heads) if heads else False
        end = run[-1].start
        again = sum(_comes_again(places, _key(text, mark), end) for mark in run)
        if again >= (0.4 if headed else 0.75) * len(run):
            dropped.update(map(id, run))
    return [mark for mark in marks if id(mark) not in dropped]


def _heading_runs(marks: Sequence[Mark], text: str) -> list[list[Mark]]:
    """Numbered short lines without a sentence, directly one under the other."""
    runs: list[list[Mark]] = []
    for mark in marks:
        if mark.inside or mark.line_end - mark.start > ENTRY_LIMIT:
            continue
        if SENTENCE_END.search(text, mark.start, mark.line_end) or text[mark.line_end - 1] == "：":
            continue
        joined = runs and mark.start - runs[-1][-1].line_end <= 2
        again = joined and mark.value == 1 and mark.level == runs[-1][0].level
        if joined and not again:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _may_be_contents(run: Sequence[Mark]) -> bool:
    """At least three entries, two of them on the top level."""
    top = min(mark.rank for mark in run)
    return len(run) > 2 and sum(mark.rank == top for mark in run) > 1


def _comes_again(places: dict[str, int], key: str, end: int) -> bool:
    return places.get(key, -1) > end or places.get(PAGE.sub("", key), -1) > end


def _key(text: str, mark: Mark) -> str:
    line = unicodedata.normalize("NFKC", text[mark.start : mark.line_end])
    return re.sub(r"\s+", "", line)
