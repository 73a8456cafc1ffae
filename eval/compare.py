"""Two runs on one labelled set -> differences by measure, their chance, what queries moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from eval.labels import LabelledSet
from eval.metrics import MEASURES, Ranking, interval, mean, measured
from eval.report import number, plain

ROUNDS = 10_000
BLOCK = 500  # rounds at once: 4 MB for a set of 1,000 queries
# Below this two values of a measure are the same: they differ by the rounding of a sum only.
SAME = 1e-9

METHOD = (
    "differences B - A per answerable query; interval: 95 % paired bootstrap over queries, 2,000 "
    "resamples; p: two-sided paired randomisation test, 10,000 sign flips (Smucker, Allan and "
    "Carterette, CIKM 2007); seed 0"
)


def compare(
    labels: LabelledSet,
    a: Mapping[str, Ranking],
    b: Mapping[str, Ranking],
    measure: str = "ndcg@10",
    worst: int = 10,
) -> dict[str, Any]:
    """Every measure's difference, and the queries that lose and gain most by `measure`."""
    queries = [query for query in labels.queries if labels.relevant(query.id)]
    grades = [labels.relevant(query.id) for query in queries]
    scores_a = [measured(a.get(q.id, ()), g) for q, g in zip(queries, grades, strict=True)]
    scores_b = [measured(b.get(q.id, ()), g) for q, g in zip(queries, grades, strict=True)]
    moved: list[dict[str, Any]] = [
        {"query": q.id, "text": q.text, "a": at_a[measure], "b": at_b[measure]}
        for q, at_a, at_b in zip(queries, scores_a, scores_b, strict=True)
        if abs(at_b[measure] - at_a[measure]) > SAME
    ]
    moved.sort(key=lambda row: (row["b"] - row["a"], row["query"]))
    return {
        "set": labels.name,
        "data": labels.digest,
        "answerable": len(queries),
        "method": METHOD,
        "measures": {
            name: difference([row[name] for row in scores_a], [row[name] for row in scores_b])
            for name in MEASURES
        },
        "by": measure,
        "losses": [row for row in moved if row["b"] < row["a"]][:worst],
        "gains": [row for row in reversed(moved) if row["b"] > row["a"]][:worst],
    }


def difference(a: Sequence[float], b: Sequence[float]) -> dict[str, Any]:
    """Means, their difference with interval and p, and for how many queries b is better, worse."""
    changes = [after - before for before, after in zip(a, b, strict=True)]
    return {
        "a": mean(a),
        "b": mean(b),
        "difference": mean(changes),
        "interval": interval(changes),
        "p": chance(changes),
        "wins": sum(change > SAME for change in changes),
        "losses": sum(change < -SAME for change in changes),
        "ties": sum(abs(change) <= SAME for change in changes),
    }


def chance(changes: Sequence[float], seed: int = 0) -> float | None:
    """p of the mean change if each change could as well have had the other sign."""
    if not changes:
        return None
    moved = np.asarray([change for change in changes if abs(change) > SAME])
    random = np.random.default_rng(seed)
    as_large = 0
    for _ in range(ROUNDS // BLOCK):
        signs = random.choice((-1.0, 1.0), size=(BLOCK, len(moved)))
        as_large += int((np.abs(signs @ moved) >= abs(moved.sum()) - SAME).sum())
    return (as_large + 1) / (ROUNDS + 1)


def rows(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        ("measure", "", "A", "B", "B - A", "95 %", "p", "wins", "losses", "ties"),
        *(
            (
                name,
                "*" if found["p"] is not None and found["p"] < 0.05 else "",
                number(found["a"]),
                number(found["b"]),
                signed(found["difference"]),
                " ".join(signed(end) for end in found["interval"] or ()),
                number(found["p"]),
                *(str(found[key]) for key in ("wins", "losses", "ties")),
            )
            for name, found in result["measures"].items()
        ),
    ]


def signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.3f}"


def as_text(result: Mapping[str, Any]) -> str:
    head = f"{result['set']}: {result['answerable']} answerable queries; * marks p < 0.05"
    return "\n\n".join([head, plain(rows(result)), *moved_lists(result)])


def moved_lists(result: Mapping[str, Any]) -> list[str]:
    lists = []
    for key, title in (("losses", "worst losses"), ("gains", "best gains")):
        lines = [
            f"  {row['a']:.3f} -> {row['b']:.3f}  {row['query']}  {row['text']}"
            for row in result[key]
        ]
        if lines:
            lists.append("\n".join([f"{title} by {result['by']}", *lines]))
    return lists
