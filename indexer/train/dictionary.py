"""CC-CEDICT and the hand-written glossary -> English senses of Chinese words, and back to text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.train.text import read_rows

GLOSSARY = Path(__file__).with_name("glossary.tsv")

# Senses after the fourth are rare or figurative: they bring more noise than words.
SENSES = 4
EXPLANATION = 14  # words of the longest explanation that makes a pair
LONGEST = 10  # characters of the longest phrase looked up
_NOT_A_SENSE = re.compile(
    r"^(see |variant of|old variant|also written|CL:|surname |abbr\.|also pr\.|used in |erhua"
    r"|Taiwan pr)"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
# "Zhanjiang prefecture level city in Guangdong province" is the name alone.
_PLACE = re.compile(
    r"^([A-Z]\w+(?: [A-Z]\w+)?),? (?:prefecture|county|autonomous|district|township|municipality|"
    r"subprovincial|city|province|former)\b.*"
)
_LEADING = re.compile(r"^(to be |to |a |an |the )", re.IGNORECASE)
_FILLER = re.compile(r"\b(sb|sth|etc|fig|lit|esp|i\.e|e\.g)\b\.?(’s|'s)?")
_WORD = re.compile(r"[A-Za-z0-9]+")
_SYLLABLE = re.compile(r"([a-z]+)[1-5]")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`senses[word]` are English phrases, the usual one first; `glossary` are the hand-written."""

    senses: dict[str, tuple[str, ...]]
    glossary: dict[str, tuple[str, ...]]
    glosses: dict[str, tuple[str, ...]]  # all that the entry says, long explanations too
    spelt: dict[str, str]  # word -> pinyin without tones, "zhan jiang"

    def phrases(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Longest known phrases of the text from the left, with senses; () for the unknown."""
        at = 0
        while at < len(text):
            for end in range(min(len(text), at + LONGEST), at, -1):
                senses = self.senses.get(text[at:end])
                if senses:
                    break
            yield text[at:end], senses or ()
            at = end

    def translate(self, text: str, rng: random.Random) -> str:
        """English words in Chinese order: what a static encoder needs of a translation."""
        out: list[str] = []
        for phrase, senses in self.phrases(text):
            if senses:
                # The first sense is the usual one: half of the draws, the rest over all.
                out.append(senses[0] if rng.random() < 0.5 else rng.choice(senses))
            elif phrase.isascii() and phrase.isalnum():
                out.append(phrase if not out or not out[-1].isdigit() else out.pop() + phrase)
        return " ".join(out)


def read_glossary(path: Path = GLOSSARY) -> dict[str, tuple[str, ...]]:
    """`Chinese<TAB>english; alternatives` lines; the first alternative is the usual one."""
    terms: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            for word in chinese.split("/"):
                terms[word] = tuple(part.strip() for part in english.split(";"))
    return terms


def clean_senses(english: str, words_in_one: int = 5, many: int = SENSES) -> tuple[str, ...]:
    """The usable senses of one CC-CEDICT entry, each of at most so many words."""
    senses: list[str] = []
    for sense in re.split(r"[/;]", english):
        if _NOT_A_SENSE.match(sense.strip()):
            continue
        phrase = _FILLER.sub(" ", _BRACKETS.sub(" ", sense))
        words = _WORD.findall(_LEADING.sub("", _PLACE.sub(r"\1", phrase.strip())))
        if 0 < len(words) <= words_in_one and " ".join(words) not in senses:
            senses.append(" ".join(words))
    return tuple(senses[:many])


def read_dictionary(data: Path, glossary: Path = GLOSSARY) -> Dictionary:
    """CC-CEDICT with the glossary on top: a glossary term replaces the entry of the same word."""
    senses: dict[str, tuple[str, ...]] = {}
    glosses: dict[str, tuple[str, ...]] = {}
    spelt: dict[str, str] = {}
    for row in read_rows(data / "cedict.jsonl.gz"):
        word = row["simplified"]
        syllables = _SYLLABLE.findall(row["pinyin"].lower().replace("u:", "v"))
        if len(syllables) == len(word):
            spelt.setdefault(word, " ".join(syllables))
        found = clean_senses(row["english"])
        long = clean_senses(row["english"], EXPLANATION, 2 * SENSES)
        glosses[word] = tuple(dict.fromkeys([*glosses.get(word, ()), *long]))
        # Several entries of one spelling are several readings; proper names come last.
        proper = row["pinyin"][:1].isupper()
        known = senses.get(word, ())
        merged = (*known, *found) if proper else (*found, *known)
        if merged:
            senses[word] = tuple(dict.fromkeys(merged))[:SENSES]
    terms = read_glossary(glossary)
    return Dictionary(senses | terms, terms, glosses | terms, spelt)


def english_words(phrases: Sequence[str]) -> list[str]:
    return [word.lower() for phrase in phrases for word in _WORD.findall(phrase)]
