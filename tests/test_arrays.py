"""Arrays are read right from many threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from indexer.arrays import load_array


def test_many_threads_read_arrays_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.arange(6).reshape(2, 3))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: load_array(path, mapped=n % 2 == 0), range(4000)))
    assert all(array.tolist() == [[0, 1, 2], [3, 4, 5]] for array in found)


def test_an_empty_array_is_read_though_it_cannot_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.empty((0, 4), np.float32))
    assert load_array(path, mapped=True).shape == (0, 4)
