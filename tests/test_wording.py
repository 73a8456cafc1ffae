"""A question's words -> the forms in which a text may say them."""

from __future__ import annotations

import pytest

from indexer.synonyms import synonyms
from service.switches import make_switches
from service.wording import language_of, terms_of


def forms(text: str, off: tuple[str, ...] = ()) -> dict[str, dict[str, float]]:
    terms = terms_of(text, language_of(text), make_switches(off))
    return {term.text: dict(term.forms) for term in terms}


@pytest.mark.parametrize(
    ("everyday", "official"),
    [("补贴", "补助"), ("员工", "职工"), ("孩子", "儿童"), ("复查", "复核"), ("老人", "老年人")],
)
def test_word_brings_those_of_the_same_meaning(everyday: str, official: str) -> None:
    found = forms(f"{everyday}怎么办")[everyday]
    assert found[everyday] == 1
    assert 0 < found[official] < 1


def test_word_without_a_sure_synonym_stands_alone() -> None:
    assert synonyms("上海") == ()
    assert forms("上海") == {"上海": {"上海": 1.0}}


def test_word_of_taiwan_is_also_looked_for_as_on_the_mainland() -> None:
    assert forms("軟體補助")["软体"]["软件"] == 0.9
    assert "软件" not in forms("软体补助")["软体"]


def test_latin_word_in_a_chinese_question_is_translated_beside() -> None:
    found = forms("SME 补贴 2020")
    assert found["sme"]["sme"] == 1
    assert 0 < found["sme"]["中小企业"] < 1
    assert "2020" in found


def test_each_part_can_be_switched_off() -> None:
    assert forms("补贴", ("synonyms",)) == {"补贴": {"补贴": 1.0}}
    assert forms("brand training", ("translate",)) == {
        "brand": {"brand": 1.0},
        "training": {"training": 1.0},
    }
