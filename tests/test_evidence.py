"""What speaks for a candidate: each feature by its definition, on three short notices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.candidates import find, standard
from service.evidence import FEATURES, GROUPS, NAMES, measure
from service.query import understand
from service.rank import in_order, rerank, shortlist
from service.switches import COMPONENTS, make_switches
from service.weights import linear, weights
from tests.notices import write_files


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("evidence")
    index_paths(root / "index", [write_files(root / "files")], load_encoder())
    with Index.open(root / "index") as opened:
        yield opened


def measured(index: Index, query: str) -> dict[str, dict[str, float]]:
    """Path -> feature -> value, of all candidates."""
    question = understand(query)
    found = find(index, question, "hybrid", None, 100)
    matrix = measure(index, question, found)
    assert matrix.shape == (len(found.rows), len(NAMES))
    assert np.isfinite(matrix).all()
    paths = [index.clause(int(index.passage_clause[row])).path for row in found.rows]
    return {
        path: dict(zip(NAMES, values, strict=True))
        for path, values in zip(paths, matrix.tolist(), strict=True)
    }


def test_a_clause_that_has_all_words_has_full_shares(index: Index) -> None:
    found = measured(index, "谁组织品牌培训")
    there, other = found["二/(一)"], found["第三条"]
    for name in ("body", "context", "pairs", "rare_pairs", "near", "triples"):
        assert there[name] == pytest.approx(1.0), name
        assert other[name] == 0.0, name
    assert there["missing"] == 0.0
    assert other["missing"] == pytest.approx(1.0)
    assert there["late"] > 0.8 > other["late"]
    assert there["answers"] == there["answers_who"] == 1.0
    assert there["answers_when"] == 0.0


def test_title_and_headings_count_apart_from_the_passage(index: Index) -> None:
    found = measured(index, "创新中心管理办法 考核 补助")["第四条"]
    assert found["title"] > 0.4
    assert found["context"] == pytest.approx(1.0)
    assert found["heading"] > 0.0
    assert 0.0 < found["rare_own"] < found["rare_context"]


def test_the_year_asked_for_is_that_of_the_notice_or_another(index: Index) -> None:
    found = measured(index, "2021年给多少奖励")
    assert found["一/(二)"]["year"] == 1.0
    assert found["第四条"]["year"] == -1.0
    assert measured(index, "给多少奖励")["第四条"]["year"] == 0.0


def test_the_clause_named_is_marked(index: Index) -> None:
    found = measured(index, "创新中心管理办法第三条")
    assert {path for path, values in found.items() if values["clause"]} == {"第三条"}


def test_whole_notices_are_compared(index: Index) -> None:
    found = measured(index, "创新中心的认定和考核")
    assert found["第三条"]["notice_words"] == pytest.approx(1.0)
    assert found["第三条"]["notice_words"] == found["第四条"]["notice_words"]
    assert found["第三条"]["notice_cosine"] > found["一/(一)"]["notice_cosine"]


def test_place_runs_from_the_first_passage_of_a_notice_to_its_last(index: Index) -> None:
    found = measured(index, "创新中心管理办法 考核 补助 认定 目的")
    articles = [found[path] for path in ("第一条", "第二条", "第三条", "第四条")]
    # six passages: each of the two chapters is one, before its articles
    places = [values["place"] for values in articles]
    assert places == pytest.approx([1 / 6, 2 / 6, 4 / 6, 5 / 6])
    assert all(values["opens"] == 1.0 for values in articles)


@pytest.mark.parametrize("query", ["的", "who", "1", "品", "ISO9001 SME 补贴"])
def test_every_question_can_be_measured(index: Index, query: str) -> None:
    measured(index, query)


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_switched_off_is_0_and_changes_nothing_else(index: Index, group: str) -> None:
    question = understand("2021年第二条谁负责品牌培训")
    found = find(index, question, "hybrid", None, 100)
    whole = measure(index, question, found)
    off = measure(index, question, found, make_switches([group]))
    columns = [name in GROUPS[group] for name in NAMES]
    assert not off[:, columns].any()
    assert off[:, ~np.array(columns)] == pytest.approx(whole[:, ~np.array(columns)])


def test_groups_are_components_and_their_features_exist() -> None:
    assert set(GROUPS) <= set(COMPONENTS)
    assert {name for names in GROUPS.values() for name in names} <= set(FEATURES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_weights_name_features_that_are_measured(language: str) -> None:
    assert set(weights()["ranking"][language]) <= set(NAMES)
    assert linear("ranking", language, NAMES).any()


def test_standard_scores_have_mean_0_and_deviation_1() -> None:
    scores = standard(np.array([1.0, 2.0, 3.0, 6.0], np.float32))
    assert scores.mean() == pytest.approx(0.0, abs=1e-6)
    assert scores.std() == pytest.approx(1.0)
    assert not standard(np.array([2.0, 2.0], np.float32)).any()
    assert standard(np.array([], np.float32)).size == 0


def test_a_later_passage_of_a_clause_is_lowered_each_time(index: Index) -> None:
    class Passages:
        passage_clause = np.array([7, 7, 7, 8], np.int32)

    values = np.array([3.0, 2.9, 2.8, 2.6], np.float32)
    ranked = in_order(Passages(), np.arange(4), values, 0.5, lambda value: value / 4)  # type: ignore[arg-type]
    assert [entry.row for entry in ranked] == [0, 3, 1, 2]
    assert [entry.score for entry in ranked] == pytest.approx([3.0 / 4, 2.6 / 4, 2.4 / 4, 1.8 / 4])


def test_scores_fall_and_lie_between_0_and_1(index: Index) -> None:
    question = understand("质量标杆奖励多少钱")
    found = find(index, question, "hybrid", None, 100)
    scores = [entry.score for entry in rerank(index, question, found, 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_shortlist_keeps_the_best_of_the_fusion_in_row_order(index: Index) -> None:
    question = understand("质量标杆奖励多少钱")
    found = find(index, question, "hybrid", None, 100)
    few = shortlist(question, found, 3, make_switches(["notice"]))
    best = np.argsort(-found.fused("zh"), kind="stable")[:3]
    assert few.rows.tolist() == sorted(found.rows[best].tolist())
    assert shortlist(question, found, 1000) is found
