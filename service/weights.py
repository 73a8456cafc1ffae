"""weights.json -> the weights of ranking, quoting and confidence, by language and feature.

The file is written by `python -m eval.tuning --write`; eval/results/tuning.md has the figures.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("weights.json")


@functools.cache
def weights() -> dict[str, Any]:
    """The file's content."""
    found: dict[str, Any] = json.loads(FILE.read_bytes())
    return found


@functools.lru_cache(maxsize=16)
def linear(part: str, language: str, names: Sequence[str]) -> npt.NDArray[np.float32]:
    """(len(names),) the weights of a part and language; what the file does not name weighs 0."""
    known = weights()[part][language]
    return np.array([known.get(name, 0.0) for name in names], np.float32)
