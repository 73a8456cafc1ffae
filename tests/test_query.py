"""A question as typed -> checked, understood: what is refused, and what is read out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FilterError, QueryError
from service.query import (
    QUERY_LIMIT,
    check_k,
    check_mode,
    check_query,
    make_filters,
    understand,
)
from service.results import Filters


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("\x00\x01\x1b", "empty"),
        ("？！……——", "no word"),
        ("😀🎉", "no word"),
        ("质" * 10_000, "10000 characters"),
        ("质" * (QUERY_LIMIT + 1), "limit is 2000"),
    ],
)
def test_senseless_query_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        check_query(text)


def test_control_characters_around_words_are_dropped() -> None:
    assert check_query("\x00谁负责\x07培训\n") == "谁负责 培训"


@given(st.text(max_size=60))
def test_any_text_is_either_refused_or_understood(text: str) -> None:
    try:
        checked = check_query(text)
    except QueryError:
        return
    question = understand(checked)
    assert question.text == checked
    assert question.terms or question.number


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("谁负责品牌培训", "who", "zh"),
        ("誰負責品牌培訓", "who", "zh"),
        ("年度总结什么时候报送", "when", "zh"),
        ("培育多少家企业", "how_much", "zh"),
        ("联系人电话是多少", "contact", "zh"),
        ("哪些城市开展试点", "where", "zh"),
        ("质量标杆的申报条件", "how", "zh"),
        ("who runs brand training", "who", "en"),
        ("when is the annual summary due", "when", "en"),
        ("how many clusters", "how_much", "en"),
        ("5G 基站", "what", "zh"),
    ],
)
def test_kind_and_language(text: str, kind: str, language: str) -> None:
    question = understand(text)
    assert (question.kind, question.language) == (kind, language)


def test_content_terms_leave_out_how_it_is_asked() -> None:
    assert [term.text for term in understand("谁负责品牌培训").terms] == ["品牌", "培训"]


def test_english_content_words_bring_their_chinese_forms() -> None:
    forms = {form for term in understand("who runs brand training").terms for form, _ in term.forms}
    assert {"品牌", "培训"} <= forms
    assert not {"谁", "负责", "who"} & forms


def test_question_of_stop_words_alone_keeps_them() -> None:
    assert [term.text for term in understand("谁负责").terms] == ["谁", "负责"]


@pytest.mark.parametrize(
    "printed", ["工信厅科函〔2020〕59号", "工信厅科函[2020]59号", "工信厅科函（2020）59号"]
)
def test_document_number_is_found_in_any_printed_form(printed: str) -> None:
    question = understand(f"{printed} 品牌")
    assert question.number == "工信厅科函〔2020〕59号"
    assert question.topic == "品牌"


def test_article_is_found() -> None:
    assert understand("第六条说了什么").clause == "第六条"
    assert understand("质量标杆").clause is None


def test_filters_from_what_was_typed() -> None:
    filters = make_filters(" 工信 ", "", "2020", "2020-05", None)
    assert filters == Filters("工信", None, "2020-01-01", "2020-05-31", None)
    assert make_filters("", " ", None, "", None).empty
    assert make_filters(date_to="2020-02").date_to == "2020-02-29"


@pytest.mark.parametrize(
    "date", ["去年", "2020-13", "2020-02-30", "20-5-6", "2020/05/06", "2020-5-6-7"]
)
def test_malformed_date_is_refused_with_the_form_to_write(date: str) -> None:
    with pytest.raises(FilterError, match="2020-05-06"):
        make_filters(date_from=date)


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(FilterError, match="after"):
        make_filters(date_from="2021", date_to="2020")


@pytest.mark.parametrize("k", [0, -1, 1001, 100_000])
def test_k_out_of_range_is_refused(k: int) -> None:
    with pytest.raises(QueryError, match="1 to 1000"):
        check_k(k)


def test_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FilterError, match="hybrid, dense, lexical"):
        check_mode("magic")


@pytest.mark.parametrize(
    "question", ["新污染物治理工作方案的文号", "document number of the quality plan"]
)
def test_a_document_number_can_be_what_is_asked_for(question: str) -> None:
    assert understand(question).kind == "document"
