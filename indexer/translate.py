"""An English question -> Chinese words to look for: our glossary, else the model's neighbours."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
GLOSSARY = HERE / "train" / "glossary.tsv"
NEIGHBOURS = HERE / "translations.tsv"
LONGEST_PHRASE = 5
# A neighbour is a guess, a glossary entry is not: its cosine (.42 to .9) is lowered by this factor.
GUESS = 0.7
MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class Translated:
    """A word or phrase of the question and its Chinese forms, each with its worth in (0, 1]."""

    text: str
    forms: tuple[tuple[str, float], ...]


def translate(text: str) -> list[Translated]:
    """The question's phrases in order, the longest in the glossary first; unknown words are left
    out. Words are matched in lower case, a plural also as its singular."""
    words = re.findall(r"[a-z][a-z'-]*|\d[\d.]*", text.lower())
    found: list[Translated] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = words[at : at + length]
            forms = _forms(phrase)
            if forms:
                found.append(Translated(" ".join(phrase), forms))
                at += length
                break
        else:
            at += 1
    return found


def _forms(phrase: Sequence[str]) -> tuple[tuple[str, float], ...]:
    entries = dict.fromkeys(e for variant in _variants(phrase) for e in glossary().get(variant, ()))
    if entries:
        return tuple((chinese, 1.0) for chinese in list(entries)[:MOST_FORMS])
    if len(phrase) == 1:
        for variant in _variants(phrase):
            near = neighbours(variant)
            if near:
                return near
    return ()


def _variants(phrase: Sequence[str]) -> list[str]:
    """As typed, and with the last word's plural, -ing or -ed taken off."""
    start, last = " ".join(phrase[:-1]), phrase[-1]
    endings = [last]
    for ending, by in (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e"),
                       ("ed", ""), ("ed", "e"), ("'s", "")):  # fmt: skip
        if last.endswith(ending) and len(last) - len(ending) >= 3:
            endings.append(last.removesuffix(ending) + by)
    return [f"{start} {word}".strip() for word in endings]


@functools.cache
def glossary() -> Mapping[str, tuple[str, ...]]:
    """English phrase -> Chinese words, those that list it first before those that list it later."""
    found: dict[str, list[tuple[int, str]]] = {}
    for line in GLOSSARY.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        chinese, _, english = line.partition("\t")
        for place, phrase in enumerate(part.strip().lower() for part in english.split(";")):
            words = " ".join(re.findall(r"[a-z][a-z'-]*|\d[\d.]*", phrase))
            found.setdefault(words, []).extend((place, word) for word in chinese.split("/"))
    return {
        phrase: tuple(dict.fromkeys(word for _, word in sorted(entries, key=lambda e: e[0])))
        for phrase, entries in found.items()
    }


@functools.lru_cache(maxsize=4096)
def neighbours(word: str) -> tuple[tuple[str, float], ...]:
    """The Chinese words nearest to an English one in the embedded model, with their worth."""
    table = _neighbour_table()
    at = table.find(f"\n{word}\t")
    if at < 0:
        return ()
    line = table[at + len(word) + 2 : table.index("\n", at + 1)]
    pairs = (entry.rpartition(":") for entry in line.split(" "))
    return tuple((chinese, GUESS * float(cosine)) for chinese, _, cosine in pairs)


@functools.cache
def _neighbour_table() -> str:
    """The file as one text: finding a line takes 0.1 ms, parsing all of them 50."""
    return "\n" + NEIGHBOURS.read_text("utf-8")
