"""Answer -> the answer with the quotes that are verbatim in the index, else an abstention: every
answerer's output passes here, and nothing is cited that did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.index import Index
from service.results import Answer, Citation

Compose = Callable[[Sequence[Citation]], str | None]


def verified(index: Index, answer: Answer, compose: Compose) -> Answer:
    """The answer without the citations that are not verbatim in the index.

    When some are dropped, `compose` makes the text anew from those that are left, so that no word
    of a dropped quote stays. An answer without any citation or text becomes an abstention.
    """
    if answer.status != "answered":
        return replace(answer, answer=None, citations=())
    kept = tuple(citation for citation in answer.citations if verbatim(index, citation))
    text = answer.answer if len(kept) == len(answer.citations) else compose(kept)
    if not kept or not (text or "").strip():
        return replace(
            answer, status="abstained", reason="low_confidence", answer=None, citations=()
        )
    return replace(answer, answer=text, citations=kept)


def verbatim(index: Index, citation: Citation) -> bool:
    """Whether the quote is not blank and stands at its place, both in the clause that the citation
    carries and in the one that the index stores under the same notice and path."""
    start, end, own = citation.start, citation.end, citation.clause
    if not citation.quote.strip() or not 0 <= start < end <= len(own.text):
        return False
    ordinal = index.clause_ordinal(citation.notice.id, own.path)
    if ordinal is None or own.notice_id != citation.notice.id:
        return False
    stored = index.clause(ordinal)
    # the index also takes a document number for an id
    if index.notice_refs[stored.notice].id != citation.notice.id:
        return False
    return citation.quote == own.text[start:end] == stored.text[start:end]
