"""The speed figures: the corpus they are taken on, how they are counted, what is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench.child import one_core, peak_mb, percentile, times
from eval.bench.corpus import (
    LONGEST,
    SHORTEST,
    as_file,
    bundled_phrases,
    generated,
    phrases_of,
    questions,
)
from eval.bench.parts import COMMAND, Figure, measure_clone, modules_of
from eval.provenance import ROOT

PHRASES = [f"第{n}批企业开展质量品牌{'培训交流' * (n % 4)}" for n in range(40)]


def test_phrases_are_cut_at_punctuation_without_their_numerals() -> None:
    text = "（一）加强组织领导，明确责任分工。\n三、做好人才培训；好。"
    assert phrases_of([text, text]) == sorted(["加强组织领导", "明确责任分工", "做好人才培训"])


def test_generated_corpus_has_the_size_and_shape_that_is_stated() -> None:
    notices = generated(PHRASES, 400)
    assert len(notices) == 20
    assert len({notice.id for notice in notices}) == 20
    for notice in notices:
        assert len(notice.clauses) == 20
        assert "".join(clause.text for clause in notice.clauses) == notice.cleaned
        for clause in notice.clauses:
            assert notice.cleaned[clause.start : clause.end] == clause.text
            assert SHORTEST <= len(clause.text) <= LONGEST + 5  # numeral and line end on top
    paths = [clause.path for clause in notices[0].clauses]
    assert paths[:4] == ["preamble", "一", "一/(一)", "一/(二)"]
    assert paths[-2:] == ["六/(二)", "closing"]


def test_generated_corpus_is_the_same_each_time_and_another_with_another_seed() -> None:
    assert generated(PHRASES, 40) == generated(PHRASES, 40)
    assert generated(PHRASES, 40) != generated(PHRASES, 40, seed=1)
    assert questions(PHRASES, 50) == questions(PHRASES, 50)
    assert len(set(questions(PHRASES, 50))) == 50


def test_generated_notice_reads_back_from_its_file_with_the_same_clauses(tmp_path: Path) -> None:
    from corpus.load import read_notice

    notice = generated(bundled_phrases(), 20)[0]
    (tmp_path / "a.txt").write_text(as_file(notice), encoding="utf-8")
    again = read_notice(tmp_path / "a.txt")
    assert (again.id, again.title) == (notice.id, notice.title)
    paths = [clause.path for clause in notice.clauses if clause.path != "closing"]
    assert [clause.path for clause in again.clauses if clause.path != "closing"] == paths


@pytest.mark.parametrize(("percent", "expected"), [(50, 5.0), (95, 10.0), (90, 9.0), (1, 1.0)])
def test_percentile_is_by_nearest_rank(percent: int, expected: float) -> None:
    assert percentile([float(value) for value in range(10, 0, -1)], percent) == expected


def test_times_leave_the_warm_up_out() -> None:
    calls: list[str] = []
    assert len(times(calls.append, ["a", "b", "c"], 1)) == 2
    assert calls == ["a", "b", "c"]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system cannot pin")
def test_one_core_is_pinned_and_given_back() -> None:
    before = os.sched_getaffinity(0)
    with one_core() as how:
        assert len(os.sched_getaffinity(0)) == 1
    assert how == "pinned by sched_setaffinity"
    assert os.sched_getaffinity(0) == before


def test_peak_memory_is_of_this_process() -> None:
    assert 10 < peak_mb() < 20_000


def test_figure_meets_its_target_or_not() -> None:
    assert Figure("a", 0.29, "s", "", at_most=0.3).met is True
    assert Figure("a", 0.30, "s", "", at_most=0.3).met is False
    assert Figure("a", 2000, "clauses/s", "", at_least=2000).met is True
    assert Figure("a", 1999, "clauses/s", "", at_least=2000).met is False
    assert Figure("a", 1, "s", "").met is None
    assert Figure("a", 1999, "clauses/s", "", at_least=2000).target == ">= 2,000"


def test_imported_torch_is_seen_and_a_name_that_only_begins_so_is_not() -> None:
    text = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       120 |        120 |   torchvision_like\n"
        "import time:       120 |        120 |     torch._C\n"
        "import time:       120 |       3000 |   torch\n"
    )
    assert modules_of(text, "torch") == ["torch._C", "torch"]
    assert modules_of(text, "faiss") == []


def test_clone_is_counted_from_tracked_files() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = measure_clone()
    assert bool(found) == bool(listed.stdout)
    assert all(0 < figure.value < 60 for figure in found)


@pytest.mark.skipif(not COMMAND.exists(), reason="the gongwen command is not installed here")
def test_bench_runs_end_to_end_on_a_small_corpus(tmp_path: Path) -> None:
    arguments = ["--runs", "1", "--clauses", "100", "--out", str(tmp_path / "bench")]
    command = [sys.executable, "-m", "eval.bench", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    figures = {figure["name"]: figure for figure in document["figures"]}
    assert figures["torch modules imported by gongwen ask"]["value"] == 0
    assert figures["indexing"]["target"] == ">= 2,000"
    assert "100 clauses in 5 notices" in figures["indexing"]["method"]
    assert document["command"] == "python -m eval.bench --runs 1 --clauses 100 --out bench"
    assert "| gongwen --help | s |" in (tmp_path / "bench.md").read_text(encoding="utf-8")
