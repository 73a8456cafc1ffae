"""Draft -> the same with blanks only where they say something: none inside words and sentences,
one between columns, one line feed between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.edits import Draft, Edit

B = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
H = r"\u3400-\u9fff〇"
CN = "一二三四五六七八九十百千零〇两"

# Patterns begin with a character class wherever they can: re finds such a place ten times faster
# than it tries a look-behind everywhere. What goes is the group `gap`.
# Full-width punctuation brings its own room. After 。；！？ a line may have ended: that blank
# stays.
AFTER_OPENING = re.compile(rf"[（《【〔「『“‘，、：](?P<gap>[{B}]{{1,2}})(?=[^{B}\n|])")
CLOSING = re.compile(rf"[，。、；：！？）》】〕」』”](?<=[{B}].)")
# A ” that closes nothing is often meant to open.
QUOTE = 60
# 重点 （工程）实验室: a bracket inside a sentence, not one that begins a paragraph's words.
BEFORE_OPENING = re.compile(
    r"(?P<gap> )(?<=[\u3400-\u9fff》] )"
    r"(?=(?:（[^（）\n]{1,40}）|“[^“”\n]{1,40}”|《[^《》\n]{1,60}》|〔\d{4}〕)[^ \t\u3000\n])"
)
HEADED = re.compile(rf"(?:\A|\n)[{B}]*(?:第[{CN}\d]+[编章节条]|附\s?[件录表]\d*|[{CN}]+)\Z")
AFTER_BRACKET = re.compile(rf"[）)](?P<gap>[{B}]{{1,8}})(?=[{H}“《])")
BRACKETED = re.compile(rf"(?:\A|\n)[{B}]{{0,8}}[（(](?:[{CN}]{{1,3}}|\d{{1,2}})\Z")
# Single characters spaced out to fill a line: 国 务 院, 总　则, 韩　正. The match begins after
# the first of them.
SPACED = re.compile(
    rf"[{B}](?<=[{H}].)(?<![{H}0-9][{H}].)[{B}]{{0,7}}[{H}](?![{H}0-9])"
    rf"(?:[{B}]{{1,8}}[{H}](?![{H}0-9]))*"
)
RUN = re.compile(rf"[{B}]+")
# A form's blanks to fill in or to tick: 2020年 月 日, 是 否.
FORM = frozenset("年月日时分是否男女有无")
# A whole sentence set so has more characters than a name; it may begin inside a word.
SENTENCE = 6
WORD_BEFORE = re.compile(rf"[{H}](?P<gap>[{B}]{{1,8}})\Z")
# 第 一 条 may be spaced out too; the blank between it and its words stays.
NUMBERED = re.compile(rf"第[{CN}]+[编章节条]")
LAYOUT = re.compile(rf"[{B}\n](?:[{B}\n]+|(?<=[{B[1:]}]))")
REMOVED = "blanks inside words and sentences removed"


def close_gaps(draft: Draft) -> None:
    """Blanks that only fill a line go. Those between a numeral and its words (第一条　为了),
    between organs (财政部 税务总局), names and columns stay."""
    if RUN.search(draft.text) is None:
        return
    for edits in (_after_opening, _before_closing, _before_opening, _after_numeral, _spaced_out):
        draft.replace(edits(draft.text), REMOVED)


def _after_opening(text: str) -> Iterator[Edit]:
    for match in AFTER_OPENING.finditer(text):
        yield *match.span("gap"), ""


def _before_closing(text: str) -> Iterator[Edit]:
    for match in CLOSING.finditer(text):
        start = match.start()
        near = text[max(0, start - QUOTE) : start]
        if match[0] == "”" and near.rfind("“") <= near.rfind("”"):
            continue
        while start and text[start - 1] != "\n" and text[start - 1].isspace():
            start -= 1
        if start and text[start - 1] not in "\n|":
            yield start, match.start(), ""


def _before_opening(text: str) -> Iterator[Edit]:
    for match in BEFORE_OPENING.finditer(text):
        if not HEADED.search(text[max(0, match.start() - 12) : match.start()]):
            yield *match.span("gap"), ""


def _after_numeral(text: str) -> Iterator[Edit]:
    """（一） 指导思想: the bracket parts them."""
    for match in AFTER_BRACKET.finditer(text):
        if BRACKETED.search(text[max(0, match.start() - 14) : match.start()]):
            yield *match.span("gap"), ""


def _spaced_out(text: str) -> Iterator[Edit]:
    for match in SPACED.finditer(text):
        start, end = match.start() - 1, match.end()
        letters = RUN.sub("", text[start:end])
        if FORM.issuperset(letters):
            continue
        if len(letters) >= SENTENCE:
            yield from _gap_before(text, start)
        gaps = [gap.span() for gap in RUN.finditer(text, start, end)]
        kept = _kept(letters, [stop - begin for begin, stop in gaps])
        for at, (begin, stop) in enumerate(gaps):
            if at not in kept:
                yield begin, stop, ""


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
    narrowest, widest = min(widths), max(widths)
    if narrowest < widest:
        kept |= {at for at, width in enumerate(widths) if width == widest}
    return kept


def tidy_layout(draft: Draft) -> None:
    """One blank for a run of any, one line feed between lines, none at either end of a line."""
    draft.replace(_layout(draft.text))


def _layout(text: str) -> Iterator[Edit]:
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first:
        yield 0, first, ""
    for match in LAYOUT.finditer(text, first, last):
        start, end = match.span()
        feed = match[0].find("\n")
        if feed < 0:
            yield start, end, " "
            continue
        if feed:
            yield start, start + feed, ""
        if start + feed + 1 < end:
            yield start + feed + 1, end, ""
    if last < len(text) and first < len(text):
        yield last, len(text), ""
