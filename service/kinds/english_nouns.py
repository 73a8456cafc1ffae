"""English words in lower case -> the noun phrase at their beginning, its noun and what it tells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from service.kinds import english_words as known

MOST = 5  # words of a phrase


def phrase_of(words: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """The noun phrase at the beginning and the words after it; articles and the first words of
    kinds of, parts of, size of are left out, which say nothing themselves."""
    start = _after_articles(words, 0)
    if list(words[start + 1 : start + 2]) == ["of"] and single(words[start]) in known.WRAPS:
        start = _after_articles(words, start + 2)
    taken = itertools.takewhile(lambda w: w not in known.STOPS, words[start : start + MOST])
    phrase = list(taken)
    return phrase, words[start + len(phrase) :]


def head_of(phrase: Iterable[str]) -> tuple[str, str | None]:
    """The first word known, and those known that follow it at once: the last of them and its kind;
    policy tools are tools. The kind of a party (enterprises) depends on the question: None."""
    noun, kind = "", None
    for word in phrase:
        found = kind_of_noun(word)
        if found is not None or is_party(word):
            noun, kind = word, None if is_party(word) else found
        elif noun:
            break
    return noun, kind


def kind_of_noun(word: str) -> str | None:
    return known.KIND_OF_NOUN.get(word) or known.KIND_OF_NOUN.get(single(word))


def is_party(word: str) -> bool:
    return single(word) in known.PARTY


def plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


def single(word: str) -> str:
    """agencies -> agency, cities -> city, tasks -> task."""
    if word == "criteria":
        return "criterion"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if plural(word) else word


def _after_articles(words: Sequence[str], start: int) -> int:
    while start < len(words) and words[start] in known.ARTICLES:
        start += 1
    return start
