"""Content terms and a text -> which of them stand there, and what share of their weight that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from indexer.index import Index
from indexer.text import shadow
from service.query import Question
from service.wording import Term

# Clauses whose normal forms are remembered, with those of as many headings; making one costs 12
# microseconds, a look-up none.
REMEMBERED = 16_384
plain = lru_cache(maxsize=2 * REMEMBERED)(shadow)

Presence = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a term, its worth, and its character pairs when a part of it may count."""

    text: str
    worth: float
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """For each term of a question its forms, the one worth most first, and its inverse document
    frequency; the sum of these; and the same frequency of each of the question's pairs."""

    forms: tuple[tuple[Form, ...], ...]
    weights: tuple[float, ...]
    total: float
    pair_weights: tuple[float, ...]


def term_weights(index: Index, question: Question) -> Weighted:
    """A term weighs by its own rarity, or by that of its other forms when the index lacks it; one
    that it lacks in all forms weighs most. Words of the same meaning count only as a whole."""
    rows, english = len(index.passage_clause) + 1, question.language == "en"

    def rarity(frequency: float) -> float:
        return math.log(1 + rows / (0.5 + frequency))

    weights = tuple(rarity(_frequency(index, term)) for term in question.terms)
    forms = tuple(
        tuple(
            Form(text, worth, character_pairs(text) if worth == 1 or english else ())
            for text, worth in sorted(term.forms, key=lambda form: -form[1])
        )
        for term in question.terms
    )
    pairs = tuple(rarity(index.frequency("grams", pair)) for pair in question.pairs)
    return Weighted(forms, weights, sum(weights), pairs)


def _frequency(index: Index, term: Term) -> float:
    own = index.frequency("words", term.text)
    return own or max(worth * index.frequency("words", form) for form, worth in term.forms)


def character_pairs(form: str) -> tuple[str, ...]:
    """What a part of a long Chinese form is looked for by; nothing for short and Latin ones."""
    if len(form) <= 2 or form.isascii():
        return ()
    return tuple(form[i : i + 2] for i in range(len(form) - 1))


def presence(weighted: Weighted, text: str) -> Presence:
    """For each term how far it stands in a normalised text, in [0, 1].

    Of its forms the one worth most counts; a long Chinese form that is not there as a whole counts
    for the share of its character pairs that are, less a fifth.
    """
    found = []
    for forms in weighted.forms:
        best = 0.0
        for form in forms:
            if form.worth <= best:
                break
            if form.text in text:
                best = form.worth
            elif form.pairs:
                there = [pair for pair in form.pairs if pair in text]
                best = max(best, 0.8 * form.worth * len(there) / len(form.pairs))
        found.append(best)
    return tuple(found)


def share(weighted: Weighted, *found: Presence) -> float:
    """Share of the terms' weight that is in any of the texts whose presences are given."""
    if not weighted.total:
        return 0.0
    best = found[0] if len(found) == 1 else map(max, *found)
    return float(sum(map(mul, weighted.weights, best))) / weighted.total


def pair_share(question: Question, text: str) -> float:
    """Share of the question's character pairs that stand in a normalised text."""
    pairs = question.pairs
    return len([pair for pair in pairs if pair in text]) / len(pairs) if pairs else 0.0
