"""PDF files: a notice comes out line for line; what cannot be read is refused with what to do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.load import parse
from corpus.readers import pdf
from corpus.readers.pdf import document as pdf_document
from tests.fixtures import make_pdf

NOTICE = Path(__file__).parent / "fixtures" / "notice.pdf"
PATHS = (
    "preamble 一 二 二/(一) 二/(二) 二/(二)/1. 二/(二)/2. 二/(三) 三 三/(一) 三/(二) 三/(三) 四"
).split()


def lines(data: bytes) -> list[str]:
    return pdf_document.read(data).text.split("\n")


def counts(data: bytes) -> dict[str, int]:
    return {done.what: done.count for done in pdf_document.read(data).cleaning}


def test_a_notice_comes_out_line_for_line() -> None:
    raw = pdf.read(NOTICE.read_bytes())
    assert raw.text.split("\n") == make_pdf.LINES
    assert raw.stated == {"page_title": "关于开展2024年度工业产品质量提升行动的通知"}
    assert raw.warnings == ()
    done = {done.what: done.count for done in raw.cleaning}
    assert done["page numbers removed"] == done["running headers removed"] == 4
    assert done["wrapped lines joined"] > 20


def test_the_outline_of_a_pdf_is_the_notices() -> None:
    notice = parse(pdf.read(NOTICE.read_bytes()), "notice.pdf")
    paths = [clause.path for clause in notice.clauses]
    assert paths[: len(PATHS)] == PATHS
    assert "附件1" in paths
    assert notice.number == "青工信质〔2024〕17号"


@pytest.mark.parametrize("width", [20, 23, 25, 26, 27, 28, 30])
def test_dates_and_references_at_line_starts_begin_no_paragraph(width: int) -> None:
    """At some width each numeral of this text is the first of a line."""
    body = [
        ("body", "自2020年5月1日起，按照本办法第三条、第四条的规定，由各市一、二级机构办理，"
                 "对（一）类企业不超过1.5亿元，到2025年底前共支持20家。"),
        ("body", "（二）申报材料由所在地的主管部门在1个月内审核，第五条所列的材料不全的，"
                 "3日内一次告知，2024年12月31日以后不再受理。"),
    ]  # fmt: skip
    data = make_pdf.notice(body, table=[], header="", characters=width)
    assert lines(data) == [text for _, text in body]


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "{}", "第{}页 共4页", "－{}－", "{}/4"])
def test_page_numbers_are_removed(number: str) -> None:
    data = make_pdf.notice(number=number)
    assert lines(data) == make_pdf.LINES
    assert counts(data)["page numbers removed"] == 4


def test_annex_headings_at_page_tops_are_no_running_headers() -> None:
    blocks = [("body", "请各单位认真贯彻执行。")]
    for annex in (1, 2, 3):
        blocks += [("break", ""), ("flush", f"附件{annex}"), ("body", f"清单{annex}的内容。")]
    text = lines(make_pdf.notice(blocks, table=[]))
    assert [line for line in text if line.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_a_table_that_goes_on_keeps_its_head_on_each_page() -> None:
    head = ["序号", "企业名称", "主要产品", "备注"]
    rows = [head, *([str(n), "青原精密机械公司", "主轴", "无"] for n in range(1, 60))]
    text = lines(make_pdf.notice([], table=rows, repeat=1))
    assert text[:2] == [
        "| 序号 | 企业名称 | 主要产品 | 备注 |",
        "| 1 | 青原精密机械公司 | 主轴 | 无 |",
    ]
    assert [line for line in text if line.startswith("| 59 ")] == [
        "| 59 | 青原精密机械公司 | 主轴 | 无 |"
    ]
    assert text.count("| 序号 | 企业名称 | 主要产品 | 备注 |") == 3


def test_merged_cells_stand_in_their_first_row() -> None:
    rows = [
        ["类别", "指标", "数值"],
        ["质量", "合格率", "99%"],
        ["", "投诉率", "0.1%"],
        ["合计", "", "2项"],
    ]
    span = [("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (1, 3))]
    assert lines(make_pdf.notice([], table=rows, header="", more_style=span)) == [
        "| 类别 | 指标 | 数值 |",
        "| 质量 | 合格率 | 99% |",
        "|  | 投诉率 | 0.1% |",
        "| 合计 | 2项 |",
    ]


PARAGRAPH = (
    "为加快推进工业质量提升行动，各级主管部门要建立质量工作协调机制，明确责任单位和"
    "完成时限，按季度调度进展情况，对工作推进有力、成效明显的企业，在项目申报、品牌评价"
    "等方面给予优先支持，并于每年12月底前把工作总结报送我厅质量处，同时抄送市场监管部门。"
)


def paragraph(canvas: Any) -> None:
    for number, at in enumerate(range(0, len(PARAGRAPH), 20)):
        canvas.drawString(-160, 80 - 28 * number, PARAGRAPH[at : at + 20])


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_turned_on_its_side_is_read(angle: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        paragraph(canvas)

    assert lines(make_pdf.drawn(draw)) == [PARAGRAPH]


def test_a_watermark_across_the_page_is_left_out_and_counted() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        paragraph(canvas)
        canvas.rotate(40)
        canvas.drawString(-100, 0, "内部资料注意保存")

    data = make_pdf.drawn(draw)
    assert lines(data) == [PARAGRAPH]
    assert counts(data)["slanted characters (a watermark) removed"] == 8


def test_two_columns_are_read_one_after_the_other() -> None:
    left = "质量主管部门要把企业质量信用信息归集到省级平台，并按季度公布评价结果。" * 6
    right = "检验检测机构应当按照技术规范出具报告，不得伪造数据，不得出租资质证书。" * 6

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(297, 780, "青原省人民政府公报")
        canvas.setFont("STSong-Light", 10)
        for at in range(0, len(left), 20):
            canvas.drawString(70, 740 - at, left[at : at + 20])
            canvas.drawString(315, 740 - at, right[at : at + 20])

    assert lines(make_pdf.drawn(draw)) == ["青原省人民政府公报", left, right]


def test_bold_by_printing_twice_is_read_once() -> None:
    def draw(canvas: Any) -> None:
        for shift in (0, 0.3, 0.6):
            canvas.drawString(80 + shift, 700, "第一章总则All tt")

    assert lines(make_pdf.drawn(draw)) == ["第一章总则All tt"]


def test_radicals_and_ligatures_become_characters() -> None:
    data = make_pdf.drawn(lambda canvas: canvas.drawString(80, 700, "⼯业⼈⺠"))
    assert lines(data) == ["工业人民"]
    assert counts(data)["print forms read as characters"] == 3


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - 关于开展质量提升行动的通知.doc",
        "质量提升行动通知.docx",
        "untitled",
        "新建文档一",
    ],
)
def test_a_program_s_name_for_the_file_is_no_title(title: str) -> None:
    assert pdf_document.read(make_pdf.notice(title=title)).stated == {}


def test_a_page_without_text_among_others_is_a_warning() -> None:
    raw = pdf_document.read(make_pdf.scan(3, ["请各单位认真执行。", "", "联系人：林知远"]))
    assert raw.text == "请各单位认真执行。\n联系人：林知远"
    assert raw.warnings == ("page 2 of 3 holds no text (a scan?); its words are missing",)


FORMS = [
    f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>"
    f"/Length 60>>stream\n{'/X Do ' * 10}\nendstream"
    for n in range(8, 20)
]
REFUSED = {
    "scan": (lambda: make_pdf.scan(2), "holds pictures of pages but no text; run OCR first"),
    "password": (lambda: make_pdf.notice(encrypt="0000"), "protected by a password; save it"),
    "no pdf": (lambda: "关于开展工作的通知".encode(), "not a PDF; check the file's ending"),
    "empty": (lambda: b"", "not a PDF; check the file's ending"),
    "cut off": (lambda: NOTICE.read_bytes()[:600], "a damaged or cut off PDF; fetch or save"),
    "private": (make_pdf.unnamed_letters, "the letters of its fonts are not named"),
    "syllables": (lambda: make_pdf.unnamed_letters(begin=0xAC00), "the letters of its fonts"),
    "rare Han": (lambda: make_pdf.unnamed_letters(begin=0x8E00), "the letters of its fonts"),
    "drawn": (lambda: make_pdf.build("9 9 m 90 90 l S"), "its letters are drawn as lines"),
    "blank": (lambda: make_pdf.build(""), "its pages are blank; nothing to index"),
    "no pages": (lambda: make_pdf.build("", pages=0), "it has no pages; nothing to index"),
    "long": (lambda: make_pdf.build("", pages=3001), "3001 pages are over the limit of 3000"),
    "bomb": (lambda: make_pdf.build("/X Do " * 10, more=FORMS), "made to fill the memory"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(case: str) -> None:
    make, reason = REFUSED[case]
    with pytest.raises(ReadError, match=reason) as refused:
        pdf.read(make())
    assert "\n" not in str(refused.value)


def test_a_damaged_page_is_named_and_the_others_are_read() -> None:
    data = make_pdf.notice(pageCompression=0).replace(b"/Type /Page\n", b"/Type /Pane\n", 1)
    raw = pdf_document.read(data)
    assert raw.text.endswith(make_pdf.LINES[-1])


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_damage_gives_text_or_a_refusal(data: st.DataObject) -> None:
    good = NOTICE.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    taken = data.draw(st.integers(0, 400))
    put = data.draw(st.binary(max_size=20))
    try:
        raw = pdf_document.read(good[:at] + put + good[at + taken :])
    except ReadError:
        return
    assert raw.text


@pytest.mark.browser
def test_what_chromium_prints_reads_the_same() -> None:
    browser = shutil.which("chromium")
    if browser is None:
        if os.environ.get("GONGWEN_REQUIRE_BROWSER"):
            pytest.fail("chromium is absent, and GONGWEN_REQUIRE_BROWSER is set")
        pytest.skip("there is no chromium")
    raw = pdf_document.read(make_pdf.printed(browser))
    assert raw.text.split("\n") == make_pdf.LINES
