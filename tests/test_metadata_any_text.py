"""Any text gives metadata in time, with spans that lie in the text and print the values."""

from __future__ import annotations

import time
import unicodedata
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.metadata import Metadata, iso_date, metadata
from corpus.metadata.number_forms import normalised

PIECES = [
    "甲省财政厅", "甲市人民政府办公室", "关于印发《乙办法》的通知", "关于春耕的通知", "（试行）",
    "甲财〔2020〕5号", "甲财[2020]第6号", "国务院令", "第679号", "公告2020年第5号", "发文字号：",
    "发布日期：2020-05-08", "| 文号 | 甲财〔2020〕7号 |", "各市人民政府，省有关部门：",
    "各省、自治区、直辖市", "2020年5月6日", "二〇二〇年五月六日", "部长 李某", "财 政 部",
    "（2019年3月2日国务院令第9号公布）", "根据《甲法》（国发〔2019〕4号）", "《乙办法》同时废止。",
    "本办法自", "之日起施行，", "有效期5年", "印发", "联系人：张三、李四", "电话：020-12345678",
    "邮箱：a@b.cn", "地址：甲市乙路1号", "附件：1.甲名单", "2.乙表", "附件1", "一、", "第一条",
    "\n", "\n", " ", "\u3000", "\t", "《", "》", "（", "、", "，", "。", "：", "\r", "a", "1",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def proofs(found: Metadata, text: str, field: str) -> list[str]:
    return [text[e.start : e.end] for e in found.evidence if e.field == field]


@settings(max_examples=400, deadline=None)
@given(texts)
def test_evidence_prints_the_value(text: str) -> None:
    found = metadata(text, {})
    for one in (*found.evidence, *found.basis, *found.attachments):
        assert 0 <= one.start < one.end <= len(text)
    if found.title:
        assert plain("".join(proofs(found, text, "title"))).strip() == plain(found.title)
    if found.number:
        assert normalised("".join(proofs(found, text, "number"))) == found.number
    for field, value in (("date", found.date), ("published", found.published)):
        if value:
            assert iso_date(proofs(found, text, field)[0]) == value
    assert len(found.issuers) == 0 or proofs(found, text, "issuer")
    printed = plain("".join(proofs(found, text, "issuer")))
    assert all(plain(issuer) in printed for issuer in found.issuers)
    assert [plain(p) for p in proofs(found, text, "addressees")] == [
        plain(a) for a in found.addressees
    ]
    if found.validity:
        assert proofs(found, text, "validity") == [found.validity.text]
    if found.category and found.category != "命令":
        assert proofs(found, text, "category") == [found.category]
    for contact, proof in zip(found.contacts, proofs(found, text, "contacts"), strict=True):
        details = (*contact.names, *contact.phones, *contact.emails)
        assert all(set(detail) <= set(plain(proof)) | {"-"} for detail in details)
    for document in found.basis:
        assert document.title in text[document.start : document.end]
    for annex in found.attachments:
        assert set(plain(annex.title)) <= set(plain(text[annex.start : annex.end]))


@settings(max_examples=100, deadline=None)
@given(
    texts,
    st.dictionaries(
        st.sampled_from(["title", "issuer", "number", "date", "published", "page_title"]), texts
    ),
)
def test_any_statement_of_the_file_is_borne(text: str, stated: dict[str, str]) -> None:
    found = metadata(text, stated)
    assert all(0 <= e.start < e.end <= len(text) for e in found.evidence)


HOSTILE = [
    "《", "《a", "《甲》", "《甲办法》、", "《甲》同时", "简称《甲》", "根据《甲》", "（", "甲",
    "甲 ",
    "部 ", "部\n", "1", "010-", "甲〔2020〕1号 ", "a.", "a@", "联系人：", "联系人：张三 ",
    "附件1\n", "附件：1.甲\n", "1.甲 ", "自2020年1月1日起", "本办法自", "有效期",
    "2020年5月6日\n", "甲局\n2020年5月6日\n", "| ", "| 文号 ", "文号：", "各市：",
    "第一条\n", "关于的通知\n", "局甲省", "\n", "\u3000", "_", "简称",
]  # fmt: skip


@pytest.mark.parametrize("size", [60_000])
def test_time_is_linear_for_texts_made_to_hurt(size: int) -> None:
    slow = {}
    for piece, tail in product(HOSTILE, ("", "x")):
        text = piece * (size // len(piece)) + tail
        started = time.process_time()
        metadata(text, {"page_title": text})
        slow[piece, tail] = time.process_time() - started
    # 0.15 s is what the slowest takes; anything quadratic would take minutes.
    assert max(slow.values()) < 3, max(slow, key=lambda key: slow[key])
