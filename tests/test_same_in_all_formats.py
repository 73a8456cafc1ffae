"""One notice in every format is one notice: the same outline, clauses and metadata."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.load import parse, read_raw
from corpus.notice import CLOSING, PREAMBLE, Notice
from tests.fixtures.one_notice import ADDRESSEES, DATE, FORMATS, ISSUER, NUMBER, TITLE

PATHS = [
    "一",
    "二",
    "二/(一)",
    "二/(二)",
    "二/(二)/1.",
    "二/(二)/2.",
    "二/(二)/2./(1)",
    "二/(二)/2./(2)",
    "二/(三)",
    "三",
    "三/(一)",
    "三/(二)",
    "三/(三)",
    "四",
    "附件",
    "附件/第一条",
    "附件/第二条",
    "附件/第三条",
    "附件/第三条/(一)",
    "附件/第三条/(二)",
    "附件/第四条",
]
HEADINGS = {
    "一": "总体要求",
    "二/(一)": "基本条件",
    "二/(二)": "标准水平",
    "三/(一)": "企业申报",
    "附件/第四条": "",
}


@cache
def read(name: str) -> Notice:
    return parse(read_raw(FORMATS[name](), name), name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_outline_is_the_same(name: str) -> None:
    headings = {clause.path: clause.heading for clause in read(name).clauses}
    assert [path for path in headings if path not in (PREAMBLE, CLOSING)] == PATHS
    assert headings.items() >= HEADINGS.items()
    assert headings == {clause.path: clause.heading for clause in read("notice.txt").clauses}


@pytest.mark.parametrize("name", FORMATS)
def test_the_clauses_say_the_same(name: str) -> None:
    """Word for word; in the head, a web page may print the title in one line."""
    texts = {clause.path: clause.text for clause in read("notice.txt").clauses}
    found = {clause.path: clause.text for clause in read(name).clauses}
    head = found.pop("preamble"), texts.pop("preamble")
    assert found == texts
    assert "".join(head[0].split()) == "".join(head[1].split())


@pytest.mark.parametrize("name", FORMATS)
def test_the_metadata_are_the_same(name: str) -> None:
    notice = read(name)
    assert (notice.title, notice.number, notice.issuer, notice.date, notice.addressees) == (
        TITLE,
        NUMBER,
        ISSUER,
        DATE,
        ADDRESSEES,
    )
    assert notice.id == NUMBER
