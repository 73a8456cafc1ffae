"""Chances with their verdicts -> the threshold of answering, and what it does to each kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.tuning.cases import Verdict

# So many of the answerable questions of the tuning halves, out of fold, may go without an answer.
# What is answered below an even chance is said to be unsure (service/answer/abstain.py).
LOST = 0.17
ANSWERABLE = ("bundled", "notices")


def operating(sure: Sequence[tuple[Verdict, float]]) -> tuple[float, list[str]]:
    """The threshold and a table: answered and mean chance by source, language and verdict."""
    answerable = [chance for verdict, chance in sure if verdict.source in ANSWERABLE]
    threshold = round(float(np.quantile(answerable, LOST)), 3)
    lines = ["| questions | quote | count | answered | mean chance |", "|---|---|---|---|---|"]
    kinds = sorted({(v.source, v.language, v.right) for v, _ in sure})
    for source, language, right in kinds:
        of_kind = [
            c for v, c in sure if (v.source, v.language, v.right) == (source, language, right)
        ]
        chances = np.array(of_kind)
        lines.append(
            f"| {source}, {language} | {'right' if right else 'wrong'} | {len(chances)} "
            f"| {(chances >= threshold).mean():.3f} | {chances.mean():.3f} |"
        )
    return threshold, lines


def answers_out_of_fold(
    sure: Sequence[tuple[Verdict, float]], threshold: float
) -> dict[str, dict[str, float]]:
    """By source and language, of the answerable questions for which anything is found: share with
    a right quote, F1 by characters with 0 for an abstention, share abstained, mean length of an
    answer."""
    found: dict[str, dict[str, float]] = {}
    for label in dict.fromkeys(f"{v.source}, {v.language}" for v, _ in sure if "," not in v.source):
        mine = [(v, c >= threshold) for v, c in sure if f"{v.source}, {v.language}" == label]
        given = [v for v, answered in mine if answered]
        found[label] = {
            "answerable": len(mine),
            "right": sum(v.right for v in given) / len(mine),
            "f1": sum(v.f1 for v in given) / len(mine),
            "abstained": 1 - len(given) / len(mine),
            "characters": sum(v.characters for v in given) / max(1, len(given)),
        }
    return found
