"""The service's search() and ask() -> called with parts off, with a reranker, with no floor."""

from __future__ import annotations

from indexer.index import Index
from service.answer import ask
from service.rerankers import Reranker
from service.results import Citation, Hit
from service.search import search
from service.switches import Switches


def search_with(
    index: Index, text: str, k: int, mode: str, switches: Switches, reranker: Reranker | None
) -> tuple[Hit, ...]:
    return search(index, text, k, mode, switches=switches, reranker=reranker).hits


def best_answer(
    index: Index, text: str, reranker: Reranker | None
) -> tuple[float, Citation | None]:
    """The confidence of ask(), and the citation that it would give had it no floor."""
    answer = ask(index, text, reranker=reranker, threshold=0.0)
    return answer.confidence, next(iter(answer.citations), None)
