"""Clauses labelled by hand, real notices -> how many stated values are found and read right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError, PathError
from corpus.load import load
from corpus.notice import Notice
from eval.facts.score import Score, total
from indexer.facts import KINDS, Value
from indexer.facts.values import values_in

LABELS = Path(__file__).resolve().parent.parent / "sets" / "values" / "labels.jsonl"
SPLITS = ("tune", "report")
# Printed thirds and labelled 33.33 are the same share.
CLOSE = 1e-3


@dataclass(frozen=True, slots=True)
class Labelled:
    """One clause: the values that a person read in it, without their places."""

    notice: str
    path: str
    split: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause: values found under the right kind and place, and of those the ones read right."""

    split: str
    score: Score
    kinds: dict[str, Score]
    normalised: int


def read_labels(path: Path = LABELS) -> list[Labelled]:
    """All labelled clauses, both halves. LabelError names a line that is not as it should be."""
    labels = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            values = tuple(Value(start=-1, end=-1, **value) for value in row["values"])
            if row["split"] not in SPLITS or any(value.kind not in KINDS for value in values):
                raise ValueError("unknown split or kind")
            labels.append(Labelled(row["notice"], row["path"], row["split"], values))
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError(f"{path.name}:{number}: not a labelled clause ({error})") from None
    return labels


def measure_values(data: Path, labels: Sequence[Labelled] | None = None) -> dict[str, Any]:
    """Precision, recall and F1 of values found, and the share read right, for both halves.

    `data` is the folder that holds notices/. PathError where a labelled clause is not there.
    """
    wanted = {
        (label.notice, label.path): label
        for label in (labels if labels is not None else read_labels())
    }
    judged = []
    names = {notice for notice, _ in wanted}
    for notice in load([data / "notices"]):
        if isinstance(notice, Notice) and notice.id in names:
            judged.extend(_judge_notice(notice, wanted))
    if wanted:
        first = next(iter(wanted))
        raise PathError(
            f"{data / 'notices'}: {len(wanted)} labelled clauses are not there, as {first[0]} "
            f"{first[1]}; are these the notices that were labelled?"
        )
    return {split: _figures([j for j in judged if j.split == split]) for split in SPLITS}


def _judge_notice(notice: Notice, wanted: dict[tuple[str, str], Labelled]) -> list[Judged]:
    """The notice's labelled clauses; each is taken out of `wanted`."""
    found: dict[int, list[Value]] = {}
    for place, value in values_in(notice):
        found.setdefault(place, []).append(value)
    judged = []
    for place, clause in enumerate(notice.clauses):
        label = wanted.pop((notice.id, clause.path), None)
        if label:
            judged.append(judge(clause.text, found.get(place, []), label))
    return judged


def judge(text: str, found: Sequence[Value], label: Labelled) -> Judged:
    """Found and labelled values paired where kind is the same and their stretches overlap."""
    free = list(found)
    pairs: list[tuple[Value, Value]] = []
    for meant, (start, end) in zip(label.values, places(text, label.values)):
        for value in free:
            if value.kind == meant.kind and value.start < end and start < value.end:
                pairs.append((value, meant))
                free.remove(value)
                break
    kinds = {
        kind: Score(
            sum(meant.kind == kind for _, meant in pairs),
            sum(value.kind == kind for value in found),
            sum(value.kind == kind for value in label.values),
        )
        for kind in KINDS
    }
    score = Score(len(pairs), len(found), len(label.values))
    return Judged(label.split, score, kinds, sum(same(a, b) for a, b in pairs))


def places(text: str, values: Sequence[Value]) -> list[tuple[int, int]]:
    """Where each labelled stretch stands: behind the one before, if it stands there, and not in
    the middle of a number (50 of 150). A stretch that the text has not got is at (-1, -1)."""
    spans, after = [], 0
    for value in values:
        start = _find(text, value.text, after)
        if start < 0:
            start = _find(text, value.text, 0)
        spans.append((start, start + len(value.text)) if start >= 0 else (-1, -1))
        after = max(after, spans[-1][1])
    return spans


def _find(text: str, part: str, start: int) -> int:
    place = text.find(part, start)
    while place > 0 and part[0].isdigit() and (text[place - 1].isdigit() or text[place - 1] == "."):
        place = text.find(part, place + 1)
    return place


def same(found: Value, meant: Value) -> bool:
    """Whether both say the same numbers, unit and days."""
    return (
        _close(found.low, meant.low)
        and _close(found.high, meant.high)
        and (found.unit, found.first, found.last) == (meant.unit, meant.first, meant.last)
    )


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= CLOSE * max(abs(a), abs(b), 1)


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    score = total(one.score for one in judged)
    normalised = sum(one.normalised for one in judged)
    kinds = {kind: total(one.kinds[kind] for one in judged) for kind in KINDS}
    return {
        "clauses": len(judged),
        **score.figures(),
        "normalised": round(normalised / score.right, 4) if score.right else 1.0,
        "kinds": {kind: figures.figures() for kind, figures in kinds.items()},
    }
