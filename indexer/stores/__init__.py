"""Unit vectors -> nearest rows: the protocol of a vector store and the dict of those we have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.arrays import load_array
from indexer.layout import VECTORS

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Similarities = npt.NDArray[np.float32]

DEFAULT_STORE = "exact"


class VectorStore(Protocol):
    """An opened store over P rows of unit length."""

    def search(
        self, query: Vector, limit: int, allowed: Mask | None = None
    ) -> tuple[Rows, Similarities]:
        """At most `limit` rows by inner product with `query` (dims,), best first, ties by row.

        `allowed` (P,) limits the rows; None allows all. Higher is better.
        """
        ...


class StoreKind(Protocol):
    """How a store is made and opened; `recall_floor` of the exact first ten are found."""

    recall_floor: float

    def build(self, matrix: Matrix, folder: Path) -> None:
        """Writes what the store needs into `folder`, where VECTORS holds `matrix` already."""
        ...

    def open(self, folder: Path) -> VectorStore: ...


def _exact() -> StoreKind:
    from indexer.stores.exact import Exact

    return Exact()


def _faiss() -> StoreKind:
    from indexer.stores.faiss import Faiss

    return Faiss()


STORES: dict[str, Callable[[], StoreKind]] = {"exact": _exact, "faiss": _faiss}


def read_vectors(folder: Path) -> Matrix:
    """The matrix of a generation, memory-mapped."""
    matrix: Matrix = load_array(folder / VECTORS, mapped=True)
    return matrix
