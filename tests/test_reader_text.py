"""Text and Markdown: front matter stated, marks taken off, official text untouched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import markdown, text


def plain(source: str) -> str:
    return markdown.read(source.encode()).text


# Front matter


def test_front_matter_is_stated_and_taken_off() -> None:
    raw = text.read(
        '---\ntitle: "某市关于测试的通知"\nissuer: 某市财政局\nnumber: 某财〔2020〕1号\n'
        "date: 2020-05-06\npublished: '2020-05-08'\nsource: https://example.gov.cn/a?b=1:2\n"
        "tags: [甲]\n---\n各区：\n---\n一、照办。".encode()
    )
    assert raw.text == "各区：\n---\n一、照办。"
    assert raw.stated == {
        "title": "某市关于测试的通知",
        "issuer": "某市财政局",
        "number": "某财〔2020〕1号",
        "date": "2020-05-06",
        "published": "2020-05-08",
        "source": "https://example.gov.cn/a?b=1:2",
    }


@pytest.mark.parametrize(
    "source",
    [
        "---\n各市局：\n一、照办。\n---\n二、报送。",
        "---\ntitle: 甲\n一、照办。",
        "正文\n---\ntitle: 甲\n---\n",
    ],
)
def test_rules_around_text_are_no_front_matter(source: str) -> None:
    raw = text.read(source.encode())
    assert raw.text == source
    assert raw.stated == {}


def test_front_matter_with_windows_line_ends_and_byte_order_mark() -> None:
    raw = text.read("\ufeff---\r\ntitle: 甲通知\r\n---\r\n一、照办。".encode())
    assert (raw.text, raw.stated) == ("一、照办。", {"title": "甲通知"})


def test_long_text_between_rules_is_read_in_time() -> None:
    begun = time.perf_counter()
    source = "---\n" + "一、照办。\n" * 300_000
    assert text.read(source.encode()).text == source
    assert time.perf_counter() - begun < 5


# Markdown


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# 某市关于测试的通知", "某市关于测试的通知"),
        ("### 一、总体要求 ###", "一、总体要求"),
        ("**（一）加强领导。** 各区要落实。", "（一）加强领导。 各区要落实。"),
        ("按**《办法》**和__规定__执行", "按《办法》和规定执行"),
        ("***重要***：按时报送", "重要：按时报送"),
        ("*重要*，按时报送", "重要，按时报送"),
        ("~~旧规定~~", "旧规定"),
        ("> 引文一\n>> 引文二", "引文一\n引文二"),
        ("- （一）甲\n* （二）乙\n+ （三）丙\n  - 丁", "（一）甲\n（二）乙\n（三）丙\n丁"),
        ("- [x] 已办\n- [ ] 未办", "已办\n未办"),
        ("1. 甲\n2. 乙\n3、丙", "1. 甲\n2. 乙\n3、丙"),
        (
            "见[某网站](https://example.gov.cn/a_b_c)，附件：[表.pdf](f/表.pdf)",
            "见某网站，附件：表.pdf",
        ),
        ('![印章](a.png "章")某市', "印章某市"),
        ("[![图](a.png)](b.html)", "图"),
        ("<https://example.gov.cn>", "https://example.gov.cn"),
        ("运行`一键办`系统", "运行一键办系统"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("甲<!-- 注\n释 -->乙", "甲乙"),
        ("1\\. 甲\\*乙\\_丙", "1. 甲*乙_丙"),
        ("\\*\\*甲\\*\\*", "**甲**"),
        ("甲\n\n---\n\n乙\n***\n丙", "甲\n\n\n乙\n丙"),
        ("某市关于测试的通知\n=====\n一、要求\n---", "某市关于测试的通知\n一、要求"),
    ],
)
def test_marks_are_taken_off(source: str, words: str) -> None:
    assert plain(source) == words


@pytest.mark.parametrize(
    "official",
    [
        "#1号楼和#2号楼",
        "带*的项目和带*的指标",
        "*号表示必填，5*3=15",
        "* ",
        "国发[2020](3)号",
        "某发[2020]15号（以下简称《通知》）",
        "增长-5%\n-5%以上",
        "－3－",
        "- 3 -",
        "a_b_c和file_name_1.pdf",
        "甲 | 乙\n丙 | 丁",
        "| 序号 | 名称 |\n| 1 | 甲 |",
        "2>1，5<6",
        "〔〕**",
        "注：**为新增，*为保留。",
        "（一）甲\n1.乙\n①丙",
        "~5%至~6%",
    ],
)
def test_official_text_is_left_alone(official: str) -> None:
    assert plain(official) == official


def test_table_is_rows_without_its_rule() -> None:
    source = (
        "名单：\n\n| 序号 | **名称** |\n|:---|---:|\n| 1 | 甲\\|乙 |\n| 2 | [丙](c.html)<br>丁 |\n"
    )
    assert (
        plain(source + "\n完。")
        == "名单：\n\n| 序号 | 名称 |\n| 1 | 甲|乙 |\n| 2 | 丙 丁 |\n\n完。"
    )


def test_table_without_outer_bars_is_rows_too() -> None:
    assert plain("序号 | 名称\n--- | ---\n1 | 甲\n2 | 乙\n完。") == (
        "| 序号 | 名称 |\n| 1 | 甲 |\n| 2 | 乙 |\n完。"
    )


def test_code_fence_is_left_as_it_is() -> None:
    source = "甲\n```text\n# 不是标题 **b**\n| - |\n```\n# 标题\n~~~\n* 乙"
    assert plain(source) == "甲\n# 不是标题 **b**\n| - |\n标题\n* 乙"


def test_front_matter_of_markdown_is_stated() -> None:
    raw = markdown.read("---\ntitle: 甲通知\n---\n# 甲通知\n一、**照办**。".encode())
    assert raw.stated == {"title": "甲通知"}
    assert raw.text == "甲通知\n一、照办。"


def test_binary_markdown_is_refused() -> None:
    with pytest.raises(ReadError, match="binary"):
        markdown.read(bytes(range(256)) * 10)


@settings(max_examples=300, deadline=None)
@given(st.text("一二、（）。#*_>-+|`[]()~=\\ \n<!a1./:", max_size=80))
def test_no_word_of_markdown_is_lost(source: str) -> None:
    source = "甲" + source
    if "<" in source or "](" in source or "`" in source:
        return
    for words in "一二甲":
        assert plain(source).count(words) == source.count(words)


OPENINGS = ["甲", "# ", "[a](", "**a", "- ", "<", "|-", "`"]
UNITS = [
    "*",
    "**a",
    "[",
    "[](",
    "`",
    "_a",
    "> ",
    "|",
    "|-",
    "\\",
    "<!--",
    "~~",
    ".",
    "<.",
    "a@",
    "#",
]


@pytest.mark.parametrize("begin", OPENINGS)
@pytest.mark.parametrize("unit", [*UNITS, "- ", " "])
def test_marks_without_end_are_read_in_time(begin: str, unit: str) -> None:
    begun = time.perf_counter()
    plain(begin + unit * 50_000 + "甲")
    plain("甲" + unit * 50_000 + "\n" + begin)
    assert time.perf_counter() - begun < 10
