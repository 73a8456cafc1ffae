"""Cleaning takes time and memory in proportion to the text, also for texts meant to slow it."""

from __future__ import annotations

import time
import tracemalloc

import pytest

import corpus.clean
from corpus.edits import Draft

SENTENCES = (
    "　　各市主管部门要加强组织领导，完善工作机制，推动企业建立质量管理体系，\n"
    "　　（一）培育标杆。到2025年培育标杆企业100家，总结推广典型经验。&nbsp;\n\n"
)
MEGABYTE = 1_000_000


def seconds(raw: str) -> float:
    """Processor time of all steps; restoring line breaks has tests of its own."""
    start = time.process_time()
    draft = Draft(raw)
    for step in corpus.clean.STEPS:
        step(draft)
    draft.cleaned()
    return time.process_time() - start


def test_five_megabytes_of_ordinary_text_take_under_two_seconds() -> None:
    raw = SENTENCES * (5 * MEGABYTE // len(SENTENCES.encode()))
    assert min(seconds(raw) for _ in range(2)) < 2  # 0.4 on an idle machine


HOSTILE = (
    " |&|（|《|“|通|\n|1\n|甲乙\n|&nbsp;|é|锛|打印| \n|国 |（一）|a  |相关链接\n|\r|\uf0b7|第 "
    "|字体 |首页>|《（|- 1 - |(ā)|一、|①|\u200b|⼀|Ａ|。；|ä¸|【打印】【"
).split("|")


@pytest.mark.parametrize("piece", [*HOSTILE, "|", "|\n"])
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    small = piece * (MEGABYTE // 4 // len(piece.encode()))
    assert seconds(small * 4) < 4  # 0.03 to 2; what is quadratic takes minutes
    assert seconds("甲" + small * 4 + "乙") < 4


def test_memory_stays_under_five_times_the_text() -> None:
    raw = SENTENCES * (2 * MEGABYTE // len(SENTENCES.encode()))
    tracemalloc.start()
    seconds(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * len(raw.encode())
