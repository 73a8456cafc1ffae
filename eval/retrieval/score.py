"""Questions and a system -> an outcome each; outcomes -> figures, and two systems compared."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from eval.compare import difference
from eval.metrics import interval, mean
from eval.retrieval.sets import Asked, answers, bare
from eval.retrieval.systems import System

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: the names of the hits and which of them answer it (a long clause may come more
    than once, with several passages); where an answer is looked for in passages, also
    which passages hold it in whatever notice, and which clauses hold it though another of their
    passages is shown. The length of the first passage; the time taken."""

    asked: Asked
    names: tuple[str, ...]
    right: tuple[bool, ...]
    anywhere: tuple[bool, ...]
    in_clause: tuple[bool, ...]
    length: int | None
    ms: float

    def success(self, k: int) -> float:
        return float(any(self.right[:k]))

    def recall(self, k: int) -> float:
        """Share of the clauses that answer; of passages that answer one is enough."""
        if self.asked.answer:
            return self.success(k)
        found = {name for name, right in zip(self.names[:k], self.right, strict=False) if right}
        return len(found) / len(self.asked.relevant)

    @property
    def reciprocal(self) -> float:
        return 1 / (self.right.index(True) + 1) if any(self.right) else 0.0


def outcomes(questions: Sequence[Asked], system: System) -> list[Outcome]:
    """In the order of the questions, all of them answerable."""
    return [outcome(asked, system) for asked in questions]


def outcome(asked: Asked, system: System) -> Outcome:
    started = time.perf_counter()
    found = system(asked.text)
    ms = (time.perf_counter() - started) * 1000
    return Outcome(
        asked=asked,
        names=tuple(hit.name for hit in found),
        right=tuple(answers(asked, hit.notice, hit.name, hit.passage) for hit in found),
        anywhere=tuple(bool(asked.answer) and asked.answer in bare(hit.passage) for hit in found),
        in_clause=tuple(answers(asked, hit.notice, hit.name, hit.text) for hit in found),
        length=len(found[0].passage) if found else None,
        ms=ms,
    )  # fmt: skip


def figures(found: Sequence[Outcome], depths: Sequence[int]) -> Figures:
    """success@k: any clause that answers is among the first k; recall@k: share of them."""
    row: Figures = {"n": len(found)}
    for k in depths:
        reached = [one.success(k) for one in found]
        row[f"success@{k}"] = mean(reached)
        row[f"interval@{k}"] = interval(reached)
        row[f"recall@{k}"] = mean([one.recall(k) for one in found])
        if any(one.asked.answer for one in found):
            row[f"anywhere@{k}"] = mean([float(any(one.anywhere[:k])) for one in found])
            row[f"in_clause@{k}"] = mean([float(any(one.in_clause[:k])) for one in found])
    row["mrr@10"] = mean([one.reciprocal for one in found])
    row["passage_length"] = mean([one.length for one in found if one.length is not None])
    row["ms_p50"] = round(median(one.ms for one in found), 3)
    return row


def against(before: Sequence[Outcome], after: Sequence[Outcome], depths: Sequence[int]) -> Figures:
    """Differences of success, their interval and their chance, question by question."""
    return {
        f"success@{k}": difference([a.success(k) for a in before], [b.success(k) for b in after])
        for k in depths
    }
