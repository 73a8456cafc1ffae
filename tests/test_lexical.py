"""BM25 over bigrams and words: what is found, in which order, within which notices."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from indexer.lexical import FIELDS, Lexical, LexicalQuery, Posting, Term, write_postings
from indexer.text import bigrams

TEXTS = [
    "鼓励质量协会开展首席质量官和品牌培训。",
    "湛江、中山市开展产业链协同创新试点。",
    "各市于12月1日前报送年度总结。",
    "按GB/T 9704执行，建设5G基站，通过ISO9001认证。",
    "推广QC小组等先进质量管理方法。",
    "加强组织领导。",
    "加强组织领导。",
    "Brand training is run by the quality association.",
]
ALL = {"grams": 1.0, "words": 0.5}


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    folder = tmp_path_factory.mktemp("lexical") / "postings"
    contexts = ["品牌工作", "试点", "报送", "标准", "方法", "保障", "保障", "English"]
    write_postings(
        folder,
        folder.with_name("notices"),
        (
            Posting(row, row // 2, text, (context,))
            for row, (text, context) in enumerate(zip(TEXTS, contexts, strict=True))
        ),
    )
    return Lexical(folder)


def scores(lexical: Lexical, query: LexicalQuery) -> np.ndarray:
    """The score of every row; 0 where no term is found."""
    out = np.zeros(len(TEXTS))
    rows, values = lexical.search(query, len(TEXTS))
    out[rows] = values
    return out


def found(lexical: Lexical, text: str, weights: dict[str, float] | None = None) -> list[int]:
    rows, _ = lexical.search(LexicalQuery.of(text, weights or ALL), 10)
    return [int(row) for row in rows]


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("谁负责品牌培训", 0),
        ("誰負責品牌培訓", 0),
        ("哪些城市开展产业链协同创新试点", 1),
        ("年度总结什么时候报送", 2),
        ("5G基站", 3),
        ("gb/t 9704", 3),
        ("ＧＢ／Ｔ９７０４", 3),
        ("ISO 9001", 3),
        ("qc小组", 4),
        ("who runs BRAND training", 7),
    ],
)
def test_the_clause_that_says_it_is_first(lexical: Lexical, query: str, row: int) -> None:
    assert found(lexical, query)[0] == row


def test_what_no_clause_says_finds_nothing(lexical: Lexical) -> None:
    rows, scores = lexical.search(LexicalQuery.of("月球补贴", ALL), 10)
    assert (rows.tolist(), scores.tolist()) == ([], [])
    assert rows.dtype == np.int64
    assert scores.dtype == np.float32


@pytest.mark.parametrize("text", ["", "，。！", 'AND OR "(', "*:* grams:*", "\x00", "🙂"])
def test_no_text_is_read_as_query_language(lexical: Lexical, text: str) -> None:
    assert found(lexical, text) == []


def test_equal_scores_come_in_row_order(lexical: Lexical) -> None:
    rows, scores = lexical.search(LexicalQuery.of("加强组织领导", ALL), 10)
    assert rows.tolist() == [5, 6]
    assert scores[0] == scores[1]
    assert lexical.search(LexicalQuery.of("加强组织领导", ALL), 1)[0].tolist() == [5]


def test_a_score_is_bm25(lexical: Lexical) -> None:
    """k1 1.2, b 0.75, as tantivy computes it; field lengths of up to 40 terms are kept exactly."""
    lengths = [len(bigrams(text)) for text in TEXTS]
    holding = sum("组织" in bigrams(text) for text in TEXTS)
    idf = math.log(1 + (len(TEXTS) - holding + 0.5) / (holding + 0.5))
    norm = 1.2 * (1 - 0.75 + 0.75 * lengths[5] / (sum(lengths) / len(lengths)))
    query = LexicalQuery((Term("grams", "组织"),))
    rows, scores = lexical.search(query, 10)
    assert rows.tolist() == [5, 6]
    assert scores[0] == pytest.approx(idf * 2.2 / (1 + norm), rel=1e-5)


def test_scores_of_fields_are_summed_with_their_weights(lexical: Lexical) -> None:
    text = "品牌培训工作"
    parts = {field: scores(lexical, LexicalQuery.of(text, {field: 1.0})) for field in FIELDS}
    weights = {"grams": 1.0, "words": 0.5, "context_grams": 0.3, "context_words": 2.0}
    both = scores(lexical, LexicalQuery.of(text, weights))
    expected = sum(weights[field] * parts[field] for field in FIELDS)
    np.testing.assert_allclose(both, expected, rtol=1e-5)
    assert parts["context_grams"].tolist()[1:] == [0.0] * 7
    assert parts["context_grams"][0] > 0


def test_only_allowed_notices_are_searched(lexical: Lexical) -> None:
    query = LexicalQuery.of("加强质量管理，开展培训", ALL)
    everywhere = lexical.search(query, 10)
    assert everywhere[0].tolist()[0] in (0, 4)
    rows, scores = lexical.search(query, 10, [2, 3])
    kept = [row in (4, 5, 6, 7) for row in everywhere[0].tolist()]
    assert rows.tolist() == everywhere[0][kept].tolist()
    np.testing.assert_allclose(scores, everywhere[1][kept], rtol=1e-6)
    assert lexical.search(query, 10, [])[0].size == 0


def test_many_allowed_notices_are_searched_as_few_are(lexical: Lexical) -> None:
    query = LexicalQuery.of("开展培训", ALL)
    few = lexical.search(query, 10, [0, 1])
    many = lexical.search(query, 10, [0, 1, *range(100, 500)])
    assert few[0].tolist() == many[0].tolist() == [0, 1]
    np.testing.assert_array_equal(few[1], many[1])


def test_postings_without_passages_can_be_searched(tmp_path: Path) -> None:
    write_postings(tmp_path / "postings", tmp_path / "notices", [])
    assert found(Lexical(tmp_path / "postings"), "品牌培训") == []
