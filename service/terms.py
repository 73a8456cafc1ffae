"""Content terms and a text -> which of them stand there, and what share of their weight that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from indexer.index import Index
from indexer.text import shadow
from service.query import Question, Term

# The normalised texts of ten thousand clauses; making one costs 20 microseconds, a look-up none.
plain = lru_cache(maxsize=16_384)(shadow)

Presence = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A question's terms with their inverse document frequencies, and the sum of these."""

    terms: tuple[Term, ...]
    weights: tuple[float, ...]
    total: float


def term_weights(index: Index, question: Question) -> Weighted:
    """A term that the index lacks in all its forms weighs most."""
    rows = len(index.passage_clause) + 1
    weights = tuple(
        math.log(1 + rows / (0.5 + max(index.frequency("words", form) for form, _ in term.forms)))
        for term in question.terms
    )
    return Weighted(question.terms, weights, sum(weights))


def presence(weighted: Weighted, text: str) -> Presence:
    """For each term how far it stands in a normalised text, in [0, 1].

    Of its forms the one worth most counts; a long Chinese form that is not there as a whole counts
    for the share of its character pairs that are, less a fifth.
    """
    return tuple(_found(term, text) for term in weighted.terms)


def share(weighted: Weighted, *found: Presence) -> float:
    """Share of the terms' weight that is in any of the texts whose presences are given."""
    if not weighted.total:
        return 0.0
    best = found[0] if len(found) == 1 else map(max, zip(*found, strict=True))
    return sum(map(float.__mul__, weighted.weights, best)) / weighted.total


def _found(term: Term, text: str) -> float:
    best = 0.0
    for form, worth in term.forms:
        if worth <= best:
            continue
        if form in text:
            best = worth
        elif len(form) > 2 and not form.isascii():
            pairs = len(form) - 1
            there = sum(form[i : i + 2] in text for i in range(pairs))
            best = max(best, 0.8 * worth * there / pairs)
    return best


def pair_share(question: Question, text: str) -> float:
    """Share of the question's character pairs that stand in a normalised text."""
    pairs = question.pairs
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
