"""Cleaned text -> clauses: paths, headings, traps; the pieces always join to the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.breaks import break_positions
from corpus.clean import clean
from corpus.notice import Clause
from corpus.outline import Outline, outline
from corpus.outline.headings import heading_of


def paths(text: str) -> list[str]:
    return [clause.path for clause in outline(text).clauses]


def at(text: str, path: str) -> Clause:
    return next(clause for clause in outline(text).clauses if clause.path == path)


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
    warnings = outline(LAW).warnings
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


def test_notice_without_numerals_is_preamble_and_closing() -> None:
    assert paths("经研究，同意你市方案。\n某省人民政府\n2022年10月8日") == ["preamble", "closing"]


def test_empty_text_has_no_piece() -> None:
    assert outline("") == Outline((), (), ())


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
                "1.1 ",
                "2 ",
                "专栏1",
                "一是",
                "第一，",
                "“",
                "注：",
                "## 一、",
                "目录",
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
    outlined = outline(cleaned)
    clauses = outlined.clauses
    assert "".join(clause.text for clause in clauses) == cleaned
    assert all(cleaned[c.start : c.end] == c.text for c in clauses)
    assert len({clause.path for clause in clauses}) == len(clauses)
    assert all(clause.text for clause in clauses)
    assert "".join(cleaned[part.start : part.end] for part in outlined.parts) == cleaned


def test_lone_short_sentence_above_clauses_is_their_heading() -> None:
    text = "一、总则。\n（一）甲事项由办公室负责办理。\n（二）乙。"
    assert at(text, "一").heading == "总则"
    assert at(text, "一/(一)").headings == ("一、总则",)


def test_first_sentence_of_an_article_is_its_body() -> None:
    text = "第一条 创新中心由省科学技术厅负责认定。每年一次。\n第二条 附则。自印发之日起施行。"
    assert at(text, "第一条").heading == ""
    assert at(text, "第二条").heading == "附则"


def test_first_sentence_is_no_heading_where_most_siblings_have_none() -> None:
    bodies = "各市、各有关部门要按照职责分工，完善办法，落实责任，明确人员。每年一次。"
    text = (
        f"一、同意设立该市经济开发区，实行现行省级政策。面积两平方公里。\n二、{bodies}\n三、{bodies}"
        "\n四、加强宣传引导。报道典型。"
    )
    headings = [clause.heading for clause in outline(text).clauses]
    assert headings == ["", "", "", "加强宣传引导"]


def test_every_rung_of_the_ladder_stands_under_the_one_above() -> None:
    text = (
        "第一编 总则\n第一章 目的\n第一节 范围\n第一条 列举如下：\n一、甲。"
        "\n（一）乙。\n1.丙。\n(1)丁。\n"
        "1)戊。\n①己。\n第二章 附则\n第二条 庚。"
    )
    assert paths(text) == [
        "第一编", "第一编/第一章", "第一编/第一章/第一节", "第一条", "第一条/一", "第一条/一/(一)",
        "第一条/一/(一)/1.", "第一条/一/(一)/1./(1)", "第一条/一/(一)/1./(1)/1)",
        "第一条/一/(一)/1./(1)/1)/1", "第一编/第二章", "第二条",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("第 十 二 条 甲。", "第十二条"),
        ("第12条 甲。", "第12条"),
        ("第一百二十条之一 甲。", "第一百二十条之一"),
        ("第一百〇三条 甲。", "第一百〇三条"),
        ("（ 一 ） 甲。", "(一)"),
        ("（一）、甲。", "(一)"),
        ("㈠甲。", "(一)"),
        ("１．甲。", "1."),
        ("1、甲。", "1"),
        ("1）甲。", "1)"),
        ("⑴甲。", "(1)"),
        ("一. 甲。", "一."),
        ("一．甲。", "一."),
        ("## 一、甲", "一"),
        ("# 第一章 总则", "第一章"),
    ],
)
def test_printed_form_gives_the_path(line: str, path: str) -> None:
    assert paths(line) == [path]


def test_paragraphs_of_an_article_without_numerals_are_its_text() -> None:
    text = "第一条 甲。\n乙款。\n丙款。\n第二条 丁。"
    assert at(text, "第一条").text == "第一条 甲。\n乙款。\n丙款。\n"


def test_articles_glued_to_their_words_are_found_by_the_count() -> None:
    text = (
        "第一条为了规范，制定本办法。\n第二条中小企业适用。\n第三条所有单位遵守。"
        "\n第四条第三方评估。\n第五条自公布起施行。"
    )
    assert paths(text) == ["第一条", "第二条", "第三条", "第四条", "第五条"]


def test_reference_at_a_line_start_is_no_article_even_where_the_count_would_fit() -> None:
    text = "第四条 甲\n第五条规定的事项除外。\n第五条 乙。\n第六条 丙。"
    assert paths(text) == ["第四条", "第五条", "第六条"]


def test_decimal_numbering_is_told_from_figures_by_the_count() -> None:
    text = (
        "1 总则\n1.1 编制目的\n甲。\n1.2编制依据\n1.2.1 法律\n乙。\n1.5亿元用于奖励。"
        "\n1.3 原则\n丙。\n2 组织\n"
        "2.1 机构\n丁。\n3 附则\n戊。"
    )
    assert paths(text) == [
        "1", "1/1.1", "1/1.2", "1/1.2/1.2.1", "1/1.3", "2", "2/2.1", "3",
    ]  # fmt: skip


def test_decimals_stand_under_the_arabic_numeral_of_their_number() -> None:
    text = "1.总则\n1.1 目的\n甲。\n1.2 依据\n乙。\n2.附则\n2.1 解释\n丙。"
    assert paths(text) == ["1.", "1./1.1", "1./1.2", "2.", "2./2.1"]


def test_figures_at_line_starts_are_no_decimals() -> None:
    assert paths("一、总则\n1.5亿元用于奖励，\n2.3亿元用于补助。\n二、分则\n甲。") == ["一", "二"]


def test_spoken_numerals_count_where_each_begins_a_paragraph() -> None:
    text = "一、特点\n一是奖励企业。\n二是补助人才。\n二、要求\n第一，加强领导。\n第二，落实责任。"
    assert paths(text) == ["一", "一/一是", "一/二是", "二", "二/第一", "二/第二"]


def test_one_spoken_numeral_alone_is_a_sentence() -> None:
    assert paths("一、特点\n一是奖励企业，二是补助人才。\n二、要求\n甲。") == ["一", "二"]


def test_box_holds_its_items_and_the_count_outside_it_goes_on() -> None:
    text = (
        "一、任务\n（一）研发\n1.甲。\n2.乙。\n专栏1 攻关行动\n1.丙。\n"
        "2.丁。\n专栏2 示范行动\n1.戊。\n3.己。\n"
        "（二）示范\n庚。"
    )
    assert paths(text) == [
        "一", "一/(一)", "一/(一)/1.", "一/(一)/2.", "一/(一)/专栏1", "一/(一)/专栏1/1.",
        "一/(一)/专栏1/2.", "一/(一)/专栏2", "一/(一)/专栏2/1.", "一/(一)/3.", "一/(二)",
    ]  # fmt: skip


def test_zero_padded_items_count_in_a_box_and_hold_items_of_their_own() -> None:
    text = (
        "三、任务\n（一）研发\n专栏1 攻关行动\n01 基础技术\n1.甲。\n2.乙。\n02 系统集成\n丙。\n"
        "专栏2 示范行动\n01 丁\n（二）示范\n01 戊\n02 己"
    )
    assert paths(text) == [
        "三", "三/(一)", "三/(一)/专栏1", "三/(一)/专栏1/01", "三/(一)/专栏1/01/1.",
        "三/(一)/专栏1/01/2.", "三/(一)/专栏1/02", "三/(一)/专栏2", "三/(二)",
    ]  # fmt: skip


def test_half_a_bracket_is_a_sibling_of_whole_ones() -> None:
    text = "六、要求\n(一)甲。\n(二)乙。\n三)丙。\n1.子。\n(四)丁。\n五)戊。"
    assert paths(text) == [
        "六", "六/(一)", "六/(二)", "六/三)", "六/三)/1.", "六/(四)", "六/五)",
    ]  # fmt: skip


def test_half_brackets_throughout_count_and_one_alone_does_not() -> None:
    assert paths("一）甲。\n二）乙。\n三）丙。") == ["一)", "二)", "三)"]
    assert paths("一、甲（见附表\n一）乙。\n二、丙。") == ["一", "二"]


def test_row_of_a_table_is_no_clause() -> None:
    assert paths("一、名单\n| 1、 | 甲 |\n| 一、 | 乙 |\n二、其他\n丙。") == ["一", "二"]


def test_numerals_quoted_over_several_lines_are_no_clauses() -> None:
    text = (
        "一、将第五条修改为：“第五条 企业应当：\n（一）建立制度；\n（二）培训人员。"
        "”\n二、删去第六条。"
    )
    assert paths(text) == ["一", "二"]


def test_unclosed_quotation_mark_swallows_nothing() -> None:
    text = "一、推广“质量标杆经验。\n二、培育“品牌”。\n三、培训”人才”。"
    assert paths(text) == ["一", "二", "三"]


@pytest.mark.parametrize(
    "contents",
    [
        "目录\n一、现状........1\n二、任务........3\n三、保障……5",
        "目 录\n一、现状 1\n二、任务 3\n三、保障 5",
        "一、现状\n二、任务\n三、保障\n前言若干。",
    ],
)
def test_table_of_contents_is_not_the_outline(contents: str) -> None:
    text = f"规划\n{contents}\n一、现状\n甲。\n二、任务\n乙。\n三、保障\n丙。"
    assert paths(text) == ["preamble", "一", "二", "三"]
    assert at(text, "一").text == "一、现状\n甲。\n"


def test_short_headings_in_a_row_that_come_once_are_clauses() -> None:
    assert paths("一、总则\n（一）目的\n（二）依据\n二、附则\n甲。") == [
        "一",
        "一/(一)",
        "一/(二)",
        "二",
    ]


def test_footnote_and_notes_are_no_clauses() -> None:
    assert paths("一、按照规范①。\n二、乙。\n①规范指某规范。") == ["一", "二"]
    text = "附件\n名单\n一、甲类\n乙。\n注：\n1.标星的为重点。\n2.其余为一般。\n二、丙类\n丁。"
    assert paths(text) == ["附件", "附件/一", "附件/二"]


def test_first_item_right_after_its_numeral_is_a_clause_of_its_own() -> None:
    text = "第二条 （一）甲类；\n（二）乙类。\n第三条 丙。"
    assert paths(text) == ["第二条", "第二条/(一)", "第二条/(二)", "第三条"]
    assert at(text, "第二条").text == "第二条 "


def test_rungs_upside_down_are_nested_as_they_count() -> None:
    text = "（一）甲类\n一、子。\n二、丑。\n（二）乙类\n一、寅。\n二、卯。"
    assert paths(text) == ["(一)", "(一)/一", "(一)/二", "(二)", "(二)/一", "(二)/二"]


def test_numbering_that_runs_on_through_parents_gives_no_warning() -> None:
    text = "一、甲\n（一）子。\n（二）丑。\n二、乙\n（三）寅。\n（四）卯。"
    assert paths(text)[-2:] == ["二/(三)", "二/(四)"]
    assert outline(text).warnings == ()


def test_headings_over_articles_are_no_items_of_the_article_before() -> None:
    text = "一、管辖\n第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n二、证据\n第三条 丙。"
    assert paths(text) == ["一", "第一条", "第二条", "第二条/(一)", "第二条/(二)", "二", "第三条"]


def test_last_item_of_an_article_is_not_raised_over_the_next() -> None:
    text = "第一条 甲：\n一、子；\n二、丑\n第二条 乙。"
    assert paths(text) == ["第一条", "第一条/一", "第一条/二", "第二条"]


def test_repeated_numeral_is_warned_of_and_kept() -> None:
    text = "一、甲\n1.子。\n2.丑。\n1.寅。\n二、乙。"
    assert paths(text) == ["一", "一/1.", "一/2.", "一/1.~2", "二"]
    assert [w.split(":")[0] for w in outline(text).warnings] == ["numeral 1. after 2."]


def test_warnings_end_with_how_many_more() -> None:
    text = "\n".join(f"（{n}）甲。" for n in ["一", "三"] * 30)
    warnings = outline(text).warnings
    assert len(warnings) == 21
    assert warnings[-1] == "and 39 more numerals out of step"


HOSTILE = (
    "（",
    "一",
    "第",
    "附件",
    "“",
    "…",
    "第一条",
    "（一）",
    "#",
    "注：",
    "附件：1.甲\n",
    "1.1",
    "。 甲",
    "（责任单位：〔甲",
    "负责）1.甲",
    "（以下简称甲乙）一、",
    "附件：甲乙丙丁附件甲乙丙丁",
    "。甲局 乙局 2020年1月2日",
    "专栏1 甲\n01 乙\n",
    "电话：1\n",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_repetitions_take_no_more_than_linear_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    started = time.process_time()
    broken = "\n".join(text[a:b] for a, b in pieces_between(text))
    clauses = outline(broken).clauses
    assert time.process_time() - started < 8
    assert "".join(clause.text for clause in clauses) == broken


def pieces_between(text: str) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in break_positions(text) for edge in span), len(text)]
    return list(zip(edges[::2], edges[1::2]))
