"""Articles of law, one a line -> whole laws read by the outline, compared article by article."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from corpus.notice import numeral_path
from corpus.outline import outline

ARTICLE = re.compile(r"(?P<label>第[^/~]+条(?:之[^/~]+)?)(?:~\d+)?")
WORST = 10


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the data give it; `text` may have several lines."""

    law: str
    chapter: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class LawFigures:
    """How many articles were found under their numeral, and with exactly their text.

    `invented` are articles that the outline has and the data do not. `worst` names the laws with
    the most errors: law, missed, invented, texts that differ.
    """

    laws: int
    articles: int
    found: int
    missed: int
    invented: int
    exact_text: int
    worst: tuple[tuple[str, int, int, int], ...]


def check_laws(path: Path, limit: int | None = None) -> LawFigures:
    """Reads the first `limit` laws of the file (all without a limit) and compares."""
    laws = articles = found = invented = exact = 0
    errors: list[tuple[str, int, int, int]] = []
    for name, rows in islice(_laws(path), limit):
        ours = read_articles(law_text(name, rows))
        gold = Counter(numeral_path(row.label) for row in rows)
        labels = Counter(label for label, _ in ours)
        same = sum((gold & labels).values())
        texts = Counter((numeral_path(row.label), row.text.strip()) for row in rows)
        right = sum((texts & Counter(ours)).values())
        laws += 1
        articles += len(rows)
        found += same
        invented += len(ours) - same
        exact += right
        if len(rows) - same or len(ours) - same or same - right:
            errors.append((name, len(rows) - same, len(ours) - same, same - right))
    errors.sort(key=lambda error: -sum(error[1:]))
    return LawFigures(
        laws, articles, found, articles - found, invented, exact, tuple(errors[:WORST])
    )


def law_text(name: str, rows: list[Article]) -> str:
    """The law as it is printed: title, chapter headings where they change, articles."""
    lines, chapter = [name], ""
    for row in rows:
        if row.chapter and row.chapter != chapter:
            lines.append(row.chapter)
            chapter = row.chapter
        lines.append(f"{row.label}\u3000{row.text}")
    return "\n".join(lines)


def read_articles(text: str) -> list[tuple[str, str]]:
    """Label and words of each article of the outline, with everything under it joined."""
    articles: list[tuple[str, list[str]]] = []
    open_path = None
    for clause in outline(text).clauses:
        match = ARTICLE.fullmatch(clause.path)
        if match:
            open_path = clause.path
            articles.append((match["label"], [clause.text]))
        elif open_path and clause.path.startswith(open_path + "/"):
            articles[-1][1].append(clause.text)
        else:
            open_path = None
    return [(label, _words("".join(pieces))) for label, pieces in articles]


def _words(text: str) -> str:
    """An article without its numeral, which ends at the first blank after 条."""
    return text.partition("\u3000")[2].strip()


def _laws(path: Path) -> Iterator[tuple[str, list[Article]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        for name, group in groupby(rows, key=lambda row: row["law"]):
            yield (
                str(name),
                [Article(r["law"], r["chapter"] or "", r["article"], r["text"]) for r in group],
            )
