"""Sentences on coming into force -> effective day and validity, of the notice itself only."""

from __future__ import annotations

import pytest

from corpus.metadata import metadata


def regulation(last: str) -> str:
    return (
        "甲市资助办法\n第一条 为了规范资助，制定本办法。\n第二条 证书有效期3年。\n"
        f"第三条 {last}\n甲市财政局\n2020年5月6日"
    )


@pytest.mark.parametrize(
    ("sentence", "effective"),
    [
        ("本办法自2021年1月1日起施行。", "2021-01-01"),
        ("本办法自2021年1月1日起正式实施。", "2021-01-01"),
        ("本通知自2021年1月1日起执行。", "2021-01-01"),
        ("本规定自二〇二一年一月一日起生效。", "2021-01-01"),
        ("本细则由市财政局负责解释，自2021年1月1日施行。", "2021-01-01"),
        ("以上政策措施自 2021 年 1 月 1 日起实施。", "2021-01-01"),
        ("本办法自印发之日起施行。", "2020-05-06"),
        ("本办法自公布之日起施行。", "2020-05-06"),
        ("《甲市资助办法》自2021年1月1日起施行。", "2021-01-01"),
        ("本办法自印发之日起30日后施行。", None),
        ("《乙市资助办法》自2021年1月1日起施行。", None),
        ("本办法第五条自2021年1月1日起施行。", None),
        ("各地自2021年1月1日起执行新标准。", None),
    ],
)
def test_effective_day(sentence: str, effective: str | None) -> None:
    assert metadata(regulation(sentence), {}).effective == effective


def test_publication_day_counts_where_the_document_has_no_day() -> None:
    text = "甲市资助办法\n第一条 本办法自发布之日起施行。"
    assert metadata(text, {"published": "2020-05-08"}).effective == "2020-05-08"
    assert metadata(text, {}).effective is None


@pytest.mark.parametrize(
    ("sentence", "text", "until"),
    [
        ("本办法自2021年1月1日起施行，有效期5年。", "有效期5年", "2025-12-31"),
        ("本办法自2021年1月1日起施行，有效期为三年。", "有效期为三年", "2023-12-31"),
        ("本办法自2021年1月1日起施行，有效期6个月。", "有效期6个月", "2021-06-30"),
        ("本办法自2020年2月29日起施行，有效期1年。", "有效期1年", "2021-02-28"),
        ("本办法自2021年1月1日起施行。有效期5年。", "有效期5年", "2025-12-31"),
        ("本办法自2021年1月1日起试行，试行期一年。", "试行期一年", "2021-12-31"),
        (
            "本办法自印发之日起施行，有效期至2025年12月31日。",
            "有效期至2025年12月31日",
            "2025-12-31",
        ),
        ("本通知执行至2025年12月31日。", "执行至2025年12月31日", "2025-12-31"),
        ("本办法有效期五年，自发布之日起施行。", "有效期五年", "2025-05-05"),
        (
            "本通知自2021年1月1日起至2023年12月31日止执行。",
            "自2021年1月1日起至2023年12月31日止",
            "2023-12-31",
        ),
        (
            "本政策执行期限自2021年1月1日起至2023年12月31日止。",
            "执行期限自2021年1月1日起至2023年12月31日止",
            "2023-12-31",
        ),
    ],
)
def test_validity(sentence: str, text: str, until: str) -> None:
    found = metadata(regulation(sentence), {})
    assert found.validity is not None
    assert (found.validity.text, found.validity.until) == (text, until)


def test_term_is_not_counted_from_an_unknown_day() -> None:
    found = metadata("甲市资助办法\n第一条 本办法自印发之日起施行，有效期2年。", {})
    assert found.validity is not None
    assert (found.validity.text, found.validity.until) == ("有效期2年", None)


@pytest.mark.parametrize(
    "sentence",
    ["证书有效期3年。", "本办法有效期内，标准另行规定。", "保险凭证有效期至2025年1月1日。"],
)
def test_validity_of_something_else_is_not_the_notices(sentence: str) -> None:
    assert metadata(regulation(sentence), {}).validity is None


def test_information_table_states_force() -> None:
    table = "| 实施日期 | 2021年1月1日 | 有效期 | 5年 |\n关于春耕的通知\n各市局：\n照此执行。"
    found = metadata(table, {})
    assert (found.effective, found.validity.until if found.validity else None) == (
        "2021-01-01",
        "2025-12-31",
    )
    ends = metadata("失效日期：2025-12-31\n关于春耕的通知\n各市局：\n照此执行。", {})
    assert ends.validity is not None
    assert ends.validity.until == "2025-12-31"
