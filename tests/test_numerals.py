"""A printed numeral -> level and value; what is cited and what is a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import numeral_at, read_numeral, value_of


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("十二", 12),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("二十", 20),
        ("两", 2),
        ("廿一", 21),
        ("一千二百六十", 1260),
        ("二〇二一", 2021),
        ("③", 3),
        ("12", 12),
        ("１２", 12),
        ("1-2", 1),
        ("B", 2),
        ("", 0),
        (None, 0),
    ],
)
def test_value_of_digits(digits: str | None, value: int) -> None:
    assert value_of(digits) == value


@pytest.mark.parametrize(
    ("text", "level", "value", "end"),
    [
        ("第三编 分则", "part", 3, 3),
        ("第二部分 任务", "part", 2, 4),
        ("第十章 附则", "chapter", 10, 3),
        ("第二节 监督", "section", 2, 3),
        ("第一百二十条之一　为了", "article", 120, 8),
        ("第 十 二 条 企业", "article", 12, 7),
        ("一、总则", "dun", 1, 2),
        ("二．分则", "dun", 2, 2),
        ("（十二）培训", "bracket", 12, 4),
        ("(三)推广", "bracket", 3, 3),
        ("㈢推广", "bracket", 3, 1),
        ("3. 内容", "arabic", 3, 2),
        ("⒊内容", "arabic", 3, 1),
        ("（3）内容", "arabic_bracket", 3, 3),
        ("3）内容", "arabic_half", 3, 2),
        ("③内容", "circled", 3, 1),
        ("附件 2：", "annex", 2, 5),
        ("附件2-1", "annex", 2, 5),
        ("附录B", "annex", 2, 3),
        ("附表3\n甲", "annex", 3, 3),
    ],
)
def test_numeral_is_read_with_its_level(text: str, level: str, value: int, end: int) -> None:
    found = numeral_at(text, 0)
    assert found is not None
    assert (found.level, found.value, found.end) == (level, value, end)


@pytest.mark.parametrize(
    "text",
    [
        "第三条规定的企业",
        "第三条、第四条",
        "第一章的规定",
        "一、二、三等奖",
        "（一）、（二）项所列",
        "（三）项规定",
        "5、6月份",
        "三）夯实基础",
    ],
)
def test_what_reads_like_a_reference_is_marked_as_cited(text: str) -> None:
    assert numeral_at(text, 0) is None
    cited = read_numeral(text, 0)
    assert cited is not None
    assert cited.cited


@pytest.mark.parametrize(
    "text",
    [
        "1.5亿元",
        "2020年5月",
        "（2020年）",
        "5A级",
        "十二届三次会议",
        "附件材料",
        "一是加强",
        "质量",
    ],
)
def test_figures_and_words_are_no_numerals(text: str) -> None:
    assert read_numeral(text, 0) is None


def test_item_whose_first_word_looks_like_a_reference_is_begun() -> None:
    assert numeral_at("（三）项目管理", 0) is not None
    assert numeral_at("第三条 外国人", 0) is not None


def test_ranks_grow_down_the_ladder() -> None:
    ladder = [
        "附件1",
        "第一编 甲",
        "第一章 甲",
        "第一节 甲",
        "第一条 甲",
        "一、甲",
        "（一）甲",
        "1.甲",
        "(1)甲",
        "1)甲",
        "①甲",
    ]
    found = [numeral_at(text, 0) for text in ladder]
    ranks = [numeral.rank for numeral in found if numeral]
    assert ranks == sorted(set(ranks))
    assert len(ranks) == len(ladder)


@given(st.text(alphabet="第一二十百条章节编（）()、．.12①附件录表之 \n规定甲", max_size=12))
def test_any_text_is_read_without_error_and_inside_its_line(text: str) -> None:
    found = read_numeral(text, 0)
    if found:
        assert 0 < found.end <= len(text)
        assert "\n" not in found.printed
        assert found.value >= 0
