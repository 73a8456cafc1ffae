"""A question and an index -> the notice and clause meant, words mended, near numbers suggested."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer import ask
from service.asked import asked
from service.edits import distance
from service.query import check_query, make_filters
from service.search import search
from service.switches import make_switches
from service.terminal import search_lines
from tests.notices import write_files


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("asked")
    index_paths(root / "index", [write_files(root / "files")], load_encoder())
    opened = Index.open(root / "index")
    yield opened
    opened.close()


def numbers(index: Index, question: str) -> list[str | None]:
    return [index.notice_refs[i].number for i in asked(index, question).notices]


@pytest.mark.parametrize(
    "question",
    [
        "西科规〔2019〕3号",
        "根据西科规（2019）3号怎么考核",
        "西科規[2019]第3號",
        "西科规2019年3号",
        "西科规〔19〕3号",
        "Xi Ke Gui [2019] No. 3",
        "No. 3 [2019] of the science and technology department",
        "〔2019〕3号",
    ],
)
def test_notice_is_found_by_its_number_in_any_form(index: Index, question: str) -> None:
    assert numbers(index, question) == ["西科规〔2019〕3号"]


@pytest.mark.parametrize("question", ["西科规〔2019〕31号", "东科规〔2019〕3号", "2019年3号"])
def test_another_number_is_not_taken_for_it(index: Index, question: str) -> None:
    assert numbers(index, question) == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("东工信函〔2021〕51号 谁负责培训", "东工信函〔2021〕15号"),
        ("西府函〔2023〕8号", "西府函〔2022〕8号"),
        ("西工规〔2019〕3号", "西科规〔2019〕3号"),
    ],
)
def test_number_that_no_notice_has_brings_the_nearest(index: Index, typed: str, near: str) -> None:
    result = search(index, typed)
    assert result.suggestions[0].number == near
    said = result.to_json()["suggestions"][0]
    assert set(said) == {"number", "notice", "title"}
    assert any(near in line for line in search_lines(result))
    assert ask(index, typed).suggestions == result.suggestions


@pytest.mark.parametrize("typed", ["西府函〔1988〕777号", "国发〔2001〕62号", "质量标杆"])
def test_nothing_near_suggests_nothing(index: Index, typed: str) -> None:
    assert search(index, typed).suggestions == ()


@pytest.mark.parametrize(
    "question",
    [
        "《西河省创新中心管理办法》第三条",
        "创新中心管理办法第3条",
        "西科规〔2019〕3号第三条",
        "西科规〔2019〕3号 article 3",
    ],
)
def test_clause_named_with_its_notice_comes_first(index: Index, question: str) -> None:
    hits = search(index, question).hits
    assert (hits[0].notice.number, hits[0].clause.path) == ("西科规〔2019〕3号", "第三条")
    assert hits[0].score == 1
    paths = [(hit.notice.id, hit.clause.path) for hit in hits]
    assert len(set(paths)) == len(paths)


def test_clause_named_without_notice_is_looked_up_where_the_rest_fits(index: Index) -> None:
    first = search(index, "创新中心 第四条").hits[0]
    assert (first.notice.number, first.clause.path) == ("西科规〔2019〕3号", "第四条")


def test_path_of_numerals_names_a_clause(index: Index) -> None:
    first = search(index, "东工信函〔2021〕15号 二（一）").hits[0]
    assert first.clause.path == "二/(一)"


def test_filter_keeps_out_a_clause_that_is_named(index: Index) -> None:
    hits = search(index, "创新中心管理办法第三条", filters=make_filters(issuer="东山省")).hits
    assert all(hit.notice.number == "东工信函〔2021〕15号" for hit in hits)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("谁负责品牌陪训", [("陪训", "培训")]),
        ("質量标干", [("标干", "标杆")]),
        ("品牌建设工昨计划", [("工昨", "工作")]),
        ("who runs brand traning", [("traning", "training")]),
        ("qualty benchmark", [("qualty", "quality")]),
    ],
)
def test_misspelt_word_is_mended(index: Index, typed: str, meant: list[tuple[str, str]]) -> None:
    result = search(index, typed)
    assert [(mend.typed, mend.meant) for mend in result.mends] == meant
    assert result.query == typed
    assert result.to_json()["understood"][0]["meant"] == meant[0][1]
    assert any(meant[0][1] in line for line in search_lines(result)[:1])


@pytest.mark.parametrize(
    "text",
    [
        "谁负责品牌培训",
        "养老金缴费年限",
        "月球基地补贴标准",
        "who runs brand training",
        "cities of Jiangsu",
        "质",
    ],
)
def test_word_that_is_right_or_means_something_else_stays(index: Index, text: str) -> None:
    assert asked(index, text).mends == ()


def test_mended_question_finds_what_the_right_one_finds(index: Index) -> None:
    right, typed = (search(index, text).hits[0] for text in ("谁负责品牌培训", "谁负责品牌陪训"))
    assert (right.notice.id, right.clause.path) == (typed.notice.id, typed.clause.path)


def test_parts_can_be_switched_off(index: Index) -> None:
    off = make_switches(["numbers", "articles", "typos"])
    question = asked(index, "西科规〔2019〕3号第三条 品牌陪训", off)
    assert (question.notices, question.rows, question.mends, question.clauses) == ((), (), (), ())


def test_distance_counts_swapped_neighbours_once() -> None:
    assert distance("45", "54", 3) == 1
    assert distance("陪训", "培训", 3) == 1
    assert distance("abc", "abc", 3) == 0
    assert distance("abcdefgh", "a", 3) == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="第三条质量品牌陪训西科规〔〕2019（）号 abcning附件之", max_size=40))
def test_any_text_can_be_asked(index: Index, text: str) -> None:
    try:
        checked = check_query(text)
    except QueryError:
        return
    question = asked(index, checked)
    assert question.text == checked
    assert all(0 <= row < len(index.passage_clause) for row in question.rows)
    for mend in question.mends:
        assert mend.typed != mend.meant
