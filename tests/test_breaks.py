"""Text that lost its line breaks -> spans for line feeds; words are left whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.breaks import break_positions
from corpus.clean import clean
from corpus.outline import outline

# A text of one line under 100 characters is taken for a sentence, not for a notice.
LONG = (
    "各有关单位要提高认识，加强领导，密切配合，及时总结经验，"
    "研究解决工作中出现的新情况新问题，确保各项任务落到实处，取得实效。"
    "各协会要发挥桥梁作用，反映企业意见，组织交流活动，推广好的做法，带动全省质量水平整体提升。"
)


def lines(text: str) -> list[str]:
    edges = [0, *(edge for span in break_positions(text) for edge in span), len(text)]
    return [text[a:b] for a, b in zip(edges[::2], edges[1::2])]


def paths(text: str) -> list[str]:
    return [clause.path for clause in outline("\n".join(lines(text))).clauses]


def test_spans_cover_the_blanks_around_a_lost_break() -> None:
    text = LONG + " 一、培育品牌。 二、开展培训。"
    spans = break_positions(text)
    assert [text[a:b] for a, b in spans] == [" ", " "]
    assert lines(text)[1:] == ["一、培育品牌。", "二、开展培训。"]


def test_text_with_ordinary_lines_is_left_alone() -> None:
    assert (
        break_positions("一、目标\n培育品牌，投入1.5亿元。\n二、任务\n按照第一条、（二）项办理。")
        == []
    )


def test_parts_between_names_are_found_by_the_unbroken_count() -> None:
    text = (
        "名单如下。"
        + LONG
        + "一、综合医院（4家）（一）省级医院东山省人民医院东山省中医院（二）市级医院"
        "1.海州市海州市人民医院2.石桥市石桥市人民医院3.南岭市南岭市中心医院二、专科医院（1家）东山省口腔医院"
    )
    assert paths(text) == [
        "preamble", "一", "一/(一)", "一/(二)", "一/(二)/1.", "一/(二)/2.", "一/(二)/3.", "二",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "登记应当规范统一、公开透明。",
        "设一、二、三等奖。",
        "依照本办法第五条执行，按第（一）项、第（二）项办理。",
        "符合（一）（二）条件的优先。",
        "投入1.5亿元，增长2.3个百分点。",
        "执行《关于一、二级目录的通知》。",
    ],
)
def test_numeral_inside_a_sentence_breaks_nothing(sentence: str) -> None:
    text = f"{LONG}第一条甲事项由办公室负责。第二条{sentence}第三条丙事项由人事处负责。"
    assert paths(text) == ["preamble", "第一条", "第二条", "第三条"]


def test_articles_that_begin_like_references_count_on() -> None:
    text = (
        f"{LONG}第一条为规范管理，制定本办法。第二条中小企业适用本办法。"
        f"第三条第三方机构评估。第四条自公布之日起施行。"
    )
    assert paths(text) == ["preamble", "第一条", "第二条", "第三条", "第四条"]


def test_chapters_before_articles_are_found_without_a_sentence_between() -> None:
    text = (
        "某省创新中心管理办法第一章总则第一条为规范管理，制定本办法。第二条省厅负责认定。"
        f"第二章认定第三条条件另行规定。{LONG}第四条本办法自公布之日起施行。"
    )
    assert paths(text) == [
        "preamble", "第一章", "第一条", "第二条", "第二章", "第三条", "第四条",
    ]  # fmt: skip


def test_missing_article_does_not_end_the_count() -> None:
    text = f"第一条甲事项。第二条乙事项。第四条丁事项。第五条戊事项。{LONG}第六条己事项。"
    assert paths(text) == ["第一条", "第二条", "第四条", "第五条", "第六条"]


def test_annexes_after_the_signature_begin_lines_of_their_own() -> None:
    text = (
        "某省人民政府关于公布名单的通知某府〔2021〕8号各市人民政府：经研究，公布名单。"
        "一、执行新名单。二、废止旧名单，"
        f"{LONG}附件：1.企业名单2.机构名单某省人民政府2021年3月4日附件1企业名单附件2机构名单"
    )
    assert paths(text) == ["preamble", "一", "二", "closing", "附件1", "附件2"]
    assert lines(text)[-4:] == ["附件1", "企业名单", "附件2", "机构名单"]


def test_title_of_the_carried_document_ends_where_the_letter_says() -> None:
    text = (
        "某省人民政府关于印发品牌建设方案的通知某府〔2021〕8号各市人民政府：《某省品牌建设方案》已经省政府同意，现印发给你们。"
        f"某省人民政府2021年3月4日某省品牌建设方案为做好品牌工作，制定本方案。"
        f"{LONG}一、目标。培育品牌。二、任务。开展培训。"
    )
    found = lines(text)
    assert "某省品牌建设方案" in found
    assert any(line.startswith("为做好品牌工作") for line in found)


def test_duty_with_a_deadline_before_the_signature_is_no_part_of_the_last_clause() -> None:
    text = (
        f"某省办公厅关于检查的通报各市：现通报如下。一、情况较好。{LONG}二、加强整改。"
        f"建立台账。有关单位要整改到位，于7月20日前"
        "将情况报送省厅。某省办公厅2023年6月26日"
    )
    assert lines(text)[-3] == "有关单位要整改到位，于7月20日前将情况报送省厅。"


@pytest.mark.parametrize(
    ("glued", "heading"),
    [
        ("总体要求以习近平同志讲话精神为指导，提高质量。", "总体要求"),
        ("总体情况2023年检查了500家网站。", "总体情况"),
        ("发展目标到2025年，培育品牌100个。", "发展目标"),
        ("检查发现的主要问题较多，要整改。", ""),
    ],
)
def test_heading_glued_to_its_body_is_parted_only_where_it_is_certain(
    glued: str, heading: str
) -> None:
    text = f"{LONG}一、{glued}二、工作要求。各地要加强领导。"
    clause = next(c for c in outline("\n".join(lines(text))).clauses if c.path == "一")
    assert clause.heading == heading


def test_blank_after_a_sentence_is_a_lost_break_where_others_have_none() -> None:
    text = (
        f"{LONG} 一、甲单位负责。乙单位配合。 二、丙单位负责。丁单位配合。 三、戊单位负责。"
        "己单位配合。 各单位要按照本通知落实。 特此通知。 某市医疗保障局 2020年2月3日"
    )
    assert lines(text)[-5:] == [
        "三、戊单位负责。己单位配合。",
        "各单位要按照本通知落实。",
        "特此通知。",
        "某市医疗保障局",
        "2020年2月3日",
    ]
    assert paths(text) == ["preamble", "一", "二", "三", "closing"]


def test_blanks_after_every_sentence_tell_no_paragraphs() -> None:
    assert break_positions("甲单位负责这件事情的组织。 乙单位配合。 丙单位参加。 " * 5) == []


def test_blank_parts_heading_and_body_where_the_siblings_have_it_too() -> None:
    text = f"{LONG} 一、加强管理 各单位要落实责任。 二、开展培训 协会组织培训。"
    assert lines(text)[1:] == [
        "一、加强管理",
        "各单位要落实责任。",
        "二、开展培训",
        "协会组织培训。",
    ]
    once = f"{LONG} 一、要提高质量 管理水平。 二、开展培训。 三、加强宣传。 四、落实责任。"
    assert "一、要提高质量 管理水平。" in lines(once)


def test_joint_signers_and_a_name_over_two_lines_belong_to_the_signature() -> None:
    joint = f"{LONG}一、甲。二、乙。 人力资源部 财政部 税务总局 2020年2月20日"
    assert lines(joint)[-4:] == ["人力资源部", "财政部", "税务总局", "2020年2月20日"]
    long = f"{LONG}一、甲。二、乙。 某省应对突发疫情 防控工作指挥部 2020年2月20日"
    assert lines(long)[-2:] == ["某省应对突发疫情 防控工作指挥部", "2020年2月20日"]


def test_what_follows_the_last_bracket_of_those_in_charge_is_no_part_of_the_item() -> None:
    items = "".join(f"{n}.办好第{n}件事。（责任单位：市财政局、市商务局等）" for n in range(1, 6))
    text = f"{LONG}一、措施。{items}各县区要建立联席会议制度。要加强宣传。"
    assert lines(text)[-1] == "各县区要建立联席会议制度。要加强宣传。"
    two = f"{LONG}1.甲事。（市商务局负责）2.乙事（市财政局负责）由各县区具体实施。3.丙事。"
    assert "2.乙事（市财政局负责）由各县区具体实施。" in lines(two)


@pytest.mark.parametrize(
    "words",
    [
        "专此答复。感谢您的关心。",
        "特此函复。",
        "此前有关规定与本意见不一致的，以本意见为准。",
        "试点中的重要情况，各县区要及时向省政府报告。",
    ],
)
def test_closing_formula_of_each_document_in_the_line_is_no_part_of_the_item(words: str) -> None:
    letter = (
        f"某省人民政府关于转发方案的通知各市：一、甲。{LONG}二、乙。{words}某省人民政府2021年3月4日"
    )
    assert words in lines(letter)
    inner = "某市工作方案一、丙单位负责。二、丁单位负责。"
    assert lines(f"{letter}{inner}{words}某省人民政府2021年1月4日").count(words) == 2


def test_annex_under_its_own_list_begins_where_the_title_comes_again() -> None:
    text = f"{LONG}一、甲。二、乙。附件：任务分工表附件任务分工表序号任务单位"
    assert paths(text) == ["preamble", "一", "二", "closing", "附件"]
    assert lines(text)[-4:] == ["附件：任务分工表", "附件", "任务分工表", "序号任务单位"]


def test_heading_ends_before_the_short_name_that_the_notice_has_given() -> None:
    text = (
        f"省政府决定成立普查领导小组（以下简称领导小组）。{LONG}一、主要职责。负责普查。"
        "二、工作机制领导小组不纳入议事协调机构管理。三、领导小组办公室设在省统计局。"
    )
    found = lines(text)
    assert "二、工作机制" in found
    assert "三、领导小组办公室设在省统计局。" in found


def test_line_of_editors_under_the_date_is_no_addressee() -> None:
    text = f"关于停运的公告 全市公交停运。 某市交通运输局 2020年1月27日 [网络编辑：张三] {LONG}"
    assert not any(line.endswith("[网络编辑：") for line in lines(text))


PIECES = st.lists(
    st.sampled_from(
        ["一、", "二、", "（一）", "（二）", "1.", "2.", "第一条", "第二条", "第一章",
         "附件1", "附件：", "。", "，", " ",
         "某省厅2021年3月4日", "《某办法》", "甲乙", "质量品牌" * 40, "\n"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_spans_are_sorted_disjoint_and_cover_only_blanks(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = break_positions(text)
    assert all(0 < a <= b < len(text) for a, b in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    assert all(not text[a:b].strip() for a, b in spans)


def test_cleaning_puts_the_breaks_in() -> None:
    text = f"{LONG}一、目标。培育品牌。二、任务。开展培训。"
    assert clean(text).text.split("\n") == lines(text)
