"""An English question -> Chinese words to look for."""

from __future__ import annotations

import pytest

from indexer.translate import translate


def forms(text: str) -> dict[str, list[str]]:
    return {found.text: [form for form, _ in found.forms] for found in translate(text)}


def test_longest_glossary_phrase_wins() -> None:
    found = forms("who submits the annual summary")
    assert "年度总结" in found["annual summary"]
    assert "annual" not in found


@pytest.mark.parametrize("word", ["pilot", "pilots"])
def test_plural_is_found_as_its_singular(word: str) -> None:
    assert "试点" in forms(f"brand {word}")[word]


def test_policy_sense_comes_before_the_everyday_one() -> None:
    assert "驾驶" not in forms("pilot")["pilot"]


def test_word_outside_the_glossary_gets_near_words_of_lower_worth() -> None:
    (found,) = translate("earthquake")
    assert "地震" in [form for form, _ in found.forms]
    assert all(worth < 1 for _, worth in found.forms)


def test_unknown_word_and_chinese_are_left_out() -> None:
    assert translate("qwrtzpsdfg") == []
    assert translate("品牌培训") == []
