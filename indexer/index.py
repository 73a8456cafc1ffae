"""An index folder in, an opened index out: notices, clauses, lexical and dense search over rows."""

from __future__ import annotations

import functools
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexCorruptError, NotFoundError, StateError
from corpus.notice import Notice, normal_number
from indexer import generations
from indexer.arrays import load_array
from indexer.catalog import Catalog, NoticeMeta, StoredClause
from indexer.facts import Duty, Value
from indexer.facts.read import Clauses, Facts, Listed
from indexer.facts.wanted import WantedDuties, WantedValues
from indexer.layout import (
    CATALOG,
    CLAUSES,
    FACTS,
    LEXICAL,
    NOTICE_LEXICAL,
    NOTICE_VECTORS,
    PASSAGES,
)
from indexer.lexical import Lexical, LexicalQuery, Rows, Scores
from indexer.manifest import Manifest
from indexer.open import check_encoder, open_generation
from indexer.stores import STORES, Mask, Matrix, Similarities, Vector
from indexer.text import simplified

if TYPE_CHECKING:
    from indexer.encoders import Encoder

Table = npt.NDArray[np.int32]


class Index:
    """One published generation, opened; safe to use from several threads.

    It goes on answering from its generation when another one is published (see `current`).
    A row is a passage: `passage_clause[row]` (P,) is its clause's ordinal, `passage_span[row]`
    (P, 2) its place in the clause's text, `clause_notice[clause]` (C,) the notice's ordinal.
    """

    def __init__(
        self, folder: Path, generation: Path, manifest: Manifest, encoder: Encoder | None
    ) -> None:
        self.folder = folder
        self.generation = manifest.generation
        self.manifest = manifest
        self.encoder_name = manifest.encoder
        # Every file is opened here and none later: the folder may be swept away under us.
        self._catalog = Catalog(generation / CATALOG)
        self._facts = Facts(generation / FACTS)
        passages = load_array(generation / PASSAGES)
        self.passage_clause: Table = np.ascontiguousarray(passages[:, 0])
        self.passage_span: Table = np.ascontiguousarray(passages[:, 1:])
        self.clause_notice: Table = load_array(generation / CLAUSES)
        self.notice_refs: list[NoticeMeta] = self._catalog.metas()
        self._lexical = Lexical(generation / LEXICAL)
        self._notice_lexical = Lexical(generation / NOTICE_LEXICAL)
        self._notice_vectors: Matrix = load_array(generation / NOTICE_VECTORS)
        self._store = STORES[manifest.store]().open(generation)
        self._encoder = encoder
        self._encoder_lock = threading.Lock()
        self._query_vector = functools.lru_cache(maxsize=256)(self._encode_query)
        self._frequency = functools.lru_cache(maxsize=65_536)(self._lexical.frequency)
        self._clause = functools.lru_cache(maxsize=16_384)(self._read_clause)
        self._duties_of = functools.lru_cache(maxsize=16_384)(self._facts.duties_of)
        self._values_of = functools.lru_cache(maxsize=16_384)(self._facts.values_of)
        self._stating = functools.lru_cache(maxsize=64)(self._facts.clauses_stating)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | None = None, verify: bool = False) -> Index:
        """Opens what is published in `folder`; `verify` compares every checksum.

        Without `encoder` the one named in the manifest is loaded when it is first needed.
        Raises IndexMissingError, IndexCorruptError, EncoderMismatchError.
        """
        while True:
            pointer = generations.read_pointer(folder)
            try:
                generation, manifest = open_generation(folder, pointer, verify)
                if encoder is not None:
                    check_encoder(folder, manifest, encoder)
                return cls(folder, generation, manifest, encoder)
            except (OSError, ValueError, sqlite3.Error, IndexCorruptError):
                # swept away in the middle, because two updates were published meanwhile?
                if generations.read_pointer(folder) == pointer:
                    raise

    @property
    def total_clauses(self) -> int:
        return len(self.clause_notice)

    @property
    def encoder(self) -> Encoder:
        """The encoder of this index, loaded at the first use (EncoderMismatchError)."""
        with self._encoder_lock:
            if self._encoder is None:
                from indexer.encoders import load_encoder

                encoder = load_encoder(self.encoder_name)
                check_encoder(self.folder, self.manifest, encoder)
                self._encoder = encoder
            return self._encoder

    def clause(self, ordinal: int) -> StoredClause:
        """The clause with this ordinal (the last few thousand are kept)."""
        return self._clause(int(ordinal))

    def clauses(self, ordinals: Sequence[int]) -> list[StoredClause]:
        """The clauses with these ordinals, in their order."""
        return [self._clause(int(ordinal)) for ordinal in ordinals]

    def clauses_of(self, notice: int) -> list[StoredClause]:
        """All clauses of the notice with this ordinal, in the order of its text."""
        return self._catalog.clauses_of(notice)

    def duties_of(self, clause: int) -> tuple[Duty, ...]:
        """The duties in the clause with this ordinal, in the order of its text."""
        return self._duties_of(int(clause))

    def values_of(self, clause: int) -> tuple[Value, ...]:
        """The values that the clause with this ordinal states, in the order of its text."""
        return self._values_of(int(clause))

    def duties(
        self, wanted: WantedDuties, limit: int | None = None, offset: int = 0
    ) -> Listed[Duty]:
        """Duties of all notices, by notice and place."""
        return self._facts.duties(wanted, limit, offset)

    def values(
        self,
        wanted: WantedValues,
        limit: int | None = None,
        offset: int = 0,
        order: Literal["place", "day"] = "place",
    ) -> Listed[Value]:
        """Values of all notices, by notice and place, or by the day first."""
        return self._facts.values(wanted, limit, offset, order)

    def count_facts(self, wanted: WantedDuties | WantedValues, by: str) -> list[tuple[str, int]]:
        """How many facts there are by body, role, strength, kind, year or month; see Facts."""
        return self._facts.count(wanted, by)

    def clauses_stating(self, wanted: WantedValues) -> Clauses:
        """Ordinals of the clauses that state such a value, ascending."""
        return self._stating(wanted)

    def notice_ordinal(self, notice_id: str) -> int | None:
        """The ordinal of a notice by its id or its document number in any printed form."""
        for form in (notice_id, normal_number(notice_id)):
            ordinal = self._catalog.ordinal(form)
            if ordinal is not None:
                return ordinal
        return None

    def notice(self, notice_id: str) -> Notice:
        """The whole notice, by id or document number; NotFoundError when there is none."""
        ordinal = self.notice_ordinal(notice_id)
        if ordinal is None:
            raise NotFoundError(f"no notice {notice_id} in {self.folder}; see gongwen list")
        return self._catalog.notice(ordinal)

    def clause_ordinal(self, notice_id: str, path: str) -> int | None:
        """The ordinal of a notice's clause by its path."""
        ordinal = self.notice_ordinal(notice_id)
        return None if ordinal is None else self._catalog.clause_ordinal(ordinal, path)

    def row_at(self, notice_id: str, path: str, offset: int) -> int:
        """As `row_of`, of a clause by its address; NotFoundError when it is not there or blank."""
        ordinal = self.clause_ordinal(notice_id, path)
        row = None if ordinal is None else self.row_of(ordinal, offset)
        if row is None:
            raise NotFoundError(f"no clause {path} of {notice_id} in {self.folder}")
        return row

    def row_of(self, clause: int, offset: int) -> int | None:
        """The row of the passage that holds the character at `offset` of a clause's text; None for
        a clause without any passage."""
        first, end = np.searchsorted(self.passage_clause, [clause, clause + 1]).tolist()
        if first == end:
            return None
        begun = int((self.passage_span[first:end, 0] <= offset).sum())
        return int(first) + max(begun - 1, 0)

    def cosines(self, vector: Vector, rows: Rows) -> Similarities:
        """The inner product of `vector` (dims,) and each of these rows (n,)."""
        mask = np.zeros(len(self.passage_clause), bool)
        mask[rows] = True
        found, values = self.dense(vector, len(rows), mask)
        value_of = dict(zip(found.tolist(), values.tolist(), strict=True))
        return np.array([value_of.get(int(row), 0.0) for row in rows], np.float32)

    def lexical(
        self,
        terms: LexicalQuery,
        limit: int,
        allowed: Sequence[int] | None = None,
        rows: Rows | None = None,
    ) -> tuple[Rows, Scores]:
        """At most `limit` rows by BM25, best first, ties by row; higher is better.

        `allowed` are notice ordinals, `rows` the only rows that may be found; None allows all, an
        empty sequence none.
        """
        return self._lexical.search(terms, limit, allowed, rows)

    def notice_lexical(
        self, terms: LexicalQuery, limit: int, allowed: Sequence[int] | None = None
    ) -> tuple[Rows, Scores]:
        """As `lexical`, of whole notices by their ordinals; only terms of the field `grams`."""
        return self._notice_lexical.search(terms, limit, allowed)

    def notice_cosines(self, vector: Vector, notices: Sequence[int] | Rows) -> Similarities:
        """The cosine of `vector` (dims,) and the mean direction of each of these notices (n,)."""
        cosines: Similarities = self._notice_vectors[np.asarray(notices, np.int64)] @ vector
        return cosines

    def frequency(self, field: str, term: str) -> int:
        """How many of the P rows hold the normalised term in `field` (see lexical.FIELDS)."""
        return self._frequency(field, term)

    def dense(
        self, vector: Vector, limit: int, allowed: Mask | None = None
    ) -> tuple[Rows, Similarities]:
        """At most `limit` rows by inner product with `vector` (dims,), best first, ties by row.

        `allowed` (P,) is True where a row may be found. A zero vector, of a text in which the
        encoder knows nothing, finds nothing.
        """
        if not vector.any():
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self._store.search(vector, limit, allowed)

    def encode_query(self, text: str) -> Vector:
        """The query's vector (dims,), of unit length or zero; Traditional and Simplified alike."""
        return self._query_vector(text)

    def encode_texts(self, texts: Sequence[str]) -> Matrix:
        """Vectors (n, dims) of normalised texts of the index, such as single sentences."""
        return self.encoder.encode_passages(texts)

    def current(self) -> bool:
        """False when another generation has been published since; then open the index again."""
        try:
            return generations.read_pointer(self.folder).generation == self.generation
        except StateError:
            # the folder is gone or broken: what is open still works
            return True

    def close(self) -> None:
        self._catalog.close()
        self._facts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _encode_query(self, text: str) -> Vector:
        vector: Vector = self.encoder.encode_queries([simplified(text)])[0]
        vector.flags.writeable = False  # it is handed out again
        return vector

    def _read_clause(self, ordinal: int) -> StoredClause:
        found = self._catalog.clauses([ordinal])
        if ordinal not in found:
            raise NotFoundError(
                f"no clause {ordinal} in {self.folder}; it has {self.total_clauses}"
            )
        return found[ordinal]


__all__ = ["Index", "LexicalQuery", "NoticeMeta", "StoredClause"]
