"""Question -> answer: the verified quotes that answer it, or an honest "not found"."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from indexer.facts.read import Clauses
from indexer.index import Index
from service.allowed import allowed_clauses, allowed_notices
from service.answer.abstain import SEEN, THRESHOLD, confidence
from service.answer.compose import compose, lead
from service.answer.extractive import Quote, chosen, quotes
from service.answer.items import items
from service.answer.verify import verified
from service.query import Question
from service.rerankers import Reranker
from service.results import Answer, Citation, Filters, Hit
from service.search import checked, hits_for
from service.switches import ALL_ON, Switches
from service.terms import plain


def ask(
    index: Index,
    question: str,
    k: int = 5,
    mode: str = "hybrid",
    filters: Filters = Filters(),  # noqa: B008  frozen, so one default for all is safe
    *,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
    threshold: float = THRESHOLD,
) -> Answer:
    """An answer whose every quote is verbatim; below the threshold an abstention with the nearest
    clauses.

    Raises what search() raises.
    """
    started = time.perf_counter()
    understood = checked(index, question, k, mode, switches)
    hits = hits_for(index, understood, max(k, SEEN), mode, filters, switches, reranker)
    reason: str | None = None
    sure = 0.0
    citations: list[Citation] = []
    if not hits:
        nothing_left = allowed_notices(index, filters, understood) == []
        reason = "filtered_out" if nothing_left else "no_hits"
    else:
        found = quotes(index, understood, hits)
        ranked = [quote for quote in found if says_number(understood, quote.hit.clause.text)]
        ours = mode == "hybrid" and reranker is None
        own = hits if ours else hits_for(index, understood, SEEN, "hybrid", filters, switches)
        sure = how_sure(index, understood, ranked, own)
        if not ranked or sure < threshold:
            reason = "low_confidence"
        else:
            citations = cited(index, understood, ranked, allowed_clauses(index, filters))
    text = partial(compose, index, understood)
    answer = Answer(
        question=understood.text,
        kind=understood.kind,
        status="abstained" if reason else "answered",
        reason=reason,
        answer=text(citations),
        confidence=sure,
        took_ms=0.0,
        citations=tuple(citations),
        hits=hits[:k],
        suggestions=understood.suggestions,
        mends=understood.mends,
    )
    answer = verified(index, answer, text)
    before = lead(index, understood, answer.citations)
    return replace(answer, lead=before, took_ms=(time.perf_counter() - started) * 1000)


def how_sure(
    index: Index, question: Question, ranked: Sequence[Quote], own: Sequence[Hit]
) -> float:
    """The confidence in the first quote; none where there is none or nothing is asked."""
    if not ranked or question.vague:
        return 0.0
    return confidence(index, question, ranked, own)


def cited(
    index: Index, question: Question, ranked: Sequence[Quote], allowed: Clauses | None = None
) -> list[Citation]:
    """The quotes to give, best first; all items of a list that the best one announces, of those
    clauses that may be found (None: of all)."""
    given = chosen(question, ranked)
    first = [Citation(q.hit.notice, q.hit.clause, q.text, q.start, q.end) for q in given]
    listed = items(index, question, given[0], allowed)
    return [first[0], *listed] if listed else first


def says_number(question: Question, text: str) -> bool:
    """Whether a clause may answer a question that names a document number: one of another notice
    only where it cites that number, brackets aside. True for any other question."""
    cited = question.cited
    if cited is None or not cited.sure or question.notices:
        return True
    wanted = re.compile(rf"{cited.year}\D{{0,3}}{cited.serial}(?!\d)")
    return wanted.search(plain(text)) is not None
