"""A notice -> JSON and terminal lines: every field, unknown ones null or left out."""

from __future__ import annotations

from corpus.describe import inspection, notice_json, outline_lines
from corpus.load import parse
from corpus.notice import Notice, Part, Run
from corpus.readers import RawDocument

TEXT = """甲市财政局关于印发甲市资助办法的通知
甲财〔2020〕5号
各区财政局：
根据《甲市质量条例》（甲府令第9号），现将《甲市资助办法》印发给你们。
本通知自印发之日起施行，有效期5年。原《乙资助办法》（甲财〔2010〕1号）同时废止。
联系人：张三，电话：020-12345678，地址：甲市乙路1号
附件：甲市资助办法
甲市财政局
2020年5月6日
2020年5月8日发布"""


def notice() -> Notice:
    return parse(RawDocument(TEXT, "utf-8"), "a.txt")


def test_every_field_is_in_the_json() -> None:
    found = notice_json(notice())
    assert {name: found[name] for name in ("issuers", "published", "effective", "category")} == {
        "issuers": ["甲市财政局"],
        "published": "2020-05-08",
        "effective": "2020-05-06",
        "category": "通知",
    }
    assert found["validity"] == {"text": "有效期5年", "until": "2025-05-05"}
    assert found["contacts"] == [
        {"names": ["张三"], "phones": ["020-12345678"], "emails": [], "address": "甲市乙路1号"}
    ]
    assert [(one["title"], one["number"], one["role"]) for one in found["basis"]] == [
        ("甲市质量条例", "甲府令第9号", "basis"),
        ("乙资助办法", "甲财〔2010〕1号", "repeals"),
    ]
    assert [(one["label"], one["title"]) for one in found["attachments"]] == [
        ("附件", "甲市资助办法")
    ]


def test_evidence_leads_to_the_printed_words() -> None:
    document = inspection(notice(), with_text=True)
    text, evidence = document["text"], document["notice"]["evidence"]
    printed = {
        field: [text[start:end] for start, end in spans] for field, spans in evidence.items()
    }
    assert printed == {
        "title": ["甲市财政局关于印发甲市资助办法的通知"],
        "issuer": ["甲市财政局"],
        "number": ["甲财〔2020〕5号"],
        "date": ["2020年5月6日"],
        "published": ["2020年5月8日"],
        "effective": ["自印发之日起施行"],
        "validity": ["有效期5年"],
        "category": ["通知"],
        "addressees": ["各区财政局"],
        "contacts": ["联系人：张三，电话：020-12345678，地址：甲市乙路1号"],
    }
    annex = document["notice"]["attachments"][0]
    assert text[annex["start"] : annex["end"]] == "甲市资助办法"


def test_unknown_is_null_and_without_evidence() -> None:
    found = notice_json(parse(RawDocument("质量是企业的生命。", "utf-8"), "a.txt"))
    unknown = (
        "title",
        "issuer",
        "number",
        "date",
        "published",
        "effective",
        "validity",
        "category",
    )
    assert {found[name] for name in unknown} == {None}
    assert [found[name] for name in ("issuers", "basis", "attachments")] == [[], [], []]
    assert found["parts"] == [{"kind": "notice", "title": "", "start": 0, "end": 9}]
    assert found["evidence"] == {}


def bare(**fields: object) -> Notice:
    values: dict[str, object] = {
        "id": "甲财〔2020〕5号", "title": "", "issuer": None, "number": None, "date": None,
        "addressees": (), "contacts": (), "edition": "official", "official_url": None,
        "source": "a.txt", "cleaned": "甲", "clauses": (),
    }  # fmt: skip
    return Notice(**{**values, **fields})  # type: ignore[arg-type]


def test_runs_and_parts_are_given_as_they_are() -> None:
    whole = bare(runs=(Run(0, 4, 1),), parts=(Part("notice", "甲", 0, 1),))
    assert inspection(whole, with_text=True)["runs"] == [[0, 4, 1]]
    assert "runs" not in inspection(whole)
    assert notice_json(whole)["parts"] == [{"kind": "notice", "title": "甲", "start": 0, "end": 1}]


def test_lines_name_the_six_main_fields_always_and_others_when_known() -> None:
    assert outline_lines(bare())[:10] == [
        "题目 title: -",
        "发文机关 issuer: -",
        "发文字号 number: -",
        "成文日期 date: -",
        "主送机关 addressees: -",
        "联系方式 contacts: -",
        "版本 edition: 正式文本 official",
        "官方发布 official: -",
        "来源 source: a.txt",
        "编号 id: 甲财〔2020〕5号",
    ]
    lines = outline_lines(notice())
    assert lines[5:13] == [
        "联系方式 contacts: 张三 020-12345678 甲市乙路1号",
        "文种 category: 通知",
        "发布日期 published: 2020-05-08",
        "施行日期 effective: 2020-05-06",
        "有效期 validity: 有效期5年 (until 2025-05-05)",
        "依据 basis: 《甲市质量条例》（甲府令第9号）",
        "废止 repeals: 《乙资助办法》（甲财〔2010〕1号）",
        "附件 attachments: 附件 甲市资助办法",
    ]


def test_parts_are_named_when_there_is_more_than_one() -> None:
    parts = (Part("notice", "甲通知", 0, 1), Part("inner", "乙办法", 1, 2), Part("annex", "", 2, 3))
    lines = outline_lines(bare(parts=parts))
    assert "部分 parts: 正文 甲通知；所印发文件 乙办法；附件" in lines
    assert not any(line.startswith("部分") for line in outline_lines(bare(parts=parts[:1])))
