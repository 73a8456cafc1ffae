"""Question and passages -> late interaction: each word against its nearest word in the passage.

The sum of the best cosines, weighted by the words' own weights, is ColBERT's MaxSim (Khattab and
Zaharia 2020) with one vector a word that knows nothing of its neighbours.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.encoders.static import EMBEDDED, StaticEncoder
from indexer.index import Index
from indexer.text import simplified

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

# Passages whose words are remembered, by text; finding them takes 25 microseconds each.
REMEMBERED = 32_768


class Words:
    """The words of an encoder of ours; those of passages are remembered."""

    def __init__(self, encoder: StaticEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Rows] = {}
        # lengths of the encoder's directions; 0 where not asked for yet
        self._length = np.zeros(encoder.row_count, np.float32)

    def of(self, texts: Sequence[str]) -> list[Rows]:
        """The distinct words of each text, as row numbers of the encoder."""
        known = self._known
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            if len(known) + len(new) > REMEMBERED:
                known = self._known = {}
                new = list(dict.fromkeys(texts))
            rows, owner = self._encoder.tokens(new)
            ends = np.searchsorted(owner, np.arange(len(new) + 1)).tolist()
            for text, start, end in zip(new, ends, ends[1:]):
                known[text] = np.unique(rows[start:end])
        return [known[text] for text in texts]

    def nearest(self, question: str, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """For each text (n,): the weighted mean over the question's words of the cosine of the
        nearest word in the text, and the lowest of these cosines; zeros without words."""
        asked, _ = self._encoder.tokens([question])
        words = self.of(texts)
        sizes = np.array([len(each) for each in words])
        if not len(asked) or not sizes.any():
            return np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
        rows = self._encoder.rows(asked)
        weights = np.linalg.norm(rows, axis=1)
        distinct, place = self._distinct(np.concatenate(words))
        cosines = self._cosines(rows / np.maximum(weights, 1e-12)[:, None], distinct)
        full = np.flatnonzero(sizes)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])[full]
        best = np.zeros((len(asked), len(texts)), np.float32)
        best[:, full] = np.maximum.reduceat(cosines[:, place], starts, axis=1)
        total = float(weights.sum())
        mean = weights @ best / total if total else np.zeros(len(texts))
        return mean.astype(np.float32), best.min(axis=0)

    def _distinct(self, words: Rows) -> tuple[Rows, Rows]:
        """As np.unique with the inverse, by flags instead of sorting: a tenth of the time."""
        there = np.zeros(len(self._length), bool)
        there[words] = True
        distinct = np.flatnonzero(there)
        place = np.empty(len(there), np.int64)
        place[distinct] = np.arange(len(distinct))
        return distinct, place[words]

    def _cosines(self, asked: Floats, words: Rows) -> Floats:
        """(q, n) of unit vectors (q, dims) and the rows of these words."""
        rows = self._encoder.directions(words)
        new = self._length[words] == 0
        if new.any():
            self._length[words[new]] = np.maximum(np.linalg.norm(rows[new], axis=1), 1e-12)
        cosines: Floats = asked @ rows.T / self._length[words]
        return cosines


def words_of(index: Index) -> Words:
    """By the index's own encoder when it is one of ours, else by the embedded one."""
    encoder = index.encoder
    return _words(encoder) if isinstance(encoder, StaticEncoder) else _embedded()


@functools.lru_cache(maxsize=4)
def _words(encoder: StaticEncoder) -> Words:
    return Words(encoder)


@functools.cache
def _embedded() -> Words:
    return Words(StaticEncoder(EMBEDDED, "embedded"))


def late(index: Index, question: str, texts: Sequence[str]) -> tuple[Floats, Floats]:
    """`Words.nearest` for a question and normalised passages of the index."""
    return words_of(index).nearest(simplified(question), texts)
