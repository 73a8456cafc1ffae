"""CC-CEDICT -> English phrases with the Chinese words that mean them, names apart by their case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.train.text import read_rows

MOST_WORDS = 4
_NOT_A_SENSE = re.compile(
    r"^(see |variant of|old variant|archaic variant|also written|CL:|surname |also pr\.|used in "
    r"|erhua|Taiwan pr|Japanese variant|Kangxi|radical|unofficial variant)"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u3400-\u9fff·，|]+")
_LEADING = re.compile(r"^(?:abbr\. for |short for |to be |to |a |an |the )+", re.IGNORECASE)
_FILLER = re.compile(r"\b(?:sb|sth|etc|fig|lit|esp|i\.e|e\.g|one's|oneself)\b\.?(?:’s|'s)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d+")
_PERSON = re.compile(r"\(.*?\d{3,4}.*?\)")
# "Zhanjiang prefecture level city in Guangdong province" is the name alone.
_PLACE = re.compile(
    r"^([A-Z]\w+(?: [A-Z]\w+)?) (?:prefecture|county|autonomous|district|township|municipality|"
    r"subprovincial|city|province)\b.*"
)


@dataclass(frozen=True, slots=True)
class Sense:
    """An English phrase and a Chinese word for it; `place` counts the word's senses from 0.

    `whole` is False for the last name of a person given in full, which only may stand for him.
    """

    english: str
    chinese: str
    place: int
    whole: bool = True


def senses(data: Path) -> Iterator[Sense]:
    """Every usable sense; names keep their capitals, all else is in lower case."""
    for row in read_rows(data / "cedict.jsonl.gz"):
        place = 0
        for sense in re.split(r"[/;]", row["english"]):
            words = phrase_of(sense)
            if not words:
                continue
            yield Sense(" ".join(words), row["simplified"], place)
            named = words[0][0].isupper() and words[-1][0].isupper()
            if len(words) > 1 and named and _PERSON.search(sense):
                yield Sense(words[-1], row["simplified"], place + 1, whole=False)
            place += 1


def phrase_of(sense: str) -> list[str]:
    """The words of one sense without brackets, articles and explanations; [] when unusable."""
    if _NOT_A_SENSE.match(sense.strip()):
        return []
    text = _FILLER.sub(" ", _BRACKETS.sub(" ", sense)).strip()
    if text[:1].isupper():
        text = text.split(",")[0]  # Warsaw, capital of Poland
    words = _WORD.findall(_LEADING.sub("", _PLACE.sub(r"\1", text.strip())))
    return words if 0 < len(words) <= MOST_WORDS else []


def shares(found: Iterator[Sense], count: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """English phrase -> Chinese words with shares that add up to 1.

    The first sense of a usual word weighs most: of 300 words for "big" 大 is meant.
    """
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sense in found:
        usual = (count.get(sense.chinese, 0) + 1) ** USUAL
        weights[sense.english][sense.chinese] += (
            usual / (1 + sense.place) * (1.0 if sense.whole else 0.5)
        )
    return {
        phrase: {word: weight / sum(words.values()) for word, weight in words.items()}
        for phrase, words in weights.items()
    }


# How much the number of uses of a Chinese word counts, as a power; .2 to .5 are all the same.
USUAL = 0.4
