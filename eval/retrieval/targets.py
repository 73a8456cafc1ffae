"""The report's figures -> what was to be reached, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# (set, part, measure, to reach): the table of the issue that asked for this report.
RETRIEVAL = (
    ("ncp", "zh", "success@1", 0.68),
    ("ncp", "zh", "success@5", 0.94),
    ("xquad", "en", "success@1", 0.80),
    ("xquad", "en", "success@10", 0.97),
    ("drcd", "zh", "success@1", 0.95),
    ("drcd", "zh", "success@10", 0.995),
    ("bundled", "zh", "success@1", 0.85),
    ("bundled", "zh", "success@5", 0.97),
    ("bundled", "en", "success@1", 0.65),
    ("bundled", "en", "success@5", 0.90),
)
ABSTAINED = 0.80
GOLD = {"title": 65, "issuer": 65, "number": 27}


def targets(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each target whose set was measured, `met` or not."""
    rows = [
        row(f"{name} {part}", measure, reach, figures[measure], figures["n"], interval)
        for name, part, measure, reach in RETRIEVAL
        if (figures := last_word(found, name, part)) is not None
        for interval in [figures[measure.replace("success", "interval")]]
    ]
    if half := found["confidence"].get("bundled, report"):
        for way in ("3 % lost, right ones", "3 % lost, any"):
            share = half["at"][way]["unanswerable_abstained"]
            measure = f"unanswerable abstained, {way}"
            rows.append(row("bundled", measure, ABSTAINED, share, half["unanswerable"]))
    for name, stated in GOLD.items():
        if counted := found["gold"].get(name):
            rows.append(row("notices", f"gold {name}", stated, counted["right"], stated))
    return rows


def last_word(found: Mapping[str, Any], name: str, part: str) -> Mapping[str, Any] | None:
    """The figures of the best that the report has: with the reranker, else the whole."""
    parts = found["sets"].get(name, {}).get("parts", {})
    if part not in parts:
        return None
    compared = parts[part]["systems"]
    figures: Mapping[str, Any] = compared.get("whole + reranker") or compared["whole"]
    return figures


def row(
    where: str, measure: str, reach: float, found: float, n: int, interval: Any = None
) -> dict[str, Any]:
    return {
        "set": where,
        "measure": measure,
        "n": n,
        "reach": reach,
        "found": found,
        "interval": interval,
        "met": found >= reach,
    }
