"""Every vector store keeps the same promise, measured against the exact inner products."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.layout import VECTORS
from indexer.stores import STORES, Matrix, StoreKind, VectorStore
from indexer.stores.exact import Exact, best
from indexer.stores.faiss import Faiss

ROWS, DIMS = 3000, 64

KINDS: dict[str, StoreKind] = {
    "exact": Exact(),
    "faiss": Faiss(),
    "faiss-codes": Faiss(flat_below=0),
}


def unit_rows(count: int, seed: int) -> Matrix:
    """Rows around 40 centres, as texts around subjects; the first ten are the same."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((40, DIMS))
    rows = centres[random.integers(0, 40, count)] + 0.7 * random.standard_normal((count, DIMS))
    rows[:10] = rows[0]
    unit: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def questions(count: int, seed: int) -> Matrix:
    """Near some row each, as a question is near the passage that answers it."""
    random = np.random.default_rng(seed)
    near = unit_rows(ROWS, seed=1)[random.integers(10, ROWS, count)]
    rows = near + 0.06 * random.standard_normal((count, DIMS))
    unit: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return unit_rows(ROWS, seed=1)


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> StoreKind:
    return KINDS[request.param]


@pytest.fixture(scope="module")
def store(kind: StoreKind, matrix: Matrix, tmp_path_factory: pytest.TempPathFactory) -> VectorStore:
    return opened(kind, matrix, tmp_path_factory.mktemp("store"))


def opened(kind: StoreKind, matrix: Matrix, folder: Path) -> VectorStore:
    np.save(folder / VECTORS, matrix)
    kind.build(matrix, folder)
    return kind.open(folder)


def reference(matrix: Matrix, query: Matrix, limit: int, allowed: list[int]) -> list[int]:
    similarities = (matrix.astype(np.float64) @ query.astype(np.float64)).tolist()
    return sorted(allowed, key=lambda row: (-round(similarities[row], 6), row))[:limit]


def test_every_store_of_the_dict_is_in_the_contract() -> None:
    assert {type(make()) for make in STORES.values()} == {type(kind) for kind in KINDS.values()}


def test_the_nearest_rows_are_found_as_often_as_the_store_declares(
    store: VectorStore, kind: StoreKind, matrix: Matrix
) -> None:
    found = wanted = 0
    for query in questions(40, seed=2):
        expected = reference(matrix, query, 10, list(range(ROWS)))
        found += len(set(store.search(query, 10)[0].tolist()) & set(expected))
        wanted += 10
    assert found / wanted >= kind.recall_floor


def test_similarities_are_the_inner_products_best_first(store: VectorStore, matrix: Matrix) -> None:
    query = matrix[700]
    rows, similarities = store.search(query, 20)
    assert rows.dtype == np.int64
    assert similarities.dtype == np.float32
    assert rows[0] == 700
    np.testing.assert_allclose(similarities, matrix[rows] @ query, atol=1e-6)
    assert list(similarities) == sorted(similarities, reverse=True)


def test_equal_rows_come_in_row_order_even_where_the_limit_cuts_them(
    store: VectorStore, matrix: Matrix
) -> None:
    query = matrix[0]
    assert store.search(query, 10)[0].tolist() == list(range(10))
    assert store.search(query, 4)[0].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("share", [0.9, 0.3, 0.02, 0.001])
def test_a_mask_limits_the_rows(
    store: VectorStore, kind: StoreKind, matrix: Matrix, share: float
) -> None:
    allowed = np.random.default_rng(3).random(ROWS) < share
    names = np.flatnonzero(allowed).tolist()
    found = wanted = 0
    for query in questions(20, seed=4):
        rows, similarities = store.search(query, 10, allowed)
        assert set(rows.tolist()) <= set(names)
        assert len(rows) == min(10, len(names))
        np.testing.assert_allclose(similarities, matrix[rows] @ query, atol=1e-6)
        expected = reference(matrix, query, 10, names)
        found += len(set(rows.tolist()) & set(expected))
        wanted += len(expected)
    assert found >= kind.recall_floor * wanted


def test_a_mask_that_allows_nothing_finds_nothing(store: VectorStore, matrix: Matrix) -> None:
    rows, similarities = store.search(matrix[0], 5, np.zeros(ROWS, bool))
    assert (rows.size, similarities.size) == (0, 0)


def test_a_limit_beyond_the_rows_gives_all_and_a_limit_of_none_nothing(
    store: VectorStore, matrix: Matrix
) -> None:
    assert sorted(store.search(matrix[0], ROWS + 5)[0].tolist()) == list(range(ROWS))
    assert store.search(matrix[0], 0)[0].size == 0


@pytest.mark.parametrize("name", STORES)
def test_a_store_without_rows_finds_nothing(name: str, tmp_path: Path) -> None:
    store = opened(STORES[name](), np.empty((0, DIMS), np.float32), tmp_path)
    assert store.search(np.ones(DIMS, np.float32), 5)[0].size == 0


def test_a_masked_row_has_the_same_value_to_the_last_bit(tmp_path: Path, matrix: Matrix) -> None:
    store = opened(Exact(), matrix, tmp_path)
    query = questions(1, seed=5)[0]
    value = dict(zip(*(part.tolist() for part in store.search(query, ROWS)), strict=True))
    allowed = np.zeros(ROWS, bool)
    allowed[[5, 1234, 2999]] = True
    rows, similarities = store.search(query, 3, allowed)
    assert similarities.tolist() == [value[row] for row in rows.tolist()]


@given(st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5]), max_size=30), st.integers(0, 35))
def test_best_is_a_stable_sort_cut_off(values: list[float], limit: int) -> None:
    rows, similarities = best(np.array(values, np.float32), None, limit)
    expected = sorted(range(len(values)), key=lambda row: (-values[row], row))[:limit]
    assert rows.tolist() == expected
    assert similarities.tolist() == [values[row] for row in expected]
