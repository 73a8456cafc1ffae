"""Cleaned text -> metadata: found where it is printed, unknown where it is not."""

from __future__ import annotations

import pytest

from corpus.metadata import iso_date, metadata
from corpus.notice import normal_number, notice_id, numeral_path

PRINTED = """某省工业和信息化厅
关于开展品牌培训的通知
某工信函〔2021〕15号
各市工业和信息化局，省质量协会、有关企业：
依据《关于提升质量的意见》（国发〔2017〕24号），现通知如下。
一、培训对象
企业质量负责人。
某省工业和信息化厅
2021年3月4日
（联系人：李明、王芳，电话：020-12345678、13800138000，邮箱：pinpai@example.gov.cn）"""


def test_printed_head_and_foot_are_read() -> None:
    found = metadata(PRINTED, {})
    assert found.title == "某省工业和信息化厅关于开展品牌培训的通知"
    assert found.issuer == "某省工业和信息化厅"
    assert found.number == "某工信函〔2021〕15号"
    assert found.date == "2021-03-04"
    assert found.addressees == ("各市工业和信息化局", "省质量协会", "有关企业")
    assert found.contacts[0].names == ("李明", "王芳")
    assert found.contacts[0].phones == ("020-12345678", "13800138000")
    assert found.contacts[0].emails == ("pinpai@example.gov.cn",)


def test_number_cited_in_the_text_is_not_the_notices_own() -> None:
    assert metadata("各市局：\n依据《意见》（国发〔2017〕24号）制定。", {}).number is None


def test_title_is_recovered_from_the_body() -> None:
    body = "各市局：\n为贯彻上级精神，结合我省实际制定2020年品牌建设工作计划,现印发你们,请执行。"
    assert metadata(body, {}).title == "2020年品牌建设工作计划"


def test_title_in_book_marks_is_recovered() -> None:
    assert metadata("各市局：\n现将《品牌培育管理办法（试行）》印发给你们。", {}).title == (
        "品牌培育管理办法（试行）"
    )


def test_unknown_stays_unknown() -> None:
    found = metadata("质量是企业的生命。品牌是企业的名片。", {})
    assert (found.title, found.issuer, found.number, found.date) == ("", None, None, None)
    assert (found.addressees, found.contacts) == ((), ())


def test_front_matter_wins() -> None:
    stated = {"title": "甲通知", "issuer": "乙局", "number": "丙〔2020〕1号", "date": "2020-01-02"}
    found = metadata(PRINTED, stated)
    assert (found.title, found.issuer, found.number, found.date) == (
        "甲通知", "乙局", "丙〔2020〕1号", "2020-01-02",
    )  # fmt: skip
    assert any("signed by" in warning for warning in found.warnings)


def test_front_matter_date_that_is_none_is_warned_of() -> None:
    found = metadata("内容。", {"date": "去年"})
    assert found.date is None
    assert "去年" in found.warnings[0]


def test_title_names_the_issuer_more_fully_than_the_signature() -> None:
    text = "某省人民政府关于设立园区的批复\n甲市政府：\n同意。\n省人民政府\n2022年10月8日"
    assert metadata(text, {}).issuer == "某省人民政府"


def test_joint_signers_are_all_issuers() -> None:
    text = "各市局：\n现通知如下。\n甲省财政厅\n甲省商务厅\n2022年1月8日"
    assert metadata(text, {}).issuer == "甲省财政厅、甲省商务厅"


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2020年5月6日", "2020-05-06"),
        ("２０２０年５月６日", "2020-05-06"),
        ("二〇二〇年五月六日", "2020-05-06"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("（2020 年 11 月 20 日）", "2020-11-20"),
        ("2020-5-6", "2020-05-06"),
        ("2020年13月6日", None),
        ("5355年6月6日", None),
        ("某年某月", None),
    ],
)
def test_dates_in_every_printed_form(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("粤府函〔2023〕80号", "粤府函〔2023〕80号"),
        ("粤府函[2023]80号", "粤府函〔2023〕80号"),
        ("粤府函【2023】80号", "粤府函〔2023〕80号"),
        ("粤府函（2023）80号", "粤府函〔2023〕80号"),
        ("粤府函〔２０２３〕８０号", "粤府函〔2023〕80号"),
        ("中华人民共和国国务院令第679号", "中华人民共和国国务院令第679号"),
    ],
)
def test_document_number_in_every_printed_form(line: str, number: str) -> None:
    assert metadata(f"甲省政府关于乙的通知\n{line}\n各市：\n内容。", {}).number == number


def test_id_is_the_number_else_issuer_title_date_else_the_text() -> None:
    assert notice_id("粤府函[2023] 80号", None, None, None, "文") == "粤府函〔2023〕80号"
    by_title = notice_id(None, "甲", "乙", "2020-01-01", "文")
    assert by_title == notice_id(None, "甲", "乙", "2020-01-01", "别的文")
    assert len(by_title) == 12
    assert notice_id(None, "甲", None, None, "文") != notice_id(None, "甲", None, None, "别的文")


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("一、", "一"),
        ("（二）", "(二)"),
        ("3.", "3."),
        ("第 三 章", "第三章"),
        ("附件 2", "附件2"),
        ("１．", "1."),
    ],
)
def test_numeral_path(printed: str, path: str) -> None:
    assert numeral_path(printed) == path


def test_normal_number_takes_every_bracket() -> None:
    assert {
        normal_number(f"甲{a}2020{b} 5号") for a, b in ("[]", "〔〕", "（）", "【】", "()")
    } == {"甲〔2020〕5号"}
