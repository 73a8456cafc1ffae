"""A quote that announces a list -> the items, where they are clauses of their own under it."""

from __future__ import annotations

from indexer.facts.read import Clauses
from indexer.index import Index, StoredClause
from indexer.text import sentences
from service.answer.extractive import Quote
from service.query import Question
from service.results import Citation
from service.search import clause_ref

MOST = 12
ANNOUNCES = (":", "：")


def items(
    index: Index, question: Question, quote: Quote, allowed: Clauses | None = None
) -> list[Citation]:
    """What a question for a list gets: the headings of the clauses right under the quoted one, if
    it only announces them; empty for any other question or quote. `allowed` are the ordinals of
    the clauses that may be found; None: all."""
    if question.kind != "list" or not _announces(quote):
        return []
    clause = index.clause(quote.hit.clause.ordinal)
    under = clause.path + "/"
    children = [
        other
        for other in index.clauses_of(clause.notice)
        if other.path.startswith(under)
        and "/" not in other.path[len(under) :]
        and (allowed is None or other.ordinal in allowed)
    ]
    if len(children) < 2:
        return []
    return [_first_words(quote, child) for child in children[:MOST]]


def _announces(quote: Quote) -> bool:
    """Whether the quote is all that the clause says, or ends where it says what follows."""
    text = quote.hit.clause.text
    rest = text[quote.end :].strip()
    ends_open = quote.text.endswith(ANNOUNCES) or rest[:1] in ANNOUNCES
    return not rest.strip("。.：: ") or (ends_open and len(rest) < 8)


def _first_words(quote: Quote, child: StoredClause) -> Citation:
    """The item's heading, else its first sentence."""
    end = child.text.find(child.heading) + len(child.heading) if child.heading else 0
    start = end - len(child.heading)
    if not child.heading or start < 0:
        start, end = sentences(child.text)[0]
    text = child.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    ref = clause_ref(quote.hit.notice.id, child)
    return Citation(quote.hit.notice, ref, child.text[start:end], start, end)
