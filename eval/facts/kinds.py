"""Questions labelled with what they ask for -> how often kind_of says the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError
from service.kinds import KINDS, kind_of

LABELS = Path(__file__).resolve().parent.parent / "sets" / "kinds.tsv"
HALVES = ("tune", "report")  # the rules were made with tune before them, report is what counts
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as typed, what it asks for, and its half."""

    text: str
    kind: str
    language: str
    half: str


def read_asked(path: Path = LABELS) -> list[Asked]:
    """All labelled questions, both halves. LabelError names a line that is not as it should be."""
    asked = []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            one = Asked(*(row.get(name) or "" for name in ("text", "kind", "lang", "half")))
            known = one.kind in KINDS and one.language in LANGUAGES and one.half in HALVES
            if not one.text or not known:
                raise LabelError(
                    f"{path.name}:{rows.line_num}: not kind, lang, half, text; "
                    f"kinds are {', '.join(KINDS)}"
                )
            asked.append(one)
    return asked


def measure_kinds(asked: Sequence[Asked] | None = None) -> dict[str, Any]:
    """Accuracy over all, then by half, by language, and by kind within these.

    {"all": FIGURES, "tune": {"all": FIGURES, "zh": FIGURES, "en": FIGURES}, "report": ...}
    """
    questions = read_asked() if asked is None else asked
    said = [(one, kind_of(one.text, one.language)) for one in questions]
    found: dict[str, Any] = {"all": figures(said)}
    for half in HALVES:
        mine = [pair for pair in said if pair[0].half == half]
        found[half] = {"all": figures(mine)}
        for language in LANGUAGES:
            found[half][language] = figures([p for p in mine if p[0].language == language])
    return found


def figures(said: Sequence[tuple[Asked, str]]) -> dict[str, Any]:
    """How many questions, what share is right; by kind how many ask for it, how many of these are
    right, and how many were taken for it. `accuracy` is None without questions."""
    right = sum(one.kind == kind for one, kind in said)
    return {
        "questions": len(said),
        "accuracy": right / len(said) if said else None,
        "kinds": {
            name: {
                "questions": sum(one.kind == name for one, _ in said),
                "right": sum(one.kind == name == kind for one, kind in said),
                "taken": sum(kind == name for _, kind in said),
            }
            for name in KINDS
        },
    }
