"""A sum -> a score in (0, 1) by the logistic curve, and back."""

from __future__ import annotations

import math


def logistic(value: float) -> float:
    """1 / (1 + exp(-value)), written so that it does not overflow."""
    return 0.5 * (1 + math.tanh(value / 2))


def logit(score: float, edge: float = 1e-4) -> float:
    """The value whose score this is; scores nearer to 0 and 1 than `edge` count as that near."""
    bounded = min(max(score, edge), 1 - edge)
    return math.log(bounded / (1 - bounded))
