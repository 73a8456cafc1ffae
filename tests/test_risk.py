"""Risk by coverage: the curve of a known case, and what holds for any answers."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.retrieval.confidence import (
    Judged,
    Point,
    area,
    at_threshold,
    best_area,
    calibration_error,
    curve,
    threshold_losing,
)
from eval.retrieval.plot import draw

# Falling confidence: right, right, wrong and right together, wrong (unanswerable), wrong.
KNOWN = [
    Judged(0.9, True, True),
    Judged(0.8, True, True),
    Judged(0.6, False, True),
    Judged(0.6, True, True),
    Judged(0.3, False, False),
    Judged(0.1, False, True),
]
ANY = st.lists(
    st.builds(
        lambda sure, right, answerable: Judged(sure, right and answerable, answerable),
        st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]) | st.floats(0, 1),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


def test_curve_of_a_known_case() -> None:
    assert curve(KNOWN) == [
        Point(0.9, 1 / 6, 0.0),
        Point(0.8, 2 / 6, 0.0),
        Point(0.6, 4 / 6, 1 / 4),
        Point(0.3, 5 / 6, 2 / 5),
        Point(0.1, 1.0, 3 / 6),
    ]


def test_area_of_a_known_case() -> None:
    expected = (2 * 0.25 + 0.4 + 0.5) / 6
    assert area(curve(KNOWN)) == pytest.approx(expected)
    assert best_area(KNOWN) == pytest.approx((1 / 4 + 2 / 5 + 3 / 6) / 6)


def test_calibration_error_of_a_known_case() -> None:
    # bins 0.9, 0.8, 0.6 (twice), 0.3, 0.1: |confidence - right| summed over each bin
    assert calibration_error(KNOWN) == pytest.approx((0.1 + 0.2 + 0.2 + 0.3 + 0.1) / 6)


def test_sure_and_right_is_calibrated() -> None:
    assert calibration_error([Judged(1.0, True, True), Judged(0.0, False, False)]) == 0.0


def test_threshold_counts_only_right_answers_as_lost_when_asked_to() -> None:
    assert threshold_losing(KNOWN, only_right=True, loss=0.0) == 0.6
    assert threshold_losing(KNOWN, only_right=False, loss=0.0) == 0.1
    assert threshold_losing(KNOWN, only_right=False, loss=0.2) == 0.6
    assert threshold_losing(KNOWN, only_right=True, loss=1.0) == math.inf


def test_what_a_threshold_does() -> None:
    assert at_threshold(KNOWN, 0.6) == {
        "threshold": 0.6,
        "coverage": 4 / 6,
        "risk": 1 / 4,
        "right_lost": 0.0,
        "answerable_lost": 1 / 5,
        "unanswerable_abstained": 1.0,
    }
    silent = at_threshold(KNOWN, math.inf)
    assert (silent["threshold"], silent["risk"], silent["coverage"]) == (None, None, 0.0)


@given(ANY)
def test_coverage_rises_to_one_as_the_threshold_falls(judged: list[Judged]) -> None:
    points = curve(judged)
    coverages = [point.coverage for point in points]
    thresholds = [point.threshold for point in points]
    assert coverages == sorted(set(coverages))
    assert thresholds == sorted(set(thresholds), reverse=True)
    assert coverages[-1] == 1.0
    assert points[-1].risk == sum(not one.right for one in judged) / len(judged)
    assert all(0 <= point.risk <= 1 for point in points)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_the_questions_does_not_matter(judged: list[Judged], random: object) -> None:
    shuffled = judged[::-1]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert curve(shuffled) == curve(judged)


@given(ANY)
def test_no_confidence_is_better_than_the_best(judged: list[Judged]) -> None:
    assert best_area(judged) <= area(curve(judged)) + 1e-12
    assert area(curve(judged)) <= 1


@given(ANY, st.booleans(), st.floats(0, 1))
def test_the_threshold_is_the_highest_that_loses_no_more(
    judged: list[Judged], only_right: bool, loss: float
) -> None:
    lost = "right_lost" if only_right else "answerable_lost"
    threshold = threshold_losing(judged, only_right, loss)
    found = at_threshold(judged, threshold)[lost]
    assert found is None or found <= loss + 1e-9
    higher = sorted({one.confidence for one in judged if one.confidence > threshold})
    if higher:
        more = at_threshold(judged, higher[0])[lost]
        assert more is not None
        assert more > loss - 1e-9


def test_the_picture_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        draw({"known": KNOWN}, tmp_path / name)
    drawn = (tmp_path / "a.svg").read_text("utf-8")
    assert drawn == (tmp_path / "b.svg").read_text("utf-8")
    assert "known (n = 6)" in drawn
    assert "dc:date" not in drawn
