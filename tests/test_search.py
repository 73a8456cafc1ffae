"""Question -> ranked clauses and answers, on three short notices; every quote is verbatim."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import FilterError, QueryError
from indexer.build import index_paths, remove_notices
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer import ask, says_number
from service.highlight import highlights
from service.query import make_filters, understand
from service.results import MODES, Filters
from service.search import search
from tests.notices import write_files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search")
    index_paths(root / "index", [write_files(root / "files")], load_encoder())
    return root / "index"


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    opened = Index.open(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "notice", "path"),
    [
        ("谁负责品牌培训", "东工信函〔2021〕15号", "二/(一)"),
        ("誰負責品牌培訓", "东工信函〔2021〕15号", "二/(一)"),
        ("哪些城市开展产业链协同创新试点", "东工信函〔2021〕15号", "二/(二)"),
        ("年度总结什么时候报送", "东工信函〔2021〕15号", "closing"),
        ("质量标杆奖励多少钱", "东工信函〔2021〕15号", "一/(二)"),
        ("创新中心多久考核一次", "西科规〔2019〕3号", "第三条"),
        ("开发区规划面积", "西府函〔2022〕8号", "preamble"),
    ],
)
def test_the_clause_that_answers_comes_first(
    index: Index, query: str, notice: str, path: str
) -> None:
    first = search(index, query).hits[0]
    assert (first.notice.id, first.clause.path) == (notice, path)


@pytest.mark.parametrize("mode", MODES)
def test_hits_are_ranked_clauses_with_verbatim_text(index: Index, mode: str) -> None:
    result = search(index, "品牌培训", 5, mode)
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for hit in result.hits:
        cleaned = index.notice(hit.notice.id).cleaned
        assert hit.clause.text in cleaned
        start, end = hit.passage
        assert 0 <= start < end <= len(hit.clause.text)
        assert all(0 <= a < b <= len(hit.clause.text) for a, b in hit.highlights)
    shown = [(hit.notice.id, hit.clause.path, hit.passage) for hit in result.hits]
    assert len(set(shown)) == len(shown)


def test_document_number_in_the_question_limits_it_to_that_notice(index: Index) -> None:
    hits = search(index, "西科规[2019]3号 补助").hits
    assert {hit.notice.id for hit in hits} == {"西科规〔2019〕3号"}
    assert hits[0].clause.path == "第四条"


def test_a_bare_document_number_opens_the_notice(index: Index) -> None:
    hits = search(index, "西府函〔2022〕8号").hits
    assert [hit.clause.path for hit in hits] == ["preamble", "closing"]


def test_unknown_document_number_gives_no_other_notice_as_an_answer(index: Index) -> None:
    assert ask(index, "西府函〔1999〕77号的规划面积是多少").status == "abstained"


def test_a_number_that_no_notice_has_is_answered_only_where_a_text_cites_it() -> None:
    question = understand("国办发〔2016〕45号 要求培育什么品牌")
    assert says_number(question, "《若干意见》（国办发[2016]45号）要求培育高端品牌。")
    assert not says_number(question, "《若干意见》（国办发〔2016〕40号）要求培育高端品牌。")
    assert not says_number(question, "国办发〔2016〕451号")
    assert says_number(understand("要求培育什么品牌"), "培育高端品牌。")
    assert says_number(replace(question, notices=(3,)), "培育高端品牌。")


def test_article_named_in_the_question_comes_first(index: Index) -> None:
    assert search(index, "创新中心管理办法第二条").hits[0].clause.path == "第二条"


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\ufeff"])
def test_a_filter_of_invisible_characters_matches_nothing(index: Index, nothing: str) -> None:
    for filters in (Filters(issuer=nothing), Filters(number=nothing)):
        assert search(index, "考核 规划 品牌", filters=filters).hits == ()


@pytest.mark.parametrize(
    "filters",
    [
        make_filters(issuer="西河省"),
        make_filters(number="西科规（2019）3号"),
        make_filters(date_from="2019", date_to="2019-12"),
        make_filters(notice="西科规[2019]3号"),
    ],
)
def test_filter_lets_only_its_notices_through(index: Index, filters: Filters) -> None:
    hits = search(index, "考核 规划 品牌", filters=filters).hits
    assert hits
    assert {hit.notice.id for hit in hits} <= {"西科规〔2019〕3号", "西府函〔2022〕8号"}
    if filters.issuer is None:
        assert {hit.notice.id for hit in hits} == {"西科规〔2019〕3号"}


@pytest.mark.parametrize(
    "filters",
    [make_filters(issuer="北海"), make_filters(date_from="2030"), make_filters(notice="x")],
)
def test_filter_that_matches_nothing_gives_no_hits(index: Index, filters: Filters) -> None:
    assert search(index, "品牌培训", filters=filters).hits == ()
    answer = ask(index, "谁负责品牌培训", filters=filters)
    assert (answer.status, answer.reason, answer.answer) == ("abstained", "filtered_out", None)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("谁负责品牌培训", "由省质量协会组织品牌培训"),
        ("哪些城市开展产业链协同创新试点", "海州、石桥"),
        ("年度总结什么时候报送", "11月20日前"),
        ("联系人电话是多少", "010-12345678"),
        ("质量标杆奖励多少钱", "50万元"),
    ],
)
def test_answer_quotes_the_sentence_word_for_word(index: Index, question: str, quoted: str) -> None:
    answer = ask(index, question)
    assert answer.status == "answered"
    assert answer.reason is None
    assert quoted in (answer.answer or "")
    for citation in answer.citations:
        assert citation.quote == citation.clause.text[citation.start : citation.end]
        assert citation.quote in index.notice(citation.notice.id).cleaned


@pytest.mark.parametrize(
    "question", ["月球基地补贴标准", "养老金缴费年限", "how do astronauts train on the moon"]
)
def test_what_no_clause_answers_is_not_answered(index: Index, question: str) -> None:
    answer = ask(index, question)
    assert (answer.status, answer.answer, answer.citations) == ("abstained", None, ())
    assert answer.reason in ("low_confidence", "no_hits")


def test_json_follows_the_contract(index: Index) -> None:
    found = search(index, "品牌培训", 1).to_json()
    assert set(found) == {
        "query", "mode", "took_ms", "total_clauses", "hits", "facets", "suggestions", "understood",
    }  # fmt: skip
    assert found["total_clauses"] == index.total_clauses
    hit = found["hits"][0]
    assert set(hit) >= {"rank", "score", "notice", "clause", "passage", "highlights"}
    assert set(hit["clause"]) == {"path", "heading", "text", "headings", "url"}
    assert hit["clause"]["url"].endswith("#%E4%BA%8C/(%E4%B8%80)")
    answered = ask(index, "谁负责品牌培训").to_json()
    assert set(answered) >= {
        "question", "status", "reason", "answer", "confidence", "took_ms", "citations", "hits",
        "suggestions", "understood",
    }  # fmt: skip


def test_bad_queries_are_refused(index: Index) -> None:
    for query in ("", "？？", "😀", "\x00", "质" * 10_000):
        with pytest.raises(QueryError):
            search(index, query)
        with pytest.raises(QueryError):
            ask(index, query)
    for k in (0, 100_000):
        with pytest.raises(QueryError):
            search(index, "品牌", k)
    with pytest.raises(FilterError):
        search(index, "品牌", mode="best")


def test_removed_notice_answers_nothing_any_more(tmp_path: Path) -> None:
    index_paths(tmp_path / "index", [write_files(tmp_path / "files")], load_encoder())
    remove_notices(tmp_path / "index", ["东工信函[2021]15号"])
    opened = Index.open(tmp_path / "index")
    hits = search(opened, "谁负责品牌培训", 100).hits
    assert "东工信函〔2021〕15号" not in {hit.notice.id for hit in hits}
    assert ask(opened, "谁负责品牌培训").status == "abstained"
    opened.close()


def test_same_question_gives_the_same_hits(index: Index) -> None:
    once, again = (search(index, "质量标杆 奖励").to_json()["hits"] for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("组织品牌培训，品牌故事", ("品牌", "培训"), ["品牌培训", "品牌"]),
        ("組織品牌培訓", ("品牌", "培训"), ["品牌培訓"]),
        ("5G基站与15GB流量", ("5g",), ["5G"]),
        ("首席质量负责人", ("首席质量官",), ["首席质量"]),
        ("无关", ("品牌",), []),
    ],
)
def test_highlights_mark_the_matched_terms(
    text: str, terms: tuple[str, ...], marked: list[str]
) -> None:
    assert [text[start:end] for start, end in highlights(text, terms)] == marked


def test_traditional_question_finds_the_same_by_meaning_alone(index: Index) -> None:
    simple, traditional = (
        [hit.clause.path for hit in search(index, query, 5, "dense").hits]
        for query in ("质量协会组织培训", "質量協會組織培訓")
    )
    assert traditional == simple


@pytest.mark.parametrize("question", ["的", "谁", "1", "第", "a", "怎么办", "[1 TO 5]", "品品品"])
def test_question_without_content_is_not_answered(index: Index, question: str) -> None:
    assert ask(index, question).status == "abstained"


def test_number_filter_does_not_take_a_longer_number(index: Index) -> None:
    assert search(index, "考核", filters=make_filters(number="西科规〔2019〕3")).hits
    assert not search(index, "规划", filters=make_filters(number="西府函〔202")).hits


def test_issuer_filter_takes_traditional_characters(index: Index) -> None:
    hits = search(index, "考核", filters=make_filters(issuer="科學技術廳")).hits
    assert {hit.notice.id for hit in hits} == {"西科规〔2019〕3号"}


def test_a_long_clause_may_come_with_several_passages_that_hardly_overlap(tmp_path: Path) -> None:
    """Without numerals a notice is one clause; what answers may stand anywhere in it."""
    subjects = ("口罩", "消毒", "食堂", "宿舍", "班车", "快递", "电梯", "会议")
    body = "".join(
        f"{subject}管理由后勤处负责，{subject}管理的要求是每日检查并做好登记，"
        f"发现{subject}方面的问题应当立即报告，{subject}台账保存两年。"
        for subject in subjects
        for _ in range(3)
    )
    (tmp_path / "long.txt").write_text(f"关于疫情防控的通告\n{body}\n", encoding="utf-8")
    index_paths(tmp_path / "index", [tmp_path / "long.txt"], load_encoder())
    with Index.open(tmp_path / "index") as opened:
        hits = search(opened, "快递管理由谁负责", 5).hits
        answer = ask(opened, "快递管理由谁负责", 3)
    assert "快递" in hits[0].clause.text[slice(*hits[0].passage)]
    assert len({hit.clause.path for hit in hits}) < len(hits)
    spans = sorted(hit.passage for hit in hits if hit.clause.path == hits[0].clause.path)
    for (start, end), (later, last) in itertools.pairwise(spans):
        assert min(end, last) - later <= (last - later) / 2
        assert end - start <= 240
    assert [hit.passage for hit in answer.hits] == [hit.passage for hit in hits[:3]]


def test_fusion_alone_gives_the_engines_order(index: Index) -> None:
    from service.switches import make_switches

    hits = search(index, "谁负责品牌培训", switches=make_switches(["rerank"])).hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert hits[0].clause.path == "二/(一)"
