"""Quote -> citation, only if it is verbatim in its clause: nothing else is ever cited."""

from __future__ import annotations

from service.answer.extractive import Quote
from service.results import Citation


def cite(quote: Quote) -> Citation | None:
    """The citation, or None when the quote is not a span of the clause's own text."""
    clause = quote.hit.clause
    text = clause.text[quote.start : quote.end]
    if not text.strip() or not 0 <= quote.start < quote.end <= len(clause.text):
        return None
    return Citation(quote.hit.notice, clause, text, quote.start, quote.end)
