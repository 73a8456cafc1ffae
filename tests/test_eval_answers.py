"""Answers judged: a right quote of a right clause, F1 by characters, abstentions, baselines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.answers.baselines import baselines, best_stretch, holding
from eval.answers.report import as_markdown, write_report
from eval.answers.score import Scored, figures, score
from eval.answers.targets import targets
from eval.retrieval.sets import Asked, QuestionSet
from eval.setindex import SetIndex
from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.results import Answer, Citation, ClauseRef, NoticeRef
from tests.fakes import write_web_notices

NUMBER = "东工函〔2020〕15号"
TEXT = "（一）组织品牌培训。省品牌协会负责品牌培训，每年举办不少于四期。"
ASKED = Asked("q1", "谁负责品牌培训", "zh", frozenset([f"{NUMBER}#五/(一)"]), said=("省品牌协会",))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuestionSet]:
    root = tmp_path_factory.mktemp("answers")
    index_paths(root / "index", [write_web_notices(root / "files")], load_encoder())
    with Index.open(root / "index") as index:
        yield QuestionSet("tiny", "", (1, 5), (ASKED,), SetIndex(index), "")


def answer(*quotes: str, path: str = "五/(一)") -> Answer:
    notice = NoticeRef(NUMBER, "方案", None, NUMBER, None, "a.txt", "official", None)
    clause = ClauseRef(NUMBER, path, "", TEXT, ())
    cited = tuple(
        Citation(notice, clause, q, TEXT.index(q), TEXT.index(q) + len(q)) for q in quotes
    )
    status = "answered" if quotes else "abstained"
    return Answer("谁负责品牌培训", status, None, None, 0.5, 1.0, cited, ())


def test_a_quote_is_right_when_it_says_the_answer_in_a_clause_that_answers(
    found: QuestionSet,
) -> None:
    right = score(found, ASKED, answer("省品牌协会负责品牌培训"))
    assert (right.right, right.first, right.characters, right.verbatim) == (True, True, 11, True)
    assert right.f1 == pytest.approx(2 * 5 / (11 + 5))
    second = score(found, ASKED, answer("每年举办不少于四期", "省品牌协会"))
    assert (second.right, second.first, second.quotes) == (True, False, 2)
    assert not score(found, ASKED, answer("省品牌协会", path="六")).right
    assert not score(found, ASKED, answer("每年举办不少于四期")).right


def test_an_abstention_is_no_answer_and_quotes_nothing(found: QuestionSet) -> None:
    held = score(found, ASKED, answer())
    assert (held.answered, held.right, held.f1, held.characters) == (False, False, 0.0, 0)


def test_a_quote_that_is_not_its_span_is_seen(found: QuestionSet) -> None:
    good = answer("省品牌协会")
    broken = Citation(good.citations[0].notice, good.citations[0].clause, "省品牌协會", 10, 15)
    bad = Answer("q", "answered", None, "", 0.5, 1.0, (broken,), ())
    assert not score(found, ASKED, bad).verbatim


def test_figures_are_means_over_what_they_are_of() -> None:
    rows = [
        Scored("zh", True, True, True, True, 0.8, 20, 1, True),
        Scored("zh", True, False, False, False, 0.0, 0, 0, True),
        Scored("zh", False, False, False, False, 0.0, 0, 0, True),
        Scored("zh", False, True, False, False, 0.0, 40, 3, True, True),
    ]
    assert figures(rows) == {
        "answerable": 2, "right": 0.5, "first_right": 0.5, "f1": 0.4, "abstained": 0.5,
        "unanswerable": 2, "unanswerable_abstained": 0.5, "unanswerable_sure": 0.5,
        "characters": 30.0, "quotes": 2.0, "verbatim": 1.0,
    }  # fmt: skip
    assert figures([])["right"] is None


def test_oracles_are_at_least_as_good_as_what_is_found(found: QuestionSet) -> None:
    known = baselines(found)
    assert known["best between commas"] == pytest.approx(2 * 5 / (11 + 5))
    assert (known["sentences with the answer"] or 0) <= (known["best between commas"] or 0)
    assert holding("甲负责。乙配合。", "乙配合") == [(4, 8)]
    assert best_stretch("甲负责，乙配合。", 0, 8, "乙配合") == 1.0


def test_targets_say_what_is_met_and_the_report_is_written(tmp_path: Path) -> None:
    shown = {
        "answerable": 10, "right": 0.9, "first_right": 0.8, "f1": 0.5, "abstained": 0.2,
        "unanswerable": 2, "unanswerable_abstained": 0.5, "unanswerable_sure": 0.5,
        "characters": 80.0, "quotes": 1.2,
        "verbatim": 1.0,
    }  # fmt: skip
    half = {"labelled": 3, "precision": 0.9, "recall": 0.8, "f1": 0.85, "strength": 1.0}
    known = {"questions": 4, "accuracy": 0.75}
    report = {
        "encoder": "embedded", "reranker": None, "commit": "abc", "command": "gongwen eval answers",
        "date": "2026-11-23", "machine": {"cores": 2, "python": "3.11"}, "method": "m",
        "seconds": 1.0, "left_out": {"ncp": "no ncp there"},
        "sets": {"bundled": {"zh": shown, "en": shown, "all": shown}}, "baselines": {},
        "out_of_fold": {"ncp, zh": {**shown, "f1": 0.44}},
        "facts": {"duties": {"report": half}, "kinds": {"report": {"zh": known, "en": known}}},
    }  # fmt: skip
    rows = {(row["set"], row["measure"]): row["met"] for row in targets(report)}
    assert rows[("bundled, zh", "right")]
    assert not rows[("bundled, all", "abstained")]
    assert not rows[("ncp, out of fold", "f1")]
    assert rows[("duties, reporting half", "f1 of (body, role)")]
    report["targets"] = targets(report)
    text = as_markdown(report)
    assert "| ncp, out of fold | f1 | 0.450 | 0.440 | missed |" in text
    assert "Left out: ncp (no ncp there)." in text
    assert [path.name for path in write_report(tmp_path / "answers", report)] == [
        "answers.md", "answers.json",
    ]  # fmt: skip
