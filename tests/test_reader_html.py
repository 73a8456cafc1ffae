"""HTML pages: the article whole and once, tables as rows, what the page states of it."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers.html import read

FIXTURES = Path(__file__).parent / "fixtures"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(body: str, head: str = "") -> list[str]:
    return read(page(body, head)).text.split("\n")


# The article


def test_national_page_gives_the_text_without_its_table_of_labels() -> None:
    raw = read((FIXTURES / "gov-cn.html").read_bytes())
    assert raw.text.split("\n") == [
        "某省人民政府关于支持",
        "测试产业园区发展的批复",
        "某府函〔2021〕7号",
        "甲市人民政府：",
        "你市关于设立园区的请示收悉。现批复如下：",
        "一、原则同意《测试产业园区发展方案》，请认真组织实施。",
        "二、园区建设要坚持节约用地，严格保护耕地。",
        "某省人民政府",
        "2021年3月1日",
        "（此件公开发布）",
    ]
    assert raw.stated == {
        "title": "某省人民政府关于支持测试产业园区发展的批复",
        "page_title": "某省人民政府关于支持测试产业园区发展的批复",
        "issuer": "某省人民政府",
        "number": "某府函〔2021〕7号",
        "date": "2021-03-01",
        "published": "2021-03-09",
    }


def test_provincial_page_gives_heading_text_signature_and_annexes() -> None:
    raw = read((FIXTURES / "province.html").read_bytes())
    assert raw.text.split("\n")[:-1] == [
        "乙市工业和信息化局关于申报测试项目的通知",
        "各县（区）工业和信息化局：",
        "为做好项目申报工作，现将有关事项通知如下：",
        "一、申报条件",
        "（一）在本市登记的企业；",
        "（二）近三年未发生重大安全事故。",
        "二、申报时间",
        "请于2022年6月30日前报送。",
        "乙市工业和信息化局",
        "2022年5月16日",
        "附件：1.测试项目申报表.docx",
        "2.专家名单.pdf",
    ]
    assert raw.stated["issuer"] == "乙市工业和信息化局"
    assert raw.stated["number"] == "乙工信〔2022〕18号"
    assert raw.stated["published"] == "2022-05-18"
    assert raw.stated["source"] == "https://example.gov.cn/tzgg/202205/t1.html"


@pytest.mark.real_data
def test_state_council_pages_lose_double_and_glue_no_paragraph(shared: Path) -> None:
    from lxml import html

    def plain(text: str) -> str:
        return "".join(text.split()).replace("|", "")

    folder = shared / "notices" / "state-council"
    for line in (folder / "meta.jsonl").read_text("utf-8").splitlines():
        data = (folder / json.loads(line)["file"]).read_bytes()
        tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
        (holder,) = tree.xpath('//*[@id="UCAP-CONTENT"]')
        text = read(data).text
        assert plain(text) == plain(holder.text_content()), line
        for br in holder.xpath(".//br"):
            br.tail = "\n" + (br.tail or "")
        paragraphs = [
            plain(part)
            for p in holder.iterchildren("p")
            for part in p.text_content().split("\n")
            if plain(part)
        ]
        rows = [plain(row) for row in text.split("\n") if not row.startswith("|")]
        assert [row for row in rows if row in paragraphs] == paragraphs, line


def test_paragraphs_in_nested_boxes_are_each_a_line() -> None:
    assert lines(
        "<div><div><div>各市局：</div><div><div>一、甲事项，照办。</div><p>二、乙事项，照办。</p>"
        "尾句，在此。</div></div></div>"
    ) == ["各市局：", "一、甲事项，照办。", "二、乙事项，照办。", "尾句，在此。"]


def test_line_break_ends_a_paragraph() -> None:
    assert lines("<p>一、甲，照办。<br>二、乙，照办。<br/><br/>三、丙，照办。</p>") == [
        "一、甲，照办。",
        "二、乙，照办。",
        "三、丙，照办。",
    ]


def test_inline_markup_does_not_end_a_paragraph() -> None:
    assert lines(
        "<p><b>一、</b><span>由<a href='x'>质量处</a></span><o:p></o:p>负责，"
        "<!-- 注 -->按<em>月</em>报送。</p>"
    ) == ["一、由质量处负责，按月报送。"]


def test_text_directly_in_the_body_is_read() -> None:
    assert lines("各市局：<br>一、甲，照办。<p>二、乙，照办。</p>某省某厅") == [
        "各市局：",
        "一、甲，照办。",
        "二、乙，照办。",
        "某省某厅",
    ]


def test_wide_spaces_after_a_sentence_begin_a_paragraph() -> None:
    assert lines("<div>　　一、甲，照办。　　二、乙，照办。某厅　　2020年</div>") == [
        "一、甲，照办。",
        "二、乙，照办。某厅　　2020年",
    ]


def test_line_ends_of_the_source_are_no_words_and_no_spaces() -> None:
    assert lines("<p>各地要\n    认真落实，\n按时 报送 A\nB。</p>") == [
        "各地要认真落实，按时 报送 A B。"
    ]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines("<pre>各市局：\n一、甲，照办。\n\n二、乙，照办。\n</pre>") == [
        "各市局：",
        "一、甲，照办。",
        "二、乙，照办。",
    ]
    assert lines('<div style="white-space: pre-wrap">一、甲，照办。\n二、乙，照办。</div>') == [
        "一、甲，照办。",
        "二、乙，照办。",
    ]


def test_page_without_markup_is_read_as_text() -> None:
    assert read("各市局：\n一、甲，照办。".encode()).text == "各市局：\n一、甲，照办。"


def test_unclosed_paragraphs_are_separate() -> None:
    assert lines("<p>一、甲，照办。<p>二、乙，照办。<p>三、丙，照办。") == [
        "一、甲，照办。",
        "二、乙，照办。",
        "三、丙，照办。",
    ]


def test_what_is_not_seen_is_not_read() -> None:
    hidden = "<p style='display : none'>甲。</p><div hidden>乙。</div><script>'丙。'</script>"
    more = "<noscript>丁。</noscript><style>p{content:'戊。'}</style><select><option>己。</select>"
    assert lines(f"<p>正文，在此。</p>{hidden}{more}<p>还有，正文。</p>") == [
        "正文，在此。",
        "还有，正文。",
    ]


def test_glosses_above_characters_are_left_out() -> None:
    assert lines("<p>培<ruby>育<rp>(</rp><rt>yù</rt><rp>)</rp></ruby>品牌，照办。</p>") == [
        "培育品牌，照办。"
    ]


def test_menus_and_footers_around_the_text_are_left_out() -> None:
    menu = (
        "<ul>" + "".join(f"<li><a href='/{i}'>栏目{i}，说明</a></li>" for i in range(9)) + "</ul>"
    )
    foot = "<div class='footer'><p>地址：某路1号，邮编：510000。</p></div>"
    text = "".join(f"<p>{n}、各单位要认真落实，按时报送。</p>" for n in "一二三")
    found = lines(f"{menu}<div class='box'><div>{text}</div></div>{menu}{foot}")
    assert found == [f"{n}、各单位要认真落实，按时报送。" for n in "一二三"]


def test_signature_beside_the_text_is_kept() -> None:
    text = "".join(
        f"<p>{n}、各单位要认真落实，按时报送有关情况。</p>" for n in "一二三四五六七八九"
    )
    found = lines(
        f"<div><div>首页</div><div class=a><div>{text}</div><div>某市某局</div>"
        "<div>2020年5月6日</div></div></div>"
    )
    assert found[-2:] == ["某市某局", "2020年5月6日"]


def test_short_notice_is_told_from_the_footer() -> None:
    foot = "版权所有：某市人民政府<br>地址：某市某路1号，邮编：510000，电话：020-12345678。"
    text = "<div>某市关于同意方案的批复</div><div><p>同意。</p><p>2020年5月6日</p></div>"
    head = "<title>某市关于同意方案的批复-某市政府</title>"
    assert lines(f"<div>{text}</div><div>{foot}</div>", head) == [
        "某市关于同意方案的批复",
        "同意。",
        "2020年5月6日",
    ]


def test_clause_about_footers_is_none() -> None:
    text = "<p>一、网站底部应标明网站标识码、ICP备案编号和版权所有者。</p><p>二、照办，报送。</p>"
    assert len(lines(f"<div>{text}</div>")) == 2


def test_old_page_of_tables_gives_the_cell_of_the_text() -> None:
    menu = "<table><tr><td><a href=1>通知</a></td></tr><tr><td><a href=2>公告</a></td></tr></table>"
    text = (
        "<table><tr><td align=center><b>某市关于测试的通知</b></td></tr>"
        "<tr><td>日期：2010-5-6 来源：某市财政局</td></tr><tr><td><font size=3>各区县：<br>"
        "&nbsp;&nbsp;一、按时报送，不得迟报。<br>某市财政局<br>二〇一〇年五月六日</font></td></tr></table>"
    )
    raw = read(page(f"<table><tr><td width=200>{menu}</td><td>{text}</td></tr></table>"))
    assert raw.text.split("\n") == [
        "某市关于测试的通知",
        "各区县：",
        "一、按时报送，不得迟报。",
        "某市财政局",
        "二〇一〇年五月六日",
    ]
    assert (raw.stated["published"], raw.stated["issuer"]) == ("2010-05-06", "某市财政局")


def test_named_text_is_read_though_hidden_at_first_or_all_links() -> None:
    hidden = "<div id='js_content' style='visibility: hidden'><p>一、照办，报送。</p></div>"
    assert lines(hidden + "<script>show()</script>") == ["一、照办，报送。"]
    linked = (
        "<div id=zoom><p><a href='x'>一、照办，报送。</a></p></div><ul><li><a href=1>甲</a></ul>"
    )
    assert lines(linked) == ["一、照办，报送。"]


def test_moment_before_the_source_is_the_day_of_publication() -> None:
    raw = read(page("<div>2020-05-06 10:30 来源：某报</div><p>一、照办，报送。</p>"))
    assert (raw.text, raw.stated["published"]) == ("一、照办，报送。", "2020-05-06")


def test_title_above_the_text_is_kept_once() -> None:
    head = "<title>某市关于测试的通知_某市政府网</title>"
    text = "<div id=zoom><p>各区：</p><p>一、照办，报送。</p></div>"
    h1 = "<h1>某市关于测试的通知</h1>"
    assert lines(f"<div>{h1}{text}</div>", head)[0] == "某市关于测试的通知"
    printed = "<div id=zoom><p>某市关于</p><p>测试的通知</p><p>一、照办，报送。</p></div>"
    assert lines(f"<div>{h1}{printed}</div>", head) == [
        "某市关于",
        "测试的通知",
        "一、照办，报送。",
    ]


def test_annexes_after_the_named_text_keep_their_names() -> None:
    found = lines(
        "<div><div class='TRS_Editor'><p>一、照办，报送。</p></div>"
        "<div>相关阅读：<a href='/b'>另一件事</a></div>"
        "<ul><li>附件：<a href='/a.pdf'>申报表.pdf</a></li></ul></div>"
    )
    assert "附件：申报表.pdf" in found


def test_text_in_several_named_boxes_is_all_read() -> None:
    box = "<div class='TRS_Editor'><p>{}、各单位要认真落实，按时报送。</p></div>"
    found = lines(box.format("一") + box.format("二") + box.format("三"))
    assert [line[0] for line in found] == ["一", "二", "三"]


# Lists


def test_numbers_of_an_ordered_list_are_restored() -> None:
    assert lines(
        "<p>要求如下：</p><ol><li>按时报送；</li><li><p>认真核对；</p><p>签字。</p></li></ol>"
    ) == [
        "要求如下：",
        "1. 按时报送；",
        "2. 认真核对；",
        "签字。",
    ]


@pytest.mark.parametrize(
    ("opening", "printed"),
    [
        ('<ol start="3">', "3. 甲，乙。"),
        ('<ol type="a">', "a. 甲，乙。"),
        ('<ol type="A" start="2">', "B. 甲，乙。"),
        ('<ol type="i" start="4">', "iv. 甲，乙。"),
        ('<ol style="list-style-type: cjk-ideographic" start="21">', "二十一、甲，乙。"),
        ('<ol style="list-style: none">', "甲，乙。"),
        ('<ol start="x">', "1. 甲，乙。"),
        ("<ul>", "甲，乙。"),
    ],
)
def test_list_numbers_in_every_style(opening: str, printed: str) -> None:
    assert lines(f"<p>如下：</p>{opening}<li>甲，乙。</li></ol></ul>")[1] == printed


def test_list_item_with_its_own_number_gets_no_second_one() -> None:
    assert lines("<p>如下：</p><ol><li>（一）甲，乙。</li><li>（二）丙，丁。</li></ol>")[1:] == [
        "（一）甲，乙。",
        "（二）丙，丁。",
    ]


# Tables


def test_rows_of_a_table_are_lines_with_cells_in_order() -> None:
    table = (
        "<table><caption>表1</caption><thead><tr><th>序号<th>名称</tr></thead>"
        "<tbody><tr><td>1<td><p>甲</p><p>厂</p></tr></tbody><tbody><tr><td>2<td>乙<br>厂</tr></tbody></table>"
    )
    assert lines(f"<p>名单，如下。</p>{table}<p>完，毕。</p>") == [
        "名单，如下。",
        "表1",
        "| 序号 | 名称 |",
        "| 1 | 甲 厂 |",
        "| 2 | 乙 厂 |",
        "完，毕。",
    ]


def test_cell_over_several_rows_leaves_its_place_empty() -> None:
    table = (
        "<table><tr><td rowspan=2>甲类<td>一<td>1</tr><tr><td>二<td>2</tr>"
        "<tr><td colspan=2>合计<td>3</tr></table>"
    )
    assert lines(f"<p>如下，表。</p>{table}")[1:] == [
        "| 甲类 | 一 | 1 |",
        "|  | 二 | 2 |",
        "| 合计 | 3 |",
    ]


def test_table_that_places_paragraphs_is_read_as_paragraphs() -> None:
    text = "".join(
        f"<p>{n}、各单位要认真落实，按时报送有关情况，不得迟报、漏报。</p>" * 3 for n in "一二三"
    )
    found = lines(f"<table><tr><td>栏目</td><td>{text}</td></tr></table>")
    assert len(found) == 9
    assert not any(line.startswith("|") for line in found)


def test_text_in_a_box_of_one_cell_is_no_row() -> None:
    assert lines(
        "<p>如下，专栏。</p><table><tr><td>专栏1</td></tr><tr><td>甲，乙。</td></tr></table>"
    ) == [
        "如下，专栏。",
        "专栏1",
        "甲，乙。",
    ]


# What stands high and low


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("面积10m<sup>2</sup>，照办。", "面积10m²，照办。"),
        ("不低于10<sup>-3</sup>，照办。", "不低于10⁻³，照办。"),
        ("按办法<sup>1</sup>执行，照办。", "按办法[1]执行，照办。"),
        ("按办法<sup><a href='#1'>2</a></sup>执行，照办。", "按办法[2]执行，照办。"),
        ("按办法<sup>①</sup>执行，照办。", "按办法①执行，照办。"),
        ("PM<sub>2.5</sub>和CO<sub>2</sub>，照办。", "PM2.5和CO2，照办。"),
    ],
)
def test_exponents_and_marks_of_footnotes(markup: str, printed: str) -> None:
    assert lines(f"<p>{markup}</p>") == [printed]


# What the page states


META = '<meta name="{}" content="{}">'


@pytest.mark.parametrize(
    ("source", "issuer"),
    [
        ("某市财政局", "某市财政局"),
        ("某省人民政府办公厅", None),  # an organ, but not one that the text names as its issuer
        ("中国政府网", None),
        ("新华社", None),
        ("本网", None),
        ("某市财政局网站", None),
        ("某某日报", None),
    ],
)
def test_source_is_the_issuer_only_if_an_organ_that_the_text_names(
    source: str, issuer: str | None
) -> None:
    body = "<p>一、照办，按某省人民政府办公厅要求。</p><p>某市财政局</p><p>2020年5月6日</p>"
    assert read(page(body, META.format("ContentSource", source))).stated.get("issuer") == issuer


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2020-05-06", "2020-05-06"),
        ("2020-05-06 10:30:00", "2020-05-06"),
        ("2020年5月6日", "2020-05-06"),
        ("2018-12-29-16:50:00", "2018-12-29"),
        ("20200506", "2020-05-06"),
        ("昨天", None),
    ],
)
def test_day_of_publication_in_every_form(stated: str, day: str | None) -> None:
    head = META.format("pubdate", stated)
    assert read(page("<p>一、照办，报送。</p>", head)).stated.get("published") == day


def test_title_that_is_cut_off_is_not_stated() -> None:
    head = META.format("ArticleTitle", "某市关于测试的…") + "<title>某市关于测试的…</title>"
    stated = read(page("<h1>某市关于测试的通知</h1><p>一、照办，报送。</p>", head)).stated
    assert "title" not in stated
    assert stated["page_title"] == "某市关于测试的通知"


@pytest.mark.parametrize(
    "title",
    [
        "某市关于2021-2025年测试的通知_某市政府",
        "某市关于2021-2025年测试的通知-某市政府",
        "某市政府 | 某市关于2021-2025年测试的通知",
        "某市关于2021-2025年测试的通知 - 通知公告 - 某市政府",
    ],
)
def test_name_of_the_site_is_taken_off_the_title(title: str) -> None:
    stated = read(page("<p>一、照办，报送。</p>", f"<title>{title}</title>")).stated
    assert stated["page_title"] == "某市关于2021-2025年测试的通知"


@pytest.mark.parametrize(
    "block",
    [
        "<dl><dt>发文字号：<dd>某发〔2020〕1号<dt>成文日期：<dd>2020年5月6日</dl>",
        "<div><div><span>发文字号</span><span>某发〔2020〕1号</span></div>"
        "<div><span>成文日期</span><span>2020年5月6日</span></div></div>",
        "<p>【发文字号】 某发〔2020〕1号　【成文日期】 2020年5月6日　【有效性】 有效</p>",
        "<table><tr><th>文　　号<td>某发〔2020〕1号<th>发文日期<td>2020-05-06</tr></table>",
        "<ul><li>索引号：A1<li>发文字号：某发〔2020〕1号<li>成文日期：2020-05-06<li>主题词：</ul>",
    ],
)
def test_labels_and_values_are_stated_and_left_out_of_the_text(block: str) -> None:
    raw = read(page(f"{block}<p>一、照办，报送。</p><p>二、照办，报送。</p>"))
    assert raw.text == "一、照办，报送。\n二、照办，报送。"
    assert (raw.stated["number"], raw.stated["date"]) == ("某发〔2020〕1号", "2020-05-06")


def test_table_with_labels_as_its_heading_is_data() -> None:
    table = (
        "<table><tr><td>名称<td>文号<td>成文日期</tr>"
        "<tr><td>甲办法<td>某发〔2001〕1号<td>2001年1月2日</tr>"
        "<tr><td>乙办法<td>某发〔2002〕3号<td>2002年1月2日</tr></table>"
    )
    raw = read(page(f"<p>现废止下列文件，名单如下。</p>{table}"))
    assert "| 甲办法 | 某发〔2001〕1号 | 2001年1月2日 |" in raw.text
    assert "number" not in raw.stated


def test_short_text_after_the_labels_is_not_taken_for_a_value() -> None:
    raw = read(page("<div><p>发布日期：2020-05-06 来源：某市财政局</p><p>同意你局意见。</p></div>"))
    assert raw.text == "同意你局意见。"
    assert raw.stated["published"] == "2020-05-06"


def test_value_that_says_nothing_is_unknown() -> None:
    block = (
        "<table><tr><td>发文字号：<td>无<td>发文机关：<td>-<td>发布日期：<td>2020-5-6</tr></table>"
    )
    stated = read(page(f"{block}<p>一、照办，报送。</p>")).stated
    assert "number" not in stated
    assert "issuer" not in stated
    assert stated["published"] == "2020-05-06"


# Encodings

BODY = "<p>各市工业和信息化主管部门要认真落实，按时报送有关情况。</p>"


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("big5", "big5"),
    ],
)
def test_page_is_read_whatever_charset_it_claims(declared: str, written: str) -> None:
    body = (
        BODY.replace("业", "業").replace("门", "門")
        if written == "big5"
        else BODY + "<p>镕，䶮。</p>"
    )
    if written == "big5":
        body = "<p>各縣市政府應於期限內辦理，並將結果送本部備查。</p>"
    data = page(body, f'<meta charset="{declared}">').decode().encode(written)
    assert read(data).text == "\n".join(lines(body))


def test_charset_of_the_answer_wins_over_the_pages() -> None:
    data = page(BODY, '<meta charset="big5">').decode().encode("gb18030")
    assert read(data, charset="gbk").text == "\n".join(lines(BODY))
    assert read(page(BODY), charset="gbk").text == "\n".join(lines(BODY))


# Refused, with what to do


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<frameset cols='20%,80%'><frame src='main.html'></frameset>", "frames main.html"),
        ("<body><div id=app></div><script src='a.js'></script></body>", "JavaScript draws it"),
        (
            "<body><noscript>请启用脚本。</noscript><script>x()</script></body>",
            "JavaScript draws it",
        ),
        ("<body><script>x</script><div><a href=/>首页</a> 版权所有</div></body>", "JavaScript"),
        ("<body><iframe src='text.html'></iframe></body>", "text.html in a frame"),
        ("<body><img src='1.jpg'></body>", "only pictures"),
        ("<html><head><title>某通知</title></head></html>", "no text in the page"),
        ("<!-- -->", "no HTML"),
        ("   \n ", "empty"),
    ],
)
def test_page_without_text_is_refused_with_what_to_do(html: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as error:
        read(html.encode())
    assert "\n" not in str(error.value)


def test_page_of_pictures_is_read_with_a_warning() -> None:
    raw = read(page("<p>某通知，如下。</p>" + "<img src='1.jpg'>" * 4))
    assert raw.text == "某通知，如下。"
    assert "4 pictures" in raw.warnings[0]


def test_entities_are_no_bomb_and_open_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密内容", encoding="utf-8")
    doctype = (
        f"<!DOCTYPE html [<!ENTITY a '啊啊啊啊啊啊啊啊'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
        f"<!ENTITY x SYSTEM 'file://{secret}'>]>"
    )
    text = read(f"{doctype}<html><body><p>正文，&x;{'&b;' * 50}</p></body></html>".encode()).text
    assert "秘密" not in text
    assert len(text) < 400


def test_page_nested_without_end_is_refused() -> None:
    with pytest.raises(ReadError, match="nested"):
        read(page("<div>" * 5000 + "正文，在此。"))


def test_ten_megabytes_are_read_within_seconds() -> None:
    paragraph = "<p style='text-indent:2em'><span>（一）加强测试。</span>各地区要认真落实。</p>\n"
    data = page("<div class='TRS_Editor'>" + paragraph * 110_000 + "</div>")
    assert len(data) > 9_000_000
    begun = time.perf_counter()
    text = read(data).text
    assert text.count("\n") == 109_999
    assert time.perf_counter() - begun < 30


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000))
def test_damaged_page_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = (FIXTURES / "province.html").read_bytes()
    with contextlib.suppress(ReadError):
        assert read(whole[:at] + noise + whole[at + len(noise) :]).text


WORDS = st.text("一二三（）、各市局甲乙，。 1.\u3000", min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "section"]), WORDS), min_size=1))
def test_every_paragraph_comes_out_once_and_in_order(blocks: list[tuple[str, str]]) -> None:
    def plain(text: str) -> str:
        return "".join(text.split())

    body = "".join(f"<{tag}>{words}</{tag}>" for tag, words in blocks)
    raw = read(page(f"<div id='zoom'><p>开头，在此。</p>{body}</div>"))
    assert plain(raw.text) == "开头，在此。" + plain("".join(words for _, words in blocks))
