"""The best quotes -> confidence in [0, 1], and the floor below which nothing is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from indexer.text import normalise
from service.answer.extractive import Quote
from service.curve import logistic, logit
from service.figures import agreement, ordinals_of, years_of
from service.query import Question
from service.results import Hit
from service.terms import plain, presence, share, term_weights
from service.weights import linear, weights

Floats = npt.NDArray[np.float32]

# What the reader says of the quote, then how its clause and notice fit the question: of what the
# ranking measures these tell answers from mere likeness best.
OF_QUOTE = (
    "value", "chance", "mean", "expected", "own", "pairs", "cosine", "late", "answers", "repeats",
)  # fmt: skip
OF_CLAUSE = ("context", "title", "missing", "year", "ordinal", "notice_cosine")
SIGNS = (*(f"quote_{name}" for name in OF_QUOTE), "ahead", *OF_CLAUSE, "score", "margin")
SEEN = 10  # hits of our own ranking that the score is compared with
# A quote answers nothing whose expected F1 is below the first, or whose clause and names hold less
# than the second of the weight of the question's words, however near they are: most questions
# asked of notices of another subject, 5 % of those with a right quote.
LEAST_VALUE = 0.03
LEAST_SAID = 0.2
FAR = 3.0  # the margin of a clause that is found alone
THRESHOLD = float(weights()["threshold"])


def confidence(
    index: Index, question: Question, ranked: Sequence[Quote], own: Sequence[Hit]
) -> float:
    """How likely the first of the quotes is right: a logistic curve, see weights.json; 0 for one
    that can answer nothing.

    `own` are the best SEEN hits or more of our own ranking, whichever way the quote was found.
    """
    signs = signs_of(index, question, ranked, own)
    if hopeless(signs):
        return 0.0
    total = float(signs @ linear("confidence", question.language, SIGNS))
    total += float(weights()["confidence"][question.language]["bias"])
    return logistic(total)


def hopeless(signs: npt.NDArray[Any]) -> bool:
    """Whether a quote with these signs (len(SIGNS),) answers nothing."""
    value, said = signs[SIGNS.index("quote_value")], signs[SIGNS.index("context")]
    return bool(value < LEAST_VALUE or said < LEAST_SAID)


def signs_of(
    index: Index, question: Question, ranked: Sequence[Quote], own: Sequence[Hit]
) -> Floats:
    """(len(SIGNS),) what speaks for the first quote: looked at by itself, beside the best quote of
    another clause, and where its clause stands."""
    quote = ranked[0]
    values = [getattr(quote, name) for name in OF_QUOTE]
    rival = next((q.value for q in ranked if q.hit.clause.ordinal != quote.hit.clause.ordinal), 0.0)
    clause = _of_clause(index, question, quote.hit)
    return np.array([*values, quote.value - rival, *clause, *_standing(quote, own)], np.float32)


def _of_clause(index: Index, question: Question, hit: Hit) -> tuple[float, ...]:
    """(len(OF_CLAUSE),) shares of the terms' weight in clause and names, in the title; that of the
    heaviest term that the clause lacks; whether years and batches agree; the notice's cosine."""
    weighted = term_weights(index, question)
    body = presence(weighted, plain(hit.clause.text))
    title = presence(weighted, plain(hit.notice.title))
    names = (hit.notice.issuer or "", hit.clause.heading, *hit.clause.headings)
    around = [presence(weighted, plain(name)) for name in names]
    lacks = [weight * (1 - there) for weight, there in zip(weighted.weights, body, strict=True)]
    heaviest = max(weighted.weights, default=0.0)
    notice = int(index.clause_notice[hit.clause.ordinal])
    cosine = index.notice_cosines(index.encode_query(question.sought), [notice])[0]
    return (
        share(weighted, body, title, *around), share(weighted, title),
        max(lacks, default=0.0) / heaviest if heaviest else 0.0,
        _agrees(question, hit, years_of), _agrees(question, hit, ordinals_of), float(cosine),
    )  # fmt: skip


def _agrees(question: Question, hit: Hit, read: Callable[[str], frozenset[int]]) -> float:
    """1 where the notice is of a year (a batch) that the question names, -1 where of another."""
    asked = read(normalise(question.text))
    if not asked:
        return 0.0
    notice = hit.notice
    name = f"{plain(notice.title)} {notice.number or ''} {notice.date or ''}"
    return agreement(asked, read(name), read(plain(hit.clause.text)))


def _standing(quote: Quote, own: Sequence[Hit]) -> tuple[float, float]:
    """The score of the quote's clause, and how far that is from the best other clause, as logits;
    a clause that is not among the best counts as the last of them."""
    best: dict[tuple[str, str], float] = {}
    for hit in own[:SEEN]:
        best.setdefault((hit.notice.id, hit.clause.path), logit(hit.score))
    if not best:
        return 0.0, 0.0
    mine = (quote.hit.notice.id, quote.hit.clause.path)
    score = best.get(mine, min(best.values()))
    others = [value for name, value in best.items() if name != mine]
    return score, score - max(others, default=score - FAR)
