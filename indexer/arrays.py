"""A file of one plain array -> the array, from several threads at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

# np.load reads a header with ast.literal_eval, whose recursion count CPython 3.11 shares between
# threads: a reader that opened while another thread published once failed with "AST constructor
# recursion depth mismatch" (cpython issue 106905).
_ONE_AT_A_TIME = threading.Lock()


def load_array(path: Path, mapped: bool = False) -> npt.NDArray[Any]:
    """The array of a .npy file; `mapped` leaves it on disk where that is possible.

    Raises OSError and ValueError as np.load does.
    """
    with _ONE_AT_A_TIME:
        if mapped:
            try:
                return _read(path, "r")
            except ValueError:
                pass  # an empty array cannot be mapped
        return _read(path, None)


def _read(path: Path, mode: Literal["r"] | None) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = np.load(path, mmap_mode=mode)
    return found
