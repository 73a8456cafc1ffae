"""Question -> ranked clauses: lexical and dense candidates, fused, then reranked by features."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.notice import normal_number
from indexer.index import Index, LexicalQuery, NoticeMeta
from indexer.lexical import Term
from indexer.text import normalise
from service.asked import asked
from service.highlight import highlights
from service.query import Question, check_k, check_mode, check_query
from service.rank import Candidate, Evidence, Found, evidence_of, rerank
from service.resolve import cited_rows
from service.results import ClauseRef, Filters, Hit, NoticeRef, SearchResult
from service.switches import ALL_ON, Switches
from service.terms import REMEMBERED, Presence, plain, term_weights

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# How much a field's BM25 counts. Bigrams find more than words (R@1 .555 and .476 in a prototype
# on 599 NCP documents); the context (title and headings) tells apart clauses that say the same.
FIELD_WEIGHTS = {"grams": 1.0, "words": 0.4, "context_grams": 0.4, "context_words": 0.2}
SHORT_WEIGHTS = {
    1: {"words": 1.0, "context_words": 0.4},
    2: {"grams": 1.4, "context_grams": 0.6},
}
# What the other forms of a Chinese question's words count in the postings beside their worth.
OTHER_FORMS = 0.5
# Rows asked of each engine. With 60 a search takes 0.2 ms less and the tuning half's MRR falls from
# .854 to .824, since the standard scores are of fewer rows.
DEPTH = 100
# How many fused candidates get features: an answer is among the first 32 as often as the first 40.
RERANKED = 32
# In so many notices a clause is looked up that is named without its notice (第三条).
LIKELY_NOTICES = 5
# Weight of the dense z-score against the lexical one.
DENSE_WEIGHT = {"zh": 1.4, "en": 1.0}


def search(
    index: Index,
    query: str,
    k: int = 10,
    mode: str = "hybrid",
    filters: Filters = Filters(),  # noqa: B008  frozen, so one default for all is safe
    switches: Switches = ALL_ON,
) -> SearchResult:
    """The k clauses that answer best, best first; filters that match nothing give no hits.

    Raises QueryError for an empty or senseless query and k out of range, FilterError for an
    unknown mode.
    """
    started = time.perf_counter()
    question = checked(index, query, k, mode, switches)
    hits = hits_for(index, question, k, mode, filters)
    took = (time.perf_counter() - started) * 1000
    return SearchResult(
        question.text, mode, took, index.total_clauses, hits, question.suggestions, question.mends
    )


def checked(index: Index, query: str, k: int, mode: str, switches: Switches = ALL_ON) -> Question:
    """What is asked, once all of it is known to make sense; raises what search() raises."""
    text = check_query(query)
    check_k(k)
    check_mode(mode)
    return asked(index, text, switches)


def hits_for(
    index: Index, question: Question, k: int, mode: str, filters: Filters
) -> tuple[Hit, ...]:
    """The k best clauses for a question that is checked."""
    notices = allowed_notices(index, filters, question)
    candidates = [] if notices == [] else find(index, question, k, mode, notices)
    return tuple(
        _hit(index, question, rank, candidate) for rank, candidate in enumerate(candidates[:k], 1)
    )


def warm(index: Index) -> None:
    """Loads what the first questions would wait for: encoder, word lists, and the clauses with
    their normal forms as far as they are remembered. About 20 microseconds a clause."""
    search(index, "通知", 1)
    for clause in index.clauses(range(min(index.total_clauses, REMEMBERED))):
        plain(clause.text)
        plain(clause.heading)


def allowed_notices(index: Index, filters: Filters, question: Question) -> list[int] | None:
    """Ordinals of the notices that may answer; None is all of them.

    A document number in the question limits it to that notice when the index holds it.
    """
    chosen = None
    if not filters.empty:
        chosen = [i for i, meta in enumerate(index.notice_refs) if passes(meta, filters)]
    if question.notices:
        kept = set(question.notices if chosen is None else chosen)
        chosen = [i for i in question.notices if i in kept]
    return chosen


def passes(meta: NoticeMeta, filters: Filters) -> bool:
    """Whether a notice is let through; a notice without a date passes no date filter."""
    if filters.issuer and normalise(filters.issuer) not in normalise(meta.issuer or ""):
        return False
    if filters.number and not _has_number(meta, filters.number):
        return False
    if filters.date_from and (meta.date is None or meta.date < filters.date_from):
        return False
    if filters.date_to and (meta.date is None or meta.date > filters.date_to):
        return False
    wanted = filters.notice
    return not wanted or wanted == meta.id or normal_number(wanted) in (meta.id, meta.number)


def _has_number(meta: NoticeMeta, number: str) -> bool:
    """国发〔2018〕4 is a part of 国发〔2018〕4号 but not of 国发〔2018〕41号."""
    wanted = re.escape(normalise(normal_number(number)))
    return re.search(rf"{wanted}(?!\d)", normalise(normal_number(meta.number or ""))) is not None


def find(
    index: Index, question: Question, k: int, mode: str, notices: Sequence[int] | None
) -> list[Candidate]:
    """Clauses, best first, each with its best passage and its evidence."""
    if question.notices and notices and not question.topic and not question.rows:
        return _opening(index, notices, k)
    found = _found(index, question, k, mode, notices)
    return _first(_clauses_named(index, question, notices, found), found)


def _found(
    index: Index, question: Question, k: int, mode: str, notices: Sequence[int] | None
) -> list[Candidate]:
    """What words and meaning find, in the order of the mode."""
    depth = max(DEPTH, 2 * k)
    if mode == "hybrid":
        top = max(RERANKED, 2 * k)
        evidence = candidates_with_evidence(index, question, notices, depth, top)
        return _by_clause(index, rerank(question, evidence))
    rows, lexical, dense = _candidates(index, question, mode, notices, depth)
    if not rows.size:
        return []
    similarity = dense if mode == "dense" else lexical / max(float(lexical.max()), 1e-9)
    order = np.lexsort((rows, -similarity))
    return _by_clause(index, [(int(rows[i]), float(similarity[i]), None) for i in order])


def _clauses_named(
    index: Index,
    question: Question,
    notices: Sequence[int] | None,
    found: Sequence[Candidate],
) -> list[Candidate]:
    """The clauses that the question names, if the filters let their notices through; without a
    notice (第三条) those of the notice that fits the rest best."""
    if question.rows:
        allowed = None if notices is None else set(notices)
        owner = index.clause_notice[index.passage_clause[list(question.rows)]].tolist()
        rows = [
            row
            for row, notice in zip(question.rows, owner, strict=True)
            if allowed is None or notice in allowed
        ]
        return _by_clause(index, [(row, 1.0, None) for row in rows])
    if not (question.clauses and found):
        return []
    best = int(index.clause_notice[found[0].clause])
    rows = cited_rows(index, question.clauses, [best])
    return _by_clause(index, [(row, found[0].score, None) for row in rows])


def _first(named: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """Clauses named outright before all others, with what was found out about them."""
    known = {candidate.clause: candidate for candidate in found}
    chosen = {candidate.clause for candidate in named}
    first = [
        replace(candidate, evidence=known[candidate.clause].evidence)
        if candidate.clause in known
        else candidate
        for candidate in named
    ]
    return [*first, *(candidate for candidate in found if candidate.clause not in chosen)]


def candidates_with_evidence(
    index: Index,
    question: Question,
    notices: Sequence[int] | None = None,
    depth: int = DEPTH,
    top: int = RERANKED,
) -> list[Evidence]:
    """What is reranked, in fused order; the weights are fitted on the very same."""
    rows, lexical, dense = _candidates(index, question, "hybrid", notices, depth)
    if not rows.size:
        return []
    z_lexical, z_dense = _z(lexical), _z(dense)
    fused = z_lexical + DENSE_WEIGHT[question.language] * z_dense
    best = np.lexsort((rows, -fused))[:top]
    of_notice = _notice_means(index, rows[best], (z_lexical + z_dense)[best])
    weighted = term_weights(index, question)
    known: dict[str, Presence] = {}
    return [
        evidence_of(
            index,
            question,
            Found(
                int(rows[i]), float(z_lexical[i]), float(z_dense[i]), float(dense[i]), of_notice[n]
            ),
            weighted,
            known,
        )
        for n, i in enumerate(best)
    ]


def _candidates(
    index: Index, question: Question, mode: str, notices: Sequence[int] | None, depth: int
) -> tuple[Rows, Floats, Floats]:
    """Rows (n,) that either engine finds, with both scores; 0 where an engine is not asked."""
    mask = None if notices is None else _rows_of(index, notices)
    in_words: dict[int, float] = {}
    in_meaning: dict[int, float] = {}
    if mode != "dense":
        in_words = _by_row(*index.lexical(lexical_query(index, question), depth, notices))
    vector = index.encode_query(question.sought) if mode != "lexical" else None
    if vector is not None:
        in_meaning = _by_row(*index.dense(vector, depth, mask))
    if question.clauses and not question.rows:
        for row in _clauses_of_best(index, question, in_words, in_meaning):
            in_words.setdefault(row, 0.0)
    if vector is not None:
        unseen = [row for row in in_words if row not in in_meaning]
        if unseen:
            only = np.zeros(len(index.passage_clause), bool)
            only[unseen] = True
            in_meaning |= _by_row(*index.dense(vector, len(unseen), only))
    rows = np.array(sorted(in_words.keys() | in_meaning.keys()), np.int64)
    # What only the dense engine found is not among the first hundred words-wise: 0 is near enough,
    # and asking tantivy for the exact scores took longer than the search itself.
    lexical = np.array([in_words.get(row, 0.0) for row in rows.tolist()], np.float32)
    dense = np.array([in_meaning.get(row, 0.0) for row in rows.tolist()], np.float32)
    return rows, lexical, dense


def _clauses_of_best(index: Index, question: Question, *found: dict[int, float]) -> list[int]:
    """Rows of the clauses that the question names, in the notices that fit the rest of it best."""
    sums: dict[int, float] = {}
    for scores in found:
        highest = max(scores.values(), default=0.0)
        best: dict[int, float] = {}
        for row, score in scores.items():
            notice = int(index.clause_notice[index.passage_clause[row]])
            best[notice] = max(best.get(notice, 0.0), score / max(highest, 1e-9))
        for notice, score in best.items():
            sums[notice] = sums.get(notice, 0.0) + score
    likely = sorted(sums, key=lambda notice: (-sums[notice], notice))[:LIKELY_NOTICES]
    return cited_rows(index, question.clauses, likely)


def _rows_of(index: Index, notices: Sequence[int]) -> npt.NDArray[np.bool_]:
    """(P,) True for the passages of these notices."""
    inside: npt.NDArray[np.bool_] = np.isin(index.clause_notice, np.asarray(notices))
    return inside[index.passage_clause]


def lexical_query(index: Index, question: Question) -> LexicalQuery:
    """The terms to look for in the postings: a Chinese question's own text with other forms of its
    words beside, an English one's translations."""
    if question.language == "en":
        return LexicalQuery(_weighted(index, question, 0, 1.0))
    own = LexicalQuery.of(question.sought, FIELD_WEIGHTS)
    known = {(term.field, term.text) for term in own.terms}
    others = _weighted(index, question, 1, OTHER_FORMS)
    return LexicalQuery(
        own.terms + tuple(term for term in others if (term.field, term.text) not in known)
    )


def _weighted(index: Index, question: Question, first: int, factor: float) -> tuple[Term, ...]:
    """The forms of each word from the `first` on, by worth.

    The forms of one word count as one word: none as rarer than all of them together, so that an
    unusual translation does not win over the usual one.
    """
    worths: dict[tuple[str, str], float] = {}
    for term in question.terms:
        if len(term.forms) <= first:
            continue
        forms = [(form_terms(form), worth) for form, worth in term.forms]
        rows = [[_frequency(index, part) for part in parts] for parts, _ in forms]
        together = sum(worth * min(n, default=0) for (_, worth), n in zip(forms, rows, strict=True))
        most = _rarity(index, together)
        for (parts, worth), counts in zip(forms[first:], rows[first:], strict=True):
            for part, count in zip(parts, counts, strict=True):
                # what no text says may still stand in a title
                if count or index.frequency(part.field, part.text):
                    key = (part.field, part.text)
                    fair = min(1.0, most / max(_rarity(index, count), 1e-9))
                    worths[key] = max(worths.get(key, 0.0), factor * worth * part.weight * fair)
    return tuple(Term(field, word, worth) for (field, word), worth in worths.items())


@lru_cache(maxsize=8192)
def form_terms(form: str) -> tuple[Term, ...]:
    """A word of two characters is one bigram, of one character no bigram."""
    weights = FIELD_WEIGHTS
    if not form.isascii() and len(form) <= 2:
        weights = SHORT_WEIGHTS[len(form)]
    return LexicalQuery.of(form, weights).terms


def _frequency(index: Index, term: Term) -> int:
    return index.frequency(term.field.removeprefix("context_"), term.text)


def _rarity(index: Index, rows: float) -> float:
    """Inverse document frequency as BM25 has it, of so many of the index's rows."""
    total = len(index.passage_clause)
    return math.log(1 + (max(total - rows, 0.0) + 0.5) / (rows + 0.5))


def _notice_means(index: Index, rows: Rows, fused: Floats) -> list[float]:
    """For each row the mean fused score of its notice's three best rows; a missing one counts 0."""
    notices = index.clause_notice[index.passage_clause[rows]].tolist()
    of_notice: dict[int, list[float]] = {}
    for notice, score in zip(notices, fused.tolist(), strict=True):
        of_notice.setdefault(notice, []).append(max(score, 0.0))
    means = {notice: sum(sorted(scores)[-3:]) / 3 for notice, scores in of_notice.items()}
    return [means[notice] for notice in notices]


def _by_row(rows: Rows, scores: Floats) -> dict[int, float]:
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))


def _z(scores: Floats) -> Floats:
    """Standard scores over the candidates; all equal gives zeros."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def _by_clause(
    index: Index, ranked: Sequence[tuple[int, float, Evidence | None]]
) -> list[Candidate]:
    """The best row of each clause, in order."""
    best: dict[int, Candidate] = {}
    for row, score, evidence in ranked:
        clause = int(index.passage_clause[row])
        if clause not in best:
            best[clause] = Candidate(row, clause, min(max(score, 0.0), 1.0), evidence)
    return list(best.values())


def _opening(index: Index, notices: Sequence[int], k: int) -> list[Candidate]:
    """A question that is only a document number gets that notice from its beginning."""
    rows = np.flatnonzero(_rows_of(index, notices))
    return _by_clause(index, [(int(row), 1.0, None) for row in rows])[:k]


def _hit(index: Index, question: Question, rank: int, candidate: Candidate) -> Hit:
    clause = index.clause(candidate.clause)
    meta = index.notice_refs[clause.notice]
    start, end = (int(offset) for offset in index.passage_span[candidate.row])
    end = start + len(clause.text[start:end].rstrip())
    ref = ClauseRef(meta.id, clause.path, clause.heading, clause.text, clause.headings)
    return Hit(
        rank, candidate.score, notice_ref(meta), ref, (start, end),
        highlights(clause.text, [form for term in question.terms for form, _ in term.forms]),
    )  # fmt: skip


def notice_ref(meta: NoticeMeta) -> NoticeRef:
    """The notice of a hit as readers see it."""
    return NoticeRef(
        meta.id, meta.title, meta.issuer, meta.number, meta.date, meta.source, meta.edition,
        meta.official_url,
    )  # fmt: skip
