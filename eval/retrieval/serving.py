"""The service's search() and ask() -> called with parts off, with a reranker, with no floor."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from indexer.index import Index
from service.answer import ask, first_of_each
from service.answer.abstain import confidence
from service.answer.extractive import quotes
from service.answer.verify import cite
from service.results import Citation, Filters, Hit
from service.search import checked, hits_for, search
from service.switches import Switches

# Until search() can switch its parts off, what needs that is left out of the report.
SWITCHABLE = "switches" in inspect.signature(search).parameters


def search_with(
    index: Index, text: str, k: int, mode: str, switches: Switches, reranker: Any
) -> tuple[Hit, ...]:
    options = accepted(search, switches=switches, reranker=reranker)
    return search(index, text, k, mode, **options).hits


def best_answer(index: Index, text: str, reranker: Any) -> tuple[float, Citation | None]:
    """The confidence of ask(), and the citation that it would give had it no floor."""
    options = accepted(ask, threshold=0.0, reranker=reranker)
    if "threshold" in options:
        answer = ask(index, text, **options)
        return answer.confidence, next(iter(answer.citations), None)
    understood = checked(index, text, 5, "hybrid")
    options = accepted(hits_for, reranker=reranker)
    hits = hits_for(index, understood, 5, "hybrid", Filters(), **options)
    ranked = quotes(index, understood, first_of_each(hits))
    if not ranked:
        return 0.0, None
    return 0.0 if understood.vague else confidence(index, understood, ranked[0]), cite(ranked[0])


def accepted(function: Callable[..., Any], **options: Any) -> dict[str, Any]:
    known = inspect.signature(function).parameters
    return {name: value for name, value in options.items() if name in known}
