"""An English question -> Chinese words to look for."""

from __future__ import annotations

import pytest

from indexer.translate import LEARNED, translate


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
    found = forms("pilot")["pilot"]
    assert found.index("试点") < found.index("驾驶")


def test_word_outside_the_glossary_gets_near_words_of_lower_worth() -> None:
    (found,) = translate("earthquake")
    assert "地震" in [form for form, _ in found.forms]
    assert all(worth < 1 for _, worth in found.forms)


def test_name_is_told_from_the_word_by_its_capital() -> None:
    assert "波兰语" in forms("the Polish city")["polish"]
    assert "擦亮" in forms("how to polish a table")["polish"]


@pytest.mark.parametrize(
    ("word", "chinese"),
    [("Warsaw", "华沙"), ("oxygen", "氧气"), ("won", "赢得"), ("cities", "城市")],
)
def test_learned_table_knows_names_and_inflected_words(word: str, chinese: str) -> None:
    assert chinese in forms(word)[word.lower()]


def test_worths_fall_from_the_usual_word_to_the_rare_one() -> None:
    for found in translate("teachers build a museum for the ministry of education"):
        worths = [worth for _, worth in found.forms]
        assert worths == sorted(worths, reverse=True)
        assert all(0 < worth <= 1 for worth in worths)
        assert len(worths) <= 6


def test_tables_are_small_and_read_in_no_time() -> None:
    folder = LEARNED.parent
    assert LEARNED.stat().st_size < 800_000
    assert (folder / "synonyms.tsv.gz").stat().st_size < 400_000


def test_unknown_word_and_chinese_are_left_out() -> None:
    assert translate("qwrtzpsdfg") == []
    assert translate("品牌培训") == []
