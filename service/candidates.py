"""Question -> candidate passages: what either engine finds, with both scores, fused."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from indexer.facts.read import Clauses
from indexer.index import Index, LexicalQuery
from indexer.lexical import Term
from indexer.stores import Mask, Vector
from service.query import Question
from service.resolve import cited_rows

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
# In so many notices a clause is looked up that is named without its notice (第三条).
LIKELY_NOTICES = 5
# Rows asked of each engine. With 60 a search takes 0.2 ms less and the tuning half's MRR falls from
# .854 to .824, since the standard scores are of fewer rows.
DEPTH = 100
# Whole notices asked for; those beyond count 0.
NOTICE_DEPTH = 100
# Weight of the dense standard score against the lexical one.
DENSE_WEIGHT = {"zh": 1.4, "en": 1.0}


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows (n,) with the BM25 and the cosine of each, 0 where an engine was not asked or
    found a row only beyond its depth; the same as standard scores over all candidates; and of
    each row's notice its ordinal, the BM25 of its whole text and the cosine of its mean direction,
    0 where they were not asked for.
    """

    rows: Rows
    lexical: Floats
    dense: Floats
    z_lexical: Floats
    z_dense: Floats
    notice: Rows
    notice_words: Floats
    notice_cosine: Floats

    def take(self, places: npt.NDArray[np.int64]) -> Found:
        """The candidates at these places, in their order."""
        return Found(*(getattr(self, field.name)[places] for field in fields(self)))

    def fused(self, language: str) -> Floats:
        """(n,) the sum of the standard scores, the dense one weighted."""
        fused: Floats = self.z_lexical + np.float32(DENSE_WEIGHT[language]) * self.z_dense
        return fused


def find(
    index: Index,
    question: Question,
    mode: str,
    notices: Sequence[int] | None,
    depth: int,
    clauses: Clauses | None = None,
) -> Found:
    """What the engines of the mode find in these notices (None: in all) and these clauses, in the
    order of rows."""
    mask = rows_of(index, notices, clauses)
    only = None if clauses is None or mask is None else np.flatnonzero(mask)
    in_words: dict[int, float] = {}
    in_meaning: dict[int, float] = {}
    in_notices: dict[int, float] = {}
    vector = None
    if mode != "dense":
        terms = lexical_query(index, question)
        in_words = _by_row(*index.lexical(terms, depth, notices, only))
        if mode == "hybrid":
            grams = LexicalQuery(tuple(term for term in terms.terms if term.field == "grams"))
            in_notices = _by_row(*index.notice_lexical(grams, NOTICE_DEPTH, notices))
    if mode != "lexical":
        vector = index.encode_query(question.sought)
        in_meaning = _by_row(*index.dense(vector, depth, mask))
    if question.clauses and not question.rows:
        for row in _clauses_of_best(index, question, in_words, in_meaning):
            if mask is None or mask[row]:
                in_words.setdefault(row, 0.0)
    if vector is not None:
        unseen = np.array([row for row in in_words if row not in in_meaning], np.int64)
        in_meaning |= _by_row(unseen, index.cosines(vector, unseen))
    rows = np.array(sorted(in_words.keys() | in_meaning.keys()), np.int64)
    # What only the dense engine found is not among the first hundred words-wise: 0 is near enough,
    # and asking tantivy for the exact scores took longer than the search itself.
    lexical = np.array([in_words.get(row, 0.0) for row in rows.tolist()], np.float32)
    dense = np.array([in_meaning.get(row, 0.0) for row in rows.tolist()], np.float32)
    return with_notices(index, vector, in_notices, rows, lexical, dense)


def with_notices(
    index: Index,
    vector: Vector | None,
    in_notices: Mapping[int, float],
    rows: Rows,
    lexical: Floats,
    dense: Floats,
) -> Found:
    """The candidates with what is known of their notices: `in_notices` is the BM25 of the best,
    `vector` that of the question, None where meaning was not asked for."""
    notice = index.clause_notice[index.passage_clause[rows]].astype(np.int64)
    distinct, place = np.unique(notice, return_inverse=True)
    words = np.array([in_notices.get(n, 0.0) for n in distinct.tolist()], np.float32)[place]
    cosine = np.zeros(len(rows), np.float32)
    if vector is not None:
        cosine = index.notice_cosines(vector, distinct)[place]
    return Found(
        rows, lexical, dense, standard(lexical), standard(dense), notice, words, cosine
    )  # fmt: skip


def rows_of(
    index: Index, notices: Sequence[int] | None, clauses: Clauses | None = None
) -> Mask | None:
    """(P,) True for the passages of these notices that are of these clauses; None for either does
    not limit, and without any limit there is no mask."""
    if notices is None and clauses is None:
        return None
    inside = np.ones(index.total_clauses, bool)
    if notices is not None:
        inside = np.isin(index.clause_notice, np.asarray(notices))
    if clauses is not None:
        chosen = np.zeros(len(inside), bool)
        chosen[clauses] = True
        inside &= chosen
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
        rows = [min(_frequency(index, part) for part in parts) for parts, _ in forms]
        together = sum(worth * n for (_, worth), n in zip(forms, rows, strict=True))
        most = _rarity(index, together)
        for parts, worth in forms[first:]:
            for part in parts:
                rarity = _rarity(index, _frequency(index, part))
                key = (part.field, part.text)
                weight = factor * worth * part.weight * min(1.0, most / max(rarity, 1e-9))
                worths[key] = max(worths.get(key, 0.0), weight)
    return tuple(Term(field, word, worth) for (field, word), worth in worths.items())


@functools.lru_cache(maxsize=16_384)
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


def standard(scores: Floats) -> Floats:
    """Standard scores; all equal gives zeros."""
    spread = float(scores.std()) if scores.size else 0.0
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def _by_row(rows: Rows, scores: Floats) -> dict[int, float]:
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))
