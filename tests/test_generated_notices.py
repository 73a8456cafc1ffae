"""The rules on the bundled notices: their own sentences are kept, changed ones are removed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from corpus.load import BUNDLED, read_notice
from corpus.numerals import numeral_at
from indexer.text import sentences
from service.answer.generated.check import checked
from service.answer.generated.names import BODY
from service.answer.generated.prompt import Source
from service.results import ClauseRef, NoticeRef

DIGITS = "一二三四五六七八九"
BODIES = ("财政厅", "商务局", "质量协会", "科学院", "国资委")
ARABIC = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=[%万亿元家个年月日项户名期])")
CHINESE = re.compile(rf"[{DIGITS}](?=[家年月日项户期批届万十百])")


@pytest.fixture(scope="module")
def found() -> list[tuple[str, Source]]:
    """(sentence, its clause)"""
    return [(text, source) for source in bundled() for text in whole(source.text)]


def bundled() -> Iterator[Source]:
    for file in sorted(BUNDLED.glob("*.txt")):
        notice = read_notice(file)
        ref = NoticeRef(
            notice.id, notice.title, notice.issuer, notice.number, notice.date, "", "", None
        )
        for one in notice.clauses:
            clause = ClauseRef(notice.id, one.path, one.heading, one.text, one.headings)
            yield Source(1, ref, clause, 0, len(one.text))


def whole(text: str) -> list[str]:
    stripped = (text[start:end].strip().rstrip("。；;！？") for start, end in sentences(text))
    return [one for one in stripped if len(one) >= 8 and "\n" not in one]


def kept(changed: list[tuple[str, Source]]) -> float:
    assert len(changed) >= 40
    return sum(checked(f"{text}[1]。", [source]).kept for text, source in changed) / len(changed)


def test_sentences_of_a_clause_are_kept(found: list[tuple[str, Source]]) -> None:
    assert len(found) > 900
    assert kept(found) >= 0.999


def test_changed_numbers_and_dates_are_removed(found: list[tuple[str, Source]]) -> None:
    chance = random.Random(1)
    changed = []
    for text, source in found:
        places = list(ARABIC.finditer(text))
        if places:
            place = chance.choice(places)
            last = (int(place[0][-1]) + chance.randint(1, 8)) % 10
            other = place[0][:-1] + str(last)
            changed.append((text[: place.start()] + other + text[place.end() :], source))
    assert kept(changed) <= 0.03


def test_changed_chinese_numerals_are_removed(found: list[tuple[str, Source]]) -> None:
    chance = random.Random(1)
    changed = []
    for text, source in found:
        places = [] if numeral_at(text, 0) else list(CHINESE.finditer(text))
        if places:
            place = chance.choice(places)
            other = chance.choice([digit for digit in DIGITS[1:] if digit != place[0]])
            changed.append((text[: place.start()] + other + text[place.end() :], source))
    assert kept(changed) <= 0.05


def test_changed_bodies_are_removed(found: list[tuple[str, Source]]) -> None:
    chance = random.Random(1)
    changed = []
    for text, source in found:
        places = list(BODY.finditer(text))
        if places:
            place = chance.choice(places)
            before = text[: max(0, place.start() - 2)]
            changed.append((before + chance.choice(BODIES) + text[place.end() :], source))
    assert kept(changed) <= 0.03
