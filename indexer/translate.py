"""An English question -> Chinese words to look for: our glossary, then the learned table."""

from __future__ import annotations

import functools
import gzip
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.english import bases, phrase, words_of

HERE = Path(__file__).resolve().parent
GLOSSARY = HERE / "train" / "glossary.tsv"
LEARNED = HERE / "model" / "translations.tsv.gz"
LONGEST_PHRASE = 5
MOST_FORMS = 6
# What a learned form counts against one of the glossary (1), alone and beside the glossary's own.
GUESS = 0.9
BESIDE = 0.5
# Of an inflected word that has forms of its own, those of its base count less: left, leave.
OF_BASE = 0.7
_FORM = re.compile(r"([^\d]+)(\d)")

Forms = dict[str, float]


@dataclass(frozen=True, slots=True)
class Translated:
    """A word or phrase of the question, in lower case, and its Chinese forms, each with its worth
    in (0, 1], the best one first."""

    text: str
    forms: tuple[tuple[str, float], ...]


def translate(text: str) -> list[Translated]:
    """The question's phrases in order, the longest known one first; unknown words are left out.

    A word is looked for as typed and as the base form of an inflected one; with a capital inside
    the question it is a name first (Polish, not polish).
    """
    words = words_of(text)
    found: list[Translated] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            part = words[at : at + length]
            forms = _word(part[0], at > 0) if length == 1 else _phrase(part)
            if forms:
                ranked = sorted(forms.items(), key=lambda form: -form[1])[:MOST_FORMS]
                found.append(Translated(" ".join(part).lower(), tuple(ranked)))
                at += length
                break
        else:
            at += 1
    return found


def _phrase(words: Sequence[str]) -> Forms:
    """Forms of several words together, also when the last of them is inflected."""
    start, last = " ".join(words[:-1]).lower(), words[-1].lower()
    keys = [f"{start} {word}" for word in (last, *bases(last))]
    return _both(_of_glossary(keys), next(filter(None, map(learned, keys)), {}))


def _word(word: str, inside: bool) -> Forms:
    """Forms of one word; `inside` tells that a capital is not that of the sentence."""
    lower = word.lower()
    forms = dict(learned(lower))
    for base in bases(lower):
        for form, worth in learned(base).items():
            forms[form] = max(forms.get(form, 0.0), worth * (OF_BASE if learned(lower) else 1.0))
    if inside and word[0].isupper():
        named = learned(word)
        if named:
            forms = {form: worth * BESIDE for form, worth in forms.items()} | dict(named)
    return _both(_of_glossary([lower, *bases(lower)]), forms)


def _of_glossary(keys: Sequence[str]) -> Forms:
    return {form: 1.0 for key in keys for form in glossary().get(key, ())}


def _both(own: Forms, guessed: Mapping[str, float]) -> Forms:
    """Our own forms first; learned ones beside them count less."""
    factor = GUESS * (BESIDE if own else 1.0)
    return {form: factor * worth for form, worth in guessed.items()} | own


@functools.cache
def glossary() -> Mapping[str, tuple[str, ...]]:
    """English phrase -> Chinese words, those that list it first before those that list it later."""
    found: dict[str, list[tuple[int, str]]] = {}
    for line in GLOSSARY.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        chinese, _, english = line.partition("\t")
        for place, part in enumerate(english.split(";")):
            found.setdefault(phrase(part), []).extend((place, word) for word in chinese.split("/"))
    return {
        key: tuple(dict.fromkeys(word for _, word in sorted(entries, key=lambda e: e[0])))
        for key, entries in found.items()
    }


@functools.lru_cache(maxsize=8192)
def learned(key: str) -> Mapping[str, float]:
    """The forms of a word or phrase in the learned table with their worth; {} when unknown."""
    lines = _lines()
    start = f"{key}\t"
    at = bisect_left(lines, start)
    if at == len(lines) or not lines[at].startswith(start):
        return {}
    return {form: int(ninths) / 9 for form, ninths in _FORM.findall(lines[at][len(start) :])}


@functools.cache
def _lines() -> list[str]:
    """The sorted table; cutting it into lines takes 10 ms, parsing all of them 200."""
    return gzip.decompress(LEARNED.read_bytes()).decode().split("\n")


@functools.cache
def known_words() -> frozenset[str]:
    """Every English word, in lower case, that the glossary or the learned table has."""
    keys = [*glossary(), *(line[: line.index("\t")] for line in _lines())]
    return frozenset(word.lower() for key in keys for word in key.split(" "))
