"""Candidate passages -> which of the question's terms and pairs stand in each, and around it."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Texts:
    """The candidates (n) as text: clause, notice, and the passage normalised."""

    clauses: list[StoredClause]
    notices: list[NoticeMeta]
    bodies: list[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the question is looked for, and how much each part of it weighs (rarity)."""

    weighted: Weighted
    pairs: tuple[str, ...]
    triples: tuple[str, ...]
    term_weights: Floats
    pair_weights: Floats

    def terms_in(self, texts: Sequence[str]) -> Floats:
        """(n, T) how far each term stands in each normalised text; equal texts are read once."""
        known = {text: presence(self.weighted, text) for text in dict.fromkeys(texts)}
        found = np.array([known[text] for text in texts], np.float32)
        return found.reshape(len(texts), len(self.term_weights))

    def pairs_in(self, texts: Sequence[str]) -> Flags:
        """(n, Q) whether each pair stands in each text; equal texts are read once."""
        pairs = self.pairs
        known = {text: [pair in text for pair in pairs] for text in dict.fromkeys(texts)}
        return np.array([known[text] for text in texts], bool).reshape(len(texts), len(pairs))

    def places_in(self, texts: Sequence[str]) -> Places:
        """(n, Q) where each pair first stands in each text; -1 where it does not."""
        pairs = self.pairs
        places = [[text.find(pair) for pair in pairs] for text in texts]
        return np.array(places, np.int32).reshape(len(texts), len(pairs))

    def triples_in(self, texts: Sequence[str]) -> Floats:
        """(n,) share of the question's runs of three characters in each text."""
        triples = self.triples
        found = [len([1 for triple in triples if triple in text]) for text in texts]
        return np.array(found, np.float32) / np.float32(max(len(triples), 1))


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
    )


def title_of(notice: NoticeMeta) -> str:
    return plain(notice.title)


def headings_of(clause: StoredClause) -> str:
    """The clause's own heading and those over it, a line each."""
    return plain("\n".join((clause.heading, *clause.headings)))


def issuer_of(notice: NoticeMeta) -> str:
    return plain(notice.issuer or "")
