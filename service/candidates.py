"""Question -> candidate passages: what either engine finds, with both scores, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.index import Index, LexicalQuery
from indexer.lexical import Term
from service.query import Question

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# How much a field's BM25 counts. Bigrams find more than words (R@1 .555 and .476 in a prototype
# on 599 NCP documents); the context (title and headings) tells apart clauses that say the same.
FIELD_WEIGHTS = {"grams": 1.0, "words": 0.4, "context_grams": 0.4, "context_words": 0.2}
# Rows asked of each engine. With 60 a search takes 0.2 ms less and the tuning half's MRR falls from
# .854 to .824, since the standard scores are of fewer rows.
DEPTH = 100
# Weight of the dense standard score against the lexical one.
DENSE_WEIGHT = {"zh": 1.4, "en": 1.0}


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows (n,) with the BM25 and the cosine of each, 0 where an engine was not asked or
    found a row only beyond its depth; and the same as standard scores over all candidates."""

    rows: Rows
    lexical: Floats
    dense: Floats
    z_lexical: Floats
    z_dense: Floats

    def take(self, places: npt.NDArray[np.int64]) -> Found:
        """The candidates at these places, in their order."""
        return Found(
            self.rows[places], self.lexical[places], self.dense[places], self.z_lexical[places],
            self.z_dense[places],
        )  # fmt: skip

    def fused(self, language: str) -> Floats:
        """(n,) the sum of the standard scores, the dense one weighted."""
        fused: Floats = self.z_lexical + np.float32(DENSE_WEIGHT[language]) * self.z_dense
        return fused


def find(
    index: Index, question: Question, mode: str, notices: Sequence[int] | None, depth: int
) -> Found:
    """What the engines of the mode find in these notices (None: in all), in the order of rows."""
    mask = None if notices is None else rows_of(index, notices)
    in_words: dict[int, float] = {}
    in_meaning: dict[int, float] = {}
    if mode != "dense":
        in_words = _by_row(*index.lexical(lexical_query(question), depth, notices))
    if mode != "lexical":
        vector = index.encode_query(question.sought)
        in_meaning = _by_row(*index.dense(vector, depth, mask))
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
    return Found(rows, lexical, dense, standard(lexical), standard(dense))


def rows_of(index: Index, notices: Sequence[int]) -> npt.NDArray[np.bool_]:
    """(P,) True for the passages of these notices."""
    inside: npt.NDArray[np.bool_] = np.isin(index.clause_notice, np.asarray(notices))
    return inside[index.passage_clause]


def lexical_query(question: Question) -> LexicalQuery:
    """The terms to look for in the postings; an English question's in Chinese, by their worth."""
    text = question.sought
    if question.language == "zh":
        return LexicalQuery.of(text, FIELD_WEIGHTS)
    worths: dict[tuple[str, str], float] = {}
    for term in question.terms:
        for form, worth in term.forms:
            for part in LexicalQuery.of(form, FIELD_WEIGHTS).terms:
                key = (part.field, part.text)
                worths[key] = max(worths.get(key, 0.0), worth * part.weight)
    return LexicalQuery(tuple(Term(field, word, worth) for (field, word), worth in worths.items()))


def standard(scores: Floats) -> Floats:
    """Standard scores; all equal gives zeros."""
    spread = float(scores.std()) if scores.size else 0.0
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def _by_row(rows: Rows, scores: Floats) -> dict[int, float]:
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))
