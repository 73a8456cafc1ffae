"""Signature, head, information table -> issuers and days."""

from __future__ import annotations

import pytest

from corpus.metadata import metadata

BODY = "各市局：\n现将有关事项通知如下。\n一、按时完成。"


def signed(*lines: str) -> str:
    return "\n".join([BODY, *lines])


@pytest.mark.parametrize(
    ("lines", "issuers"),
    [
        (["甲省财政厅", "2020年5月6日"], ("甲省财政厅",)),
        (["甲省财政厅", "甲省教育厅", "2020年5月6日"], ("甲省财政厅", "甲省教育厅")),
        (["财政部 税务总局", "2020年5月6日"], ("财政部", "税务总局")),
        (["国 务 院", "2020年5月6日"], ("国务院",)),
        (["科 技 部 财 政 部", "2020年5月6日"], ("科技部", "财政部")),
        (["甲市财政局甲市教育局", "2020年5月6日"], ("甲市财政局", "甲市教育局")),
        (["广东省财政厅广东省教育厅", "2020年5月6日"], ("广东省财政厅", "广东省教育厅")),
        (["中共中央国务院", "2020年5月6日"], ("中共中央", "国务院")),
        (
            ["工业和信息化部办公厅国家能源局", "2020年5月6日"],
            ("工业和信息化部办公厅", "国家能源局"),
        ),
        (["国家税务总局广东省税务局", "2020年5月6日"], ("国家税务总局广东省税务局",)),
        (["甲省财政厅（盖章）", "2020年5月6日"], ("甲省财政厅",)),
        (["甲省财政厅 2020年5月6日"], ("甲省财政厅",)),
        (["甲省财政厅", "2020-05-06"], ("甲省财政厅",)),
        (["甲省财政厅", "二〇二〇年五月六日"], ("甲省财政厅",)),
        (["甲省财政厅", "二○二○年五月六日", "（此件公开发布）"], ("甲省财政厅",)),
        (["甲省财政厅", "2020 年 5 月 6 日"], ("甲省财政厅",)),
    ],
)
def test_signature_names_issuers_and_day(lines: list[str], issuers: tuple[str, ...]) -> None:
    found = metadata(signed(*lines), {})
    assert (found.issuers, found.issuer) == (issuers, "、".join(issuers))
    assert found.date == "2020-05-06"


def test_site_that_a_page_was_taken_from_is_no_issuer() -> None:
    text = signed("甲省财政厅", "2020年5月6日")
    assert metadata(text, {"issuer": "甲省人民政府网"}).issuer == "甲省财政厅"
    assert metadata(text, {"issuer": "新华社"}).warnings == ()


def test_person_who_signs_is_no_issuer() -> None:
    found = metadata(signed("部长 李某某", "2020年5月6日"), {})
    assert (found.issuers, found.date) == ((), "2020-05-06")


def test_first_signature_is_the_letters_and_not_the_annexes() -> None:
    text = signed("甲省财政厅", "2020年5月6日", "附件", "乙规则", "乙协会", "2019年1月2日")
    assert metadata(text, {}).issuers == ("甲省财政厅",)


@pytest.mark.parametrize(
    ("head", "issuers"),
    [
        ("甲省人民政府关于春耕的通知", ("甲省人民政府",)),
        ("海关总署关于春耕的公告", ("海关总署",)),
        ("甲省财政厅 甲省教育厅\n关于春耕的通知", ("甲省财政厅", "甲省教育厅")),
        ("甲省财政厅、甲省教育厅关于春耕的通知", ("甲省财政厅", "甲省教育厅")),
        ("甲省人民政府\n办公厅关于春耕的通知", ("甲省人民政府办公厅",)),
        ("商务部等十二部门关于春耕的通知", ("商务部等十二部门",)),
        ("甲省人民政府文件\n关于春耕的通知", ("甲省人民政府",)),
        ("中华人民共和国财政部公告\n2020年第5号\n关于春耕的公告", ("中华人民共和国财政部",)),
        ("财政部 税务总局公告\n2020年第5号\n关于春耕的公告", ("财政部", "税务总局")),
        ("发文机关：甲省人民政府\n关于春耕的通知", ("甲省人民政府",)),
        ("| 发布机构 | 甲省财政厅 |\n关于春耕的通知", ("甲省财政厅",)),
        ("关于春耕的通知", ()),
    ],
)
def test_issuer_without_signature(head: str, issuers: tuple[str, ...]) -> None:
    assert metadata(f"{head}\n{BODY}", {}).issuers == issuers


def test_fuller_name_of_the_information_table_wins_over_a_short_signature() -> None:
    text = f"发文机关：甲省人民政府\n关于春耕的通知\n{BODY}\n省人民政府\n2020年5月6日"
    assert metadata(text, {}).issuer == "甲省人民政府"


def test_several_signers_win_over_the_first_that_the_title_names() -> None:
    text = f"商务部等二部门关于春耕的通知\n{BODY}\n商务部\n海关总署\n2020年5月6日"
    assert metadata(text, {}).issuers == ("商务部", "海关总署")


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("甲产品条例\n（2019年3月2日国务院令第910号公布 自2019年5月1日起施行）", "2019-03-02"),
        ("甲产品条例\n（2019年3月2日甲省第十三届人大常委会第九次会议通过）", "2019-03-02"),
        ("甲产品条例\n（2019年3月2日通过 2019年4月1日公布）", "2019-04-01"),
        ("成文日期：2020年01月24日 发布日期：2020年2月3日\n关于春耕的通知", "2020-01-24"),
        ("| 成文日期 | 2020-01-24 |\n关于春耕的通知", "2020-01-24"),
    ],
)
def test_day_of_the_document_in_its_head(head: str, date: str) -> None:
    assert metadata(f"{head}\n第一章 总 则\n第一条 为了质量，制定本条例。", {}).date == date


def test_signature_day_wins_over_the_table() -> None:
    text = f"发文日期：2020年5月8日\n关于春耕的通知\n{BODY}\n甲省财政厅\n2020年5月6日"
    assert metadata(text, {}).date == "2020-05-06"


@pytest.mark.parametrize(
    ("text", "stated", "published"),
    [
        ("发布时间：2020-05-08 10:30 来源：甲厅\n关于春耕的通知", {}, "2020-05-08"),
        ("公开日期：2020年5月8日\n关于春耕的通知", {}, "2020-05-08"),
        ("公开日期：\n2020年5月8日\n关于春耕的通知", {}, "2020-05-08"),
        ("| 发布日期 | 2020/5/8 |\n关于春耕的通知", {}, "2020-05-08"),
        ("关于春耕的通知", {"published": "2020-05-08 09:00:00"}, "2020-05-08"),
        ("关于春耕的通知", {}, None),
    ],
)
def test_day_of_publication(text: str, stated: dict[str, str], published: str | None) -> None:
    assert metadata(f"{text}\n{BODY}", stated).published == published


def test_line_under_the_signature_says_when_it_was_made_public() -> None:
    found = metadata(signed("甲部", "2020年7月30日签发", "2020年8月3日发布"), {})
    assert (found.date, found.published) == ("2020-07-30", "2020-08-03")


def test_printing_line_is_the_last_resort_for_the_day() -> None:
    foot = "甲市人民政府办公室 2020年5月9日印发"
    assert metadata(signed(foot), {}).date == "2020-05-09"
    assert metadata(signed("甲市人民政府", "2020年5月6日", foot), {}).date == "2020-05-06"


def test_days_in_an_impossible_order_are_warned_of() -> None:
    early = signed("甲市人民政府", "2020年5月6日", "甲市人民政府办公室 2020年5月1日印发")
    assert metadata(early, {}).warnings == (
        "printed (印发) on 2020-05-01, before its date 2020-05-06",
    )
    public = metadata(signed("甲市人民政府", "2020年5月6日"), {"published": "2020-05-01"})
    assert public.warnings == ("published on 2020-05-01, before its date 2020-05-06",)


@pytest.mark.parametrize("day", ["2020年2月30日", "5355年6月6日", "2020年13月1日"])
def test_day_that_does_not_exist_is_unknown(day: str) -> None:
    assert metadata(signed("甲市人民政府", day), {}).date is None
