"""The measures against trec_eval's own code on random runs, and by hand on small ones."""

from __future__ import annotations

import importlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import (
    MEASURES,
    abstention,
    interval,
    mean,
    measured,
    ndcg,
    ranked,
    recall,
    reciprocal_rank,
    success,
)

pytrec_eval = importlib.import_module("pytrec_eval")

# Ids of our own kind among them: their order in ties is by UTF-8 bytes there, by code points here.
IDS = [
    "a",
    "b",
    "c10",
    "c9",
    "Z",
    "甲〔2020〕1号#一",
    "甲〔2020〕1号#一/(二)",
    "乙〔2021〕3号#closing",
]
IDS += [f"d{number}" for number in range(12)]
QUERIES = ["q1", "q2", "问3"]
THEIRS = {
    **{f"recall@{k}": f"recall_{k}" for k in (1, 3, 5, 10)},
    **{f"success@{k}": f"success_{k}" for k in (1, 3, 5, 10)},
    "mrr": "recip_rank",
    "ndcg@10": "ndcg_cut_10",
}

# A few values only, so that ties are common; and doubles that are one value in float32.
scores = st.one_of(
    st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0]),
    st.sampled_from([0.5 + 1e-12, 1 - 1e-12, 0.25 + 1e-6]),
    st.floats(-1e6, 1e6),
)
runs = st.dictionaries(st.sampled_from(QUERIES), st.dictionaries(st.sampled_from(IDS), scores))
grades = st.integers(-1, 3)
qrels = st.dictionaries(
    st.sampled_from(QUERIES), st.dictionaries(st.sampled_from(IDS), grades, min_size=1), min_size=1
)


@settings(max_examples=300, deadline=None)
@given(qrels, runs)
def test_measures_equal_trec_eval_on_random_runs(
    judged: dict[str, dict[str, int]], run: dict[str, dict[str, float]]
) -> None:
    names = {"recall.1,3,5,10", "success.1,3,5,10", "recip_rank", "ndcg_cut.10"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, names).evaluate(run)
    assert set(THEIRS) == set(MEASURES)
    for query, found in judged.items():
        ours = measured(ranked(run.get(query, {})), found)
        for name, their_name in THEIRS.items():
            # A query that the run leaves out is 0 here; trec_eval says so only with -c.
            expected = theirs.get(query, {}).get(their_name, 0.0)
            assert ours[name] == pytest.approx(expected, abs=1e-9), (query, name)


def test_ndcg_by_hand_uses_the_grade_and_a_log2_discount() -> None:
    found = ndcg(["x", "two", "one"], {"one": 1, "two": 2}, 10)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert found == pytest.approx((2 / math.log2(3) + 1 / math.log2(4)) / best)


def test_recall_counts_relevant_ones_that_were_not_retrieved() -> None:
    assert recall(["a", "x", "b"], {"a": 1, "b": 1, "c": 2, "x": 0}, 3) == pytest.approx(2 / 3)
    assert recall(["a", "x", "b"], {"a": 1, "b": 1, "c": 2, "x": 0}, 1) == pytest.approx(1 / 3)


def test_success_and_reciprocal_rank_look_at_the_first_relevant_one() -> None:
    judged = {"b": 1, "c": 1, "a": 0}
    assert [success(["a", "b", "c"], judged, k) for k in (1, 2, 3)] == [0.0, 1.0, 1.0]
    assert reciprocal_rank(["a", "b", "c"], judged) == 0.5
    assert reciprocal_rank(["a"], judged) == 0.0


def test_equal_scores_are_ordered_by_falling_id() -> None:
    assert ranked({"a": 1.0, "c": 1.0, "b": 1.0, "z": 2.0, "y": 0.5}) == ["z", "c", "b", "a", "y"]


def test_scores_are_compared_in_single_precision() -> None:
    assert ranked({"a": 1.0 + 1e-12, "b": 1.0}) == ["b", "a"]
    assert ranked({"a": 1.0 + 1e-6, "b": 1.0}) == ["a", "b"]


def test_ranking_with_an_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        measured(["a", "b", "a"], {"a": 1})


def test_an_empty_ranking_scores_zero_everywhere() -> None:
    assert set(measured([], {"a": 1}).values()) == {0.0}


def test_mean_and_interval_of_nothing_are_none() -> None:
    assert mean([]) is None
    assert interval([]) is None


def test_interval_holds_the_mean_repeats_and_narrows_with_more_queries() -> None:
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 500
    low, high = interval(few) or (1, 0)
    assert low < 0.5 < high
    assert interval(few) == (low, high)
    assert interval(few, seed=1) != (low, high)
    close_low, close_high = interval(many) or (1, 0)
    assert close_high - close_low < (high - low) / 3
    # The normal approximation of the same interval: 1.96 * sd / sqrt(n).
    assert close_high - 0.5 == pytest.approx(1.96 * 0.5 / math.sqrt(1000), rel=0.15)


def test_interval_of_equal_values_is_that_value() -> None:
    assert interval([0.25] * 7) == (0.25, 0.25)


def test_abstention_precision_and_recall_by_hand() -> None:
    # (abstained, unanswerable): two right, one wrong silence, one unanswerable answered.
    found = abstention([(True, True), (True, True), (True, False), (False, True), (False, False)])
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(2 / 3)


def test_abstention_over_nothing_is_undefined_not_perfect() -> None:
    assert abstention([(False, False)]).precision is None
    assert abstention([(True, False)]).recall is None
    assert abstention([(True, False)]).precision == 0.0
