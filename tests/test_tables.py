"""Dictionary, sentence pairs and texts -> the tables that questions are looked up with."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")

from indexer.english import bases, phrase, words_of
from indexer.pinyin import homophones, spelled
from indexer.train import pinyin, synonyms, translations
from indexer.train.align import Pair, align
from indexer.train.company import company
from indexer.train.near import near_words
from indexer.train.senses import phrase_of, senses, shares

MODEL = translations.MODEL


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    entries = [
        ("教师", "jiao4 shi1", "teacher"),
        ("老师", "lao3 shi1", "teacher"),
        ("河港", "He2 gang3", "Hegang, port on a river"),
        ("擦亮", "ca1 liang4", "to polish"),
        ("波兰语", "Bo1 lan2 yu3", "Polish (language)"),
        ("质量标准", "zhi4 liang4 biao1 zhun3", "quality standard"),
    ]
    write_rows(
        tmp_path / "cedict.jsonl.gz",
        [{"simplified": zh, "pinyin": spoken, "english": en} for zh, spoken, en in entries],
    )
    write_rows(
        tmp_path / "tatoeba.jsonl.gz",
        [
            {"en": "The teacher reads books.", "zh": "老师读书。"},
            {"en": "The teacher sleeps at home.", "zh": "老师在家睡觉。"},
            {"en": "Children sleep at home.", "zh": "孩子在家睡觉。"},
        ]
        * 3,
    )
    laws = [f"学校的{who}应当执行质量标准。" for who in ("教师", "老师")] * 70
    write_rows(
        tmp_path / "laws.jsonl.gz",
        [
            {"law": f"某市条例{n}", "chapter": "", "article": "第一条", "text": law}
            for n, law in enumerate(laws)
        ],
    )
    write_rows(
        tmp_path / "news.jsonl.gz", [{"text": "今天天气很好。" * 4_000 + "工人擦亮窗户。" * 5}]
    )
    return tmp_path


def test_words_that_stand_together_are_aligned() -> None:
    pairs = [
        Pair(["red", "house"], ["红", "房子"]),
        Pair(["red", "flower"], ["红", "花"]),
        Pair(["white", "house"], ["白", "房子"]),
        Pair(["white", "flower"], ["白", "花"]),
    ] * 3
    table = align(pairs)
    assert {word: max(found, key=lambda w: found[w]) for word, found in table.items() if found} == {
        "red": "红", "white": "白", "house": "房子", "flower": "花",
    }  # fmt: skip
    assert all(0 <= sum(found.values()) <= 1 + 1e-9 for found in table.values())


@pytest.mark.parametrize(
    ("sense", "words"),
    [
        ("to be responsible for sth", ["responsible", "for"]),
        ("Warsaw, capital of Poland", ["Warsaw"]),
        ("(computing) cloud storage", ["cloud", "storage"]),
        ("Zhanjiang prefecture level city in Guangdong", ["Zhanjiang"]),
        ("variant of 台[tai2]", []),
        ("a very long explanation that nobody would look up", []),
    ],
)
def test_sense_is_cut_to_what_may_be_looked_up(sense: str, words: list[str]) -> None:
    assert phrase_of(sense) == words


def test_usual_word_has_the_larger_share(data: Path) -> None:
    found = shares(senses(data), {"老师": 900, "教师": 10})
    assert found["teacher"]["老师"] > found["teacher"]["教师"]
    assert sum(found["teacher"].values()) == pytest.approx(1)
    assert "Polish" in found
    assert "polish" in found


def test_translation_table_is_sorted_with_worths_of_one_digit(data: Path) -> None:
    lines = translations.table(data, MODEL)
    assert lines == sorted(lines)
    entries = dict(line.split("\t") for line in lines)
    assert entries["teacher"].startswith("老师9")
    assert "教师" in entries["teacher"]
    assert entries["Polish"] == "波兰语9"
    assert "擦亮" in entries["polish"]
    assert "quality standard" in entries


def test_words_of_like_company_and_sense_are_synonyms(data: Path) -> None:
    lines = dict(line.split("\t") for line in synonyms.table(data, MODEL, least_used=1))
    assert lines["教师"].startswith("老师")
    assert "上海" not in lines


@pytest.mark.parametrize(
    ("near", "like", "english", "expected"),
    [(0.2, 0.9, 0.9, 0.0), (0.9, 0.1, 0.0, 0.0), (0.6, 0.4, 0.25, 1.3)],
)
def test_pair_needs_company_and_something_else(
    near: float, like: float, english: float, expected: float
) -> None:
    assert synonyms.score("员工", "雇主", near, like, english) == pytest.approx(expected)
    assert synonyms.score("补贴", "岗位补贴", 0.9, 0.9, 0.9) == 0


def test_words_in_the_same_places_keep_the_same_company() -> None:
    texts = [f"我{verb}了一个{thing}" for verb in ("买", "卖") for thing in ("苹果", "橙子")] * 9
    texts += ["他们昨天在学校里开会讨论问题"] * 9
    found = company(texts, least=1)
    rows = dict(zip(found.words, found.rows, strict=True))
    assert np.allclose(np.linalg.norm(found.rows, axis=1), 1, atol=1e-5)
    assert rows["苹果"] @ rows["橙子"] > rows["苹果"] @ rows["学校"]


def test_near_words_are_chinese_and_not_the_word_itself() -> None:
    found = near_words(MODEL, ["earthquake", "质量", "qwrtz"])
    assert "地震" in found["earthquake"]
    assert "质量" not in found.get("质量", {})
    assert "qwrtz" not in found


def test_character_is_listed_under_its_usual_reading(data: Path) -> None:
    assert "shi\t师" in pinyin.table(data)
    assert spelled("国办发A") == "guobanfaA"
    assert "培" in homophones("陪")
    assert "陪" not in homophones("陪")


def test_english_words_and_their_bases() -> None:
    assert words_of("The city’s supply-chain, 2020.") == ["The", "city", "supply", "chain", "2020"]
    assert phrase("Supply-Chain ") == "supply chain"
    assert bases("cities")[0] == "city"
    assert "run" in bases("running")
    assert bases("won") == ["win"]
    assert bases("city") == []
