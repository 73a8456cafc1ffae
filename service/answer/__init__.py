"""Question -> answer: the verified quote that answers it, or an honest "not found"."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from indexer.index import Index
from service.allowed import allowed_notices
from service.answer.abstain import SEEN, THRESHOLD, confidence
from service.answer.extractive import quotes
from service.answer.verify import cite
from service.query import Question
from service.rerankers import Reranker
from service.results import Answer, Filters, Hit
from service.search import checked, hits_for
from service.switches import ALL_ON, Switches
from service.terms import plain

# Sentences are looked for in so many clauses, however few hits are asked for.
READ = 5


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
    citations = []
    if not hits:
        nothing_left = allowed_notices(index, filters, understood) == []
        reason = "filtered_out" if nothing_left else "no_hits"
    else:
        ranked = quotes(index, understood, first_of_each(hits)[:READ])
        best = ranked[0] if ranked else None
        ours = mode == "hybrid" and reranker is None
        own = hits if ours else hits_for(index, understood, SEEN, "hybrid", filters, switches)
        sure = confidence(index, understood, best, own) if best and not understood.vague else 0.0
        if best and not says_number(understood, best.hit.clause.text):
            sure = 0.0
        citation = cite(best) if best else None
        if citation is None or sure < threshold:
            reason = "low_confidence"
        else:
            citations = [citation]
    return Answer(
        question=understood.text,
        status="abstained" if reason else "answered",
        reason=reason,
        answer="".join(citation.quote for citation in citations) or None,
        confidence=sure,
        took_ms=(time.perf_counter() - started) * 1000,
        citations=tuple(citations),
        hits=hits[:k],
        suggestions=understood.suggestions,
        mends=understood.mends,
    )


def first_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """Each clause once, where it comes first: a long one may come with several passages."""
    first: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        first.setdefault((hit.notice.id, hit.clause.path), hit)
    return list(first.values())


def says_number(question: Question, text: str) -> bool:
    """Whether a text may answer a question that names a document number: another notice only where
    its text cites that number, brackets aside. True for any other question."""
    cited = question.cited
    if cited is None or not cited.sure or question.notices:
        return True
    wanted = re.compile(rf"{cited.year}\D{{0,3}}{cited.serial}(?!\d)")
    return wanted.search(plain(text)) is not None
