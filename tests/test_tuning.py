"""Fitting of weights: right comes first, folds keep documents apart, chances are chances."""

from __future__ import annotations

import numpy as np
import pytest

from eval.tuning.asked import name_of, read_answers
from eval.tuning.cases import Case, Verdict
from eval.tuning.fit import (
    FOLDS,
    chances,
    chances_out_of_fold,
    first_rank,
    listwise,
    logistic,
    out_of_fold,
)
from eval.tuning.marked import f1, labels, says_most, where
from eval.tuning.operating import answers_out_of_fold
from indexer.train.asked import read_asked
from service.answer.pieces import cut
from service.answer.reading import Read
from service.rank import REPEAT
from service.results import ClauseRef, Hit, NoticeRef


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
def test_a_quote_says_most_of_an_answer(text: str, answer: str, held: bool) -> None:
    assert says_most(text, answer) is held


def marked(text: str, answer: str, *evidence: str) -> str:
    flags = where(text, answer, evidence)
    return "".join(sign for sign, flag in zip(text, flags, strict=True) if flag)


def test_an_answer_is_marked_where_it_stands_punctuation_and_blanks_aside() -> None:
    assert marked("于 12月1日 前报送。", "12月1日前") == "12月1日 前"
    assert marked("甲报送，乙报送。", "报送") == "报送报送"
    assert marked("甲报送，乙报送。", "报送", "乙报送") == "报送"
    assert marked("没有这个", "报送") == ""
    assert marked("2015年选15家，第150家不算", "15") == "15"


def test_of_a_long_answer_half_of_which_is_there_that_half_is_marked() -> None:
    answer = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
    assert marked("开头甲乙丙丁戊己庚辛。", answer) == "甲乙丙丁戊己庚辛"


def reading(text: str) -> Read:
    notice = NoticeRef("甲", "通知", None, None, None, "a.txt", "official", None)
    hit = Hit(1, 0.5, notice, ClauseRef("甲", "一", "", text, ()), (0, len(text)), ())
    stretch = cut(hit, 0, len(text))
    count = len(stretch.pieces)
    return Read(
        (stretch,), np.zeros(count, np.int64), np.arange(count),
        np.array([sum(map(str.isalnum, stretch.text(n))) for n in range(count)]),
        np.zeros((count, 1), np.float32),
    )  # fmt: skip


def test_pieces_that_hold_the_answer_are_labelled_and_only_in_clauses_that_answer() -> None:
    read = reading("各市每年12月1日前报送总结，并抄送省厅，逾期不候。")
    assert labels(read, [True], ["12月1日前"], ()).tolist() == [1, 0, 0]
    assert labels(read, [True], ["前报送总结，并抄送省厅"], ()).tolist() == [1, 1, 0]
    assert labels(read, [False], ["12月1日前"], ()).tolist() == [0, 0, 0]


def test_f1_by_characters() -> None:
    assert f1("由省厅负责。", "省厅负责") == pytest.approx(2 * 4 / (5 + 4))
    assert f1("", "省厅") == 0.0


def test_answers_out_of_fold_count_an_abstention_as_nothing_said() -> None:
    none = np.zeros(1)
    sure = [
        (Verdict("ncp", "zh", "a", none, True, 0.8, 20), 0.9),
        (Verdict("ncp", "zh", "b", none, True, 1.0, 30), 0.1),
        (Verdict("ncp, asked elsewhere", "zh", "a", none, False), 0.9),
    ]
    assert answers_out_of_fold(sure, 0.5) == {
        "ncp, zh": {
            "answerable": 2, "right": 0.5, "f1": 0.4, "abstained": 0.5, "characters": 20.0,
        }
    }  # fmt: skip


def test_marked_answers_are_of_questions_that_were_written() -> None:
    written = {question for found in read_asked().values() for question in found}
    marked_answers = read_answers()
    assert len(marked_answers) > 4000
    assert all(0 <= start < end for start, end in marked_answers.values())
    assert name_of("甲", "乙") != name_of("乙", "甲")
    assert len(written) > 9000
