"""Floors: which are set, what breaks them, and that they go down only on purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.errors import GateError
from eval.cli import app
from eval.gate import (
    BASELINE,
    HYBRID,
    broken_floors,
    check,
    gated,
    lowered,
    raised,
    read_baseline,
    write_baseline,
)
from tests.test_labels import write_set

FLOORS = {"hybrid/all/mrr": 0.8, "hybrid/all/recall@1": 0.7}


def report(mrr: float = 0.9) -> dict[str, Any]:
    figures: dict[str, float | None] = dict.fromkeys(HYBRID, 0.5)
    figures["mrr"] = mrr
    groups = {"all": figures, "split=report": figures, "split=tune": figures, "lang=en": figures}
    return {
        "set": "bundled",
        "data": "00",
        "commit": "abc",
        "command": "gongwen eval gate",
        "date": "2024-01-01 00:00 UTC",
        "modes": {"hybrid": groups, "lexical": groups},
    }


def test_floors_that_hold_pass_even_when_just_met() -> None:
    check({"hybrid/all/mrr": 0.8, "hybrid/all/recall@1": 0.9, "other": 0.0}, FLOORS)


def test_each_broken_floor_is_named_with_value_and_floor() -> None:
    with pytest.raises(GateError) as raised_error:
        check({"hybrid/all/mrr": 0.75, "hybrid/all/recall@1": 0.6}, FLOORS)
    message = str(raised_error.value)
    assert "2 of 2 floors broken" in message
    assert "hybrid/all/mrr 0.750 below 0.800" in message
    assert "hybrid/all/recall@1 0.600 below 0.700" in message
    assert "\n" not in message


def test_figure_that_is_no_longer_measured_breaks_its_floor() -> None:
    assert broken_floors({"hybrid/all/mrr": 0.9}, FLOORS) == [
        "hybrid/all/recall@1 not measured, floor 0.700"
    ]


def test_no_floors_at_all_is_a_failure_that_says_what_to_run() -> None:
    with pytest.raises(GateError, match="gongwen eval gate --update"):
        check({"hybrid/all/mrr": 0.9}, {})


def test_gate_watches_hybrid_whole_and_by_language_and_the_parts_alone() -> None:
    found = gated(report())
    assert found["hybrid/all/mrr"] == 0.9
    assert "hybrid/split=report/abstention_recall" in found
    assert "hybrid/lang=en/recall@10" in found
    assert "lexical/all/ndcg@10" in found
    assert "hybrid/split=tune/mrr" not in found
    assert "lexical/lang=en/recall@10" not in found
    assert "hybrid/lang=en/mrr" not in found


def test_undefined_figure_gets_no_floor() -> None:
    without = report()
    without["modes"]["hybrid"]["all"]["abstention_precision"] = None
    assert "hybrid/all/abstention_precision" not in gated(without)


def test_update_raises_floors_and_never_lowers_one() -> None:
    measured = {"hybrid/all/mrr": 0.9, "hybrid/all/recall@1": 0.705, "hybrid/all/ndcg@10": 0.5}
    assert raised(lowered(measured, 0.02), FLOORS, measured) == {
        "hybrid/all/mrr": 0.88,
        "hybrid/all/recall@1": 0.7,
        "hybrid/all/ndcg@10": 0.48,
    }


def test_update_refuses_while_a_floor_is_broken() -> None:
    measured = {"hybrid/all/mrr": 0.75, "hybrid/all/recall@1": 0.9}
    with pytest.raises(GateError, match=r"hybrid/all/mrr 0\.750 below 0\.800"):
        raised(lowered(measured, 0.02), FLOORS, measured)


def test_lower_sets_floors_to_what_is_measured_less_the_margin_rounded_down() -> None:
    assert lowered({"a": 0.7559, "b": 0.01, "c": 1.0}, 0.02) == {"a": 0.735, "b": 0.0, "c": 0.98}


def test_baseline_is_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert read_baseline(path) == {"floors": {}}
    write_baseline(path, FLOORS, {"hybrid/all/mrr": 0.81234}, 0.02, report())
    found = read_baseline(path)
    assert found["floors"] == FLOORS
    assert found["measured"] == {"hybrid/all/mrr": 0.8123}
    assert (found["margin"], found["commit"], found["data"]) == (0.02, "abc", "00")


@pytest.mark.parametrize("text", ["", "{}", '{"floors": 3}', '{"floors": {"a": "high"}}', "[]"])
def test_broken_baseline_is_an_error_not_a_pass(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match=r"b\.json: no readable baseline"):
        read_baseline(tmp_path / "b.json")


def test_committed_baseline_can_be_read() -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert all(0 <= floor <= 1 for floor in read_baseline()["floors"].values())
    assert "floors" in baseline


@pytest.fixture
def small_set(tmp_path: Path) -> Path:
    queries = [
        {"_id": "q1", "text": "谁组织人才培训", "metadata": {"lang": "zh", "split": "report"}},
        {"_id": "q2", "text": "总结何时报送", "metadata": {"lang": "zh", "split": "tune"}},
    ]
    corpus = [
        {"_id": "甲#一", "text": "由质量协会组织人才培训。"},
        {"_id": "甲#二", "text": "总结于12月1日前报送。"},
    ]
    return write_set(tmp_path / "set", queries, ["q1\t甲#一\t1", "q2\t甲#二\t1"], corpus)


def gate(labelled: Path, baseline: Path, *options: str) -> str:
    arguments = ["gate", "--set", str(labelled), "--baseline", str(baseline), *options]
    return CliRunner().invoke(app, arguments, catch_exceptions=False).stdout


def test_gate_sets_holds_breaks_and_lowers_floors(small_set: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    with pytest.raises(GateError, match="no floors are set"):
        gate(small_set, baseline)
    assert "floors hold" in gate(small_set, baseline, "--update")
    floors = read_baseline(baseline)["floors"]
    assert floors["hybrid/all/recall@1"] == 0.98
    assert json.loads(gate(small_set, baseline, "--json"))["broken"] == []

    qrels = small_set / "qrels" / "test.tsv"
    qrels.write_text(qrels.read_text(encoding="utf-8").replace("q1\t甲#一", "q1\t甲#二"), "utf-8")
    for options in ([], ["--update"]):
        with pytest.raises(GateError, match=r"hybrid/all/recall@1 0\.500 below 0\.980"):
            gate(small_set, baseline, *options)
        assert read_baseline(baseline)["floors"] == floors
    gate(small_set, baseline, "--lower")
    assert read_baseline(baseline)["floors"]["hybrid/all/recall@1"] == 0.48


def test_gate_refuses_labels_that_no_search_could_satisfy(small_set: Path, tmp_path: Path) -> None:
    qrels = small_set / "qrels" / "test.tsv"
    qrels.write_text(qrels.read_text(encoding="utf-8") + "q1\t甲#九\t1\n", encoding="utf-8")
    with pytest.raises(GateError, match="1 relevant ids are not in the index"):
        gate(small_set, tmp_path / "baseline.json", "--update")
