"""The report's figures -> what was to be reached, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# (set, part, measure, to reach, whether more is better): the table of the issue that asked for
# this report.
ANSWERS = (
    ("bundled", "zh", "right", 0.80, True),
    ("bundled", "en", "right", 0.65, True),
    ("bundled", "all", "unanswerable_abstained", 0.80, True),
    ("bundled", "all", "abstained", 0.08, False),
    ("ncp", "all", "characters", 120, False),
    ("bundled", "all", "characters", 120, False),
    ("notices", "all", "characters", 120, False),
    ("ncp", "all", "verbatim", 1.0, True),
    ("bundled", "all", "verbatim", 1.0, True),
    ("notices", "all", "verbatim", 1.0, True),
)
F1_OUT_OF_FOLD = 0.45
DUTIES = 0.85


def targets(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each target that was measured, `met` or not."""
    rows = []
    if ncp := found["out_of_fold"].get("ncp, zh"):
        rows.append(row("ncp, out of fold", "f1", F1_OUT_OF_FOLD, ncp["f1"], True))
    for name, part, measure, reach, more in ANSWERS:
        value = found["sets"].get(name, {}).get(part, {}).get(measure)
        if value is not None:
            rows.append(row(f"{name}, {part}", measure, reach, value, more))
    if duties := found["facts"].get("duties"):
        value = duties["report"]["f1"]
        rows.append(row("duties, reporting half", "f1 of (body, role)", DUTIES, value, True))
    return rows


def row(where: str, measure: str, reach: float, found: float, more: bool) -> dict[str, Any]:
    return {
        "set": where,
        "measure": measure,
        "reach": reach,
        "found": found,
        "met": found >= reach if more else found <= reach,
    }
