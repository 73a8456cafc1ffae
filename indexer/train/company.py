"""Training texts -> a vector for each usual word, from the words that it stands next to.

Words that replace each other (爸妈, 父母) keep the same company though they never meet; the encoder
rather brings words together that meet (看病, 医生).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rjieba
from scipy import sparse
from scipy.sparse.linalg import svds

WINDOW = 2
COMPANIONS = 10_000  # the most usual words, by which all are described
DIMS = 200
_TOKENS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Company:
    """`rows` (words, dims) are unit vectors of `words`, the most usual word first."""

    words: tuple[str, ...]
    rows: npt.NDArray[np.float32]


def company(texts: Sequence[str], least: int = 20, seed: int = 0) -> Company:
    """Words used at least `least` times, by the shifted pointwise information of companions."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update(rjieba.cut(text))
    words = [word for word, n in count.most_common() if n >= least]
    number = {word: i for i, word in enumerate(words)}
    met = _met(texts, number)
    of_word = np.asarray(met.sum(axis=1)).ravel()
    of_companion = np.asarray(met.sum(axis=0)).ravel() ** 0.75
    cells = met.tocoo()
    expected = of_word[cells.row] * (of_companion / of_companion.sum())[cells.col]
    gain = np.log(np.maximum(cells.data, 1e-9) / np.maximum(expected, 1e-9))
    kept = gain > 0
    shape = (len(words), min(len(words), COMPANIONS))
    matrix = sparse.csr_matrix((gain[kept], (cells.row[kept], cells.col[kept])), shape=shape)
    dims = min(DIMS, min(shape) - 1)
    left, scale, _ = svds(matrix.astype(np.float32), k=dims, rng=np.random.default_rng(seed))
    rows = left * np.sqrt(scale)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return Company(tuple(words), rows.astype(np.float32))


def _met(texts: Iterable[str], number: dict[str, int]) -> sparse.csr_matrix:
    """(words, companions) how often a companion stands within the window, nearer ones more."""
    shape = (len(number), min(len(number), COMPANIONS))
    met = sparse.csr_matrix(shape, dtype=np.float32)
    for ids in _stretches(texts, number):
        for distance in range(1, WINDOW + 1):
            first, second = ids[:-distance], ids[distance:]
            for word, other in ((first, second), (second, first)):
                good = (word >= 0) & (other >= 0) & (other < shape[1])
                ones = np.full(int(good.sum()), 1.0 / distance, np.float32)
                met += sparse.csr_matrix((ones, (word[good], other[good])), shape=shape)
    return met


def _stretches(texts: Iterable[str], number: dict[str, int]) -> Iterable[npt.NDArray[np.int64]]:
    """Word numbers of the texts, -1 for a rare word and WINDOW times between texts."""
    ids: list[int] = []
    for text in texts:
        ids += [number.get(word, -1) for word in rjieba.cut(text)]
        ids += [-1] * WINDOW
        if len(ids) > _TOKENS_AT_ONCE:
            yield np.array(ids)
            ids = []
    if ids:
        yield np.array(ids)
