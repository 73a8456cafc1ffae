"""A question with words that the index does not know -> the same question as it was meant.

Typed on a keyboard a wrong Chinese character sounds like the right one (陪训, 培训); what is looked
at are pairs of neighbouring characters that no text of the index has. Any other wrong character is
found only in the words of a title. English words are compared
with those that the translation table knows.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterator

from indexer.english import words_of
from indexer.index import Index
from indexer.pinyin import homophones
from indexer.text import HAN, in_word_list, segment, shadow
from indexer.translate import known_words, translate
from service.names import names_of
from service.results import Mend
from service.words import ENGLISH_STOP, STOP_WORDS

SHORTEST = 4  # letters of an English word that is mended: shorter ones have too many neighbours
_ASKING = frozenset("谁哪几何啥吗呢么第每各这那")
_RUN = re.compile(f"[{HAN}]{{2,}}")
# What rows must hold a two-character word that stands alone, so that it is no chance.
ALONE = 3
# Characters around a wrong one that a title must have, when it does not sound like the right one.
CONTEXT = 3


def mends(index: Index, text: str, language: str) -> tuple[Mend, ...]:
    """What to read differently in a text; () when the index knows its words."""
    found = _english(index, text) if language == "en" else _chinese(index, shadow(text))
    return tuple(found)


def mended_text(text: str, found: tuple[Mend, ...]) -> str:
    """The text with the words as they are meant."""
    for mend in sorted(found, key=lambda mend: -mend.start):
        text = text[: mend.start] + mend.meant + text[mend.start + len(mend.typed) :]
    return text


def _chinese(index: Index, plain: str) -> Iterator[Mend]:
    for run in _RUN.finditer(plain):
        characters = run[0]
        rows = [_rows(index, "grams", characters[i : i + 2]) for i in range(len(characters) - 1)]
        if 0 not in rows:
            continue
        asking = [
            word in STOP_WORDS or character in _ASKING
            for word in segment(characters)
            for character in word
        ]
        done = 0
        for at in range(len(characters)):
            if at < done or asking[at] or any(rows[max(0, at - 1) : at + 1]):
                continue
            # a known pair on either side, as 质量 before 标竿, shows that the rest of it is right
            steady = any(rows[max(0, at - 2) : max(0, at - 1)]) or any(rows[at + 1 : at + 2])
            meant = None
            if steady or len(characters) == 2:
                meant = _sounding(index, characters, at, 1 if steady else ALONE)
            meant = meant or _in_a_title(index, characters, at, asking)
            if not meant:
                continue
            read = characters[:at] + meant + characters[at + 1 :]
            start, end = _word_around(read, at)
            mend = Mend(characters[start:end], read[start:end], run.start() + start)
            if _likely(index, mend, read[max(0, at - CONTEXT) : at + 2]):
                done = end
                yield mend


def _rows(index: Index, field: str, term: str) -> int:
    """How many rows have it in their text or in their titles and headings."""
    return index.frequency(field, term) + index.frequency(f"context_{field}", term)


def _likely(index: Index, mend: Mend, around: str) -> bool:
    """Whether a word of the index came out; and, where what was typed is a word as well (标竿), a
    run of a title."""
    if len(mend.meant) < 2 or not _rows(index, "words", mend.meant):
        return False
    return not in_word_list(mend.typed) or (
        len(around) > CONTEXT and around in names_of(index).text
    )


def _word_around(characters: str, at: int) -> tuple[int, int]:
    """Where the word begins and ends to which the character at this place belongs."""
    start = 0
    for word in segment(characters):
        if start + len(word) > at:
            return start, start + len(word)
        start += len(word)
    return at, at + 1


def _sounding(index: Index, run: str, at: int, least: int) -> str | None:
    """The character that sounds like the one at this place and makes its pairs known."""
    best, most = None, least - 1
    for other in homophones(run[at]):
        rows = _rows(index, "grams", run[at - 1] + other) if at else most + 1
        if rows > most and at + 1 < len(run):
            rows = min(rows, _rows(index, "grams", other + run[at + 1])) if at else (
                _rows(index, "grams", other + run[at + 1]))  # fmt: skip
        if rows > most:
            best, most = other, rows
    return best


def _in_a_title(index: Index, run: str, at: int, asking: list[bool]) -> str | None:
    """The only character that titles have at this place, between what else is asked for."""
    left = next((i + 1 for i in range(at - 1, -1, -1) if asking[i]), 0)
    right = next((i for i in range(at + 1, len(run)) if asking[i]), len(run))
    before, after = run[max(left, at - CONTEXT) : at], run[at + 1 : min(right, at + CONTEXT)]
    if len(before) + len(after) < CONTEXT:
        return None
    found = set(re.findall(f"{before}(.){after}", names_of(index).text))
    return found.pop() if len(found) == 1 else None


def _english(index: Index, text: str) -> Iterator[Mend]:
    at = 0
    for place, word in enumerate(words_of(text)):
        at = text.find(word, at)
        lower = word.lower()
        # a capital inside the question is a name, and names are in no table
        name = place > 0 and word[0].isupper()
        if at >= 0 and len(word) >= SHORTEST and lower.isalpha() and not name:
            meant = _nearest(index, lower)
            if meant:
                yield Mend(word, meant, at)
        at = max(at, 0) + len(word)


def _nearest(index: Index, word: str) -> str | None:
    """The known word at one edit whose translations the index has most of; None for a word that is
    known, as an inflected form too."""
    if word in ENGLISH_STOP or translate(word) or _rows(index, "words", word):
        return None
    best, most = None, 0.0
    for other in sorted(_one_edit_away(word) & known_words()):
        said = _said(index, other)
        if said > most:
            best, most = other, said
    return best


def _said(index: Index, word: str) -> float:
    forms = [form for found in translate(word) for form in found.forms]
    return sum(worth * math.sqrt(_rows(index, "words", form)) for form, worth in forms)


def _one_edit_away(word: str) -> set[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = string.ascii_lowercase
    missing = {a + letter + b for a, b in cuts for letter in letters}
    wrong = {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    more = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return missing | wrong | more | swapped
