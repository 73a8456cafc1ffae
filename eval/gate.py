"""A report and the floors of baseline.json -> nothing, or GateError naming each broken floor."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import GateError
from eval.report import write_text

BASELINE = Path(__file__).parent / "baseline.json"
# The run is deterministic; the margin leaves room for other versions of the libraries (BLAS,
# segmentation) and for trades of a query or two, not for a real loss.
MARGIN = 0.02

HYBRID = (
    "recall@1",
    "recall@5",
    "recall@10",
    "mrr",
    "ndcg@10",
    "passage@5",
    "answer_right",
    "citation_right",
    "abstention_precision",
    "abstention_recall",
)
PARTS = ("recall@10", "ndcg@10")

Floors = Mapping[str, float]


def gated(report: Mapping[str, Any]) -> dict[str, float]:
    """What floors are set on, by MODE/GROUP/MEASURE.

    Everything on all queries and on the report half for hybrid; retrieval for each language, so
    that none is traded for another, and for lexical and dense alone.
    """
    found = {}
    for mode, groups in report["modes"].items():
        for group, figures in groups.items():
            whole = group in ("all", "split=report")
            one_language = mode == "hybrid" and group.startswith("lang=")
            names = HYBRID if whole and mode == "hybrid" else PARTS
            for name in names:
                if (whole or one_language) and figures[name] is not None:
                    found[f"{mode}/{group}/{name}"] = figures[name]
    return found


def check(measured: Mapping[str, float], floors: Floors) -> None:
    """GateError when a floor is broken, or when what it is set on was not measured at all."""
    if not floors:
        raise GateError("no floors are set; run gongwen eval gate --update and commit the file")
    broken = broken_floors(measured, floors)
    if broken:
        raise GateError(
            f"{len(broken)} of {len(floors)} floors broken: {'; '.join(broken)}; find the queries "
            "with gongwen eval compare, or lower the floors on purpose with --lower"
        )


def broken_floors(measured: Mapping[str, float], floors: Floors) -> list[str]:
    broken = []
    for name, floor in floors.items():
        if name not in measured:
            broken.append(f"{name} not measured, floor {floor:.3f}")
        elif measured[name] < floor:
            broken.append(f"{name} {measured[name]:.3f} below {floor:.3f}")
    return broken


def raised(as_now: Floors, floors: Floors, measured: Mapping[str, float]) -> dict[str, float]:
    """The higher of each floor and what it would be set to now; GateError when one is broken."""
    if floors:  # a first baseline has none to break
        check(measured, floors)
    return {name: max(floor, floors.get(name, 0.0)) for name, floor in as_now.items()}


def lowered(measured: Mapping[str, float], margin: float) -> dict[str, float]:
    """Each floor at what was measured less the margin, whatever it was; rounded down."""
    return {
        name: max(0.0, math.floor((value - margin) * 1000 + 1e-6) / 1000)
        for name, value in measured.items()
    }


def read_baseline(path: Path = BASELINE) -> dict[str, Any]:
    try:
        baseline = json.loads(path.read_text(encoding="utf-8"))
        floors = {str(name): float(floor) for name, floor in baseline["floors"].items()}
    except FileNotFoundError:
        return {"floors": {}}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GateError(f"{path}: no readable baseline ({error}); restore it from git") from None
    return {**baseline, "floors": floors}


def write_baseline(
    path: Path,
    floors: Floors,
    measured: Mapping[str, float],
    margin: float,
    report: Mapping[str, Any],
) -> None:
    """Floors with what they were set from; `measured` is kept to show the room that is left."""
    kept = ("set", "data", "commit", "command", "date")
    document = {
        "about": "floors of make eval, by MODE/GROUP/MEASURE; see eval/README.md",
        **{key: report[key] for key in kept},
        "margin": margin,
        "floors": dict(floors),
        "measured": {name: round(value, 4) for name, value in measured.items()},
    }
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
