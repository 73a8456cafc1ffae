"""Rankings <-> TREC run files: `query Q0 document rank score tag`, one line a hit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import LabelError
from eval.metrics import ranked

Scored = Sequence[tuple[str, float]]


def write_run(path: Path, run: Mapping[str, Scored], tag: str) -> None:
    """Writes each query's hits in the order given; queries without hits have no line.

    Tools order by score and ignore the rank, so scores that are equal (in float32, as trec_eval
    holds them) are lowered by the least step that keeps the order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for query, hits in run.items():
            for rank, (name, score) in enumerate(falling(hits), start=1):
                file.write(f"{query} Q0 {name} {rank} {score:.9g} {tag}\n")


def falling(hits: Scored) -> Iterable[tuple[str, np.float32]]:
    above = np.float32(np.inf)
    for name, score in hits:
        above = min(np.float32(score), np.nextafter(above, np.float32(-np.inf)))
        yield name, above


def read_run(path: Path) -> dict[str, list[str]]:
    """Each query's documents, best first (by score; ties as metrics.ranked orders them)."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path}: no run file can be read there ({error})") from None
    scores: dict[str, dict[str, float]] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            query, name, score = read_line(line, f"{path}:{number}")
            if name in scores.setdefault(query, {}):
                raise LabelError(f"{path}:{number}: {name} is there twice for {query}; keep one")
            scores[query][name] = score
    return {query: ranked(found) for query, found in scores.items()}


def read_run_of(path: Path, queries: Collection[str]) -> dict[str, list[str]]:
    """As read_run; LabelError when the run holds none of the queries, so is of another set."""
    run = read_run(path)
    if not run.keys() & set(queries):
        raise LabelError(f"{path}: no query of the set is in it; name the set of this run by --set")
    return run


def read_line(line: str, where: str) -> tuple[str, str, float]:
    cells = line.split()
    try:
        query, _, name, _, score, _ = cells
        return query, name, float(score)
    except ValueError:
        raise LabelError(f"{where}: not `query Q0 document rank score tag`") from None
