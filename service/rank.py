"""Candidates -> order: a linear sum of their features, as a score in [0, 1]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from service.candidates import Found, standard
from service.curve import logistic
from service.evidence import NAMES, measure
from service.query import Question
from service.switches import ALL_ON, Switches
from service.weights import linear, weights

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

# How many candidates are measured: those that the fusion and the fit of their notice put first. Out
# of fold 48 instead of 32 gives notices .716 instead of .712 in Chinese, .673 instead of .653 in
# English, and costs 0.5 ms.
MEASURED = {"zh": 32, "en": 48}
# What a second passage of a clause loses of its sum, and a third again. A long clause may come more
# than once, each time with another passage, but not in place of clauses that are as good: out of
# fold 0.25 gives notices .716 / .881 at 1 / 5 and NCP .669 / .938; 0 gives NCP .934, 1 gives .928.
REPEAT = 0.25


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in the order found: its row, its clause, its score in [0, 1], and whether the
    question names the clause (第三条)."""

    row: int
    clause: int
    score: float
    named: bool = False


def rerank(
    index: Index, question: Question, found: Found, k: int, switches: Switches = ALL_ON
) -> list[Ranked]:
    """The best candidates, best first.

    score = logistic((sum - middle) / spread), see weights.json.
    """
    chosen = shortlist(question, found, max(MEASURED[question.language], 2 * k), switches)
    measured = measure(index, question, chosen, switches)
    total = measured @ linear("ranking", question.language, NAMES)
    named = set(chosen.rows[measured[:, NAMES.index("clause")] > 0].tolist())
    curve = weights()["score"][question.language]

    def score(total: float) -> float:
        return logistic((total - curve["middle"]) / curve["spread"])

    ranked = in_order(index, chosen.rows, total, REPEAT, score)
    return [replace(entry, named=True) if entry.row in named else entry for entry in ranked]


def shortlist(question: Question, found: Found, many: int, switches: Switches = ALL_ON) -> Found:
    """The candidates that are worth measuring, by the fusion and the fit of their notice."""
    if len(found.rows) <= many:
        return found
    promise = found.fused(question.language)
    if switches.on("notice"):
        promise = promise + standard(found.notice_words) + standard(found.notice_cosine)
    best = np.lexsort((found.rows, -promise))[:many]
    return found.take(np.sort(best))


def in_order(
    index: Index,
    rows: Rows,
    values: Floats,
    repeat: float = 0.0,
    score: Callable[[float], float] = float,
) -> list[Ranked]:
    """Passages by falling value, ties by row, each with its score cut to [0, 1]; a passage loses
    `repeat` for each better one of its clause."""
    times: dict[int, int] = {}
    valued = []
    clauses = index.passage_clause[rows].tolist()
    for place in np.lexsort((rows, -values)).tolist():
        clause = clauses[place]
        times[clause] = times.get(clause, -1) + 1
        valued.append((float(values[place]) - repeat * times[clause], int(rows[place]), clause))
    ordered = sorted(valued, key=lambda entry: (-entry[0], entry[1]))
    return [Ranked(row, clause, min(max(score(v), 0.0), 1.0)) for v, row, clause in ordered]
