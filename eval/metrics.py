"""Rankings and judgements -> retrieval measures as trec_eval computes them, intervals, abstention.

A ranking is a list of ids, best first, each at most once. Grades map ids to whole numbers,
relevant from 1; what is not judged is not relevant. Every measure is in [0, 1], higher is better,
and is averaged over answerable queries; a query the run says nothing about counts as 0
(trec_eval -c), since a search that returns nothing has failed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ranking = Sequence[str]
Grades = Mapping[str, int]
Measure = Callable[[Ranking, Grades], float]

RESAMPLES = 2000
LEVEL = 0.95


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Ids by falling score; equal scores by falling id, and scores are compared in float32.

    Both are trec_eval's rules (it holds scores as C floats and sorts ties by reverse id), kept
    so that a run file gives the same figures here and there.
    """
    return sorted(scores, key=lambda name: (np.float32(scores[name]), name), reverse=True)


def recall(ranking: Ranking, grades: Grades, k: int) -> float:
    """Share of the relevant ones that are among the first k."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def success(ranking: Ranking, grades: Grades, k: int) -> float:
    """1 when any relevant one is among the first k (the hit rate once averaged)."""
    return float(any(grades.get(name, 0) > 0 for name in ranking[:k]))


def reciprocal_rank(ranking: Ranking, grades: Grades) -> float:
    """1 / rank of the first relevant one; 0 when there is none, as deep as the ranking goes."""
    for rank, name in enumerate(ranking, start=1):
        if grades.get(name, 0) > 0:
            return 1 / rank
    return 0.0


def ndcg(ranking: Ranking, grades: Grades, k: int) -> float:
    """DCG of the first k over that of the best possible order, DCG = sum of grade / log2(rank + 1).

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4),
    2002, with the grade itself as gain and log2(rank + 1) at every rank: trec_eval's ndcg_cut.
    """
    ideal = dcg(sorted(grades.values(), reverse=True)[:k])
    return dcg([grades.get(name, 0) for name in ranking[:k]]) / ideal if ideal else 0.0


def dcg(gains: Sequence[int]) -> float:
    return math.fsum(max(gain, 0) / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def at(measure: Callable[[Ranking, Grades, int], float], k: int) -> Measure:
    return lambda ranking, grades: measure(ranking, grades, k)


DEPTHS = (1, 3, 5, 10)
MEASURES: dict[str, Measure] = {
    **{f"recall@{k}": at(recall, k) for k in DEPTHS},
    **{f"success@{k}": at(success, k) for k in DEPTHS},
    "mrr": reciprocal_rank,
    "ndcg@10": at(ndcg, 10),
}


def measured(ranking: Ranking, grades: Grades) -> dict[str, float]:
    """Every measure of MEASURES for one query."""
    if len(set(ranking)) != len(ranking):
        raise ValueError("a ranking names an id twice: its measures would count it twice")
    return {name: measure(ranking, grades) for name, measure in MEASURES.items()}


def mean(values: Sequence[float]) -> float | None:
    """None of nothing: an average over no queries is not 0."""
    return math.fsum(values) / len(values) if values else None


def interval(values: Sequence[float], seed: int = 0) -> tuple[float, float] | None:
    """Percentile bootstrap of the mean over queries: 95 %, 2,000 resamples, seeded."""
    if not values:
        return None
    low, high = np.quantile(bootstrap_means(values, seed), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def bootstrap_means(values: Sequence[float], seed: int) -> npt.NDArray[np.float64]:
    """(RESAMPLES,) means of samples drawn with replacement, each as large as `values`."""
    sample = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(len(sample), size=(RESAMPLES, len(sample)))
    return np.asarray(sample[draws].mean(axis=1))


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well silence was chosen; a ratio over nothing is None."""

    abstained: int
    unanswerable: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of the abstentions, how many were on unanswerable queries."""
        return self.both / self.abstained if self.abstained else None

    @property
    def recall(self) -> float | None:
        """Of the unanswerable queries, how many were abstained on."""
        return self.both / self.unanswerable if self.unanswerable else None


def abstention(outcomes: Sequence[tuple[bool, bool]]) -> Abstention:
    """From one (abstained, unanswerable) pair per query."""
    return Abstention(
        abstained=sum(abstained for abstained, _ in outcomes),
        unanswerable=sum(unanswerable for _, unanswerable in outcomes),
        both=sum(abstained and unanswerable for abstained, unanswerable in outcomes),
    )
