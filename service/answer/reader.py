"""Features of pieces -> how likely each is to belong to the answer: a small neural network.

It is a multi-layer perceptron with two hidden layers, several of them averaged, fitted by
`python -m eval.tuning`; eval/results/tuning.md has its figures out of fold.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.answer.reading import NAMES, Floats

FILE = Path(__file__).with_name("reader.safetensors")


class Reader(Protocol):
    """What tells the chances of pieces."""

    def chances(self, features: Floats) -> Floats:
        """(n,) in [0, 1] from (n, len(NAMES))."""
        ...


@dataclass(frozen=True, slots=True)
class Networks:
    """`layers[i]` are matrices (members, in, out) and biases (members, 1, out); the features are
    scaled by `middle` and `spread` (len(NAMES),) first."""

    middle: Floats
    spread: Floats
    layers: tuple[tuple[Floats, Floats], ...]

    def chances(self, features: Floats) -> Floats:
        values = ((features - self.middle) / self.spread)[None]
        for number, (matrix, bias) in enumerate(self.layers):
            values = values @ matrix + bias
            if number < len(self.layers) - 1:
                values = np.maximum(values, 0)
        found: Floats = (0.5 * (1 + np.tanh(values[:, :, 0] / 2))).mean(axis=0)
        return found


def networks_of(arrays: Mapping[str, npt.NDArray[np.float32]]) -> Networks:
    """From the arrays of the file: middle, spread, weight0, bias0, weight1, …"""
    layers: list[tuple[Floats, Floats]] = []
    while f"weight{len(layers)}" in arrays:
        number = len(layers)
        layers.append(
            (
                arrays[f"weight{number}"].astype(np.float32),
                arrays[f"bias{number}"].astype(np.float32),
            )
        )
    return Networks(arrays["middle"], arrays["spread"], tuple(layers))


@functools.cache
def shipped() -> Networks:
    """The networks of reader.safetensors."""
    from safetensors import safe_open

    with safe_open(FILE, "numpy") as file:
        if file.metadata()["names"].split() != list(NAMES):
            raise ValueError("the reader was fitted on other features; run python -m eval.tuning")
        return networks_of({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
