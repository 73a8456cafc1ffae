"""The service's search() and ask() -> called with parts off, with a reranker, with no floor."""

from __future__ import annotations

from indexer.index import Index
from service.answer import READ, first_of_each
from service.answer.abstain import confidence
from service.answer.extractive import quotes
from service.answer.verify import cite
from service.rerankers import Reranker
from service.results import Citation, Filters, Hit
from service.search import checked, hits_for, search
from service.switches import Switches


def search_with(
    index: Index, text: str, k: int, mode: str, switches: Switches, reranker: Reranker | None
) -> tuple[Hit, ...]:
    return search(index, text, k, mode, switches=switches, reranker=reranker).hits


def best_answer(
    index: Index, text: str, reranker: Reranker | None
) -> tuple[float, Citation | None]:
    """The confidence of ask(), and the citation that it would give had it no floor.

    The steps are those of ask(), which a test holds beside it.
    """
    understood = checked(index, text, READ, "hybrid")
    hits = hits_for(index, understood, 2 * READ, "hybrid", Filters(), reranker=reranker)
    ranked = quotes(index, understood, first_of_each(hits)[:READ])
    if not ranked:
        return 0.0, None
    return 0.0 if understood.vague else confidence(index, understood, ranked[0]), cite(ranked[0])
