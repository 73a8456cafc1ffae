"""Chances with their verdicts -> the threshold of answering, and what it does to each kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.tuning.cases import Verdict

# An answer below an even chance is more often wrong than right.
EVEN = 0.5


def operating(sure: Sequence[tuple[Verdict, float]]) -> tuple[float, list[str]]:
    """The threshold and a table: answered and mean chance by source, language and verdict."""
    lines = ["| questions | quote | count | answered | mean chance |", "|---|---|---|---|---|"]
    kinds = sorted({(v.source, v.language, v.right) for v, _ in sure})
    for source, language, right in kinds:
        of_kind = [
            c for v, c in sure if (v.source, v.language, v.right) == (source, language, right)
        ]
        chances = np.array(of_kind)
        lines.append(
            f"| {source}, {language} | {'right' if right else 'wrong'} | {len(chances)} "
            f"| {(chances >= EVEN).mean():.3f} | {chances.mean():.3f} |"
        )
    return EVEN, lines
