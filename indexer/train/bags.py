"""Texts -> bags of embedding rows, stored flat; and batches of bags taken out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.encoders.tokens import Segmenter
from indexer.train.vocabulary import Vocabulary

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Bags:
    """`rows[start[i]:start[i + 1]]` are the embedding rows of text i."""

    rows: Rows
    start: Ints

    def __len__(self) -> int:
        return len(self.start) - 1

    def take(self, which: Ints, longest: int) -> tuple[Ints, Ints]:
        """Flat rows of the chosen texts, cut to `longest` tokens, and where each begins."""
        size = np.minimum(self.start[which + 1] - self.start[which], longest)
        begin = np.concatenate([[0], np.cumsum(size)])
        inside = np.arange(begin[-1]) - np.repeat(begin[:-1], size)
        return self.rows[np.repeat(self.start[which], size) + inside].astype(np.int64), begin[:-1]


class Bagger:
    """Segmenter and rows of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._segmenter = Segmenter(list(zip(vocabulary.tokens, vocabulary.scores, strict=True)))
        self._row = np.array(vocabulary.row, np.int32)

    def bags(self, texts: Sequence[str], block: int = 4096) -> Bags:
        rows: list[Rows] = []
        sizes: list[Ints] = []
        for first in range(0, len(texts), block):
            part = texts[first : first + block]
            ids, owner = self._segmenter.segment(part)
            rows.append(self._row[ids])
            sizes.append(np.bincount(owner, minlength=len(part)))
        start = (
            np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
            if sizes
            else np.zeros(1, np.int64)
        )
        return Bags(np.concatenate(rows) if rows else np.zeros(0, np.int32), start.astype(np.int64))
