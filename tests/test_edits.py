"""A draft under repair: the text changes, the way back to the raw text stays right."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import clean
from corpus.edits import Draft, raw_offset
from corpus.notice import Cleaning, Run
from corpus.simplify import simplifier


def test_a_text_without_repairs_is_one_run() -> None:
    cleaned = Draft("第一条 本办法").cleaned()
    assert cleaned.runs == (Run(0, 0, 7),)
    assert cleaned.cleaning == ()


def test_deletion_splits_the_run_and_insertion_is_in_none() -> None:
    draft = Draft("一、总则&nbsp;二、任务")
    draft.replace([(4, 10, "\n")], "entities")
    cleaned = draft.cleaned()
    assert cleaned.text == "一、总则\n二、任务"
    assert cleaned.runs == (Run(0, 0, 4), Run(5, 10, 4))
    assert cleaned.cleaning == (Cleaning("entities", 1),)


def test_replacement_of_the_same_length_stays_in_its_run() -> None:
    draft = Draft("附件\u3000名单")
    draft.substitute(re.compile("\u3000"), " ")
    draft.respell("附件 名單", "respelt", 1)
    assert draft.cleaned().runs == (Run(0, 0, 5),)
    assert draft.cleaned().text == "附件 名單"


def test_repairs_one_after_the_other_lead_back_to_the_first_text() -> None:
    draft = Draft("甲xx乙yy丙")
    draft.substitute(re.compile("x+"), "")
    draft.substitute(re.compile("y+"), "，、")
    draft.replace([(0, 1, ""), (2, 2, "\n")])
    cleaned = draft.cleaned()
    assert cleaned.text == "乙\n，、丙"
    assert cleaned.runs == (Run(0, 3, 1), Run(2, 4, 3))
    assert [raw_offset(cleaned.runs, place) for place in range(6)] == [3, 4, 4, 5, 6, 7]


def test_a_match_that_stays_as_it_is_counts_for_nothing() -> None:
    draft = Draft("一二")
    assert draft.substitute(re.compile("[一二]"), lambda match: match[0], "nothing") == 0
    assert draft.cleaned().cleaning == ()


def test_everything_removed_leaves_no_run() -> None:
    draft = Draft("  ")
    draft.replace([(0, 2, "")])
    draft.replace([(0, 0, "甲")])
    assert draft.cleaned().runs == ()
    assert raw_offset((), 1) == 0


def test_respelling_must_keep_the_length() -> None:
    with pytest.raises(ValueError, match="length"):
        Draft("甲").respell("甲乙", "", 0)


# What repairs look for, so that they happen; the rest is any text at all.
DAMAGE = st.sampled_from(
    (
        "　|\r\n|\n| |&nbsp;|&amp;#8220;|\u200b|\ufeff|２０|Ａ|业(yè)|業(yè)|\uf0b7|\ufffd|— 3 —"
        "|打印|国 务 院|第一条　|（一）|一、|。|，|附件：1.|ä¸­|锛|相关链接"
        "|来源：某厅 浏览次数：3|\u2028|\x85|⼀|第 一 条|3"
    ).split("|")
)
RAW = st.lists(DAMAGE | st.text(max_size=8), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(RAW)
def test_runs_are_sorted_inside_both_texts_and_hold_the_same_characters(raw: str) -> None:
    cleaned = clean(raw)
    end = raw_end = 0
    for run in cleaned.runs:
        assert run.length > 0
        assert run.start >= end
        assert run.raw >= raw_end
        end, raw_end = run.start + run.length, run.raw + run.length
        for at in range(run.length):
            new, old = cleaned.text[run.start + at], raw[run.raw + at]
            assert new == old or _same_thing(old, new), (old, new)
    assert end <= len(cleaned.text)
    assert raw_end <= len(raw)


def _same_thing(old: str, new: str) -> bool:
    """Whether cleaning may have exchanged one for the other: blanks and line ends, full-width
    letters, radicals, boxes of symbol fonts, and characters that a scraper made Traditional."""
    if new in " \n":
        return old.isspace() or old in "\x85\u2028\u2029"
    return (
        unicodedata.normalize("NFKC", old) == new
        or "CJK RADICAL" in unicodedata.name(old, "")
        or simplifier()(old) == new
        or "\ue000" <= old <= "\uf8ff"
    )


@settings(max_examples=200, deadline=None)
@given(RAW)
def test_cleaned_text_has_no_blank_line_nor_odd_blank_and_is_valid(raw: str) -> None:
    text = clean(raw).text
    assert text.splitlines() == ([] if not text else text.split("\n"))
    assert all(line and line == line.strip() for line in text.splitlines())
    assert not re.search("  |[\t\u3000\u00a0\u200b\ufeff\x00]", text)
    text.encode("utf-8")
