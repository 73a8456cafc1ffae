"""`python -m eval.bench` -> eval/results/bench.json and bench.md, and the same on the terminal."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.errors import GongwenError
from eval.bench.parts import (
    Figure,
    measure_clone,
    measure_cold_ask,
    measure_help,
    measure_indexing,
    measure_warm,
)
from eval.provenance import ROOT, provenance
from eval.report import markdown, plain, write_text

RESULTS = ROOT / "eval" / "results" / "bench"
RUNS = 7
CLAUSES = 10_000


def main() -> int:
    """Measures everything; 0 also when a target is missed, since speed depends on the machine."""
    options = parser().parse_args()
    try:
        load = os.getloadavg()[0]
        figures = measure(options.runs, options.clauses)
    except GongwenError as error:
        print(error, file=sys.stderr)
        return 1
    document = {
        **provenance(),
        "load_before": round(load, 2),
        "figures": [figure.to_json() for figure in figures],
    }
    write_text(options.out.with_suffix(".json"), json.dumps(document, indent=1) + "\n")
    write_text(options.out.with_suffix(".md"), as_markdown(document, figures))
    print(plain(rows(figures)))
    return 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    options.add_argument("--runs", type=int, default=RUNS, help="runs of each command")
    options.add_argument("--clauses", type=int, default=CLAUSES, help="clauses to index")
    options.add_argument("--out", type=Path, default=RESULTS, help="file stem of the results")
    return options


def measure(runs: int, clauses: int) -> list[Figure]:
    with TemporaryDirectory(prefix="gongwen-bench-") as name:
        folder = Path(name)
        return [
            *measure_help(runs),
            *measure_cold_ask(folder / "bundled", runs),
            *measure_indexing(folder, clauses),
            *measure_warm(folder, clauses),
            *measure_clone(),
        ]


def rows(figures: list[Figure]) -> list[tuple[str, ...]]:
    return [
        ("figure", "unit", "value", "target", "met"),
        *(
            (
                f.name,
                f.unit,
                f"{f.value:,.4g}" if f.value < 1000 else f"{f.value:,.0f}",
                f.target,
                met(f),
            )
            for f in figures
        ),
    ]


def met(figure: Figure) -> str:
    return {True: "yes", False: "NO", None: ""}[figure.met]


def as_markdown(document: dict[str, Any], figures: list[Figure]) -> str:
    machine = document["machine"]
    methods = dict.fromkeys((figure.name, figure.method) for figure in figures)
    return "\n".join(
        [
            "# Speed and size",
            "",
            *markdown(rows(figures)),
            "",
            *(f"- {name}: {method}." for name, method in methods),
            "",
            f"Commit {document['commit']}, {document['date']}, {machine['cores']} cores "
            f"({machine['architecture']}), Python {machine['python']}, load before the run "
            f"{document['load_before']}.",
            "",
            f"Command: `{document['command']}`.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
