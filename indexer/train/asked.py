"""asked.tsv and the training data -> questions in everyday words with the passages they ask for.

The file holds questions that people would ask of articles of law, paragraphs of work reports and
public services, in Chinese and English, and keys of these passages; the texts are in the data.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.train.text import read_rows, simplify, tidy

ASKED = Path(__file__).with_name("asked.tsv")
NEIGHBOURS = 3  # articles of the same law that are not asked for: hard negatives
LONGEST = 230  # characters of a passage, as the writers of the questions saw it
_FIELDS = ("accept_standard", "handle_time_limit", "handle_location", "DEPT_NAME", "consult_phone")


@dataclass(frozen=True, slots=True)
class Asked:
    """`questions` ask for the first passage; `others` are of the same document."""

    title: str
    passage: str
    questions: tuple[str, ...]
    others: tuple[str, ...] = ()


def read_asked(path: Path = ASKED) -> dict[tuple[str, str], list[str]]:
    """(source, key) -> questions."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, key, question = line.split("\t")
            found.setdefault((source, key), []).append(question)
    return found


def asked_passages(data: Path, path: Path = ASKED) -> Iterator[Asked]:
    """Every passage of the data that the file has questions for; others are left out."""
    questions = read_asked(path)
    yield from _laws(data, questions)
    for row in read_rows(data / "reports.jsonl.gz"):
        for paragraph in re.split(r"\n+", simplify(row["text"])):
            passage = paragraph.strip()[:LONGEST]
            key = f"{row['title']}#{hashlib.sha256(passage.encode()).hexdigest()[:10]}"
            found = questions.get(("reports", key))
            if found:
                yield Asked(simplify(row["title"]), passage, tuple(found))
    for row in read_rows(data / "services.jsonl.gz"):
        found = questions.get(("services", row["TASK_NAME"]))
        if found:
            fields = [tidy(str(row[name]))[:110] for name in _FIELDS if row.get(name)]
            yield Asked(row["TASK_NAME"], " ".join(fields), tuple(found))


def _laws(data: Path, questions: dict[tuple[str, str], list[str]]) -> Iterator[Asked]:
    rows = list(read_rows(data / "laws.jsonl.gz"))
    for place, row in enumerate(rows):
        found = questions.get(("laws", f"{row['law']}#{row['article']}"))
        if found:
            around = [*range(place - NEIGHBOURS, place), *range(place + 1, place + 1 + NEIGHBOURS)]
            others = [
                rows[at]["text"][:LONGEST]
                for at in around
                if 0 <= at < len(rows) and rows[at]["law"] == row["law"]
            ]
            yield Asked(row["law"], row["text"].strip(), tuple(found), _nearest(others))


def _nearest(others: Sequence[str]) -> tuple[str, ...]:
    return tuple(others[len(others) // 2 - NEIGHBOURS // 2 :][:NEIGHBOURS])
