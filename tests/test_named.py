"""Document numbers and clauses in a question -> what is named, in whatever form it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.named import cited_clauses, cited_number, fits


@pytest.mark.parametrize(
    "printed",
    [
        "工信厅科函〔2020〕59号",
        "工信厅科函[2020]59号",
        "工信厅科函【2020】59",
        "工信厅科函（2020）第59号",
        "工信厅科函<2020>59号",
        "工信厅科字函 〔 ２０２０ 〕 ５９ 号",
        "工信廳科函〔2020〕059號",
        "工信厅科函〔20〕59号",
        "工信厅科函2020年第59号",
    ],
)
def test_number_is_read_in_any_printed_form(printed: str) -> None:
    found = cited_number(f"{printed}的要求")
    assert found is not None
    assert (found.prefix, found.year, found.serial) == ("工信厅科函", "2020", "59")


def test_number_in_letters_and_in_english() -> None:
    spelt = cited_number("what does Guo Ban Fa [2016] No. 44 say")
    assert spelt is not None
    assert (spelt.prefix.endswith("guobanfa"), spelt.year, spelt.serial) == (True, "2016", "44")
    issued = cited_number("No. 44 [2016] of the General Office of the State Council")
    assert issued is not None
    assert (issued.prefix, issued.year, issued.serial) == ("", "2016", "44")


@pytest.mark.parametrize("text", ["2020年第3号", "第六条", "（12）3", "近3年补贴", "12月1日前"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert cited_number(text) is None


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("第三条怎么说", "第三条"),
        ("第3条怎么说", "第一章/第三条"),
        ("第三十二条第二款", "第三十二条"),
        ("第十条之一", "第十条之一"),
        ("第六条第（一）项", "第六条/(一)"),
        ("五（一）说什么", "五/(一)"),
        ("五、（一）", "五/(一)"),
        ("附件2第三条", "附件2/第三条"),
        ("what does article 3 say", "第三条"),
        ("art. 12 of the rules", "第十二条"),
        ("section (2)", "二/(二)"),
        ("annex 2", "附件2"),
        ("第三条和第五条", "第五条"),
    ],
)
def test_clause_is_named_by_its_numerals(question: str, path: str) -> None:
    cited, _ = cited_clauses(question)
    assert fits(cited, path) == 1.0


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("第三条", "第十三条"),
        ("第三条", "三"),
        ("第三部分", "四/(二)/3."),
        ("第十条", "第十条之一"),
        ("附件2第三条", "附件1/第三条"),
        ("五（一）", "一/(五)"),
        ("品牌培训", "preamble"),
    ],
)
def test_another_clause_does_not_fit(question: str, path: str) -> None:
    cited, _ = cited_clauses(question)
    assert fits(cited, path) == 0.0


def test_clause_below_the_named_one_fits_less() -> None:
    cited, _ = cited_clauses("第六条")
    assert 0 < fits(cited, "第六条/(一)") < fits(cited, "第六条") == 1


def test_brackets_alone_are_no_clause() -> None:
    assert cited_clauses("培训（2）期") == ((), [])


@given(st.text(max_size=80))
def test_any_text_is_read_and_places_lie_in_it(text: str) -> None:
    number = cited_number(text)
    assert number is None or 0 <= number.start < number.end <= len(text)
    _, spans = cited_clauses(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
