"""Addressees and contacts: split as printed, groups kept, details of one contact together."""

from __future__ import annotations

import pytest

from corpus.metadata import metadata
from corpus.notice import Contact


@pytest.mark.parametrize(
    ("line", "addressees"),
    [
        ("各市财政局、教育局：", ("各市财政局", "教育局")),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
         ("各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构")),
        ("各省、自治区、直辖市及计划单列市、新疆生产建设兵团财政厅（局）：",
         ("各省、自治区、直辖市及计划单列市、新疆生产建设兵团财政厅（局）",)),
        ("各省、自治区、直辖市人民政府，新疆生产建设兵团：",
         ("各省、自治区、直辖市人民政府", "新疆生产建设兵团")),
        ("各省、自治区、直辖市财政厅（局）、教育厅（局、委）：",
         ("各省、自治区、直辖市财政厅（局）", "教育厅（局、委）")),
        ("甲、乙、丙市人民政府，省财政厅：", ("甲、乙、丙市人民政府", "省财政厅")),
        ("各县（市、区）人民政府；市政府各部门:", ("各县（市、区）人民政府", "市政府各部门")),
        ("各设区市工信局（甲市、乙市除外）：", ("各设区市工信局（甲市、乙市除外）",)),
        ("各省属企业（集团），有关行业协会：", ("各省属企业（集团）", "有关行业协会")),
        ("甲大学：", ("甲大学",)),
        ("周某某等代表：", ("周某某等代表",)),
        ("现将各单位有关事项通知如下：", ()),
        ("为规范各单位工作，制定以下措施：", ()),
    ],
)  # fmt: skip
def test_addressees(line: str, addressees: tuple[str, ...]) -> None:
    text = f"关于春耕的通知\n{line}\n请按时完成。"
    found = metadata(text, {})
    assert found.addressees == addressees
    spans = [text[e.start : e.end] for e in found.evidence if e.field == "addressees"]
    assert tuple(spans) == addressees


def contacts(*lines: str) -> tuple[Contact, ...]:
    return metadata("\n".join(["各市局：", "请按时报送。", *lines]), {}).contacts


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("联系人：张三、李四，电话：020-12345678、13800138000",
         Contact(("张三", "李四"), ("020-12345678", "13800138000"))),
        ("联 系 人：张三 李小四；联系电话：（010）12345678转801",
         Contact(("张三", "李小四"), ("(010)12345678转801",))),
        ("（联系人：王 芳 0591-12345678，李大明 0591-12345679）",
         Contact(("王芳", "李大明"), ("0591-12345678", "0591-12345679"))),
        ("联系人及电话：张三 12345678", Contact(("张三",), ("12345678",))),
        ("联系人为张三、李四，联系电话020-12345678", Contact(("张三", "李四"), ("020-12345678",))),
        ("联系人：张三（业务）、李四（技术），邮箱：a.b-c@example.gov.cn。",
         Contact(("张三", "李四"), (), ("a.b-c@example.gov.cn",))),
        ("联系人：张三；电话：12345678；地址：甲市乙路1号2楼；邮编：100000",
         Contact(("张三",), ("12345678",), (), "甲市乙路1号2楼")),
        ("联系人：张三，电话：020-12345678，传真：020-12345679",
         Contact(("张三",), ("020-12345678",))),
        ("联系人：张三，电话/传真：020-12345678", Contact(("张三",), ("020-12345678",))),
        ("服务热线：400-123-4567", Contact((), ("400-123-4567",))),
        ("联系人：张三　　电话：０２０－１２３４５６７８", Contact(("张三",), ("020-12345678",))),
    ],
)  # fmt: skip
def test_contact_on_one_line(line: str, contact: Contact) -> None:
    assert contacts(line) == (contact,)


def test_lines_that_complete_each_other_are_one_contact() -> None:
    assert contacts("联系人：张三", "电话：020-12345678", "邮箱：a@b.cn", "地址：甲市乙路1号") == (
        Contact(("张三",), ("020-12345678",), ("a@b.cn",), "甲市乙路1号"),
    )


def test_line_that_repeats_a_detail_is_another_contact() -> None:
    assert contacts("联系人：张三", "电话：12345678", "联系人：李四", "电话：12345679") == (
        Contact(("张三",), ("12345678",)),
        Contact(("李四",), ("12345679",)),
    )


def test_names_before_phones_in_an_announced_block() -> None:
    assert contacts("联系方式：", "甲司乙处 张三 010-12345678", "丙局 孙 维 010-12345679") == (
        Contact(("张三",), ("010-12345678",)),
        Contact(("孙维",), ("010-12345679",)),
    )


@pytest.mark.parametrize(
    "line",
    [
        "联系人：        电话：",
        "联系人（签字）：",
        "加强与各地的联系，密切配合。",
        "| 联系人 | 电话 |",
    ],
)
def test_empty_form_is_no_contact(line: str) -> None:
    assert contacts(line) == ()
