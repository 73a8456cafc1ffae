"""Cleaned text -> clauses: paths, headings, traps; the pieces always join to the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import clean
from corpus.notice import Clause
from corpus.outline import heading_of, outline


def paths(text: str) -> list[str]:
    return [clause.path for clause in outline(text)[0]]


def at(text: str, path: str) -> Clause:
    return next(clause for clause in outline(text)[0] if clause.path == path)


PLAN = """各市工信局：
为做好品牌工作，制定本计划。
一、加强管理
（一）健全制度。企业建立质量制度。
（二）开展培训。协会组织品牌培训。
3.小型企业参照执行。
二、创新
(1)建设平台。
①检测平台。
各市工信局要于12月1日前报送总结。
某省工业和信息化厅
2020年5月6日
（联系人：李明，电话：020-12345678）"""


def test_ladder_gives_paths_from_the_top() -> None:
    assert paths(PLAN) == [
        "preamble", "一", "一/(一)", "一/(二)", "一/(二)/3.", "二", "二/(1)", "二/(1)/1", "closing",
    ]  # fmt: skip


def test_clause_carries_heading_and_ancestors() -> None:
    clause = at(PLAN, "一/(二)")
    assert clause.heading == "开展培训"
    assert clause.headings == ("一、加强管理",)
    assert clause.text == "（二）开展培训。协会组织品牌培训。\n"
    assert PLAN[clause.start : clause.end] == clause.text


def test_closing_holds_deadline_signature_and_contact() -> None:
    assert at(PLAN, "closing").text.startswith("各市工信局要于12月1日前报送总结。\n某省工业")
    assert at(PLAN, "closing").text.endswith("020-12345678）")


LAW = """第一章 总则
第一条 为了规范管理，制定本办法。
第二条 本办法适用于下列企业：
（一）国有企业；
（二）第三条规定的企业。
第二章 职责
第三条 主管部门依照本办法第五条、第六条履行职责。
第五条规定的事项除外。
第四条之一 特殊情形另行规定。
第十条 本办法自2021年1月1日起施行。"""


def test_articles_run_through_chapters_without_the_chapter_in_their_path() -> None:
    assert paths(LAW) == [
        "第一章", "第一条", "第二条", "第二条/(一)", "第二条/(二)",
        "第二章", "第三条", "第四条之一", "第十条",
    ]  # fmt: skip


def test_chapter_is_a_heading_of_its_articles() -> None:
    assert at(LAW, "第二条/(一)").headings[0] == "第一章 总则"


def test_cross_reference_at_a_line_start_is_not_a_clause() -> None:
    assert "第五条规定的事项除外" in at(LAW, "第三条").text


def test_skipped_numeral_is_warned_of_and_kept() -> None:
    warnings = outline(LAW)[1]
    assert any("第十条" in warning for warning in warnings)


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三等奖各十名",
        "（2020年）工作安排",
        "1.5亿元用于奖励",
        "2020年5月6日前完成",
        "5A级企业优先",
        "一是加强领导，二是落实责任",
        "第一条、第二条所列企业优先",
        "020-12345678",
    ],
)
def test_what_looks_like_a_numeral_is_not_a_clause(line: str) -> None:
    assert paths(f"通知如下：\n一、总则\n{line}\n二、分则\n内容甲。") == ["preamble", "一", "二"]


def test_table_of_contents_is_not_the_outline() -> None:
    text = "规划\n一、现状........1\n二、任务........3\n一、现状\n内容。\n二、任务\n内容。"
    assert paths(text) == ["preamble", "一", "二"]


def test_annex_starts_its_own_numbering() -> None:
    text = "一、总则\n内容。\n附件1\n名单\n一、甲类\n二、乙类\n附件 2\n第一条 目的。"
    assert paths(text) == ["一", "附件1", "附件1/一", "附件1/二", "附件2", "附件2/第一条"]


def test_numbering_that_starts_again_keeps_every_clause_under_its_own_path() -> None:
    text = "一、甲。\n二、乙。\n办法\n一、丙。\n二、丁。"
    assert paths(text) == ["一", "二", "一~2", "二~2"]


def test_notice_without_numerals_is_preamble_and_closing() -> None:
    assert paths("经研究，同意你市方案。\n某省人民政府\n2022年10月8日") == ["preamble", "closing"]


def test_empty_text_has_no_piece() -> None:
    assert outline("") == ((), ())


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("强化责任。企业要建立制度。", "强化责任"),
        ("总体要求\n以质量为本。", "总体要求"),
        ("企业应当建立制度，落实责任，明确人员，保障经费，定期检查。每年报告。", ""),
        ("鼓励创新", "鼓励创新"),
        ("" + "长" * 60, ""),
        ("一句话就说完了。", ""),
    ],
)
def test_heading_is_told_from_body(body: str, heading: str) -> None:
    assert heading_of(body) == heading


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "一、",
                "（一）",
                "(二)",
                "3.",
                "１．",
                "①",
                "第一章",
                "第二条",
                "第三条规定",
                "附件1",
                "附件：",
                "\u3000",
            ]
        ).flatmap(
            lambda head: st.text("质量品牌。，：；、《》（） \n2a", max_size=30).map(head.__add__)
        ),
        st.text(max_size=40),
        st.sampled_from(["某省工业和信息化厅", "2020年5月6日", "特此通知。"]),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_pieces_join_to_the_cleaned_text_and_paths_are_unique(lines: list[str]) -> None:
    cleaned = clean("\n".join(lines)).text
    clauses, _ = outline(cleaned)
    assert "".join(clause.text for clause in clauses) == cleaned
    assert all(cleaned[c.start : c.end] == c.text for c in clauses)
    assert len({clause.path for clause in clauses}) == len(clauses)
    assert all(clause.text for clause in clauses)


def test_list_of_annexes_before_the_signature_is_no_clause() -> None:
    text = "一、甲。\n二、乙。\n附件：\n1.名单\n2.表格\n某省工业厅\n2020年5月6日"
    assert paths(text) == ["一", "二", "closing"]


def test_items_of_an_annex_that_begins_are_clauses() -> None:
    text = "一、甲。\n附件：\n1.名单。\n2.表格。\n内容甲。\n内容乙。\n内容丙。\n内容丁。"
    assert paths(text) == ["一", "附件", "附件/1.", "附件/2."]


def test_lone_short_sentence_above_clauses_is_their_heading() -> None:
    text = "一、总则。\n（一）甲事项由办公室负责办理。\n（二）乙。"
    assert at(text, "一").heading == "总则"
    assert at(text, "一/(一)").headings == ("一、总则",)


def test_first_sentence_of_an_article_is_its_body() -> None:
    text = "第一条 创新中心由省科学技术厅负责认定。每年一次。\n第二条 附则。自印发之日起施行。"
    assert at(text, "第一条").heading == ""
    assert at(text, "第二条").heading == "附则"


def test_paragraph_under_a_last_heading_is_its_body() -> None:
    text = "一、目标\n内容。\n二、有关要求\n各地要加强领导，落实责任。\n某省工业厅\n2020年5月6日"
    assert at(text, "二").text == "二、有关要求\n各地要加强领导，落实责任。\n"
