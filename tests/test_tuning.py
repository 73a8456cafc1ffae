"""Fitting of weights: right comes first, folds keep documents apart, chances are chances."""

from __future__ import annotations

import numpy as np
import pytest

from eval.tuning.cases import Case, Verdict, holds
from eval.tuning.fit import FOLDS, first_rank, listwise, logistic, out_of_fold


def case(features: list[list[float]], right: int, group: str = "a") -> Case:
    answers = np.arange(len(features)) == right
    return Case("s", "zh", group, np.array(features), answers, np.arange(len(features)))


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


def test_listwise_without_evidence_stays_at_the_prior() -> None:
    prior = np.array([1.5, -0.5])
    same = [case([[1.0, 1.0], [1.0, 1.0]], 0)]
    assert listwise(same, prior, 1.0) == pytest.approx(prior, abs=1e-6)


def test_first_rank_counts_each_clause_once() -> None:
    scores = np.array([4.0, 3.0, 2.0, 1.0])
    two_passages = Case(
        "s",
        "zh",
        "a",
        np.zeros((4, 1)),
        np.array([False, False, True, False]),
        np.array([7, 7, 8, 9]),
    )
    assert first_rank(two_passages, scores) == 2


def test_out_of_fold_never_scores_a_document_with_its_own_labels() -> None:
    """Each document's right candidate has a feature that no other document has: learning from its
    own label would lift it, so its score must stay at the prior's."""
    cases = []
    for n in range(FOLDS):
        features = np.zeros((2, FOLDS))
        features[0, n] = 1.0
        cases.append(case(features.tolist(), 0, group=f"document {n}"))
    for scores in out_of_fold(cases, [], np.zeros(FOLDS), 0.1):
        assert scores == pytest.approx([0.0, 0.0], abs=1e-6)


def test_logistic_gives_the_share_that_was_right() -> None:
    counts = ((0.0, False, 900), (0.0, True, 100), (1.0, True, 900), (1.0, False, 100))
    verdicts = [
        Verdict("s", "zh", np.array([value]), right)
        for value, right, count in counts
        for _ in range(count)
    ]
    weights, bias = logistic(verdicts, [0], {})
    chance = 1 / (1 + np.exp(-(np.array([0.0, 1.0]) * weights[0] + bias)))
    assert chance == pytest.approx([0.1, 0.9], abs=0.03)


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
