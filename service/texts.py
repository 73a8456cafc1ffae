"""Candidate passages -> which of the question's terms and pairs stand in each, and around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.index import Index, NoticeMeta, StoredClause
from indexer.text import normalise
from service.query import Question
from service.terms import Weighted, plain, presence, term_weights
from service.words import QUESTION_WORDS

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]

NEIGHBOUR = 150  # characters looked at on either side of a passage


@dataclass(frozen=True, slots=True)
class Texts:
    """The candidates (n) as text: clause, notice, the passage normalised and what is beside it."""

    clauses: list[StoredClause]
    notices: list[NoticeMeta]
    bodies: list[str]
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far each term (T) and whether each pair (Q) stands in a text of each candidate (n)."""

    terms: Floats
    pairs: Flags


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the question is looked for, and how much each part of it weighs (rarity)."""

    weighted: Weighted
    pairs: tuple[str, ...]
    triples: tuple[str, ...]
    term_weights: Floats
    pair_weights: Floats

    def standing(self, texts: Sequence[str]) -> Standing:
        """For normalised texts; equal ones are looked at once."""
        terms = _each(texts, lambda text: presence(self.weighted, text), len(self.term_weights))
        pairs = _each(texts, lambda text: [pair in text for pair in self.pairs], len(self.pairs))
        return Standing(terms.astype(np.float32), pairs.astype(bool))

    def places(self, texts: Sequence[str]) -> Places:
        """(n, Q) where each pair first stands in each text; -1 where it does not."""
        places = _each(
            texts, lambda text: [text.find(pair) for pair in self.pairs], len(self.pairs)
        )
        return places.astype(np.int32)

    def triples_in(self, texts: Sequence[str]) -> Floats:
        """(n,) share of the question's runs of three characters in each text."""
        many = max(len(self.triples), 1)
        found = [sum(triple in text for triple in self.triples) / many for text in texts]
        return np.array(found, np.float32)


def sought_in(index: Index, question: Question) -> Sought:
    """The question's terms, pairs and runs of three with their weights in this index."""
    weighted = term_weights(index, question)
    core = QUESTION_WORDS.sub("", normalise(question.topic)) if question.language == "zh" else ""
    triples = dict.fromkeys(core[i : i + 3] for i in range(len(core) - 2))
    return Sought(
        weighted,
        question.pairs,
        tuple(triple for triple in triples if triple.isalnum()),
        np.array(weighted.weights, np.float32),
        np.array(weighted.pair_weights, np.float32),
    )


def read_texts(index: Index, rows: npt.NDArray[np.int64]) -> Texts:
    """The texts of these rows."""
    clauses = index.clauses(index.passage_clause[rows].tolist())
    spans = index.passage_span[rows].tolist()
    normals = [plain(clause.text) for clause in clauses]
    return Texts(
        clauses,
        [index.notice_refs[clause.notice] for clause in clauses],
        [normal[a:b] for normal, (a, b) in zip(normals, spans, strict=True)],
        [normal[max(0, a - NEIGHBOUR) : a] for normal, (a, _) in zip(normals, spans, strict=True)],
        [normal[b : b + NEIGHBOUR] for normal, (_, b) in zip(normals, spans, strict=True)],
    )


def title_of(notice: NoticeMeta) -> str:
    return plain(notice.title)


def headings_of(clause: StoredClause) -> str:
    """The clause's own heading and those over it, a line each."""
    return plain("\n".join((clause.heading, *clause.headings)))


def issuer_of(notice: NoticeMeta) -> str:
    return plain(notice.issuer or "")


def _each(
    texts: Sequence[str], look: Callable[[str], Sequence[float]], width: int
) -> npt.NDArray[np.float64]:
    known = {text: look(text) for text in dict.fromkeys(texts)}
    return np.array([known[text] for text in texts], np.float64).reshape(len(texts), width)
