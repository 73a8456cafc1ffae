"""Draft -> the same without glosses in pinyin and with the characters that they came with.

業(yè) -> 业: one scraper turned characters Traditional and glossed each that it changed.
"""

from __future__ import annotations

import re
from itertools import islice
from re import Match

from corpus.edits import Draft
from corpus.simplify import simplifier

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň"
PINYIN = re.compile(rf"[(（](?<=[\u3400-\u9fff].)([a-zü{TONED}]{{1,6}})[)）]")
SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]?ang?|[iu]?eng?|i?ong|ing?|i?ao|u?ai|[aeo]|[iuü]?e|u?o|o?u|i?u|ui|ei|i?a|u?a|i|ü|un|er)"
)
PLAIN = str.maketrans(TONED, "aaaaeeeeiiiioooouuuuüüüünn")
# A notice on how characters are read glosses simplified ones, and not many.
ENOUGH = 5
SAMPLE = 200


def remove_pinyin(draft: Draft) -> None:
    """Only texts with at least five glosses that carry a tone mark, most of them after a
    Traditional character, are touched: a formula's (a) or (ppm) stays, a Traditional text without
    glosses keeps its script."""
    glosses = (match for match in PINYIN.finditer(draft.text) if _is_syllable(match[1]))
    found = list(islice((match for match in glosses if _has_tone(match[1])), SAMPLE))
    if len(found) < ENOUGH:
        return
    glossed = "".join(draft.text[match.start() - 1] for match in found)
    simple = simplifier()
    if sum(map(str.__ne__, glossed, simple(glossed))) * 2 < len(glossed):
        return
    draft.substitute(PINYIN, _without_gloss, "pinyin glosses removed")
    text = simple(draft.text)
    changed = sum(map(str.__ne__, draft.text, text))
    draft.respell(text, "characters restored to simplified", changed)


def _without_gloss(match: Match[str]) -> str:
    return "" if _is_syllable(match[1]) else match[0]


def _is_syllable(gloss: str) -> bool:
    return SYLLABLE.fullmatch(gloss.translate(PLAIN)) is not None


def _has_tone(gloss: str) -> bool:
    return any(char in TONED for char in gloss)
