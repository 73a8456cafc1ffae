"""Cases -> weights: listwise for orders, logistic for confidence; folds keep documents together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.tuning.cases import Case, Floats, Verdict

FOLDS = 5


def listwise(cases: Sequence[Case], prior: Floats, ridge: float) -> Floats:
    """Weights (f,) that minimise the softmax loss of the right candidates (ListNet's top-one loss,
    Cao et al. 2007), pulled towards `prior` with the strength of `ridge` questions."""
    from scipy.optimize import minimize

    def loss(weights: Floats) -> tuple[float, Floats]:
        away = weights - prior
        total, gradient = ridge * float(away @ away), 2 * ridge * away
        for case in cases:
            scores = case.features @ weights
            odds = np.exp(scores - scores.max())
            right = odds * case.right
            total += float(np.log(odds.sum()) - np.log(right.sum()))
            gradient = gradient + case.features.T @ (odds / odds.sum() - right / right.sum())
        return total, gradient

    found: Floats = np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B").x)
    return found


def out_of_fold(
    cases: Sequence[Case], others: Sequence[Case], prior: Floats, ridge: float
) -> list[Floats]:
    """Scores of each case by weights that were fitted without its document's fold."""
    groups = sorted({case.group for case in cases})
    fold = {group: n % FOLDS for n, group in enumerate(groups)}
    weights = [
        listwise([*others, *(c for c in cases if fold[c.group] != n)], prior, ridge)
        for n in range(FOLDS)
    ]
    return [case.features @ weights[fold[case.group]] for case in cases]


def first_rank(case: Case, scores: Floats) -> int:
    """Rank of the first right candidate, each clause counted once."""
    before: set[int] = set()
    for place in np.argsort(-scores, kind="stable"):
        if case.right[place]:
            return len(before - {int(case.clauses[place])}) + 1
        before.add(int(case.clauses[place]))
    return len(before) + 1


def logistic(
    verdicts: Sequence[Verdict], columns: Sequence[int], weight_of: dict[str, float]
) -> tuple[Floats, float]:
    """Weights (len(columns),) and bias of the chance that a quote's clause answers."""
    from scipy.optimize import minimize

    features = np.array([[*verdict.features[list(columns)], 1.0] for verdict in verdicts])
    right = np.array([verdict.right for verdict in verdicts])
    counts = np.array([weight_of.get(verdict.source, 1.0) for verdict in verdicts])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = features @ weights
        chance = 1 / (1 + np.exp(-scores))
        total = counts @ np.logaddexp(0, np.where(right, -scores, scores))
        pulled = np.append(weights[:-1], 0.0)
        gradient = features.T @ (counts * (chance - right)) + pulled
        return float(total + pulled @ pulled / 2), gradient

    start = np.zeros(features.shape[1])
    found = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)
    return found[:-1], float(found[-1])
