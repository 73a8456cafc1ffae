"""JSON lines written by people who read the raw documents -> what a reader should find in them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError

FOLDER = Path(__file__).resolve().parent.parent / "sets" / "corpus"
CUT = "…"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document: `clauses` are (path, first characters), `fields` the metadata as labelled."""

    file: str
    split: str
    clauses: tuple[tuple[str, str], ...]
    fields: dict[str, Any]


def read_labels(folder: Path = FOLDER) -> list[Labelled]:
    """All labelled documents, both splits. LabelError names a line that is not as it should be."""
    labels = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                clauses = tuple((path_, start) for path_, start in row["clauses"])
                labels.append(Labelled(row["file"], row["split"], clauses, row))
            except (ValueError, KeyError, TypeError) as error:
                raise LabelError(
                    f"{path.name}:{number}: not a labelled document ({error})"
                ) from None
    if not labels:
        raise LabelError(f"{folder}: holds no labelled documents")
    return labels


def read_gold(notices: Path) -> dict[str, dict[str, str]]:
    """file -> title, issuer, number as the publishers' own pages state them (meta.jsonl)."""
    gold = {}
    for path in sorted(notices.glob("*/meta.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            gold[f"{path.parent.name}/{row['file']}"] = row
    return gold


def digest(labels: list[Labelled]) -> str:
    """sha256 over the labels and the documents that they are of."""
    text = "\n".join(
        json.dumps(label.fields, ensure_ascii=False, sort_keys=True) for label in labels
    )
    return hashlib.sha256(text.encode()).hexdigest()
