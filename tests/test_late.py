"""Late interaction: each word of a question against its nearest word in a passage."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.encoders import load_encoder
from indexer.encoders.static import StaticEncoder
from service.late import Words

TEXTS = ["由省质量协会组织品牌培训。", "规划面积12平方公里。", "", "？？"]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    found = load_encoder()
    assert isinstance(found, StaticEncoder)
    return found


def by_hand(encoder: StaticEncoder, question: str, text: str) -> tuple[float, float]:
    asked, there = (encoder.tokens([one])[0] for one in (question, text))
    if not len(asked) or not len(there):
        return 0.0, 0.0
    rows, words = encoder.rows(asked), encoder.rows(there)
    weights = np.linalg.norm(rows, axis=1)
    cosines = (rows / weights[:, None]) @ (words / np.linalg.norm(words, axis=1)[:, None]).T
    best = cosines.max(axis=1)
    return float(best @ weights / weights.sum()), float(best.min())


@pytest.mark.parametrize("question", ["谁负责品牌培训", "who runs brand training", "？"])
def test_it_is_the_weighted_mean_of_the_best_cosines_and_the_worst(
    encoder: StaticEncoder, question: str
) -> None:
    mean, worst = Words(encoder).nearest(question, TEXTS)
    expected = [by_hand(encoder, question, text) for text in TEXTS]
    assert mean == pytest.approx([m for m, _ in expected], abs=1e-5)
    assert worst == pytest.approx([w for _, w in expected], abs=1e-5)


def test_a_passage_with_the_words_themselves_is_nearest(encoder: StaticEncoder) -> None:
    mean, worst = Words(encoder).nearest("品牌培训", TEXTS)
    assert mean[0] == pytest.approx(1.0, abs=1e-5)
    assert worst[0] == pytest.approx(1.0, abs=1e-5)
    assert mean[1] < 0.5


def test_words_are_remembered_and_forgotten_without_changing_what_is_found(
    encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Words(encoder)
    first = words.nearest("品牌培训", TEXTS)
    again = words.nearest("品牌培训", TEXTS[::-1])
    assert again[0][::-1] == pytest.approx(first[0])
    monkeypatch.setattr("service.late.REMEMBERED", 2)
    full = words.nearest("品牌培训", [*TEXTS, "新的一段。"])
    assert full[0][:4] == pytest.approx(first[0])
