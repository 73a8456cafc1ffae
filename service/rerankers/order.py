"""Passages in our order, a reranker -> the best of them in its order, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from indexer.index import Index
from indexer.text import simplified
from service.curve import logistic
from service.query import Question
from service.rank import Ranked
from service.rerankers import Reranker

# One core judges this many in 1.4 s with a model of six layers of 384, in 10.5 s with one of twelve
# layers of 768.
RERANKED = 30


def reordered(
    index: Index, question: Question, candidates: Sequence[Ranked], reranker: Reranker
) -> list[Ranked]:
    """The first RERANKED by the reranker, ties in our order; the rest follow as they stood.

    Its order alone counts, not a sum with ours: the scale of its logits differs from model to
    model, and so would the right weight. What it cannot know stays ours. A document number limits
    the candidates before this, and clauses that the question names, where they lead our order,
    go on leading.

    Scores are the logistic of the logits, raised where a named clause stands above a surer one;
    those of the rest are pressed below them.
    """
    if not question.terms:  # a bare document number opens its notice from the beginning
        return list(candidates)
    best, rest = candidates[:RERANKED], candidates[RERANKED:]
    if not best:
        return []
    logits = reranker.score(
        simplified(question.sought), [text_of(index, candidate) for candidate in best]
    )
    leading = sum(1 for _ in takewhile(lambda candidate: candidate.named, best))
    order = sorted(range(len(best)), key=lambda at: (at >= leading, -logits[at], at))
    scores = falling([logistic(logits[at]) for at in order])
    return [
        *(replace(best[at], score=score) for at, score in zip(order, scores, strict=True)),
        *(replace(candidate, score=candidate.score * scores[-1]) for candidate in rest),
    ]


def text_of(index: Index, candidate: Ranked) -> str:
    """What the reranker reads: title and headings, which a clause alone has lost, and passage."""
    clause = index.clause(candidate.clause)
    title = index.notice_refs[clause.notice].title
    start, end = index.passage_span[candidate.row].tolist()
    context = " ".join(part for part in (title, *clause.headings, clause.heading) if part)
    return simplified(f"{context}\n{clause.text[start:end]}")


def falling(scores: Sequence[float]) -> list[float]:
    """Each score raised to the highest that follows it."""
    return list(accumulate(reversed(scores), max))[::-1]
