"""Years and batches that a question names agree with a notice, contradict it, or say nothing."""

from __future__ import annotations

import pytest

from service.figures import agreement, ordinals_of, years_of


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019年部分节假日安排", {2019}),
        ("19年过年前哪两天补班", {2019}),
        ("(2022-2025年)", {2022, 2025}),
        ("电话020-20191234", set()),
        ("规划面积12平方公里", set()),
        ("annual plan 2021", {2021}),
    ],
)
def test_years(text: str, years: set[int]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第十五批火灾隐患重点地区", {15}),
        ("第3届博览会", {3}),
        ("15th batch of fire hazards", {15}),
        ("第十五条", set()),
    ],
)
def test_ordinals(text: str, numbers: set[int]) -> None:
    assert ordinals_of(text) == numbers


def test_agreement_is_1_for_the_same_minus_1_for_others_0_without_any() -> None:
    asked = frozenset({2023})
    assert agreement(asked, frozenset({2023, 2025})) == 1
    assert agreement(asked, frozenset({2021}), frozenset({2023})) == 1
    assert agreement(asked, frozenset({2021}), frozenset()) == -1
    assert agreement(asked, frozenset(), frozenset()) == 0
    assert agreement(frozenset(), frozenset({2021})) == 0
