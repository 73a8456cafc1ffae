"""Every reranker keeps the same promises; search and ask follow its order where they should."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CONTROL, RerankerError
from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.encoders.static import EMBEDDED
from indexer.index import Index
from service.answer import ask
from service.curve import logistic
from service.query import understand
from service.rank import Ranked
from service.rerankers import RERANKERS, Reranker, load_reranker
from service.rerankers.order import RERANKED, falling, reordered
from service.results import SearchResult
from service.search import find, search
from tests.fakes import OverlapReranker
from tests.notices import write_files

TEXTS = [
    "由省质量协会组织品牌培训。",
    "Every company names one chief quality officer.",
    "企業應當於年底前提交報告 😀",
    "",
    "开展试点，健全制度。" * 200,
    "半个\ud800字",
]


def save_tiny(folder: Path, labels: int = 1, head: bool = True) -> Path:
    """A random two-layer BERT over single characters, with a head for pairs or without."""
    torch = pytest.importorskip("torch")
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        BertModel,
        BertTokenizerFast,
    )

    letters = sorted(set("".join(TEXTS) + "谁负责培训") - set(" \ud800"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.5,  # or every pair would get nearly the same logit
        num_labels=labels,
    )
    kind = BertForSequenceClassification if head else BertModel
    kind(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny(tmp_path_factory.mktemp("rerankers") / "tiny-judge")


@pytest.fixture(scope="module")
def tiny_reranker(tiny: Path) -> Reranker:
    return load_reranker(str(tiny))


@pytest.fixture(scope="module", params=["overlap", "cross-encoder"])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    if request.param == "overlap":
        return OverlapReranker()
    loaded: Reranker = request.getfixturevalue("tiny_reranker")
    return loaded


class TestContract:
    def test_every_text_gets_one_finite_number(self, reranker: Reranker) -> None:
        for question in ("谁负责培训", "who runs it", "", "问" * 3000, "\ud800"):
            scores = reranker.score(question, TEXTS)
            assert [type(score) for score in scores] == [float] * len(TEXTS)
            assert np.isfinite(scores).all()

    def test_no_texts_get_no_numbers(self, reranker: Reranker) -> None:
        assert reranker.score("谁负责培训", []) == []

    def test_numbers_follow_the_texts_past_a_batch(self, reranker: Reranker) -> None:
        texts = [f"{TEXTS[number % 3]}{'质量' * (number % 11)}" for number in range(75)]
        forward = reranker.score("谁负责培训", texts)
        assert len(set(forward)) > 1
        assert np.allclose(reranker.score("谁负责培训", texts[::-1])[::-1], forward, atol=1e-4)

    def test_same_question_gets_the_same_numbers(self, reranker: Reranker) -> None:
        once, again = (reranker.score("谁负责培训", TEXTS) for _ in range(2))
        assert once == again

    def test_threads_do_not_disturb_each_other(self, reranker: Reranker) -> None:
        expected = reranker.score("谁负责培训", TEXTS)
        got: list[list[float]] = []
        threads = [
            threading.Thread(target=lambda: got.append(reranker.score("谁负责培训", TEXTS)))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(scores == pytest.approx(expected, abs=1e-4) for scores in got)
        assert len(got) == 6

    def test_it_says_what_it_is(self, reranker: Reranker) -> None:
        assert reranker.name in ("overlap", "tiny-judge")


def test_logits_are_those_of_the_model_before_any_activation(
    tiny: Path, tiny_reranker: Reranker
) -> None:
    from sentence_transformers import CrossEncoder

    chances = CrossEncoder(str(tiny), device="cpu").predict([("谁负责培训", TEXTS[0])])
    assert logistic(tiny_reranker.score("谁负责培训", TEXTS[:1])[0]) == pytest.approx(
        float(chances[0]), abs=1e-5
    )


def test_registry_and_loader_name_the_same(tiny: Path) -> None:
    assert list(RERANKERS) == ["cross-encoder"]
    assert RERANKERS["cross-encoder"](str(tiny)).name == "tiny-judge"


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "./missing", "nobody/no-such-judge", "no-such-judge", "a\nb"]
)
def test_a_reranker_that_is_not_there_is_one_line_that_says_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(RerankerError) as caught:
        load_reranker(name)
    message = str(caught.value)
    assert CONTROL.sub("\ufffd", name) in message
    assert "network access, or leave --reranker out" in message
    assert "\n" not in message


def test_an_encoder_is_refused_before_it_gets_a_random_head(tmp_path: Path) -> None:
    bare = save_tiny(tmp_path / "bare", head=False)
    for folder in (bare, EMBEDDED):
        with pytest.raises(RerankerError, match="no head that scores a pair"):
            load_reranker(str(folder))


def test_a_model_of_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerError, match="it gives 3 scores a text"):
        load_reranker(str(save_tiny(tmp_path / "three", labels=3)))


@pytest.mark.parametrize("damage", ["empty", "no weights", "cut weights", "config is a list"])
def test_a_broken_model_is_one_line(tiny: Path, tmp_path: Path, damage: str) -> None:
    folder = shutil.copytree(tiny, tmp_path / "broken")
    weights = folder / "model.safetensors"
    if damage == "empty":
        shutil.rmtree(folder)
        folder.mkdir()
    elif damage == "no weights":
        weights.unlink()
    elif damage == "cut weights":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        (folder / "config.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RerankerError) as caught:
        load_reranker(str(folder))
    assert "\n" not in str(caught.value)


# The order


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("reranked")
    index_paths(root / "index", [write_files(root / "files")], load_encoder())
    with Index.open(root / "index") as opened:
        yield opened


class Scripted:
    """A Reranker that gives these logits."""

    name = "scripted"

    def __init__(self, logits: Sequence[float]) -> None:
        self.logits = list(logits)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        return self.logits[: len(texts)]


def paths(result: SearchResult) -> list[str]:
    return [hit.clause.path for hit in result.hits]


def check_scores(result: SearchResult) -> None:
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert [hit.rank for hit in result.hits] == list(range(1, len(scores) + 1))


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_what_the_reranker_likes_comes_first(index: Index, mode: str) -> None:
    query = "企业质量培训"
    before, after = (
        search(index, query, 5, mode, reranker=judge) for judge in (None, OverlapReranker("50万元"))
    )
    assert before.hits[0].clause.path != "一/(二)"
    assert after.hits[0].clause.path == "一/(二)"
    check_scores(after)


def test_a_real_cross_encoder_orders_by_its_own_numbers(
    index: Index, tiny_reranker: Reranker
) -> None:
    result = search(index, "谁负责品牌培训", 100, reranker=tiny_reranker)
    plain = search(index, "谁负责品牌培训", 100)
    assert set(paths(result)) == set(paths(plain))
    assert paths(result) != paths(plain)
    check_scores(result)
    again = search(index, "谁负责品牌培训", 100, reranker=tiny_reranker)
    assert again.hits == result.hits


def test_it_reads_title_and_headings_with_the_passage_in_simplified_characters(
    index: Index,
) -> None:
    judge = OverlapReranker()
    search(index, "誰負責品牌培訓", 5, reranker=judge)
    (texts,) = judge.seen
    assert any(
        text.startswith("2021年品牌建设工作计划 二、加强人才培养 ")
        and text.endswith("由省质量协会组织品牌培训，重点面向首席质量官。\n")
        for text in texts
    )


def candidates_of(index: Index, query: str, many: int) -> list[Ranked]:
    found = find(index, understand(query), 10, "lexical", None)
    return [replace(found[n % len(found)], score=1 - n / 100) for n in range(many)]


def test_only_the_best_are_judged_and_the_rest_follow_below_them(index: Index) -> None:
    question = understand("品牌培训")
    candidates = candidates_of(index, "品牌培训", RERANKED + 5)
    logits = [float(n) for n in range(RERANKED)]
    ordered = reordered(index, question, candidates, Scripted(logits))
    assert [c.clause for c in ordered[:RERANKED]] == [c.clause for c in candidates[:RERANKED][::-1]]
    assert [c.clause for c in ordered[RERANKED:]] == [c.clause for c in candidates[RERANKED:]]
    scores = [c.score for c in ordered]
    assert scores == sorted(scores, reverse=True)
    assert scores[RERANKED] < scores[RERANKED - 1] == logistic(0.0) == 0.5


def test_ties_stay_in_our_order_and_nothing_gives_nothing(index: Index) -> None:
    question = understand("品牌培训")
    candidates = candidates_of(index, "品牌培训", 6)
    ordered = reordered(index, question, candidates, Scripted([1.0, 2.0, 1.0, 2.0, 1.0, 2.0]))
    assert [c.clause for c in ordered] == [candidates[n].clause for n in (1, 3, 5, 0, 2, 4)]
    assert reordered(index, question, [], Scripted([])) == []


def test_k_larger_than_what_is_judged_gives_every_clause_once(index: Index) -> None:
    result = search(index, "品牌", 100, "lexical", reranker=OverlapReranker())
    assert sorted(paths(result)) == sorted(paths(search(index, "品牌", 100, "lexical")))
    check_scores(result)


def test_a_clause_that_the_question_names_stays_first(index: Index) -> None:
    judge = OverlapReranker("第四条")
    result = search(index, "创新中心管理办法第二条", 5, reranker=judge)
    assert paths(result)[:2] == ["第二条", "第四条"]
    check_scores(result)


def test_a_document_number_still_limits_and_alone_still_opens_its_notice(index: Index) -> None:
    judge = OverlapReranker("西府函")
    within = search(index, "西科规[2019]3号 补助", reranker=judge)
    assert {hit.notice.id for hit in within.hits} == {"西科规〔2019〕3号"}
    judge.seen.clear()
    opened = search(index, "西府函〔2022〕8号", reranker=judge)
    assert paths(opened) == ["preamble", "closing"]
    assert judge.seen == []


def test_filters_that_leave_nothing_do_not_ask_the_reranker(index: Index) -> None:
    from service.query import make_filters

    judge = OverlapReranker()
    nothing = make_filters(issuer="北海")
    assert search(index, "品牌培训", filters=nothing, reranker=judge).hits == ()
    assert ask(index, "品牌培训", filters=nothing, reranker=judge).reason == "filtered_out"
    assert judge.seen == []


def test_answer_is_read_from_the_reranked_clauses_and_stays_verbatim(index: Index) -> None:
    answer = ask(index, "质量标杆奖励多少钱", reranker=OverlapReranker("50万元"))
    assert answer.hits[0].clause.path == "一/(二)"
    assert "50万元" in (answer.answer or "")
    for citation in answer.citations:
        assert citation.quote == citation.clause.text[citation.start : citation.end]


def test_what_is_no_number_counts_as_the_least() -> None:
    pytest.importorskip("torch")
    from service.rerankers.cross_encoder import CrossEncoderReranker

    class Broken:
        def predict(self, pairs: list[Any], **_: Any) -> Any:
            return np.array([np.nan, np.inf, -np.inf, 0.5], np.float32)

    scores = CrossEncoderReranker(Broken(), "broken").score("问", ["甲"] * 4)
    assert scores == [-10_000.0, 10_000.0, -10_000.0, 0.5]


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=40))
def test_scores_fall_and_stay_between_nought_and_one(logits: list[float]) -> None:
    raised = falling([logistic(logit) for logit in logits])
    assert raised == sorted(raised, reverse=True)
    assert all(0 <= score <= 1 for score in raised)
    assert all(a >= logistic(b) for a, b in zip(raised, logits, strict=True))
    in_order = sorted((logistic(logit) for logit in logits), reverse=True)
    assert falling(in_order) == in_order
