"""Marks -> the documents a text is made of: the letter, the document it carries, its annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import RANKS
from corpus.outline.closing import TITLE_LINE, closing_start, footer_start, plain_closing
from corpus.outline.marks import Mark
from corpus.outline.signature import DATE, UNDER_DATE, Signed, between

# The first numeral of a document: 第一编, 第一章, 第一条, 一、, （一）, 1., 1 总则.
BEGINS = frozenset(("part", "chapter", "article", "dun", "bracket", "arabic", "decimal1"))
TITLE_LINES = 4
LIST_LIMIT = 500


@dataclass(slots=True)
class Section:
    """One document or annex: `head` is where its title and introduction begin.

    `closing` is None where nothing follows its last clause; the section ends at `end`.
    """

    kind: str
    head: int
    end: int
    marks: list[Mark]
    closing: int | None = None


def split_sections(text: str, marks: Sequence[Mark], signed: Sequence[Signed]) -> list[Section]:
    """The sections in order; they join to the text. Empty for a text without marks."""
    if not marks:
        return []
    sections = [Section("notice", 0, len(text), [])]
    top = 99
    for mark in marks:
        now = sections[-1]
        if mark.level == "annex":
            _end(text, now, mark.start, signed)
            now = Section("annex", mark.start, len(text), [])
            sections.append(now)
        elif now.kind != "annex" and now.marks and mark.value == 1 and mark.level in BEGINS:
            head = _inner_head(text, now.marks[-1], mark, signed, mark.rank <= top)
            if head is not None and _is_mere_list(text, mark):
                break  # files to download, people to call: the closing goes on
            if head is not None:
                _end(text, now, head, signed)
                now = Section("inner", head, len(text), [])
                sections.append(now)
                top = 99
        now.marks.append(mark)
        top = min(top, mark.rank)
    last = sections[-1]
    if last.kind != "annex":
        _end(text, last, len(text), signed)
        return sections
    foot = footer_start(text, last.marks[-1].line_end + 1)
    if foot is not None:
        last.end = foot
        sections.append(Section("notice", foot, len(text), [], foot))
    return [section for section in sections if section.marks or section.head < section.end]


def _end(text: str, section: Section, end: int, signed: Sequence[Signed]) -> None:
    section.end = end
    if section.kind == "annex":
        return
    if section.marks:
        section.closing = closing_start(text, section.marks, end, signed)
    else:
        section.closing = plain_closing(text[:end], signed)


def _inner_head(
    text: str, last: Mark, first: Mark, signed: Sequence[Signed], on_top: bool
) -> int | None:
    """Where the carried document's title begins, between the letter's last clause and its own
    first: after the letter's signature, or at a title where the numbering starts anew."""
    low, high = last.line_end + 1, first.start
    if low >= high:
        return None
    places = between(signed, low, high)
    if places:
        return _under_signature(text, places, high)
    if not on_top:
        return None
    title = TITLE_LINE.search(text, low, high)
    return title.start() if title else None


def _is_mere_list(text: str, first: Mark) -> bool:
    """1.… 2.… to the end without a sentence: no document."""
    rest = len(text) - first.start
    return first.rank >= RANKS["arabic"] and rest < LIST_LIMIT and "。" not in text[first.start :]


def _under_signature(text: str, places: Sequence[Signed], high: int) -> int:
    """The line after the signature, the further dates of joint issuers and 此件公开发布."""
    position = places[0].end + 1
    for place in places[1:]:
        if place.start <= position:
            position = place.end + 1
    while position < high:
        line_end = text.find("\n", position)
        line = text[position:line_end].strip()
        if line and not UNDER_DATE.search(line):
            break
        position = line_end + 1
    return min(position, high)


def letter_end(text: str, first: Mark, signed: Sequence[Signed]) -> int | None:
    """For a letter without numerals: where the document that it carries begins, or None.

    That is after the signature when a title or introduction stands between it and the first
    numeral.
    """
    places = [place for place in signed if place.end < first.start]
    if not places or first.level == "annex":
        return None
    head = _under_signature(text, places, first.start)
    before = text[: places[0].start].strip()
    return head if head < first.start and before else None


def title_in(text: str, start: int, end: int) -> str:
    """The title printed at the head of text[start:end], over at most four lines; "" for none."""
    taken: list[str] = []
    for line in text[start : min(end, start + 400)].split("\n")[:TITLE_LINES]:
        words = line.strip()
        if not words:
            continue
        if len(words) > 60 or re.search(r"[。；：:，]", words) or DATE.match(words):
            break
        taken.append(words)
        if TITLE_LINE.match("".join(taken)):
            return _unspaced("".join(taken))
    return _unspaced(taken[0]) if taken else ""


def _unspaced(title: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", title)
