"""A clause's words -> its own heading, and how its descendants show it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline.marks import HEADING_LIMIT, Mark

SENTENCE = re.compile(r"[。；！？]")
LONE_SENTENCE = re.compile(r"[^。；：！？]+。")
# Measured on the headings of 149 real documents: longer lone sentences were all body.
LONE_LIMIT = 24
SHORT = 12
FEW = 2  # siblings that show no habit
LOOK = 400  # no heading is longer; a clause may be


def heading_of(body: str, level: str = "", leads: bool = False) -> str:
    """The clause's own heading: its first line when short and unpunctuated, else its first
    sentence when that reads like a heading; empty when the clause has none.

    A lone short sentence is a heading when lines or clauses follow below (`leads`); an article's
    first sentence is one only when it is very short, since articles mostly have none.
    """
    first, _, more = body.lstrip().partition("\n")
    first = first.strip()
    if level == "article" and not _short_heading(SENTENCE.split(first, maxsplit=1)[0], first):
        return ""
    if (leads or more.strip()) and len(first) <= LONE_LIMIT and LONE_SENTENCE.fullmatch(first):
        return first[:-1]
    if not SENTENCE.search(first):
        return first.rstrip("：:") if len(first) <= HEADING_LIMIT else ""
    sentence = SENTENCE.split(first, maxsplit=1)[0].strip()
    rest = first[len(sentence) + 1 :].strip()
    is_heading = len(sentence) <= HEADING_LIMIT and first[len(sentence)] == "。" and rest
    return sentence if is_heading and sentence.count("，") + sentence.count(",") <= 2 else ""


def like_siblings(headings: Sequence[str], bodies: Sequence[str]) -> list[str]:
    """The siblings' headings without those that are only a first sentence, where most siblings
    have no heading at all: that sentence is body too."""
    if len(headings) <= FEW or 2 * sum(map(bool, headings)) > len(headings):
        return list(headings)
    return [
        "" if body.lstrip().startswith(heading + "。") and not _brief(heading) else heading
        for heading, body in zip(headings, bodies)
    ]


def _brief(sentence: str) -> bool:
    """Whether a sentence may be a heading whatever its siblings have."""
    return len(sentence) <= (SHORT if "，" in sentence else LONE_LIMIT)


def _short_heading(sentence: str, line: str) -> bool:
    """Whether an article's first sentence, or its line before a list, can be its heading."""
    if sentence == line and not line.endswith(("：", ":")):
        return True
    return len(sentence.strip().rstrip("：:")) <= SHORT and "，" not in sentence


def shown(text: str, mark: Mark) -> str:
    """An ancestor as readers see it: numeral and heading, or the line's first 45 characters."""
    line = text[mark.start : min(mark.line_end, mark.start + LOOK)].strip()
    heading = heading_of(text[mark.end : min(mark.line_end, mark.end + LOOK)], mark.level, True)
    if heading:
        gap = "" if mark.printed[-1:] in "、）)." else " "
        return text[mark.start : mark.end].strip() + gap + heading
    return line if len(line) <= HEADING_LIMIT else line[:HEADING_LIMIT] + "…"
