"""A labelled set through search and ask: ids, run files, figures, comparison, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from corpus.errors import GongwenError, LabelError, NotFoundError
from corpus.notice import PREAMBLE, Notice
from eval.cli import app
from eval.compare import chance, compare
from eval.label import judge
from eval.labels import Document, LabelledSet, read_set
from eval.match import loose, says
from eval.metrics import MEASURES, measured
from eval.provenance import command
from eval.report import as_markdown, as_text, write_report
from eval.run import Outcome, evaluate, judged, write_runs
from eval.setindex import SetIndex, address_of, notices_of, open_set_index
from eval.summary import details, figures, summarise
from eval.trec import read_run, write_run
from service.switches import make_switches
from tests.fakes import HashingEncoder, ListedIndex, OverlapReranker, ScriptedService
from tests.test_labels import write_set

TRAINING = ("甲〔2020〕1号", "五/(一)", "由质量协会组织人才培训，每年不少于3次。")
SUMMARY = ("甲〔2020〕1号", "closing", "请于12月1日前报送总结。")
CITIES = ("乙〔2021〕3号", "三/(二)", "支持湛江、中山开展试点。")
QUERIES = [
    {
        "_id": "who",
        "text": "谁组织培训？",
        "metadata": {"lang": "zh", "kind": "who", "split": "tune", "answer": "质量协会"},
    },
    {
        "_id": "when",
        "text": "总结何时报送？",
        "metadata": {
            "lang": "zh",
            "kind": "when",
            "split": "report",
            "answer": "12月1日前",
            "evidence": "请于12月1日前报送总结",
        },
    },
    {
        "_id": "cities",
        "text": "which cities?",
        "metadata": {"lang": "en", "kind": "what", "split": "report", "answer": "湛江、中山"},
    },
    {"_id": "moon", "text": "月球补贴？", "metadata": {"lang": "zh", "split": "report"}},
    {"_id": "mars", "text": "火星补贴？", "metadata": {"lang": "zh", "split": "tune"}},
]
QRELS = [
    "who\t甲〔2020〕1号#五/(一)\t1",
    "when\t甲〔2020〕1号#closing\t1",
    "cities\t乙〔2021〕3号#三/(二)\t1",
]
# who is found first, when second, cities not at all; mars is answered though nothing is relevant.
SERVICE = ScriptedService(
    {
        "谁组织培训？": [TRAINING, SUMMARY],
        "总结何时报送？": [TRAINING, SUMMARY],
        "火星补贴？": [CITIES],
    }
)
INDEX = ListedIndex([at[:2] for at in (TRAINING, SUMMARY, CITIES)])


@pytest.fixture
def labels(tmp_path: Path) -> LabelledSet:
    return read_set(write_set(tmp_path / "small", QUERIES, QRELS))


def opened(index: ListedIndex = INDEX) -> SetIndex:
    return SetIndex(cast(Any, index))


def outcomes_of(labels: LabelledSet, modes: tuple[str, ...] = ("hybrid",)) -> list[Outcome]:
    return evaluate(labels, SERVICE.search, SERVICE.ask, opened().name, modes)


def test_run_ids_are_clause_ids_in_rank_order(labels: LabelledSet) -> None:
    first = outcomes_of(labels)[0]
    assert first.hits == (("甲〔2020〕1号#五/(一)", 1.0), ("甲〔2020〕1号#closing", 0.5))


def test_figures_by_hand(labels: LabelledSet) -> None:
    found = figures(labels, outcomes_of(labels))
    assert (found["queries"], found["answerable"]) == (5, 3)
    assert found["recall@1"] == pytest.approx(1 / 3)
    assert found["recall@3"] == pytest.approx(2 / 3)
    assert found["mrr"] == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found["passage@1"] == pytest.approx(1 / 3)
    assert found["passage@3"] == pytest.approx(2 / 3)
    # who is answered rightly, when from the wrong clause, cities not at all.
    assert found["answered"] == pytest.approx(2 / 3)
    assert found["answer_right"] == pytest.approx(1 / 3)
    assert found["citation_right"] == pytest.approx(1 / 3)
    # silent on cities and moon, not on mars.
    assert found["abstention_precision"] == pytest.approx(1 / 2)
    assert found["abstention_recall"] == pytest.approx(1 / 2)


def test_groups_split_the_queries_by_metadata(labels: LabelledSet) -> None:
    groups = summarise(labels, outcomes_of(labels), opened())["modes"]["hybrid"]
    sizes = {name: group["queries"] for name, group in groups.items()}
    assert sizes["all"] == 5
    assert (sizes["split=tune"], sizes["split=report"]) == (2, 3)
    assert (sizes["lang=zh"], sizes["lang=en"]) == (4, 1)
    assert groups["kind=who"]["recall@1"] == 1.0
    assert groups["lang=en"]["recall@10"] == 0.0


def test_passage_counts_only_in_a_relevant_clause(labels: LabelledSet) -> None:
    copy = ("丙〔2022〕5号", "一", "质量协会的章程。")
    service = ScriptedService({"谁组织培训？": [copy, TRAINING]})
    first = evaluate(labels, service.search, service.ask, opened().name, ("hybrid",))[0]
    assert first.passage_rank == 2


def test_only_the_first_citation_counts_as_the_right_one(labels: LabelledSet) -> None:
    both = SERVICE.ask("总结何时报送？")
    [second] = SERVICE.ask("谁组织培训？").citations
    query = labels.queries[0]
    name = opened().name
    relevant = ["甲〔2020〕1号#五/(一)"]
    assert judged(both, query, relevant, name).cited
    other = replace(both, citations=(replace(second, clause=both.hits[1].clause), second))
    assert not judged(other, query, relevant, name).cited
    assert not judged(other, query, relevant, name).verbatim


def test_refused_query_counts_as_nothing_found_and_is_reported(tmp_path: Path) -> None:
    class Refusing(ScriptedService):
        def search(self, query: str, k: int = 10, mode: str = "hybrid") -> Any:
            return super().search("", k, mode)

    labels = read_set(write_set(tmp_path, QUERIES[:1], QRELS[:1]))
    service = Refusing({})
    outcomes = evaluate(labels, service.search, service.ask, opened().name, ("hybrid",))
    report = summarise(labels, outcomes, opened())
    assert report["modes"]["hybrid"]["all"]["recall@10"] == 0.0
    assert report["modes"]["hybrid"]["all"]["answer_right"] == 0.0
    assert "1 queries were refused: who: the query is empty" in report["warnings"][0]


def test_labels_that_point_at_no_clause_are_reported(labels: LabelledSet) -> None:
    without = opened(ListedIndex([TRAINING[:2]]))
    assert without.missing(labels) == ["乙〔2021〕3号#三/(二)", "甲〔2020〕1号#closing"]
    report = summarise(labels, outcomes_of(labels), without)
    assert report["warnings"][0].startswith("2 relevant ids are not in the index")
    assert "乙〔2021〕3号#三/(二)" in report["warnings"][0]
    assert opened().missing(labels) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("由質量協會組織。", "质量协会"),
        ("支持湛江、中山两市", "湛江，中山"),
        ("比例为１５％以上", "15%"),
        ("电话：010-5551001、5551002", "5551001"),
        ("补助1,000万元", "1000万元"),
        ("增长1.5个百分点", "1.5"),
        ("按ISO 9001执行", "iso9001"),
        ("请于12 月1 日前报送", "12月1日前"),
    ],
)
def test_answer_is_found_whatever_the_writing(text: str, wanted: str) -> None:
    assert says(text, [wanted])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2011年起", "11"),
        ("共110家", "11"),
        ("11.5亿元", "11"),
        ("增长15个百分点", "1.5"),
        ("增长15个百分点", "15%"),
        ("电话5551001、5551002", "55510015551002"),
        ("任何文字", "。"),
    ],
)
def test_number_is_not_found_inside_another(text: str, wanted: str) -> None:
    assert not says(text, [wanted])


def test_loose_text_keeps_numbers_and_drops_punctuation() -> None:
    assert loose("（一）《质量》_强国，3.5％。") == "一质量强国3.5%"


def test_run_file_is_read_back_in_the_same_order_even_with_ties(tmp_path: Path) -> None:
    hits = [("b", 0.5), ("a", 0.5), ("c", 0.5), ("d", 0.9), ("e", 0.0), ("f", 0.0)]
    write_run(tmp_path / "x.trec", {"q": hits}, "t")
    assert read_run(tmp_path / "x.trec") == {"q": ["b", "a", "c", "d", "e", "f"]}
    first = (tmp_path / "x.trec").read_text(encoding="utf-8").splitlines()[0].split()
    assert first == ["q", "Q0", "b", "1", "0.5", "t"]


def test_run_file_gives_the_same_measures_as_the_run(labels: LabelledSet, tmp_path: Path) -> None:
    outcomes = outcomes_of(labels)
    [path] = write_runs(tmp_path / "a.trec", outcomes)
    run = read_run(path)
    for outcome in outcomes:
        grades = labels.relevant(outcome.query.id)
        again = measured(run.get(outcome.query.id, []), grades)
        assert again == measured(outcome.ranking, grades)


def test_run_files_of_the_other_modes_stand_beside_hybrids(
    labels: LabelledSet, tmp_path: Path
) -> None:
    outcomes = outcomes_of(labels, ("hybrid", "dense"))
    names = [path.name for path in write_runs(tmp_path / "a.trec", outcomes)]
    assert names == ["a.trec", "a.dense.trec"]
    (tmp_path / "runs").mkdir()
    names = [path.name for path in write_runs(tmp_path / "runs", outcomes)]
    assert names == ["hybrid.trec", "dense.trec"]


@pytest.mark.parametrize("line", ["q Q0 a 1 0.5", "q Q0 a 1 high t", "q Q0 a 1 1 t\nq Q0 a 2 1 t"])
def test_malformed_run_file_names_the_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.trec").write_text(line, encoding="utf-8")
    with pytest.raises(LabelError, match=rf"bad\.trec:{len(line.splitlines())}: "):
        read_run(tmp_path / "bad.trec")


def test_text_and_markdown_reports_show_every_mode_and_group(labels: LabelledSet) -> None:
    report = summarise(labels, outcomes_of(labels, ("lexical", "dense", "hybrid")), opened())
    lines = as_text(report).splitlines()
    row = next(line.split() for line in lines if line.startswith("hybrid   all"))
    assert row[:4] == ["hybrid", "all", "3", "0.333"]
    markdown = as_markdown(report)
    for mode in ("lexical", "dense", "hybrid"):
        assert f"| {mode} | kind=when | 1 | 0.000 | 1.000 |" in markdown
    assert "Command: `" in markdown


def test_report_says_which_reranker_ordered_and_what_was_off(labels: LabelledSet) -> None:
    plain = summarise(labels, outcomes_of(labels), opened())
    assert plain["search"] == {"reranker": None, "off": []}
    assert as_text(plain).splitlines()[0].endswith("notices, encoder none")
    off = make_switches(["typos", "late"])
    report = summarise(
        labels, outcomes_of(labels), opened(), switches=off, reranker=OverlapReranker()
    )
    assert report["search"] == {"reranker": "overlap", "off": ["late", "typos"]}
    first = as_text(report).splitlines()[0]
    assert first.endswith("encoder none, reranker overlap, without late, typos")


def test_report_files_say_where_the_figures_come_from(labels: LabelledSet, tmp_path: Path) -> None:
    report = summarise(labels, outcomes_of(labels), opened())
    md, js = write_report(tmp_path / "out" / "small", report)
    assert (md.name, js.name) == ("small.md", "small.json")
    document = json.loads(js.read_text(encoding="utf-8"))
    assert document["data"] == labels.digest
    assert set(document["machine"]) == {"cores", "architecture", "python"}
    assert {"commit", "command", "date", "method", "depth"} <= set(document)
    assert str(Path.home()) not in js.read_text(encoding="utf-8")


def test_command_is_written_without_absolute_paths() -> None:
    argv = [
        "/somewhere/bin/gongwen",
        "eval",
        "run",
        "--set",
        "/data/sets/mine",
        "--out=/tmp/a.trec",
    ]
    assert command(argv) == "gongwen eval run --set mine --out=a.trec"
    assert command(["/x/eval/bench/__main__.py", "--runs", "3"]) == "python -m eval.bench --runs 3"


def test_details_have_a_row_per_query_and_mode(labels: LabelledSet) -> None:
    rows = details(outcomes_of(labels, ("hybrid", "dense")), labels)
    assert len(rows) == 10
    assert (rows[0]["confidence"], rows[0]["answer_right"], rows[0]["citation_right"]) == (
        0.9,
        True,
        True,
    )
    assert rows[3]["measures"] is None
    assert rows[3]["reason"] == "no_hits"


def test_compare_counts_wins_losses_and_names_the_worst(labels: LabelledSet) -> None:
    before = {"who": ["甲〔2020〕1号#五/(一)"], "when": ["x", "甲〔2020〕1号#closing"]}
    after = {"who": ["x", "y"], "when": ["甲〔2020〕1号#closing"], "moon": ["x"]}
    result = compare(labels, before, after, "mrr")
    found = result["measures"]["mrr"]
    assert (found["a"], found["b"]) == (pytest.approx(0.5), pytest.approx(1 / 3))
    assert found["difference"] == pytest.approx(-1 / 6)
    assert (found["wins"], found["losses"], found["ties"]) == (1, 1, 1)
    assert [row["query"] for row in result["losses"]] == ["who"]
    assert [row["query"] for row in result["gains"]] == ["when"]
    assert set(result["measures"]) == set(MEASURES)


def test_chance_is_one_for_no_change_and_small_for_a_steady_gain() -> None:
    assert chance([0.0] * 20) == 1.0
    assert (chance([0.1] * 20) or 1.0) < 0.001
    # Five steady gains: all signs equal in 2 of 32 flips.
    assert chance([1.0] * 5) == pytest.approx(2 / 32, abs=0.01)
    assert chance([]) is None


def test_documents_of_one_notice_become_its_clauses_in_file_order() -> None:
    documents = [
        Document("甲〔2020〕1号#preamble", "甲通知", "各市："),
        Document("甲〔2020〕1号#五", "甲通知", "五、人才培养。做好培训。"),
        Document("d7", "单篇", "全文。"),
        Document("甲〔2020〕1号#五/(一)", "培训", "（一）由协会组织。"),
    ]
    first, second = notices_of(documents)
    assert (first.id, first.title, first.number) == ("甲〔2020〕1号", "甲通知", "甲〔2020〕1号")
    assert [clause.path for clause in first.clauses] == [PREAMBLE, "五", "五/(一)"]
    assert first.cleaned == "各市：五、人才培养。做好培训。（一）由协会组织。"
    assert all(first.cleaned[c.start : c.end] == c.text for c in first.clauses)
    assert first.clauses[2].headings == ("培训", "五、人才培养")
    assert (second.id, second.number, second.clauses[0].path) == ("d7", None, PREAMBLE)


def test_address_of_a_foreign_id_is_a_notice_of_one_clause() -> None:
    assert address_of("甲〔2020〕1号#五/(一)") == ("甲〔2020〕1号", "五/(一)")
    assert address_of("d7") == ("d7", PREAMBLE)
    assert address_of("#odd") == ("#odd", PREAMBLE)
    with pytest.raises(LabelError, match="are one clause"):
        notices_of([Document("d7", "", "一"), Document("d7#preamble", "", "二")])


CORPUS = [
    {"_id": "甲〔2020〕1号#五/(一)", "title": "质量通知", "text": TRAINING[2]},
    {"_id": "甲〔2020〕1号#closing", "title": "质量通知", "text": SUMMARY[2]},
    {"_id": "乙〔2021〕3号#三/(二)", "title": "协同创新通知", "text": CITIES[2]},
    {"_id": "d7", "title": "环保", "text": "河流水质监测每月一次。"},
]


@pytest.fixture
def own_corpus(tmp_path: Path) -> Path:
    queries = [*QUERIES[:2], {"_id": "river", "text": "河流水质监测多久一次"}]
    return write_set(tmp_path / "own", queries, [*QRELS[:2], "river\td7\t1"], CORPUS)


def test_set_with_its_own_corpus_is_measured_on_that_corpus(own_corpus: Path) -> None:
    with open_set_index(read_set(own_corpus), None, HashingEncoder()) as found:
        folder = found.index.folder
        assert found.index.total_clauses == 4
        assert found.missing(read_set(own_corpus)) == []
        assert found.name("d7", PREAMBLE) == "d7"
        assert found.name("甲〔2020〕1号", "closing") == "甲〔2020〕1号#closing"
    assert not folder.exists()


def test_set_without_a_corpus_is_measured_on_the_bundled_notices(labels: LabelledSet) -> None:
    from corpus.load import BUNDLED, load

    with open_set_index(labels, None, HashingEncoder()) as found:
        ids = {ref.id for ref in found.index.notice_refs}
        assert ids == {notice.id for notice in load([BUNDLED]) if isinstance(notice, Notice)}
        assert len(found.missing(labels)) == 3


def test_index_that_is_given_is_used_with_its_own_encoder_and_kept(
    labels: LabelledSet, tmp_path: Path
) -> None:
    from indexer.build import index_notices

    texts = [Document(f"{notice}#{path}", "", text) for notice, path, text in (TRAINING, CITIES)]
    index_notices(tmp_path / "index", notices_of(texts), HashingEncoder())
    with open_set_index(labels, tmp_path / "index") as found:
        assert found.index.encoder_name == "hashing"
        assert found.missing(labels) == ["甲〔2020〕1号#closing"]
    assert (tmp_path / "index" / "CURRENT").exists()


def test_command_runs_a_set_and_writes_run_files(own_corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.trec"
    done = CliRunner().invoke(
        app, ["run", "--set", str(own_corpus), "--out", str(out), "--json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.stderr
    report = json.loads(done.stdout)
    assert list(report["modes"]) == ["hybrid", "dense", "lexical"]
    assert report["modes"]["lexical"]["all"]["recall@3"] == 1.0
    assert report["modes"]["hybrid"]["all"]["recall@1"] == 1.0
    assert report["warnings"] == []
    assert read_run(out)["river"][0] == "d7"
    assert (tmp_path / "a.lexical.trec").exists()
    assert (tmp_path / "a.dense.trec").exists()


def test_command_measures_with_a_reranker_and_with_parts_off(
    own_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reranker that likes one clause puts it first for every question of the set."""
    from service import rerankers

    monkeypatch.setitem(rerankers.RERANKERS, "cross-encoder", lambda _: OverlapReranker("河流"))
    arguments = ["run", "--set", str(own_corpus), "--mode", "dense", "--json"]
    arguments += ["--reranker", "a/judge", "--off", "typos"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    report = json.loads(done.stdout)
    assert report["search"] == {"reranker": "overlap", "off": ["typos"]}
    assert report["modes"]["dense"]["all"]["recall@1"] == pytest.approx(1 / 3)


def test_first_ten_of_a_run_are_those_of_a_search_for_ten(tmp_path: Path) -> None:
    lines = [("甲〔2020〕1号", f"{n}.", f"第{n}项") for n in range(30)]

    class Wavering(ScriptedService):
        """Asked for more than ten it turns its list around."""

        def search(self, query: str, k: int = 10, mode: str = "hybrid") -> Any:
            script = {query: lines if k <= 10 else lines[::-1]}
            return ScriptedService(script).search(query, k, mode)

    labels = read_set(write_set(tmp_path, QUERIES[:1], QRELS[:1]))
    service = Wavering({})
    found = evaluate(labels, service.search, service.ask, opened().name, ("hybrid",), depth=25)
    paths = [int(name.rpartition("#")[2][:-1]) for name in found[0].ranking]
    assert paths == [*range(10), *range(29, 14, -1)]


def test_real_search_puts_the_same_first_for_two_and_for_ten(own_corpus: Path) -> None:
    from service.search import search

    with open_set_index(read_set(own_corpus), None, HashingEncoder()) as found:
        for mode in ("hybrid", "dense", "lexical"):
            ten = [hit.clause.url for hit in search(found.index, "谁组织培训", 10, mode).hits]
            two = [hit.clause.url for hit in search(found.index, "谁组织培训", 2, mode).hits]
            assert ten[:2] == two


def test_label_prints_candidates_as_lines_to_paste(own_corpus: Path) -> None:
    arguments = ["label", "--set", str(own_corpus), "--query-id", "river", "-k", "2"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.stdout.splitlines()[0] == "river\td7\t1"
    assert "河流水质监测每月一次" in done.stderr


def test_label_appends_a_checked_judgement(own_corpus: Path) -> None:
    assert judge(own_corpus, "who", ["d7"], 0, None) == ["who\td7\t0"]
    assert read_set(own_corpus).judgements["who"] == {"甲〔2020〕1号#五/(一)": 1, "d7": 0}
    with pytest.raises(LabelError, match="judged already"):
        judge(own_corpus, "who", ["d7"], 1, None)
    with pytest.raises(NotFoundError, match="clause d8 is not there"):
        judge(own_corpus, "who", ["d8"], 1, None)
    with pytest.raises(NotFoundError, match="query nobody is not in own"):
        judge(own_corpus, "nobody", ["d7"], 1, None)
    assert len(read_set(own_corpus).judgements["who"]) == 2


def test_label_mends_a_missing_last_line_end(own_corpus: Path) -> None:
    path = own_corpus / "qrels" / "test.tsv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    judge(own_corpus, "when", ["d7"], 1, None)
    assert path.read_text(encoding="utf-8").splitlines()[-2:] == ["river\td7\t1", "when\td7\t1"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--set", "nowhere"],
        ["run", "--mode", "magic"],
        ["compare", "a", "b", "--by", "magic"],
        ["label"],
        ["label", "--relevant", "d7"],
    ],
)
def test_wrong_use_is_one_of_our_errors(arguments: list[str]) -> None:
    assert isinstance(CliRunner().invoke(app, arguments).exception, GongwenError)


def test_run_of_another_set_is_told_rather_than_scored_zero(
    own_corpus: Path, tmp_path: Path
) -> None:
    write_run(tmp_path / "a", {"other": [("d7", 1.0)]}, "a")
    arguments = ["compare", str(tmp_path / "a"), str(tmp_path / "a"), "--set", str(own_corpus)]
    with pytest.raises(LabelError, match="no query of the set is in it"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_compare_command_prints_one_json_document(own_corpus: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_run(tmp_path / name, {"river": [("d7", 1.0)]}, name)
    arguments = ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--set", str(own_corpus)]
    done = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert json.loads(done.stdout)["measures"]["mrr"]["ties"] == 3
    text = CliRunner().invoke(app, arguments, catch_exceptions=False).stdout
    assert "own: 3 answerable queries" in text
