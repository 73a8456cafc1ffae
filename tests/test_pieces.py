"""Hits -> the stretches that are read and their pieces; chances -> the runs that are quoted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.extractive import best_runs, trimmed
from service.answer.pieces import MOST, READ, WHOLE, cut, cut_pieces, stretches
from service.results import ClauseRef, Hit, NoticeRef

NOTICE = NoticeRef("甲", "通知", None, None, None, "a.txt", "official", None)


def hit(text: str, rank: int = 1, path: str = "一", passage: tuple[int, int] | None = None) -> Hit:
    clause = ClauseRef("甲", path, "", text, ())
    return Hit(rank, 0.5, NOTICE, clause, passage or (0, len(text)), ())


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in cut_pieces(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "由省质量协会牵头，各市配合，每年培训四期。",
            ["由省质量协会牵头，", "各市配合，", "每年培训四期。"],
        ),
        ("奖励分三档：一档1,000元；二档500元。", ["奖励分三档：", "一档1,000元；", "二档500元。"]),
        ("每天9:00至17:00受理，周末不受理。", ["每天9:00至17:00受理，", "周末不受理。"]),
        ("请于5月6日17：00前报送，逾期不候。", ["请于5月6日17：00前报送，", "逾期不候。"]),
        ("奖励1，000元，共3：名单附后", ["奖励1，000元，", "共3：", "名单附后"]),
        ("提出“质量第一，效益优先。”的要求", ["提出“质量第一，", "效益优先。”", "的要求"]),
        ("  \n", []),
        ("没有标点", ["没有标点"]),
    ],
)
def test_pieces_end_at_commas_and_stronger_signs_but_not_inside_numbers(
    text: str, expected: list[str]
) -> None:
    assert pieces(text) == expected


@given(st.text(alphabet="质量，。；：,:1 \n（）“”、", max_size=60))
def test_pieces_hold_all_of_a_text_but_blanks_in_order(text: str) -> None:
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())


def test_each_piece_knows_its_sentence() -> None:
    stretch = cut(hit("甲负责，乙配合。丙监督。"), 0, 12)
    assert stretch.sentence == (0, 0, 1)
    assert [stretch.text(place) for place in range(3)] == ["甲负责，", "乙配合。", "丙监督。"]


def test_a_short_clause_is_read_whole_and_once_a_long_one_by_its_passages() -> None:
    short = "省厅负责。" * 5
    long = "各市要抓好落实。" * (WHOLE // 8 + 1)
    found = stretches([
        hit(short, 1, passage=(0, 5)), hit(short, 2, passage=(5, 10)),
        hit(long, 3, "二", (0, 8)), hit(long, 4, "二", (8, 16)),
    ])  # fmt: skip
    assert [(s.hit.rank, s.pieces[0][0], s.pieces[-1][1]) for s in found] == [
        (1, 0, 25), (3, 0, 8), (4, 8, 16),
    ]  # fmt: skip


def test_only_the_first_hits_are_read_and_never_more_than_so_many_pieces() -> None:
    many = [hit(f"第{n}条规定。", n, str(n)) for n in range(1, READ + 5)]
    assert len(stretches(many)) == READ
    endless = [hit("一，" * (WHOLE // 2), n, str(n)) for n in range(1, 4)]
    assert sum(len(s.pieces) for s in stretches(endless)) <= MOST
    assert stretches([hit("   \n")]) == []


def test_an_endless_sentence_is_read_as_far_as_there_is_room() -> None:
    text = "各市要抓好，" * 2000
    (stretch,) = stretches([hit(text)])
    assert len(stretch.pieces) == len(stretch.sentence) == MOST


def brute_force(hoped: list[float], sizes: list[float], length: float) -> float:
    return max(
        2 * sum(hoped[a:b]) / (sum(sizes[a:b]) + length)
        for a in range(len(sizes))
        for b in range(a + 1, len(sizes) + 1)
    )


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.integers(1, 40)), min_size=1, max_size=8),
    st.floats(5, 200),
)
def test_the_best_run_has_the_highest_expected_f1_and_the_next_one_lies_beside_it(
    given_pieces: list[tuple[float, int]], length: float
) -> None:
    sizes = np.array([float(size) for _, size in given_pieces])
    hoped = np.array([chance * size for chance, size in given_pieces])
    runs = list(best_runs(hoped, sizes, length))
    assert runs[0][2] == pytest.approx(brute_force(hoped.tolist(), sizes.tolist(), length))
    taken = set(range(*runs[0][:2]))
    for a, b, value in runs[1:]:
        assert not taken & set(range(a, b))
        assert value <= runs[0][2] + 1e-9


def test_a_quote_ends_without_the_sign_that_leads_on() -> None:
    assert trimmed("每年12月1日前，") == "每年12月1日前"
    assert trimmed("奖励30万元。") == "奖励30万元。"
    assert trimmed("，") == "，"
