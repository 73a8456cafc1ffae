"""How sure each answer was and whether it was right -> risk by coverage, and what abstaining costs.

A question is answered when its confidence is at least the threshold. Coverage is the share of all
questions that are answered, risk the share of wrong answers among them; an answer to an
unanswerable question is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

BINS = 10
LOSS = 0.03


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer that would be given if nothing were held back."""

    confidence: float
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Point:
    threshold: float
    coverage: float
    risk: float


def curve(judged: Sequence[Judged]) -> list[Point]:
    """A point for each confidence there is, thresholds falling, so coverage rising to 1."""
    points, answered, wrong = [], 0, 0
    falling = sorted(judged, key=lambda one: -one.confidence)
    for threshold, same in groupby(falling, key=lambda one: one.confidence):
        group = list(same)
        answered += len(group)
        wrong += sum(not one.right for one in group)
        points.append(Point(threshold, answered / len(falling), wrong / answered))
    return points


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many, evenly spread, the first and the last among them."""
    if len(points) <= most:
        return list(points)
    step = (len(points) - 1) / (most - 1)
    return [points[round(place * step)] for place in range(most)]


def area(points: Sequence[Point]) -> float:
    """Under the curve (AURC, Geifman and El-Yaniv, 2017): the mean risk over all coverages.
    Questions of one confidence are answered together, so all of them count with their point."""
    steps = zip([0.0, *(point.coverage for point in points)], points, strict=False)
    return math.fsum((point.coverage - before) * point.risk for before, point in steps)


def best_area(judged: Sequence[Judged]) -> float:
    """The area if every right answer came before every wrong one: what is left is not the
    confidence's fault."""
    ordered = sorted(judged, key=lambda one: not one.right)
    ranked = [
        Judged(-place, one.right, one.answerable) for place, one in enumerate(ordered)
    ]  # fmt: skip
    return area(curve(ranked))


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: over ten equal stretches of confidence, the distance of mean
    confidence and share of right answers, weighted by questions."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in judged:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one)
    gaps = [abs(sum(one.confidence - one.right for one in same)) for same in bins]
    return math.fsum(gaps) / len(judged) if judged else 0.0


def threshold_losing(judged: Sequence[Judged], only_right: bool, loss: float = LOSS) -> float:
    """The highest threshold that loses at most `loss` of the answerable questions; infinite when
    even silence loses no more. Lost is an answerable question that is not answered: with
    `only_right` only if the answer held back was right."""
    answerable = [one for one in judged if one.answerable]
    losable = sorted(one.confidence for one in answerable if one.right or not only_right)
    allowed = math.floor(loss * len(answerable) + 1e-9)
    return losable[allowed] if allowed < len(losable) else math.inf


def at_threshold(judged: Sequence[Judged], threshold: float) -> dict[str, float | None]:
    """What a threshold does; a share of nothing is None."""
    answered = [one for one in judged if one.confidence >= threshold]
    answerable = [one for one in judged if one.answerable]
    rest = [one for one in judged if not one.answerable]
    held = [one for one in answerable if one.confidence < threshold]
    return {
        "threshold": threshold if math.isfinite(threshold) else None,
        "coverage": share(len(answered), len(judged)),
        "risk": share(sum(not one.right for one in answered), len(answered)),
        "right_lost": share(sum(one.right for one in held), len(answerable)),
        "answerable_lost": share(len(held), len(answerable)),
        "unanswerable_abstained": share(
            sum(one.confidence < threshold for one in rest), len(rest)
        ),
    }  # fmt: skip


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
