"""Question -> ranked clauses: lexical and dense candidates, fused, then reranked by features."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from indexer.facts.read import Clauses
from indexer.index import Index, NoticeMeta, StoredClause
from indexer.stores import Mask
from service.allowed import allowed_clauses, allowed_notices
from service.asked import asked
from service.candidates import DEPTH, rows_of
from service.candidates import find as candidates
from service.facets import hit_facets
from service.highlight import highlights
from service.late import words_of
from service.query import Question, check_k, check_mode, check_query
from service.rank import Ranked, in_order, rerank
from service.rerankers import Reranker
from service.rerankers.order import reordered
from service.resolve import cited_rows
from service.results import ClauseRef, Filters, Hit, NoticeRef, SearchResult
from service.switches import ALL_ON, Switches
from service.terms import REMEMBERED, plain
from service.window import widened


def search(
    index: Index,
    query: str,
    k: int = 10,
    mode: str = "hybrid",
    filters: Filters = Filters(),  # noqa: B008  frozen, so one default for all is safe
    *,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
) -> SearchResult:
    """The k clauses that answer best, best first; filters that match nothing give no hits.

    A clause of several passages may come again with another one. With a reranker the best of them
    stand in its order.

    Raises QueryError for an empty or senseless query and k out of range, FilterError for an
    unknown mode.
    """
    started = time.perf_counter()
    question = checked(index, query, k, mode, switches)
    hits = hits_for(index, question, k, mode, filters, switches, reranker)
    took = (time.perf_counter() - started) * 1000
    return SearchResult(
        question.text, mode, took, index.total_clauses, hits, question.suggestions, question.mends,
        hit_facets(index, hits),
    )  # fmt: skip


def checked(index: Index, query: str, k: int, mode: str, switches: Switches = ALL_ON) -> Question:
    """What is asked, once all of it is known to make sense; raises what search() raises."""
    text = check_query(query)
    check_k(k)
    check_mode(mode)
    return asked(index, text, switches)


def hits_for(
    index: Index,
    question: Question,
    k: int,
    mode: str,
    filters: Filters,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
) -> tuple[Hit, ...]:
    """The k best passages of clauses for a question that is checked."""
    notices = allowed_notices(index, filters, question)
    clauses = allowed_clauses(index, filters)
    return hits_among(index, question, k, mode, notices, switches, reranker, clauses)


def hits_among(
    index: Index,
    question: Question,
    k: int,
    mode: str,
    notices: Sequence[int] | None,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
    clauses: Clauses | None = None,
) -> tuple[Hit, ...]:
    """The k best passages of clauses of these notices, and of these clauses; None: of all."""
    ranked = [] if notices == [] else find(index, question, k, mode, notices, switches, clauses)
    if reranker:
        ranked = reordered(index, question, ranked, reranker)
    placed = shown(index, ranked, k, switches)
    return tuple(
        _hit(index, question, rank, entry, span) for rank, (entry, span) in enumerate(placed, 1)
    )


def shown(
    index: Index, ranked: Sequence[Ranked], k: int, switches: Switches
) -> list[tuple[Ranked, tuple[int, int]]]:
    """The k best with the span that is shown of each; what was mostly shown before is left out."""
    found: list[tuple[Ranked, tuple[int, int]]] = []
    spans: dict[int, list[tuple[int, int]]] = {}
    for entry in ranked:
        if len(found) == k:
            break
        text = index.clause(entry.clause).text
        start, end = index.passage_span[entry.row].tolist()
        if switches.on("window"):
            start, end = widened(text, start, end)
        end = start + len(text[start:end].rstrip())
        earlier = spans.setdefault(entry.clause, [])
        if all(min(end, b) - max(start, a) <= (end - start) / 2 for a, b in earlier):
            earlier.append((start, end))
            found.append((entry, (start, end)))
    return found


def warm(index: Index) -> None:
    """Loads what the first questions would wait for: encoder, word lists, and the clauses with
    their normal forms as far as they are remembered. About 40 microseconds a clause."""
    search(index, "通知", 1)
    bodies = []
    for row in range(min(len(index.passage_clause), REMEMBERED)):
        clause = index.clause(int(index.passage_clause[row]))
        start, end = index.passage_span[row].tolist()
        bodies.append(plain(clause.text)[start:end])
    words_of(index).of(bodies)


def find(
    index: Index,
    question: Question,
    k: int,
    mode: str,
    notices: Sequence[int] | None,
    switches: Switches = ALL_ON,
    clauses: Clauses | None = None,
) -> list[Ranked]:
    """Passages of clauses, best first; clauses that are named outright before all others."""
    allowed = rows_of(index, notices, clauses)
    if allowed is not None and question.notices and not question.topic and not question.rows:
        return _opening(index, allowed, k)
    found = _found(index, question, k, mode, notices, switches, clauses)
    named = _clauses_named(index, question, allowed, found)
    rows = {entry.row for entry in named}
    return [*named, *(entry for entry in found if entry.row not in rows)]


def _clauses_named(
    index: Index, question: Question, allowed: Mask | None, found: Sequence[Ranked]
) -> list[Ranked]:
    """The clauses that the question names, if the filters let them through; without a notice
    (第三条) those of the notice that fits the rest best."""
    rows, score = list(question.rows), 1.0
    if not rows and question.clauses and found:
        best = int(index.clause_notice[found[0].clause])
        rows, score = cited_rows(index, question.clauses, [best]), found[0].score
    return [
        Ranked(row, int(index.passage_clause[row]), score, named=True)
        for row in rows
        if allowed is None or allowed[row]
    ]


def _found(
    index: Index,
    question: Question,
    k: int,
    mode: str,
    notices: Sequence[int] | None,
    switches: Switches,
    clauses: Clauses | None,
) -> list[Ranked]:
    """What words and meaning find, in the order of the mode."""
    found = candidates(index, question, mode, notices, max(DEPTH, 2 * k), clauses)
    if not found.rows.size:
        return []
    if mode == "dense":
        return in_order(index, found.rows, found.dense)
    if mode == "lexical":
        return in_order(index, found.rows, found.lexical / max(float(found.lexical.max()), 1e-9))
    if not switches.on("rerank"):
        fused = found.fused(question.language)
        return in_order(index, found.rows, (1 / (1 + np.exp(-fused))).astype(np.float32))
    return rerank(index, question, found, k, switches)


def _opening(index: Index, allowed: Mask, k: int) -> list[Ranked]:
    """A question that is only a document number gets that notice from its beginning."""
    rows = np.flatnonzero(allowed)
    return in_order(index, rows, np.ones(len(rows), np.float32))[:k]


def _hit(index: Index, question: Question, rank: int, entry: Ranked, span: tuple[int, int]) -> Hit:
    clause = index.clause(entry.clause)
    meta = index.notice_refs[clause.notice]
    return Hit(
        rank, entry.score, notice_ref(meta), clause_ref(meta.id, clause), span,
        highlights(clause.text, marked_terms(question, clause.text)),
    )  # fmt: skip


def clause_ref(notice_id: str, clause: StoredClause) -> ClauseRef:
    """The clause of a hit as readers see it."""
    return ClauseRef(
        notice_id, clause.path, clause.heading, clause.text, clause.headings, clause.ordinal
    )


def marked_terms(question: Question, text: str) -> list[str]:
    """The question's words, and of their other forms those that stand in the text as a whole."""
    normal = plain(text)
    forms = ((term.text, form) for term in question.terms for form, _ in term.forms)
    return [form for word, form in forms if form == word or form in normal]


def notice_ref(meta: NoticeMeta) -> NoticeRef:
    """The notice of a hit as readers see it."""
    return NoticeRef(
        meta.id, meta.title, meta.issuer, meta.number, meta.date, meta.source, meta.edition,
        meta.official_url,
    )  # fmt: skip
