"""A Word document is read as Word prints it, in order, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.notice import Cleaning
from corpus.readers.docx import read
from tests.fixtures.make_docx import (
    FILES,
    W,
    archive,
    members_of,
    numbered,
    p,
    package,
    r,
    style,
    styled,
)

HERE = Path(__file__).parent / "fixtures"


def lines(body: str, **parts: str) -> list[str]:
    return read(package(body, **parts)).text.split("\n")


def para(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*texts: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(text) for text in texts)}</w:tc>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, result: str) -> str:
    return mark("begin") + instruction(code) + mark("separate") + r(result) + mark("end")


def instruction(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def box(*texts: str) -> str:
    """A text box as Word writes it: a new form, and an old one with the same words."""
    inner = f"<w:txbxContent>{''.join(p(text) for text in texts)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize("name", FILES)
def test_the_files_beside_the_script_are_what_it_writes(name: str) -> None:
    assert read((HERE / name).read_bytes()) == read(FILES[name]())


def test_a_file_of_python_docx_is_read_without_header_and_page_number() -> None:
    raw = read((HERE / "typed.docx").read_bytes())
    assert raw.text.split("\n") == [
        "关于开展工业节能诊断服务的通知",
        "云工信节〔2022〕31号",
        "各市工业和信息化局：",
        "为帮助企业找准节能潜力，现就开展工业节能诊断服务通知如下：",
        "一、服务对象",
        "年综合能源消费量五千吨标准煤以上的工业企业。",
        "二、工作安排",
        "（一）企业申请。企业于4月底前向所在市提出申请。",
        "（二）现场诊断。诊断机构用5个工作日完成现场诊断。",
        "云川省工业和信息化厅",
        "2022年3月18日",
        "| 序号 | 诊断机构 |",
        "| 1 | 云川省节能技术中心 |",
    ]
    assert raw.stated == {"page_title": "关于开展节能诊断服务的通知"}
    assert raw.cleaning == (Cleaning("headers and footers left out", 2),)


def test_a_file_that_libreoffice_saved_reads_the_same() -> None:
    assert read((HERE / "libreoffice.docx").read_bytes()).text == read(numbered()).text


def test_runs_join_and_breaks_tabs_and_hyphens_are_printed() -> None:
    body = para(r("申报"), r("时间"), "<w:r><w:br/></w:r>", r("即日起"), "<w:r><w:tab/></w:r>",
                r("至月底"), "<w:r><w:softHyphen/><w:t>止</w:t><w:noBreakHyphen/></w:r>",
                '<w:r><w:br w:type="page"/></w:r>', r("附则"))  # fmt: skip
    assert lines(body) == ["申报时间", "即日起 至月底止-", "附则"]


def test_blanks_at_the_ends_of_a_run_count_only_where_kept() -> None:
    loose = "<w:r><w:t>\n  节水\n  </w:t></w:r>"
    assert lines(para(loose, r(" 企业 "), loose)) == ["节水 企业 节水"]


def test_symbols_and_raised_digits() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    body = para(
        sign, r("不少于10"), r("3", raised), r("m"), r("3", raised), r("水"), r("2", raised)
    )
    assert lines(body + para('<w:r><w:sym w:char="2460"/><w:sym w:char="F123"/></w:r>')) == [
        "☑不少于10³m³水[2]",
        "①",
    ]


def test_links_content_controls_and_other_wrappers_keep_their_words_in_order() -> None:
    sdt = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = para(
        f'<w:hyperlink w:anchor="x">{r("网上")}</w:hyperlink>',
        sdt.format(r("申报")),
        f"<w:smartTag>{r('平台')}</w:smartTag>",
        f"<w:r><w:ruby><w:rt>{r('dū')}</w:rt><w:rubyBase>{r('都')}</w:rubyBase></w:ruby></w:r>",
        "<m:oMath><m:r><m:t>≥5</m:t></m:r></m:oMath>",
    ) + sdt.format(p("第二段") + sdt.format(p("第三段")))
    assert lines(body) == ["网上申报平台都≥5", "第二段", "第三段"]


def test_a_prompt_in_an_empty_form_field_is_left_out() -> None:
    prompt = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击输入')}</w:sdtContent>"
    assert lines(para(r("企业名称："), f"<w:sdt>{prompt}</w:sdt>")) == ["企业名称："]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>三十</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{r("旧处")}</w:moveFrom>'
    body = para(r("奖励"), deleted, f'<w:ins w:id="2">{r("五十")}</w:ins>', r("万元。"), moved)
    assert lines(body) == ["奖励五十万元。"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = p("支持企业", gone) + p("技术改造。") + p("", gone) + p("末段。")
    assert lines(body) == ["支持企业技术改造。", "末段。"]


def test_hidden_words_are_dropped_by_run_or_style() -> None:
    hidden = '<w:style w:type="character" w:styleId="Hide"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = para(
        r("公开"), r("内部", "<w:vanish/>"), r("批注", '<w:rStyle w:val="Hide"/>'),
        r("内容", '<w:vanish w:val="0"/>'),
    )  # fmt: skip
    assert lines(body, styles=hidden) == ["公开内容"]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    nested = mark("begin") + instruction("IF") + field("DATE", "甲") + mark("separate") + r("乙")
    body = para(r("见"), field("REF _Ref1", "表1"), r("，"), nested, mark("end"), r("。"))
    assert lines(body) == ["见表1，乙。"]


def test_a_numeral_drawn_in_a_circle_by_a_field_is_one_character() -> None:
    circled = mark("begin") + instruction("eq \\o\\ac(○,12)") + mark("end")
    assert lines(para(circled, r("营业执照"))) == ["⑫营业执照"]


def test_a_field_that_never_ends_does_not_swallow_the_document() -> None:
    body = para(mark("begin"), instruction('TOC \\o "1-3"'), mark("separate"), r("总则 1"))
    assert lines(body + p("正文第一段。") + p("正文第二段。")) == ["正文第一段。", "正文第二段。"]


def contents_field() -> str:
    return (
        p("目  录")
        + para(mark("begin"), instruction('TOC \\o "1-3"'), mark("separate"), r("一、总体要求 1"))
        + para(r("二、重点任务 "), field("PAGEREF _Toc2", "3"))
        + para(mark("end"))
    )


def contents_control() -> str:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    inner = f"<w:sdtContent>{p('一、总体要求 1')}{p('二、重点任务 3')}</w:sdtContent>"
    return f"{p('目录')}<w:sdt><w:sdtPr>{gallery}</w:sdtPr>{inner}</w:sdt>"


def contents_styles() -> str:
    return p("目 录") + styled("一、总体要求 1", "10") + styled("二、重点任务 3", "10")


@pytest.mark.parametrize("contents", [contents_field(), contents_control(), contents_styles()])
def test_a_table_of_contents_is_left_out_with_its_title(contents: str) -> None:
    body = p("行动方案") + contents + p("一、总体要求")
    raw = read(package(body, styles=style("10", "toc 1")))
    assert raw.text.split("\n") == ["行动方案", "一、总体要求"]
    assert raw.cleaning == (Cleaning("lines of the table of contents left out", 3),)


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it() -> None:
    body = p("一、工作目标") + para(r("到2025年，"), box("专栏1", "重点指标"), r("产值翻一番。"))
    assert lines(body) == ["一、工作目标", "到2025年，产值翻一番。", "专栏1", "重点指标"]


def test_a_letterhead_over_the_first_paragraph_comes_first() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="宁河市财政局文件"/></v:shape></w:pict></w:r>'
    assert lines(para(art, r("关于贴息的通知"))) == ["宁河市财政局文件", "关于贴息的通知"]


def test_notes_stand_at_the_end_without_a_mark_in_the_sentence() -> None:
    def reference(kind: str, note: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{note}"/></w:r>'

    def notes(kind: str, *texts: str) -> str:
        return "".join(
            f'<w:{kind} w:id="{at}"><w:p><w:r><w:{kind}Ref/></w:r>{r(text)}</w:p></w:{kind}>'
            for at, text in enumerate(texts, 1)
        )

    body = para(r("规上企业"), reference("footnote", 2), r("均可申报。"))
    body += para(r("按附录"), reference("endnote", 1), reference("footnote", 9), r("执行。"))
    raw = read(
        package(
            body,
            footnotes=notes("footnote", "无人引用。", "指规模以上工业企业。"),
            endnotes=notes("endnote", "见本方案附录。"),
        )
    )
    assert raw.text.split("\n") == [
        "规上企业均可申报。",
        "按附录执行。",
        "注1：指规模以上工业企业。",
        "注2：见本方案附录。",
    ]
    assert raw.cleaning == (Cleaning("notes moved to the end", 2),)


def test_a_merged_cell_is_read_once_and_its_columns_stay_in_place() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    first, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("名单", properties=wide) + cell("备注"),
        cell("一组", properties=first) + cell("甲厂") + cell(""),
        cell("一组", properties=below) + cell("乙厂") + cell("新增"),
        cell("") + cell("") + cell(""),
        cell("左", properties='<w:hMerge w:val="restart"/>')
        + cell("", properties="<w:hMerge/>")
        + cell("右"),
    )
    assert lines(body) == [
        "| 名单 | 备注 |", "| 一组 | 甲厂 |  |", "|  | 乙厂 | 新增 |", "| 左 | 右 |",
    ]  # fmt: skip


def test_a_table_in_a_cell_becomes_words_of_that_cell() -> None:
    inner = table(cell("联系人") + cell("张工"), cell("电话") + cell("5550123"))
    outer = table(cell("序号") + cell("内容"), cell("1") + f"<w:tc>{inner}{p('完')}</w:tc>")
    assert lines(outer) == ["| 序号 | 内容 |", "| 1 | 联系人 张工 电话 5550123 完 |"]


def test_numbers_in_cells_are_printed_even_alone() -> None:
    level = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    level += '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    level += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    number = p("", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    rows = [f"<w:tc>{number}</w:tc>{cell(name)}" for name in ("甲厂", "乙厂")]
    assert lines(table(*rows), numbering=level) == ["| 1 | 甲厂 |", "| 2 | 乙厂 |"]


@pytest.mark.parametrize(
    "body",
    [
        table(cell("第一段。", "第二段。")),
        table(cell("第一段。"), cell("第二段。")),
        table(cell("") + cell("第一段。", "第二段。")),
    ],
)
def test_a_table_that_only_places_paragraphs_gives_them(body: str) -> None:
    assert lines(body) == ["第一段。", "第二段。"]


def test_a_cell_with_most_of_the_text_is_placed_too() -> None:
    long = "各市要加强组织领导，明确责任分工，确保任务落实。" * 5
    assert lines(table(cell("图") + cell(long, long, "完。"))) == ["图", long, long, "完。"]


def test_deleted_rows_are_dropped_and_wrapped_rows_kept() -> None:
    deleted = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("旧")}{cell("1")}</w:tr>'
    kept = f"<w:tr>{cell('新')}{cell('2')}</w:tr>"
    wrapped = f"<w:sdt><w:sdtContent>{kept}</w:sdtContent></w:sdt>"
    assert lines(f"<w:tbl>{deleted}{wrapped}</w:tbl>") == ["| 新 | 2 |"]


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("关于贴息的通知", {"page_title": "关于贴息的通知"}),
        ("", {}),
        ("文档1", {}),
        ("Microsoft Word 文档", {}),
        ("新建 Microsoft Word 文档.docx", {}),
        ("Notice 2020", {}),
        ("题" * 300, {}),
    ],
)
def test_the_title_among_the_properties_counts_when_a_person_wrote_it(
    title: str, stated: dict[str, str]
) -> None:
    assert read(package(p("正文。"), title=title)).stated == stated


@pytest.mark.parametrize(
    "kind", ["document.macroEnabled.main", "template.main", "template.macroEnabledTemplate.main"]
)
def test_templates_and_documents_with_macros_are_read(kind: str) -> None:
    assert lines(p("正文。"), kind=kind) == ["正文。"]


def test_the_strict_form_is_read() -> None:
    strict = {
        name: data.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in members_of(numbered()).items()
    }
    assert read(archive(strict)).text == read(numbered()).text


def test_parts_are_found_however_their_paths_are_written() -> None:
    members = members_of(numbered())
    links = members["_rels/.rels"].replace(b"word/document.xml", b"/WORD/Document.xml")
    moved = {name.replace("word/", "word\\"): data for name, data in members.items()}
    assert read(archive(moved | {"_rels/.rels": links})).text == read(numbered()).text


def test_what_is_not_read_is_named() -> None:
    raw = read(package(p("正文。") + "<w:altChunk/>"))
    assert raw.warnings == ("documents embedded in this one are not read: 1; save them apart",)
    pictures = para(*["<w:r><w:drawing/></w:r>"] * 3)
    assert read(package(p("正文。") + pictures)).warnings == (
        "3 pictures and little text; pictures are not read",
    )
