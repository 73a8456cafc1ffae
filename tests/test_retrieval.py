"""The report on retrieval: baselines against their formula, figures of tiny sets by hand."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.errors import InputError
from corpus.load import BUNDLED
from eval.cli import app
from eval.labels import BUNDLED_SET, read_set
from eval.retrieval.asked import best_answer
from eval.retrieval.bm25 import K1, B, Bm25
from eval.retrieval.report import as_markdown, write_report
from eval.retrieval.run import measure
from eval.retrieval.score import figures, outcomes
from eval.retrieval.sets import Asked, Found, QuestionSet, answers, bare, reporting
from eval.retrieval.systems import PIECES, by_clause, systems_by_passage
from eval.setindex import SetIndex
from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.encoders.static import EMBEDDED
from indexer.index import Index
from indexer.text import bigrams
from service.answer import ask
from service.switches import COMPONENTS
from tests.fakes import HashingEncoder

TEXTS = ["奖励资金二十万元。", "资金由省级财政承担，资金专款专用。", "报送年度总结。", "培训"]


def by_hand(texts: list[str], question: str) -> list[float]:
    """BM25 as Robertson and Zaragoza write it, with Lucene's idf, without the constant k1 + 1."""
    cut = [Counter(bigrams(text)) for text in texts]
    lengths = [sum(terms.values()) for terms in cut]
    mean = sum(lengths) / len(lengths)
    scores = [0.0] * len(texts)
    for term in bigrams(question):
        held = sum(term in terms for terms in cut)
        idf = math.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
        for place, terms in enumerate(cut):
            much = terms[term]
            scores[place] += idf * much / (much + K1 * (1 - B + B * lengths[place] / mean))
    return scores


def ranked_by_hand(texts: list[str], question: str) -> list[int]:
    scores = [round(score, 9) for score in by_hand(texts, question)]
    order = sorted(range(len(texts)), key=lambda row: (-scores[row], row))
    return [row for row in order if scores[row] > 0]


def test_bm25_orders_texts_by_its_formula() -> None:
    bm25 = Bm25(TEXTS, bigrams)
    assert bm25.rows("资金") == ranked_by_hand(TEXTS, "资金") == [1, 0]
    assert bm25.rows("年度总结资金什么时候报送") == [2, 1, 0]


def test_bm25_finds_nothing_for_terms_that_no_text_has() -> None:
    assert Bm25(TEXTS, bigrams).rows("moon") == []
    assert Bm25(TEXTS, bigrams).rows("") == []


@given(
    st.lists(st.text("资金奖励报", min_size=1, max_size=9), min_size=1, max_size=6),
    st.text("资金奖励报", max_size=6),
)
def test_bm25_agrees_with_its_formula(texts: list[str], question: str) -> None:
    found = Bm25(texts, bigrams).rows(question)
    exact = by_hand(texts, question)
    assert sorted(found) == sorted(ranked_by_hand(texts, question))
    assert [exact[row] for row in found] == pytest.approx(sorted(exact, reverse=True)[: len(found)])


def test_a_clause_counts_once_by_its_best_passage() -> None:
    units = [
        Found("甲", "甲#一", TEXTS[0], ""),
        Found("甲", "甲#一", TEXTS[1], ""),
        Found("乙", "乙#一", TEXTS[2], ""),
    ]
    found = by_clause(Bm25(TEXTS[:3], bigrams), units)("资金的总结")
    assert [(hit.name, hit.passage) for hit in found] == [("乙#一", TEXTS[2]), ("甲#一", TEXTS[1])]


def test_a_passage_answers_that_holds_the_beginning_of_the_answer() -> None:
    asked = Asked("q", "何时", "zh", frozenset(["甲"]), answer="12月1日前报送")
    assert answers(asked, "甲", "甲#一", "请于12月 1日前\u3000报送总结。")
    assert not answers(asked, "乙", "乙#一", "请于12月1日前报送总结。")
    assert not answers(asked, "甲", "甲#二", "请于12月1日前")
    assert bare(" 12月\u30001日\n") == "12月1日"


def test_only_the_reporting_half_is_reported_and_no_more_than_is_enough() -> None:
    nothing: Any = None
    halves = [
        Asked(str(n), "问", "zh", frozenset(), split="tune" if n % 2 else "report")
        for n in range(4)
    ]
    found = QuestionSet("bundled", "", (1, 5), tuple(halves), nothing, "")
    assert [asked.id for asked in reporting(found).questions] == ["0", "2"]
    whole = [Asked(str(n), "问", "zh", frozenset()) for n in range(1005)]
    drawn = reporting(QuestionSet("cmrc", "", (1, 10), tuple(whole), nothing, "")).questions
    assert len(drawn) == len(set(drawn)) == 1000
    assert drawn == reporting(QuestionSet("cmrc", "", (1, 10), tuple(whole), nothing, "")).questions
    everything = QuestionSet("drcd", "", (1, 10), tuple(whole), nothing, "")
    assert reporting(everything).questions == tuple(whole)


def test_figures_by_hand() -> None:
    asked = [
        Asked("a", "首", "zh", frozenset(["甲#一", "甲#二"])),
        Asked("b", "次", "zh", frozenset(["乙#一"])),
        Asked("c", "无", "zh", frozenset(["丙#一"])),
    ]
    lines = {"首": ["甲#一", "甲#一"], "次": ["甲#二", "乙#一"], "无": []}
    found = outcomes(
        asked, lambda text: [Found(name[0], name, "四个字的", "") for name in lines[text]]
    )
    row = figures(found, (1, 2))
    assert row["n"] == 3
    assert row["success@1"] == pytest.approx(1 / 3)
    assert row["success@2"] == pytest.approx(2 / 3)
    assert row["recall@1"] == pytest.approx(1 / 6)
    assert row["recall@2"] == pytest.approx(1 / 2)
    assert row["mrr@10"] == pytest.approx((1 + 1 / 2) / 3)
    assert row["passage_length"] == 4
    assert "anywhere@1" not in row


def test_a_clause_may_hold_the_answer_though_another_passage_is_shown() -> None:
    asked = [Asked("a", "首", "zh", frozenset(["甲"]), answer="三万元")]
    hits = [
        Found("甲", "甲#一", "先报送材料。", "先报送材料。再领取三万 元。"),
        Found("乙", "乙#一", "三万元", "三万元"),
    ]
    row = figures(outcomes(asked, lambda _: hits), (1, 2))
    assert (row["success@1"], row["in_clause@1"], row["anywhere@1"]) == (0.0, 1.0, 0.0)
    assert (row["success@2"], row["in_clause@2"], row["anywhere@2"]) == (0.0, 1.0, 1.0)


PASSAGES = {
    "p1": "黄河发源于青海省巴颜喀拉山，流经九个省区，最后注入渤海。",
    "p2": "大熊猫以竹子为食，一只成年大熊猫每天要吃十二公斤竹子。",
    "p3": "1969年7月，航天员在月球上走了两个半小时。",
}
QUESTIONS = [
    ("p1", "黄河发源于哪里？", "Where does the Yellow River rise?"),
    ("p2", "大熊猫吃什么？", "What do giant pandas eat?"),
]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in the layout of ../shared/data, of texts of our own."""
    folder = tmp_path_factory.mktemp("data")
    texts = [{"id": name, "text": text} for name, text in PASSAGES.items()]
    write_lines(folder / "xquad" / "passages.jsonl", texts)
    write_lines(
        folder / "xquad" / "questions.jsonl",
        [{"passage": p, "zh": zh, "en": en, "answer": "x"} for p, zh, en in QUESTIONS],
    )
    write_lines(
        folder / "train" / "cmrc.jsonl.gz",
        [
            {"part": "dev", "question": zh, "passage": PASSAGES[p], "answer": "x"}
            for p, zh, _ in QUESTIONS
        ]
        + [{"part": "train", "question": "何年？", "passage": PASSAGES["p3"], "answer": "1969年"}],
    )
    write_lines(
        folder / "ncp" / "docs.jsonl",
        [
            {"docid": "d1", "text": "东山市关于口罩供应的通告\n一、药店每人每天限购口罩五只。"},
            {"docid": "d2", "text": "西河市关于复工的通告\n一、企业复工须提前三天报备。"},
        ],
    )
    write_lines(
        folder / "ncp" / "questions.jsonl",
        [
            {
                "id": "1",
                "docid": "d1",
                "question": "东山市的药店每天限购几只口罩？",
                "answer": "药店每人每天限购 口罩五只。",
            },
            {
                "id": "2",
                "docid": "d2",
                "question": "东山市的药店每天限购几只口罩？",
                "answer": "企业复工须提前三天报备。",
            },
        ],
    )
    return folder


def quiet(_: str) -> None:
    pass


def test_passages_found_by_every_system(data: Path) -> None:
    found, groups = measure(data, "embedded", None, ["xquad", "cmrc", "drcd"], quiet)
    assert found["left_out"] == {"drcd": "no drcd there"}
    assert groups == {}
    xquad = found["sets"]["xquad"]
    assert (xquad["notices"], xquad["clauses"], xquad["depths"]) == (3, 3, (1, 10))
    chinese, english = xquad["parts"]["zh"], xquad["parts"]["en"]
    names = ["whole", "bigram BM25", "jieba BM25", "lexical only", "dense only", "fusion only"]
    first = {name: row["success@1"] for name, row in chinese["systems"].items()}
    assert first == dict.fromkeys(names, 1.0)
    # Chinese passages share no word with an English question.
    assert english["systems"]["bigram BM25"]["success@10"] == 0.0
    assert english["systems"]["whole"]["success@10"] == 1.0
    gained = english["against"]["bigram BM25"]["success@10"]
    assert (gained["difference"], gained["wins"]) == (1.0, 2)
    assert chinese["systems"]["whole"]["passage_length"] == pytest.approx(
        (len(PASSAGES["p1"]) + len(PASSAGES["p2"])) / 2
    )
    # The part that encoders are trained on is not asked, nor its passage indexed.
    assert found["sets"]["cmrc"]["clauses"] == 2
    assert found["sets"]["cmrc"]["parts"]["zh"]["n"] == 2


def test_ncp_counts_the_passage_in_its_own_notice(data: Path) -> None:
    """The second question is asked of the wrong notice: what it finds holds another answer."""
    found, groups = measure(data, "embedded", None, ["ncp"], quiet)
    whole = found["sets"]["ncp"]["parts"]["zh"]["systems"]["whole"]
    assert whole["success@1"] == 0.5
    assert whole["anywhere@1"] == 0.5
    pieces = found["sets"]["ncp"]["parts"]["zh"]["systems"]["bigram BM25, 200 characters"]
    assert pieces["success@1"] == 0.5
    # Both questions here, and both again where no notice answers them.
    [(name, judged)] = groups.items()
    assert name == "ncp, half of it asked of the bundled notices"
    assert [one.answerable for one in judged] == [True, True, False, False]
    assert [one.right for one in judged] == [True, False, False, False]
    assert found["confidence"][name]["curve"][-1][1:] == [1.0, 0.75]
    # the target is that of the issue, the verdict ours
    [first, _] = found["targets"]
    assert (first["set"], first["reach"], first["found"], first["met"]) == (
        "ncp zh", 0.68, 0.5, False,
    )  # fmt: skip


def test_pieces_are_windows_of_the_whole_notice(tmp_path: Path) -> None:
    text = "".join(f"第{n}家企业获得奖励{n}万元。" for n in range(100, 160))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    index_paths(tmp_path / "index", [tmp_path / "a.txt"], HashingEncoder())
    with Index.open(tmp_path / "index", HashingEncoder()) as index:
        best = systems_by_passage(SetIndex(index))[PIECES]("第150家企业获得奖励")[0]
    assert len(best.passage) <= 200
    assert "第150家企业" in best.passage


def test_best_answer_is_the_one_that_ask_holds_back(tmp_path: Path) -> None:
    asked = [query.text for query in read_set(BUNDLED_SET).queries[::12]] + [
        "通知",
        "火星补贴多少钱？",
    ]
    index_paths(tmp_path, [BUNDLED], load_encoder())
    with Index.open(tmp_path) as index:
        pairs = [(best_answer(index, text, None), ask(index, text)) for text in asked]
    for (sure, citation), answer in pairs:
        assert sure == answer.confidence
        assert not answer.citations or citation == answer.citations[0]
    held_back = [citation for (_, citation), answer in pairs if not answer.citations]
    assert held_back
    assert all(held_back)


def test_report_is_written_with_its_curves_and_its_picture(data: Path, tmp_path: Path) -> None:
    found, groups = measure(data, "embedded", None, ["ncp"], quiet)
    written = write_report(tmp_path / "out" / "retrieval", found, groups)
    assert [path.name for path in written] == [
        "retrieval.md", "retrieval.json", "confidence.json", "confidence.svg",
    ]  # fmt: skip
    assert all(path.is_file() for path in written)
    text = as_markdown(found)
    assert "| ncp zh | success@1 | 2 | 0.680 | 0.500 | 0.000-1.000 | missed |" in text
    assert "over bigram BM25, by passage" in text
    assert "Command: `" in text
    curves = json.loads(written[2].read_text("utf-8"))
    assert set(curves["confidence"]) == set(groups)


def test_any_encoder_can_be_measured_and_its_folder_is_not_told(data: Path) -> None:
    found, _ = measure(data, str(EMBEDDED), None, ["cmrc"], quiet)
    assert found["encoder"]["name"] == EMBEDDED.name
    assert found["sets"]["cmrc"]["parts"]["zh"]["systems"]["dense only"]["success@10"] == 1.0


def test_ablation_has_a_row_for_each_component_unless_it_is_left_out(data: Path) -> None:
    found, _ = measure(data, "embedded", None, ["xquad"], quiet)
    assert set(found["ablation"]["xquad"]["en"]["off"]) == set(COMPONENTS)
    assert found["ablation"]["xquad"]["en"]["n"] == 2
    found, _ = measure(data, "embedded", None, ["xquad"], quiet, without=False)
    assert found["ablation"] == {}


def test_unknown_set_is_refused_before_anything_is_indexed(data: Path) -> None:
    with pytest.raises(InputError, match="no question set moon; take some of ncp, xquad"):
        measure(data, "embedded", None, ["moon"], quiet)


def test_command_prints_one_json_document(data: Path) -> None:
    done = CliRunner().invoke(
        app, ["retrieval", "--data", str(data), "--sets", "cmrc", "--json"]
    )  # fmt: skip
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["sets"]["cmrc"]["parts"]["zh"]["systems"]["whole"]["success@1"] == 1.0
    assert found["encoder"]["name"] == "embedded"


@pytest.mark.real_data
def test_bigrams_over_pieces_agree_with_the_figure_of_the_issue(shared: Path) -> None:
    from eval.retrieval.sets import SETS

    with SETS["ncp"](shared, load_encoder(), quiet) as found:
        row = figures(outcomes(found.answerable, systems_by_passage(found.opened)[PIECES]), (1, 5))
    assert row["n"] == 498
    assert row["success@1"] == pytest.approx(0.586, abs=0.01)
    assert row["success@5"] == pytest.approx(0.884, abs=0.01)
