"""The numerals that exist only as list formatting are those that Word prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import value_of
from corpus.readers.docx import read
from corpus.readers.docx.numerals import FORMS, printed
from tests.fixtures.make_docx import (
    OFFICIAL,
    item,
    level,
    numbered,
    numbering,
    p,
    package,
    regulation,
    style,
    styled,
)

DECIMAL = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    return read(package(body, numbering=numbering, styles=styles)).text.split("\n")


def num(num_id: int, kind: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{kind}"/>{overrides}</w:num>'


def override(at: int, inside: str) -> str:
    return f'<w:lvlOverride w:ilvl="{at}">{inside}</w:lvlOverride>'


def start(at: int, value: int) -> str:
    return override(at, f'<w:startOverride w:val="{value}"/>')


def number_of_style(num_id: int, at: int | None = None) -> str:
    ilvl = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:numPr>{ilvl}<w:numId w:val="{num_id}"/></w:numPr>'


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", "一 二 十 十一 二十 九十九 一百零三 一百一十"),
        ("chineseCountingThousand", "一 二 十 十一 二十 九十九 一百零三 一百一十"),
        ("japaneseCounting", "一 二 十 十一 二十 九十九 一百零三 一百一十"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 玖拾玖 壹佰零叁 壹佰壹拾"),
        ("ideographDigital", "一 二 一〇 一一 二〇 九九 一〇三 一一〇"),
        ("ideographTraditional", "甲 乙 癸 11 20 99 103 110"),
        ("decimal", "1 2 10 11 20 99 103 110"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ９９ １０３ １１０"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 99 103 110"),
        ("decimalEnclosedCircleChinese", "① ② ⑩ ⑪ ⑳ 99 103 110"),
        ("lowerLetter", "a b j k t uuuu yyyy fffff"),
        ("upperLetter", "A B J K T UUUU YYYY FFFFF"),
        ("lowerRoman", "i ii x xi xx xcix ciii cx"),
        ("upperRoman", "I II X XI XX XCIX CIII CX"),
        ("chicago", "1 2 10 11 20 99 103 110"),
    ],
)
def test_a_count_is_printed_as_its_format_says(form: str, expected: str) -> None:
    counts = (1, 2, 10, 11, 20, 99, 103, 110)
    assert " ".join(printed(count, form) for count in counts) == expected


def test_ten_thousand_and_zero_are_decimal_where_the_format_has_no_sign() -> None:
    assert printed(10_000, "chineseCounting") == "10000"
    assert printed(1010, "chineseCounting") == "一千零一十"
    assert printed(0, "decimalEnclosedCircle") == "0"
    assert printed(32_767, "upperRoman") == "32767"


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back_as_the_same_count(count: int) -> None:
    assert value_of(printed(count, "chineseCountingThousand")) == count


@given(st.integers(-5, 40_000), st.sampled_from([*FORMS, "none", "bullet", "other"]))
def test_every_count_is_printed_short(count: int, form: str) -> None:
    assert len(printed(count, form)) <= 20


def test_levels_of_a_notice_are_restored_and_restart_below_their_parent() -> None:
    assert read(numbered()).text.split("\n")[3:14] == [
        "一、支持范围",
        "（一）购置先进设备。对购置数控机床的贷款给予贴息。",
        "（二）改造老旧设备。对改造工业窑炉的贷款给予贴息。",
        "二、工作程序",
        "（一）企业申报。",
        "1.填写申报表；",
        "2. 2022年度审计报告；",
        "（1）原件；",
        "（2）复印件。",
        "（二）县区审核。",
        "1.受理时限为十个工作日。",
    ]


def test_articles_numbered_by_their_style_run_through_the_chapters() -> None:
    assert read(regulation()).text.split("\n")[1:] == [
        "第一章 总则",
        "第一条 为规范节水型企业管理，制定本办法。",
        "第二条 本办法适用于本省行政区域内的工业企业。",
        "第二章 申报与评审",
        "第三条 申报企业应当符合下列条件：",
        "（一）依法取得取水许可；",
        "（二）近三年无重大水污染事故。",
        "第四条 评审每两年组织一次。",
    ]


def test_a_list_runs_on_over_paragraphs_between_and_an_empty_item_counts() -> None:
    body = item("编制目的") + p("说明文字。") + item("") + item("编制依据")
    assert lines(body, numbering(DECIMAL)) == ["1 编制目的", "说明文字。", "3 编制依据"]


def test_two_lists_of_one_kind_count_together_unless_one_starts_anew() -> None:
    body = item("甲") + item("乙", num=2) + item("丙", num=3) + item("丁", num=3)
    lists = numbering(DECIMAL, nums=num(2, 0) + num(3, 0, start(0, 5)))
    assert lines(body, lists) == ["1 甲", "2 乙", "5 丙", "6 丁"]


def test_an_overridden_level_is_printed_in_its_own_form() -> None:
    own = override(0, level(0, "upperLetter", "%1."))
    body = item("甲") + item("乙", num=2)
    assert lines(body, numbering(DECIMAL, nums=num(2, 0, own))) == ["1 甲", "B.乙"]


@pytest.mark.parametrize(("restart", "expected"), [(0, "3"), (1, "1"), (2, "1"), (9, "1")])
def test_a_level_restarts_after_the_level_that_it_names(restart: int, expected: str) -> None:
    third = level(2, "decimal", "%3）", f'<w:lvlRestart w:val="{restart}"/>')
    kind = level(0, "decimal", "%1、") + level(1, "decimal", "（%2）") + third
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 2) + item("戊") + item("己", 2)
    assert lines(body, numbering(kind))[-1] == f"{expected}）己"


def test_a_level_may_restart_after_the_first_level_only() -> None:
    third = level(2, "decimal", "%3）", '<w:lvlRestart w:val="1"/>')
    kind = level(0, "decimal", "%1、") + level(1, "decimal", "（%2）") + third
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 1) + item("戊", 2)
    assert lines(body, numbering(kind)) == ["1、甲", "（1）乙", "1）丙", "（2）丁", "2）戊"]


def test_legal_numbering_prints_all_levels_in_digits() -> None:
    kind = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = item("总则") + item("编制目的", 1)
    assert lines(body, numbering(kind)) == ["第一章 总则", "1.1 编制目的"]


def test_a_level_above_that_is_not_used_shows_its_start_and_one_without_numeral_nothing() -> None:
    assert lines(item("甲", 1) + item("乙", 1), numbering(DECIMAL)) == ["1.1 甲", "1.2 乙"]
    kind = level(0, "none", "") + level(1, "decimal", "%1.%2")
    assert lines(item("甲") + item("乙", 1), numbering(kind)) == ["甲", "1 乙"]


def test_bullets_are_dropped_and_words_without_numeral_are_kept() -> None:
    kinds = numbering(level(0, "bullet", ""), level(0, "none", "附则："))
    assert lines(item("甲") + item("乙", num=2), kinds) == ["甲", "附则：乙"]


def test_a_hidden_numeral_counts_and_is_not_printed() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    kind = level(0, "decimal", "%1").replace("</w:lvl>", f"{hidden}</w:lvl>")
    body = item("第一章") + item("第二章") + item("范围", 1)
    assert lines(body, numbering(kind + level(1, "decimal", "%1.%2"))) == [
        "第一章", "第二章", "2.1 范围",
    ]  # fmt: skip


def test_paragraphs_deleted_or_moved_away_are_not_counted() -> None:
    def gone(mark: str) -> str:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        return (
            f'<w:p><w:pPr>{number}<w:rPr><w:{mark} w:id="1"/></w:rPr></w:pPr>'
            f'<w:{mark} w:id="2"><w:r><w:t>旧</w:t></w:r></w:{mark}></w:p>'
        )

    body = item("甲") + gone("del") + item("乙") + gone("moveFrom") + item("丙")
    assert lines(body, numbering(DECIMAL)) == ["1 甲", "2 乙", "3 丙"]


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("%1、", "tab", "一、目标"),
        ("（%1）", "space", "（一）目标"),
        ("%1.", "tab", "一.目标"),
        ("第%1条", "tab", "第一条 目标"),
        ("第%1条", "nothing", "第一条目标"),
        ("第%1条　", "nothing", "第一条目标"),
        ("%1", "space", "一 目标"),
    ],
)
def test_what_follows_the_numeral(text: str, suffix: str, expected: str) -> None:
    kind = level(0, "chineseCounting", text, f'<w:suff w:val="{suffix}"/>')
    assert lines(item("目标"), numbering(kind)) == [expected]


def test_a_circled_numeral_touches_its_words_and_a_typed_mark_its_numeral() -> None:
    kinds = numbering(level(0, "decimalEnclosedCircle", "%1"), level(0, "chineseCounting", "%1"))
    assert lines(item("原件") + item("、范围", num=2), kinds) == ["①原件", "一、范围"]


def test_the_level_of_a_style_is_the_one_tied_to_it_or_its_own() -> None:
    tied = level(0, "decimal", "%1", '<w:pStyle w:val="H1"/>') + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'
    )
    kind = tied + level(2, "decimal", "%1.%2.%3")
    styles = (
        style("H1", "heading 1", number_of_style(1))
        + style("H2", "heading 2", number_of_style(1))
        + style("Sub", "sub", based_on="H2")
        + style("Deep", "deep", '<w:numPr><w:ilvl w:val="2"/></w:numPr>', based_on="H1")
        + style("Plain", "plain", number_of_style(0), based_on="H2")
    )
    body = "".join(styled(text, text) for text in ("H1", "H2", "Sub", "Deep", "Plain", "H2"))
    assert lines(body, numbering(kind), styles) == [
        "1 H1", "1.1 H2", "1.2 Sub", "1.2.1 Deep", "Plain", "1.3 H2",
    ]  # fmt: skip


def test_a_paragraph_may_refuse_the_number_of_its_style() -> None:
    styles = style("H1", "heading 1", number_of_style(1))
    none = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("甲", "H1") + p("乙", none) + styled("丙", "H1")
    assert lines(body, numbering(DECIMAL), styles) == ["1 甲", "乙", "2 丙"]


def test_a_list_may_be_defined_by_a_numbering_style() -> None:
    kinds = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>{OFFICIAL}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
    )
    link = f"<w:pPr>{number_of_style(1)}</w:pPr>"
    link = f'<w:style w:type="numbering" w:styleId="L"><w:name w:val="公文"/>{link}</w:style>'
    body = item("甲", num=2) + item("乙", 1, num=2) + item("丙", num=1)
    assert lines(body, kinds + num(1, 0) + num(2, 1), link) == [
        "一、甲", "（一）乙", "二、丙",
    ]  # fmt: skip


def test_a_custom_format_falls_back_to_the_one_that_all_know() -> None:
    kind = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="chineseCounting"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
    )
    assert lines(item("甲"), numbering(kind)) == ["一、甲"]


@pytest.mark.parametrize(
    "broken",
    [
        '<w:numPr><w:ilvl w:val="甲"/><w:numId w:val="1"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="-3"/><w:numId w:val="1"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>',
        '<w:numPr><w:numId w:val="77"/></w:numPr>',
        "<w:numPr><w:numId/></w:numPr>",
        "<w:numPr/>",
    ],
)
def test_a_number_that_leads_nowhere_leaves_the_words(broken: str) -> None:
    assert lines(p("目标", broken), numbering(DECIMAL))[0].endswith("目标")


def test_styles_and_lists_that_lead_in_circles_are_read() -> None:
    styles = style("A", "a", based_on="B") + style("B", "b", number_of_style(1), based_on="A")
    circle = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="x"/><w:pPr>'
        f"{number_of_style(1)}</w:pPr></w:style>"
    )
    kinds = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
    assert lines(styled("甲", "A"), kinds + num(1, 0), styles + circle) == ["甲"]
