"""Figures of reading: what is counted right, missed and invented; the labelled set as it lies."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from corpus.errors import LabelError, PathError
from corpus.load import parse
from corpus.notice import Notice, Validity
from corpus.readers import RawDocument
from eval.reading.labels import Labelled, read_labels
from eval.reading.report import as_markdown, as_text, write_report
from eval.reading.run import measure
from eval.reading.score import (
    gold_right,
    list_counts,
    outline_figures,
    outlined,
    same,
    whole_right,
)

TEXT = """东山省工业厅关于开展试点的通知
东工函〔2021〕3号
各市工业局，省质量协会：
一、总体要求
（一）坚持质量第一。
（二）坚持创新。
二、重点任务
抓好落实。
东山省工业厅
2021年3月4日"""
CLAUSES = (
    ("preamble", "东山省工业厅关于开展试点"),
    ("一", "一、总体要求"),
    ("一/(一)", "（一）坚持质量第一。"),
    ("一/(二)", "（二）坚持创新。"),
    ("二", "二、重点任务抓好落实。"),
    ("closing", "东山省工业厅2021年"),
)
FIELDS = {
    "title": "东山省工业厅关于开展…",
    "issuer": "东山省工业厅",
    "number": "东工函[2021]3号",
    "date": "2021-03-04",
    "addressees": ["各市工业局", "省质量协会"],
    "basis": [],
    "attachments": [],
    "contacts": [],
}


def read(text: str = TEXT) -> Notice:
    return parse(RawDocument(text, "utf-8"), "a.txt")


def label(*clauses: tuple[str, str]) -> Labelled:
    return Labelled("a.txt", "tune", clauses, FIELDS)


def test_an_outline_as_labelled_is_exact() -> None:
    row = outlined(read(), label(*CLAUSES))
    assert (row.found, row.labelled, row.right, row.started_right, row.exact) == (6, 6, 6, 6, True)


def test_missed_and_invented_paths_are_named_and_counted() -> None:
    row = outlined(read(), label(*CLAUSES[:3], ("三", "三、没有的"), *CLAUSES[4:]))
    assert (row.missed, row.invented, row.exact) == (("三",), ("一/(二)",), False)
    figures = outline_figures([row, outlined(read(), label(*CLAUSES))])
    assert figures["precision"] == figures["recall"] == pytest.approx(11 / 12)
    assert figures["exact"] == 0.5


def test_a_clause_that_begins_elsewhere_has_the_path_but_not_the_start() -> None:
    row = outlined(read(), label(*CLAUSES[:4], ("二", "二、别的任务"), CLAUSES[5]))
    assert (row.right, row.started_right, row.exact) == (6, 5, False)


def test_labelled_beginnings_and_other_brackets_compare_equal() -> None:
    assert whole_right(read(), FIELDS)["title"]
    assert whole_right(read(), FIELDS)["number"]
    assert not whole_right(read(), {**FIELDS, "date": "2021-03-05"})["date"]


def test_unknown_is_right_only_where_nothing_is_labelled() -> None:
    assert same(None, None)
    assert not same(None, "2021-03-04")
    assert not same("2021-03-04", None)
    lasting = dataclasses.replace(read(), validity=Validity("有效期3年", "2024-03-03"))
    assert not whole_right(lasting, FIELDS)["validity"]
    dated = {**FIELDS, "validity": {"text": "有效期3年", "until": "2024-03-03"}}
    assert whole_right(lasting, dated)["validity"]


def test_lists_are_counted_item_by_item() -> None:
    wanted = {**FIELDS, "addressees": ["各市工业局", "省商会", "省质量协会"]}
    assert list_counts(read(), wanted)["addressees"] == (2, 3, 2)


def test_gold_that_is_not_stated_is_not_counted() -> None:
    assert gold_right(read(), {"title": "别的通知", "issuer": "东山省工业厅"}) == {
        "title": False,
        "issuer": True,
    }


def test_the_labelled_set_is_whole() -> None:
    labels = read_labels()
    assert len(labels) >= 60
    assert len({found.file for found in labels}) == len(labels)
    halves = [sum(found.split == split for found in labels) for split in ("tune", "report")]
    assert min(halves) >= 20
    for found in labels:
        paths = [path for path, _ in found.clauses]
        assert len(set(paths)) == len(paths), found.file


def test_a_broken_label_is_named(tmp_path: Path) -> None:
    (tmp_path / "tune.jsonl").write_text('{"file": "a.txt"}\n', encoding="utf-8")
    with pytest.raises(LabelError, match=r"tune\.jsonl:1"):
        read_labels(tmp_path)
    with pytest.raises(LabelError, match="no labelled documents"):
        read_labels(tmp_path / "none")


def test_without_the_documents_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="--data"):
        measure(tmp_path, laws=False, speed=False, say=lambda message: None)


@pytest.mark.real_data
def test_real_documents_are_read_as_labelled(shared: Path, tmp_path: Path) -> None:
    """The figures that the reader must keep, on the half that was not looked at and on gold."""
    found = measure(shared, laws=False, speed=False, say=lambda message: None)
    outline, metadata, gold = found["outline"]["report"], found["metadata"]["report"], found["gold"]
    assert outline["precision"] >= 0.98
    assert outline["recall"] >= 0.98
    assert outline["exact"] >= 0.85
    assert min(gold["title"], gold["issuer"], gold["number"]) >= 0.97
    assert min(metadata["date"], metadata["addressees"]) >= 0.95
    assert "precision" in as_text(found)
    written = write_report(tmp_path / "reading", found)
    assert written[0].read_text("utf-8") == as_markdown(found)
    assert json.loads(written[1].read_text("utf-8"))["outline"] == found["outline"]
