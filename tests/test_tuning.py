"""Fitting of weights: right comes first, folds keep documents apart, chances are chances."""

from __future__ import annotations

import numpy as np
import pytest

from eval.tuning.cases import Case, Verdict, holds
from eval.tuning.fit import (
    FOLDS,
    chances,
    chances_out_of_fold,
    first_rank,
    listwise,
    logistic,
    out_of_fold,
)
from service.rank import REPEAT


def case(
    features: list[list[float]], right: int, group: str = "a", clauses: list[int] | None = None
) -> Case:
    answers = np.arange(len(features)) == right
    return Case(
        "s", "zh", group, np.array(features), np.zeros(len(features)), answers,
        np.array(clauses or range(len(features))),
    )  # fmt: skip


def test_listwise_finds_the_feature_that_tells_right_from_wrong() -> None:
    rng = np.random.default_rng(0)
    cases = []
    for _ in range(40):
        features = rng.normal(size=(6, 3))
        cases.append(case(features.tolist(), int(np.argmax(features[:, 1]))))
    weights = listwise(cases, np.zeros(3), 0.1)
    assert weights[1] > 2
    assert abs(weights[0]) < 1
    assert abs(weights[2]) < 1
    assert all(first_rank(c, c.features @ weights) == 1 for c in cases[:10])


def test_the_scale_of_a_feature_does_not_change_the_order_that_is_fitted() -> None:
    rng = np.random.default_rng(1)
    features = [rng.normal(size=(5, 2)) for _ in range(30)]
    plain = [case(f.tolist(), int(f[:, 0].argmax())) for f in features]
    scaled = [case((f * [100.0, 0.01]).tolist(), int(f[:, 0].argmax())) for f in features]
    a, b = (listwise(cases, np.zeros(2), 1.0) for cases in (plain, scaled))
    assert b * [100.0, 0.01] == pytest.approx(a, rel=1e-2, abs=1e-2)


def test_a_source_that_counts_nothing_changes_nothing() -> None:
    told = [case([[1.0, 0.0], [0.0, 1.0]], 0)]
    other = [Case("t", "zh", "b", c.features, c.fused, c.right[::-1], c.clauses) for c in told]
    alone = listwise(told, np.zeros(2), 0.5)
    assert listwise([*told, *other], np.zeros(2), 0.5, {"t": 0.0}) == pytest.approx(alone)


def test_listwise_without_evidence_stays_at_the_prior() -> None:
    prior = np.array([1.5, -0.5])
    same = [case([[1.0, 1.0], [1.0, 1.0]], 0)]
    assert listwise(same, prior, 1.0) == pytest.approx(prior, abs=1e-6)


def test_first_rank_lowers_a_clauses_later_passages_as_the_search_does() -> None:
    near = np.array([4.0, 4.0 - REPEAT / 2, 4.0 - REPEAT + 0.1])
    answers = case([[0.0]] * 3, 2, clauses=[7, 7, 8])
    assert first_rank(answers, near) == 2
    assert first_rank(answers, np.array([4.0, 3.9, 3.9 - 2 * REPEAT])) == 3


def test_out_of_fold_never_scores_a_document_with_its_own_labels() -> None:
    """Each document's right candidate has a feature that no other document has: learning from its
    own label would lift it, so its score must stay at the prior's."""
    cases = []
    for n in range(FOLDS):
        features = np.zeros((2, FOLDS))
        features[0, n] = 1.0
        cases.append(case(features.tolist(), 0, group=f"document {n}"))
    for scores in out_of_fold(cases, np.zeros(FOLDS), 0.1):
        assert scores == pytest.approx([0.0, 0.0], abs=1e-6)


def verdict(value: float, right: bool, group: str = "a") -> Verdict:
    return Verdict("s", "zh", group, np.array([value]), right)


def test_logistic_gives_the_share_that_was_right() -> None:
    counts = ((0.0, False, 900), (0.0, True, 100), (1.0, True, 900), (1.0, False, 100))
    verdicts = [verdict(value, right) for value, right, count in counts for _ in range(count)]
    weights, bias = logistic(verdicts, {})
    found = chances([verdict(0.0, True), verdict(1.0, True)], weights, bias)
    assert found == pytest.approx([0.1, 0.9], abs=0.03)


def test_a_document_says_nothing_of_its_own_chance() -> None:
    """Folds whose labels contradict each other: each is judged by the others alone."""
    verdicts = [verdict(1.0, n == 0, f"document {n}") for n in range(FOLDS) for _ in range(50)]
    found = chances_out_of_fold(verdicts, {}, ridge=0.01)
    assert found[:50].max() < 0.05
    assert found[50:].min() > 0.15


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("于12月1日前报送。", "12月1日前", True),
        ("于12月1日前报送。", "11月1日前", False),
        ("内容", "", False),
        (
            "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯",
            "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸",
            True,
        ),
    ],
)
def test_holds(text: str, answer: str, held: bool) -> None:
    assert holds(text, answer) is held
