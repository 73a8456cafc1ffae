"""Whole laws rebuilt from their articles: each article is found with its text, none invented."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.laws import Article, check_laws, law_text, read_articles

ROWS = [
    Article("某省条例", "第一章 总则", "第一条", "为了规范管理，制定本条例。"),
    Article(
        "某省条例",
        "第一章 总则",
        "第二条",
        "下列企业适用本条例：\n（一）国有企业；\n（二）第三条规定的企业。",
    ),
    Article("某省条例", "第二章 附则", "第二条之一", "外国企业参照适用。\n本款另有规定的除外。"),
    Article("某省条例", "第二章 附则", "第三条", "本条例自公布之日起施行。"),
]


def write(path: Path, rows: list[Article]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row in rows:
            line = {"law": row.law, "chapter": row.chapter, "article": row.label, "text": row.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def test_law_is_rebuilt_with_chapters_where_they_change() -> None:
    assert law_text("某省条例", ROWS).split("\n")[:3] == [
        "某省条例",
        "第一章 总则",
        "第一条\u3000为了规范管理，制定本条例。",
    ]


def test_articles_are_read_back_with_everything_under_them() -> None:
    assert read_articles(law_text("某省条例", ROWS)) == [(row.label, row.text) for row in ROWS]


def test_figures_count_what_is_missed_and_what_is_invented(tmp_path: Path) -> None:
    odd = Article("某市条例", "", "第一条", "甲。\n第二条 乙。")
    figures = check_laws(write(tmp_path / "laws.gz", [*ROWS, odd]))
    assert (figures.laws, figures.articles, figures.found) == (2, 5, 5)
    assert (figures.missed, figures.invented, figures.exact_text) == (0, 1, 4)
    assert figures.worst == (("某市条例", 0, 1, 1),)


@pytest.mark.real_data
def test_every_article_of_three_hundred_laws_is_found(shared: Path) -> None:
    figures = check_laws(shared / "train" / "laws.jsonl.gz", limit=300)
    assert figures.laws == 300
    assert figures.missed == 0
    assert figures.exact_text >= figures.articles - 5
