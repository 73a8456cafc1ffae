"""Cases -> weights: listwise for orders, logistic for confidence; folds keep documents together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.tuning.cases import Case, Floats, Verdict
from service.rank import REPEAT

FOLDS = 5


def listwise(
    cases: Sequence[Case], prior: Floats, ridge: float, counts: Mapping[str, float] = {}
) -> Floats:
    """Weights (f,) that minimise the softmax loss of the right candidates (ListNet's top-one loss,
    Cao et al. 2007), pulled towards `prior` with the strength of `ridge` questions on the scale of
    each feature. `counts` says what a question of a source counts; 1 when it is not there."""
    from scipy.optimize import minimize

    told = [case for case in cases if case.right.any() and not case.right.all()]
    if not told:
        return prior.copy()
    scale = spread_of(cases)
    features = np.concatenate([case.features for case in told]) / scale
    right = np.concatenate([case.right for case in told])
    sizes = np.array([len(case.right) for case in told])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([counts.get(case.source, 1.0) for case in told])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = features @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
        every = np.add.reduceat(odds, first)
        good = np.maximum(np.add.reduceat(odds * right, first), 1e-300)
        away = weights - prior * scale
        total = float(weight @ (np.log(every) - np.log(good))) + ridge * float(away @ away)
        push = odds / np.repeat(every, sizes) - odds * right / np.repeat(good, sizes)
        return total, features.T @ (push * np.repeat(weight, sizes)) + 2 * ridge * away

    found: Floats = np.asarray(minimize(loss, prior * scale, jac=True, method="L-BFGS-B").x)
    return found / scale


def spread_of(cases: Sequence[Case]) -> Floats:
    """(f,) how far each feature spreads over all candidates; 1 where it never does."""
    spread = np.concatenate([case.features for case in cases]).std(axis=0)
    return np.asarray(np.where(spread > 1e-9, spread, 1.0))


def out_of_fold(
    cases: Sequence[Case], prior: Floats, ridge: float, counts: Mapping[str, float] = {}
) -> list[Floats]:
    """Scores of each case by weights that were fitted without its document's fold."""
    fold = folds([case.group for case in cases])
    weights = [
        listwise([c for c in cases if fold[c.group] != n], prior, ridge, counts)
        for n in range(FOLDS)
    ]
    return [case.features @ weights[fold[case.group]] for case in cases]


def folds(groups: Sequence[str]) -> dict[str, int]:
    """Each group's fold; groups are dealt in their order."""
    return {group: n % FOLDS for n, group in enumerate(sorted(set(groups)))}


def first_rank(case: Case, scores: Floats) -> float:
    """Rank of the first right passage, a clause's later ones lowered as search() lowers them;
    infinite when none is right."""
    if not case.right.any():
        return float("inf")
    times: dict[int, int] = {}
    lowered = scores.astype(np.float64).copy()
    for place in np.argsort(-scores, kind="stable").tolist():
        clause = int(case.clauses[place])
        times[clause] = times.get(clause, -1) + 1
        lowered[place] -= REPEAT * times[clause]
    order = np.argsort(-lowered, kind="stable")
    return int(np.argmax(case.right[order])) + 1


def logistic(
    verdicts: Sequence[Verdict], counts: Mapping[str, float], ridge: float = 1.0
) -> tuple[Floats, float]:
    """Weights (f,) and bias of the chance that a quote's clause answers, pulled towards 0 with the
    strength of `ridge` verdicts on the scale of each sign."""
    from scipy.optimize import minimize

    features = np.array([[*verdict.features, 1.0] for verdict in verdicts])
    right = np.array([verdict.right for verdict in verdicts])
    weight = np.array([counts.get(verdict.source, 1.0) for verdict in verdicts])
    scale = features.std(axis=0)
    scale[scale < 1e-9] = 1.0
    features = features / scale
    pull = np.append(np.full(len(scale) - 1, ridge), 0.0)  # the bias is free

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = features @ weights
        chance = 1 / (1 + np.exp(-np.clip(scores, -700, 700)))
        total = weight @ np.logaddexp(0, np.where(right, -scores, scores))
        pulled = pull * weights
        gradient = features.T @ (weight * (chance - right)) + pulled
        return float(total + pulled @ weights / 2), gradient

    found = np.asarray(minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x) / scale
    return found[:-1], float(found[-1])


def chances(verdicts: Sequence[Verdict], weights: Floats, bias: float) -> Floats:
    """(n,) the chance of each verdict."""
    sums = np.array([verdict.features @ weights + bias for verdict in verdicts])
    return np.asarray(1 / (1 + np.exp(-np.clip(sums, -700, 700))))


def chances_out_of_fold(
    verdicts: Sequence[Verdict], counts: Mapping[str, float], ridge: float = 1.0
) -> Floats:
    """(n,) each by weights that were fitted without its document's fold."""
    fold = folds([verdict.group for verdict in verdicts])
    found = np.zeros(len(verdicts))
    for n in range(FOLDS):
        rest = [v for v in verdicts if fold[v.group] != n]
        mine = [place for place, v in enumerate(verdicts) if fold[v.group] == n]
        fitted = logistic(rest, counts, ridge)
        found[mine] = chances([verdicts[place] for place in mine], *fitted)
    return found
