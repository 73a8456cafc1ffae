"""Head of a notice -> title, number, category: every printed form."""

from __future__ import annotations

import pytest

from corpus.metadata import metadata

BODY = "各市人民政府：\n现将有关事项通知如下。\n一、总体要求\n按时完成。"


def title_of(head: str, **stated: str) -> str:
    return metadata(f"{head}\n{BODY}", stated).title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("甲省财政厅关于下达资金的通知", "甲省财政厅关于下达资金的通知"),
        ("甲省财政厅\n关于印发资金管理办法\n的通知", "甲省财政厅关于印发资金管理办法的通知"),
        ("甲省财政厅 乙省教育厅\n关于下达资金的通知", "甲省财政厅乙省教育厅关于下达资金的通知"),
        ("甲市政府\n关于印发质量方案的\n通 知", "甲市政府关于印发质量方案的通知"),
        ("《甲市标准资助办法》", "甲市标准资助办法"),
        ("甲市标准资助办法（试行）", "甲市标准资助办法（试行）"),
        ("甲市养老产业行动计划\n（2021—2025年）", "甲市养老产业行动计划（2021—2025年）"),
        ("甲省人民政府文件\n甲府〔2020〕5号\n关于春耕的通知", "关于春耕的通知"),
        ("首页 > 政务公开 > 通知公告\n通知公告\n关于春耕的通知", "关于春耕的通知"),
        ("关于春耕的通知（甲府〔2020〕5号）", "关于春耕的通知"),
        ("索引号：0001 主题分类：农业\n标题：关于春耕的通知", "关于春耕的通知"),
        ("| 标题 | 关于春耕的通知 |\n| 文号 | 甲府〔2020〕5号 |", "关于春耕的通知"),
    ],
)
def test_printed_title(head: str, title: str) -> None:
    assert title_of(head) == title


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("关于春耕的通知_政策_中国政府网", "关于春耕的通知"),
        ("关于春耕的通知 - 甲省人民政府门户网站", "关于春耕的通知"),
        ("关于春耕的通知-甲省财政厅", "关于春耕的通知"),
        ("2020-2022年春耕安排", "2020-2022年春耕安排"),
        ("图解：春耕怎么补 | 甲省农业农村厅", "图解：春耕怎么补"),
    ],
)
def test_page_title_loses_the_name_of_its_site(page: str, title: str) -> None:
    assert title_of("", page_title=page) == title


def test_page_title_is_the_last_resort() -> None:
    printed = "甲省财政厅关于下达资金的通知"
    assert title_of(printed, page_title="下达资金的通知-甲省财政厅") == printed
    assert title_of(printed, page_title="x", title="关于资金的通知") == "关于资金的通知"


def test_decree_is_titled_by_what_it_brings() -> None:
    decree = """中华人民共和国国务院令
第910号
《甲产品质量条例》已经2020年5月6日国务院第90次常务会议通过，现予公布，自2020年9月1日起施行。
总理 张某某
2020年5月20日
甲产品质量条例
第一章 总 则
第一条 为了保证质量，制定本条例。"""
    found = metadata(decree, {})
    assert (found.title, found.category) == ("甲产品质量条例", "条例")
    assert found.number == "中华人民共和国国务院令第910号"
    assert found.issuers == ("中华人民共和国国务院",)
    assert (found.date, found.effective) == ("2020-05-20", "2020-09-01")
    assert found.basis == ()


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("甲府函〔2020〕80号", "甲府函〔2020〕80号"),
        ("甲府函[2020]80号", "甲府函〔2020〕80号"),
        ("甲府函［2020］80号", "甲府函〔2020〕80号"),
        ("甲府函【2020】80号", "甲府函〔2020〕80号"),
        ("甲府函(2020)80号", "甲府函〔2020〕80号"),
        ("甲府函﹝2020﹞80号", "甲府函〔2020〕80号"),
        ("甲府函〖2020〗80号", "甲府函〔2020〕80号"),
        ("甲府函〔2020年〕80号", "甲府函〔2020〕80号"),
        ("甲 府 函 〔 ２０２０ 〕 ８０ 号", "甲府函〔2020〕80号"),
        ("甲府函〔2020〕80", "甲府函〔2020〕80"),
        ("甲行公告〔2020〕第8号", "甲行公告〔2020〕第8号"),
        ("（甲府函〔2020〕80号）", "甲府函〔2020〕80号"),
        ("甲府函〔2020〕80号　特急", "甲府函〔2020〕80号"),
        ("甲府函〔2020〕80号 签发人：张某", "甲府函〔2020〕80号"),
        ("国务院令第679号", "国务院令第679号"),
        ("甲部令2020年第29号", "甲部令2020年第29号"),
        ("甲部2020年第29号令", "甲部2020年第29号令"),
        ("中华人民共和国主席令（第七十三号）", "中华人民共和国主席令第七十三号"),
        ("甲部公告 2020年第5号", "甲部公告2020年第5号"),
        ("公告2020年第5号", "公告2020年第5号"),
        ("2020年第5号", "2020年第5号"),
        ("公告\n2020年第5号", "公告2020年第5号"),
        ("中华人民共和国主席令\n第七十三号", "中华人民共和国主席令第七十三号"),
        ("甲省人民政府令\n第 285 号", "甲省人民政府令第285号"),
        ("发文字号：甲府函〔2020〕80号", "甲府函〔2020〕80号"),
        ("文 号：甲府函〔2020〕80号 主题词：春耕", "甲府函〔2020〕80号"),
        ("索引号：0001/2020 发文机关：甲府 发文字号：甲府函〔2020〕80号", "甲府函〔2020〕80号"),
        ("| 索 引 号 | 0001 | 发文字号 | 甲府函〔2020〕80号 |", "甲府函〔2020〕80号"),
        ("【文号】甲府函〔2020〕80号", "甲府函〔2020〕80号"),
    ],
)
@pytest.mark.parametrize("after", [True, False])
def test_number_in_every_printed_form(line: str, number: str, after: bool) -> None:
    title = "甲省人民政府关于春耕的通知"
    head = f"{title}\n{line}" if after else f"{line}\n{title}"
    text = f"{head}\n{BODY}"
    found = metadata(text, {})
    assert (found.number, found.title) == (number, title)


@pytest.mark.parametrize(
    "text",
    [
        "关于春耕的通知\n第5号\n各市：\n好。",
        "关于春耕的通知\n各市局：\n按照甲府〔2020〕5号文件执行。",
        "关于春耕的通知\n各市局：\n请执行。\n一、要求\n甲府〔2020〕5号",
    ],
)
def test_what_is_not_the_notices_number(text: str) -> None:
    assert metadata(text, {}).number is None


@pytest.mark.parametrize("between", [" ", "、", "\n", "　"])
def test_joint_numbers_first_one_is_taken_and_the_other_is_named(between: str) -> None:
    head = f"关于春耕的通知\n甲工信联〔2020〕12号{between}甲财〔2020〕3号"
    found = metadata(f"{head}\n{BODY}", {})
    assert found.number == "甲工信联〔2020〕12号"
    assert "甲财〔2020〕3号" in found.warnings[0]


def test_stated_number_that_is_printed_otherwise_is_warned_of() -> None:
    text = f"关于春耕的通知\n甲府〔2020〕5号\n{BODY}"
    assert "printed as 甲府〔2020〕5号" in metadata(text, {"number": "甲府〔2020〕6号"}).warnings[0]
    assert metadata(text, {"number": "甲府[2020]5号"}).warnings == ()


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("关于印发甲市资助办法的通知", "通知"),
        ("甲市资助办法（试行）", "办法"),
        ("甲市条例（征求意见稿）", "条例"),
        ("关于同意设立园区的复函", "函"),
        ("关于设立园区的批复", "批复"),
        ("甲市第三次会议纪要", "纪要"),
        ("甲市“十四五”质量规划", "规划"),
        ("甲市质量工作要点", "要点"),
        ("《甲市资助办法》解读", "解读"),
        ("嘉奖令", "命令"),
        ("甲市若干政策措施", None),
    ],
)
def test_category_is_the_last_word_of_the_title(title: str, category: str | None) -> None:
    assert metadata(f"{title}\n{BODY}", {}).category == category
