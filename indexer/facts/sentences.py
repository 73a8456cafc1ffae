"""A clause's text -> its sentences and their parts, with names inside 《》 and quotes blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]

TITLED = re.compile(r"《[^《》\n]{0,200}》")
QUOTED = re.compile(r"“[^“”\n]{9,200}”")
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
PART = re.compile(r"[^，,；;：:。！？!?\n]+")
# Numerals and words that stand before what a sentence part says.
LEAD = re.compile(
    r"(?:\s|[（(][一二三四五六七八九十百\d]{1,4}[)）]|第[一二三四五六七八九十百零〇]{1,6}[条章节]|"
    r"[一二三四五六七八九十]{1,3}(?:、|是(?!否))|\d{1,3}[.．、)）]|[①-⑳]|-{1,3}|—{1,2}|"
    r"同时|此外|另外|其中|但是?|因此|而且|并且|对此|届时|目前|原则上|"
    r"(?:到|于|自|从)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|起|初|末)?(?:以?[前后])?|(?:每年|"
    r"当年)(?:\d{1,2}月底?(?:前|之前)?)?)*"
)
# What LEAD can begin with.
LEADS = frozenset(
    " "
    "\t\u3000\xa0（(第一二三四五六七八九十百0123456789①②③④⑤⑥⑦⑧⑨⑩-—同此另其但因而并对届目原到于自从每当"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`parts` are the stretches between its commas, semicolons and colons, without leads."""

    start: int
    end: int
    parts: tuple[Span, ...]


def blanked(text: str) -> str:
    """As long as `text`; what stands in 《》 or in long quotes names no body of the sentence."""
    if "《" in text:
        text = TITLED.sub(lambda match: "《" * len(match[0]), text)
    if "“" in text:
        text = QUOTED.sub(lambda match: "《" * len(match[0]), text)
    return text


def sentences(text: str) -> list[Sentence]:
    """The sentences of a blanked text, with their parts."""
    found = []
    for match in SENTENCE.finditer(text):
        parts = []
        for part in PART.finditer(text, match.start(), match.end()):
            start = part.start()
            if text[start] in LEADS:
                lead = LEAD.match(text, start, part.end())
                start = lead.end() if lead else start
            if start < part.end():
                parts.append((start, part.end()))
        if parts:
            found.append(Sentence(match.start(), match.end(), tuple(parts)))
    return found
