"""Documents cited and annexes named: titles, numbers, roles, labels."""

from __future__ import annotations

import pytest

from corpus.metadata import metadata


def cited(
    preamble: str, body: str = "一、按时完成。", title: str = "关于春耕的通知"
) -> list[tuple[str, str | None, str]]:
    text = f"甲省财政厅{title}\n各市财政局：\n{preamble}\n{body}"
    return [(one.title, one.number, one.role) for one in metadata(text, {}).basis]


@pytest.mark.parametrize(
    ("preamble", "basis"),
    [
        ("根据《甲质量条例》，通知如下。", [("甲质量条例", None)]),
        ("根据《甲法》《乙意见》（国发〔2019〕4号）和《丙资助办法》有关要求，通知如下。",
         [("甲法", None), ("乙意见", "国发〔2019〕4号"), ("丙资助办法", None)]),
        ("为落实《甲意见》（国发[2019] 4号，以下简称《意见》）精神，按照《乙春耕方案》，通知如下。",
         [("甲意见", "国发〔2019〕4号"), ("乙春耕方案", None)]),
        ("依照《甲质量条例》（国务院令第679号），通知如下。",
         [("甲质量条例", "国务院令第679号")]),
        ("依据国发〔2019〕4号文件《关于甲的意见》，通知如下。",
         [("关于甲的意见", "国发〔2019〕4号")]),
        ("以《甲规划》（甲发〔2019〕1号）为依据，通知如下。", [("甲规划", "甲发〔2019〕1号")]),
        ("为落实《中国制造2025》，通知如下。", [("中国制造2025", None)]),
        ("根据《关于印发〈甲方案〉的通知》，通知如下。", [("关于印发〈甲方案〉的通知", None)]),
        ("根据《甲规划（国发〔2019〕4号）》，通知如下。", [("甲规划", "国发〔2019〕4号")]),
    ],
)  # fmt: skip
def test_ground_of_issuing(preamble: str, basis: list[tuple[str, str | None]]) -> None:
    assert cited(preamble) == [(title, number, "basis") for title, number in basis]


def test_first_article_names_the_ground() -> None:
    text = (
        "甲市资助办法\n第一章 总则\n第一条 根据《乙质量条例》，制定本办法。\n"
        "第二条 按照《丙质量规定》执行。"
    )
    found = [(one.title, one.role) for one in metadata(text, {}).basis]
    assert found == [("乙质量条例", "basis"), ("丙质量规定", "cites")]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("一、《乙资助办法》（甲财〔2010〕1号）同时废止。", "repeals"),
        ("一、自本通知印发之日起，《乙资助办法》（甲财〔2010〕1号）停止执行。", "repeals"),
        ("一、决定废止《乙资助办法》（甲财〔2010〕1号）。", "repeals"),
        ("一、将《乙资助办法》（甲财〔2010〕1号）第三条修改为：“略”。", "amends"),
        ("一、对《乙资助办法》（甲财〔2010〕1号）作如下修改。", "amends"),
        ("一、推动修订《乙资助办法》（甲财〔2010〕1号）。", "cites"),
        ("一、参照《乙资助办法》（甲财〔2010〕1号）办理。", "cites"),
    ],
)
def test_role_by_the_words_around(body: str, role: str) -> None:
    assert cited("现通知如下。", body) == [("乙资助办法", "甲财〔2010〕1号", role)]


def test_new_document_that_repeals_the_old_is_not_repealed_with_it() -> None:
    body = "一、自《乙资助办法》施行之日起，《丙资助办法》《丁资助办法》同时废止。"
    assert [(title, role) for title, _, role in cited("现通知如下。", body)] == [
        ("乙资助办法", "cites"),
        ("丙资助办法", "repeals"),
        ("丁资助办法", "repeals"),
    ]


def test_document_counts_once_and_in_its_strongest_part() -> None:
    body = "一、按《甲质量条例》办理，再按《甲质量条例》检查。"
    assert cited("根据《甲质量条例》，通知如下。", body) == [("甲质量条例", None, "basis")]


def test_what_the_notice_brings_is_not_cited() -> None:
    title = "关于印发甲市资助办法的通知"
    assert cited("现将《甲市资助办法》印发给你们，请执行。", title=title) == []
    assert cited("《甲市资助的办法》已经省政府同意，现印发给你们。", title=title) == []


def test_notice_on_abolishing_lists_what_it_repeals() -> None:
    body = "一、《甲奖励办法》（甲财〔2010〕1号）\n二、《乙补贴办法》（甲财〔2011〕2号）"
    title = "关于废止《甲奖励办法》等文件的通知"
    assert cited("经研究，决定废止以下文件：", body, title) == [
        ("甲奖励办法", "甲财〔2010〕1号", "repeals"),
        ("乙补贴办法", "甲财〔2011〕2号", "repeals"),
    ]


def test_number_that_a_later_citation_prints_is_taken() -> None:
    body = "一、按照《甲奖励办法》（甲财〔2010〕1号）办理。"
    assert cited("《甲奖励办法》已实施多年。", body) == [("甲奖励办法", "甲财〔2010〕1号", "cites")]


def test_draft_that_is_put_out_for_comment_is_the_notices_own() -> None:
    title = "关于《甲市促进条例（草案）》公开征求意见的公告"
    assert cited("现就《甲市促进条例（草案）》征求意见。", title=title) == []


def test_forms_annexes_and_short_names_are_not_documents() -> None:
    body = "一、填写《申请表》，见《乙名单》和《办法》。\n附件：1.乙名单\n2.丙目录"
    assert cited("现通知如下。", body) == []


def annexes(*lines: str) -> list[tuple[str, str]]:
    text = "\n".join(["各市局：", "现通知如下。", *lines])
    return [(one.label, one.title) for one in metadata(text, {}).attachments]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["附件：甲名单"], [("附件", "甲名单")]),
        (["附件：1.甲名单；2.乙目录（2.0版）；3．丙表"],
         [("附件1", "甲名单"), ("附件2", "乙目录（2.0版）"), ("附件3", "丙表")]),
        (["附件：1.甲名单", "2.乙目录", "甲省财政厅", "2020年5月6日"],
         [("附件1", "甲名单"), ("附件2", "乙目录")]),
        (["附件：", "1.甲名单", "2、乙目录"], [("附件1", "甲名单"), ("附件2", "乙目录")]),
        (["附件：", "1.甲名单2.乙目录"], [("附件1", "甲名单"), ("附件2", "乙目录")]),
        (["附 件: 1. 甲名单"], [("附件1", "甲名单")]),
        (["附：甲名单"], [("附件", "甲名单")]),
        (["附件1：甲名单", "附件2：乙目录"], [("附件1", "甲名单"), ("附件2", "乙目录")]),
        (["附件1", "甲名单", "序号", "附件 2", "乙目录"],
         [("附件1", "甲名单"), ("附件2", "乙目录")]),
        (["附件：1.甲名单", "2.乙目录", "附件1", "甲名单（全）", "附件3", "丙表"],
         [("附件1", "甲名单"), ("附件2", "乙目录"), ("附件3", "丙表")]),
        (["附件", "甲名单", "一、总则"], [("附件", "甲名单")]),
        (["附件1所列单位应当按时报送，不得延误。"], []),
        (["附件中的表格由各市填写。"], []),
    ],
)  # fmt: skip
def test_annexes(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert annexes(*lines) == expected
