"""Lines and paragraphs: wrapped ones joined, page numbers, site frames and second copies gone."""

from __future__ import annotations

import pytest

from corpus.clean import clean

FIRST = (
    "企业应当建立覆盖设计、生产、销售全过程的质量管理制度，"
    "明确各岗位的质量责任和考核办法，并按季度报告执行情况。"
)
SECOND = (
    "各市工业和信息化主管部门会同有关部门对企业的制度执行情况进行抽查，"
    "抽查结果向社会公布，并作为评选标杆的依据。"
)
THIRD = "行业协会应当组织会员交流经验，每年至少举办两次培训，培训不得收取费用。"
PARAGRAPHS = [
    FIRST + SECOND + THIRD,
    "（一）" + SECOND,
    "（二）" + THIRD + FIRST,
    SECOND + FIRST,
    "二、" + THIRD + SECOND,
]


def counts(raw: str) -> dict[str, int]:
    return {c.what: c.count for c in clean(raw).cleaning}


def page(paragraph: str, width: int = 26, indent: str = "") -> list[str]:
    """As a printed page has it: the first line two characters shorter."""
    first, rest = paragraph[: width - 2], paragraph[width - 2 :]
    return [indent + first] + [rest[i : i + width] for i in range(0, len(rest), width)]


def test_paragraphs_of_a_page_are_whole_again_though_sentences_end_with_lines() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in page(paragraph)]
    text = clean("\n".join(lines)).text
    assert text.split("\n") == PARAGRAPHS
    assert counts("\n".join(lines))["wrapped lines joined"] == len(lines) - text.count("\n") - 1


def test_indent_tells_where_a_paragraph_begins() -> None:
    full = "省工业和信息化厅会同财政厅对项目进行评审，公示结果。"
    goes_on = "对结果有异议的，应当在五个工作日内，以书面形式向承办"
    paragraphs = [
        f"{n}{full[3:]}{goes_on}{full}{goes_on}{goes_on[:9]}。" for n in "甲乙丙丁戊己庚辛壬癸"
    ]
    lines = [line for paragraph in paragraphs for line in page(paragraph, indent="　　")]
    assert sum(line.endswith("。") for line in lines) == 30
    assert clean("\n".join(lines)).text.split("\n") == paragraphs


def test_short_letter_is_joined_when_its_sentences_run_over_the_lines() -> None:
    body = (
        "现将有关事项通知如下，请各单位按照职责分工，认真组织实施，并于每季度末将进展情况、"
        "存在问题、意见建议报送省厅，由省厅汇总，作为年度考核和下一年度资金安排的依据，"
        "逾期不报送的，不再安排资金，并取消申报资格，请予以支持。"
    )
    lines = ["各有关单位：", *page(body, 22), "某省工业和信息化厅", "2021年3月4日"]
    assert clean("\n".join(lines)).text.split("\n") == [
        "各有关单位：",
        body,
        "某省工业和信息化厅",
        "2021年3月4日",
    ]


def test_list_of_names_of_one_length_is_not_joined() -> None:
    names = [f"某省第{n}先进装备制造产业集群发展促进中心" for n in "一二三四五六七八九十" * 3]
    assert clean("\n".join(names)).text.split("\n") == names


def test_headings_numbers_and_dates_of_a_wrapped_text_keep_their_lines() -> None:
    head = [
        "某省人民政府关于印发质量强省建设纲要实施方案的通知",
        "某府〔2021〕8号",
        "附件：1.任务分工表",
    ]
    lines = [line for paragraph in PARAGRAPHS for line in page(paragraph)]
    assert clean("\n".join(head + lines)).text.split("\n")[:3] == head


def test_words_of_two_lines_are_parted_when_both_are_latin() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in page(paragraph)]
    lines[3:3] = [
        "支持企业采用制造执行系统（Manufacturing Execution",
        "System）和企业资源计划系统，对采用的企业给予奖励，",
    ]
    assert "（Manufacturing Execution System）和" in clean("\n".join(lines)).text


def test_line_ends_that_became_blanks_are_closed() -> None:
    raw = " ".join(
        line for paragraph in (FIRST, SECOND, FIRST, SECOND) * 4 for line in page(paragraph)
    )
    text = clean("一、总体要求\n" + raw).text
    assert "企业应当建立覆盖设计、生产、销售全过程的质量管理制度，明确各岗位" in text


def test_page_numbers_of_every_form_go() -> None:
    raw = "第一条 甲。\n- 1 -\n第二条 乙。\n·2·\n第三条 丙。\n第 3 页 共 9 页\n第四条 丁。"
    assert clean(raw).text.count("\n") == 3
    assert counts(raw) == {"page numbers removed": 3}


def test_lone_page_numbers_go_though_one_is_missing_and_a_figure_stands_alone() -> None:
    sheet = "\n".join(FIRST[:26] for _ in range(12))
    raw = f"{sheet}\n1\n{sheet}\n2\n{sheet}\n17\n{sheet}\n4\n{sheet}"
    lines = clean(raw).text
    assert counts(raw)["page numbers removed"] == 3
    assert "17" in lines


def test_numbers_of_a_table_whose_cells_are_lines_stay() -> None:
    cells = [f"{n}\n某某项目\n甲市\n某公司\n质量提升\n改造设备\n2021年" for n in range(1, 40)]
    raw = "\n".join(cells)
    assert clean(raw).text == raw


def test_page_numbers_inside_a_text_without_line_breaks_go() -> None:
    raw = f"{FIRST * 6}- 2 -{SECOND * 6}- 3 -{FIRST * 6}- 4 -{SECOND * 6}"
    assert counts(raw)["page numbers removed"] == 3
    assert "- 2 -" not in clean(raw).text


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 政策文件",
        "当前位置：首页>通知公告",
        "您所在的位置：首页",
        "【字体：大 中 小】",
        "字号：【大】【中】【小】 打印本页",
        "【打印】【关闭】",
        "分享到：微信 微博",
        "浏览次数：1024次",
        "责任编辑：王五",
        "版权所有：某某省工业和信息化厅",
        "Copyright © 2020 某某厅 All Rights Reserved",
        "粤ICP备12345678号-1 粤公网安备44010402000号",
        "网站标识码：4400000131",
        "上一篇：关于某事的公告",
        "下一条：没有了",
        "扫一扫在手机打开当前页",
        "返回顶部",
        "附件下载",
        "|  |  |",
    ],
)
def test_line_of_a_site_is_removed(line: str) -> None:
    raw = f"各市工信局：\n请认真执行。\n{line}"
    assert clean(raw).text == "各市工信局：\n请认真执行。"
    assert counts(raw) == {"boilerplate lines removed": 1}


@pytest.mark.parametrize(
    "line",
    [
        "来源：某省工业和信息化厅 发布时间：2020-05-06",
        "位置：市行政服务中心三楼",
        "字体：标题用二号小标宋，正文用三号仿宋",
        "分享质量管理经验，推广先进方法",
        "扫码支付示范街区",
        "版权所有者的权利",
        "访问",
        "查看",
        "大 中 小",
        "附件下载：1.申报表",
        "编辑出版质量提升行动",
        "网站首页应当标明主办单位。",
        "主办单位：某省工业和信息化厅",
        "扫一扫二维码填报申报信息",
        "收藏单位应当建立档案",
    ],
)
def test_line_of_the_notice_stays(line: str) -> None:
    raw = f"各市工信局：\n{line.replace('大 中 小', '| 大 | 中 | 小 |')}\n请认真执行。"
    assert clean(raw).text == raw


def test_source_and_date_stay_where_counters_and_buttons_go() -> None:
    raw = "发布时间：2020-05-06　来源：哈工大　浏览次数：128 【字体：大 中 小】 打印\n请认真执行。"
    assert clean(raw).text == "发布时间：2020-05-06 来源：哈工大\n请认真执行。"
    assert clean("来源：哈工大\n请执行。").text == "来源：哈工大\n请执行。"


def test_list_of_other_pages_at_the_end_goes() -> None:
    raw = "请认真执行。\n某省工业和信息化厅\n2020年5月6日\n相关阅读\n一图读懂质量规划\n质量规划解读"
    assert clean(raw).text == "请认真执行。\n某省工业和信息化厅\n2020年5月6日"


def test_related_links_before_text_stay() -> None:
    raw = "请认真执行。\n相关链接\n联系人：张三\n电话：010-12345678"
    assert clean(raw).text == raw


BODY = (
    f"某省质量提升行动计划\n{FIRST}\n一、主要任务\n{SECOND}\n二、组织实施\n{THIRD}\n"
    "某省工业和信息化厅\n2020年5月6日"
)


@pytest.mark.parametrize("between", ["\n", "\n\n\n", "\n【打印】\n"])
def test_second_copy_of_the_body_goes(between: str) -> None:
    assert clean(BODY + between + BODY).text == BODY
    assert counts(BODY + between + BODY)["second copies of the text removed"] == 1


def test_second_copy_may_differ_in_a_word_and_what_follows_it_stays() -> None:
    raw = f"{BODY}\n{BODY.replace('5月6日', '5月7日')}\n抄送：省质量协会"
    assert clean(raw).text.startswith(BODY)
    assert clean(raw).text.endswith("抄送：省质量协会")
    assert clean(raw).text.count(SECOND) == 1


def test_second_copy_on_one_line_goes() -> None:
    body = FIRST + SECOND + THIRD
    assert clean(body + body).text == body


def test_table_with_equal_rows_and_a_regulation_after_its_letter_are_no_copies() -> None:
    rows = "\n".join(["| 某某县人民政府 | 合格 | 按期完成 |"] * 40)
    assert clean(rows).text == rows
    letter = (
        f"{BODY}\n{BODY.replace('质量', '标准').replace('企业', '学校').replace('培训', '测试')}"
    )
    assert clean(letter).text == letter
