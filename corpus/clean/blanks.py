"""Draft -> the same with blanks only where they say something: none inside words and sentences,
one between columns, one line feed between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from corpus.edits import Draft, Edit

B = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
H = r"\u3400-\u9fff〇"
CN = "一二三四五六七八九十百千零〇两"

# Full-width punctuation brings its own room. After 。；！？ a line may have ended: that blank stays.
BEFORE_CLOSING = re.compile(rf"(?<=[^{B}\n|])[{B}]+(?=[，。、；：！？）》】〕」』])")
AFTER_OPENING = re.compile(rf"(?<=[（《【〔「『“‘，、：])[{B}]{{1,2}}(?=[^{B}\n|])")
AFTER_NUMERAL = re.compile(
    rf"(?m)^(?P<numeral>[{B}]*[（(](?:[{CN}]{{1,3}}|\d{{1,2}})[）)])[{B}]+(?=[{H}“《])"
)
# 重点 （工程）实验室: a bracket inside a sentence, not one that begins a paragraph's words.
BEFORE_OPENING = re.compile(
    rf"(?<=[{H}》]) (?=(?:（[^（）\n]{{1,40}}）|“[^“”\n]{{1,40}}”|《[^《》\n]{{1,60}}》|〔\d{{4}}〕)[^{B}\n])"
)
HEADED = re.compile(rf"(?:^|\n)[{B}]*(?:第[{CN}\d]+[编章节条]|附\s?[件录表]\d*|[{CN}]+)\Z")
# Single characters spaced out to fill a line: 国 务 院, 总　则, 韩　正.
SPACED = re.compile(rf"(?<![{H}\w])[{H}](?:[{B}]{{1,8}}[{H}](?![{H}\w]))+")
RUN = re.compile(rf"[{B}]+")
# A form's blanks to fill in or to tick: 2020年 月 日, 是 否.
FORM = frozenset("年月日时分是否男女有无")
# A whole sentence set so has more characters than a name; it may begin inside a word.
SENTENCE = 6
WORD_BEFORE = re.compile(rf"[{H}](?P<gap>[{B}]{{1,8}})\Z")
# 第 一 条 may be spaced out too; the blank between it and its words stays.
NUMBERED = re.compile(rf"第[{CN}]+[编章节条]")
ORDINAL = re.compile(
    rf"(?m)^(?P<before>[{B}]*)第[{B}]*(?P<n>[{CN}]+)[{B}]*(?P<unit>[编章节条])(?=[{B}])"
)
LAYOUT = re.compile(rf"[{B}\n]{{2,}}|[{B[1:]}]|\A[ \n]|[ \n]\Z")
REMOVED = "blanks inside words and sentences removed"


def close_gaps(draft: Draft) -> None:
    """Blanks that only fill a line go. Those between a numeral and its words (第一条　为了), between
    organs (财政部 税务总局), names and columns stay."""
    if RUN.search(draft.text) is None:
        return
    draft.substitute(BEFORE_CLOSING, "", REMOVED)
    draft.substitute(AFTER_OPENING, "", REMOVED)
    draft.substitute(AFTER_NUMERAL, lambda match: match["numeral"], REMOVED)
    draft.substitute(BEFORE_OPENING, _unless_headed, REMOVED)
    draft.replace(_spaced_out(draft.text), REMOVED)
    draft.substitute(
        ORDINAL, lambda match: f"{match['before']}第{match['n']}{match['unit']}", REMOVED
    )


def _unless_headed(match: Match[str]) -> str:
    at = match.start()
    return " " if HEADED.search(match.string[max(0, at - 12) : at]) else ""


def _spaced_out(text: str) -> Iterator[Edit]:
    for match in SPACED.finditer(text):
        letters = RUN.sub("", match[0])
        if FORM.issuperset(letters):
            continue
        if len(letters) >= SENTENCE:
            yield from _gap_before(text, match.start())
        gaps = [gap.span() for gap in RUN.finditer(text, match.start(), match.end())]
        kept = _kept(letters, [end - start for start, end in gaps])
        for at, (start, end) in enumerate(gaps):
            if at not in kept:
                yield start, end, ""


def _gap_before(text: str, start: int) -> Iterator[Edit]:
    """去中 心 化: the blank before the first single character, inside a sentence."""
    before = text[max(0, start - 20) : start]
    word = WORD_BEFORE.search(before)
    if word and not HEADED.search(before[: word.start("gap")]):
        yield start - len(word["gap"]), start, ""


def _kept(letters: str, widths: list[int]) -> set[int]:
    """Which gaps between the letters part words: wider ones, and the one after a numeral."""
    numbered = NUMBERED.match(letters)
    kept = {len(numbered[0]) - 1} if numbered else set()
    if letters[0] in CN and len(letters) > 2:
        kept.add(0)
    widest = max(widths)
    return kept | {at for at, width in enumerate(widths) if width == widest > min(widths)}


def tidy_layout(draft: Draft) -> None:
    """One blank for a run of any, one line feed between lines, none at either end of a line."""
    draft.replace(_layout(draft.text))


def _layout(text: str) -> Iterator[Edit]:
    for match in LAYOUT.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            yield start, end, ""
            continue
        feed = match[0].find("\n")
        if feed < 0:
            yield start, end, " "
            continue
        if feed:
            yield start, start + feed, ""
        if start + feed + 1 < end:
            yield start + feed + 1, end, ""
