"""Invented facts put into a finished index, so that what shows them does not rest on extraction."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.catalog import Catalog
from indexer.facts import Duty, Value
from indexer.facts.store import NoticeFacts, write_facts
from indexer.generations import CURRENT, generation_folder, read_pointer
from indexer.layout import CATALOG, FACTS
from indexer.manifest import read_manifest, sum_files, write_manifest

# notice id -> (clause path, fact) ...
Invented = Mapping[str, Sequence[tuple[str, Duty | Value]]]


def duty(text: str, body: str, role: str, task: str, strength: str = "", name: str = "") -> Duty:
    """`body` and `task` stand in `text`, in any order; `name` is the body's full name."""
    at, task_at = text.index(body), text.index(task)
    end = max(at + len(body), task_at + len(task))
    return Duty(
        name or body, body, role, strength, task, min(at, task_at), end,
        at, task_at, task_at + len(task),
    )  # fmt: skip


def value(
    text: str,
    printed: str,
    kind: str,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    first: str | None = None,
    last: str | None = None,
) -> Value:
    """`printed` stands in `text`."""
    at = text.index(printed)
    return Value(kind, printed, at, at + len(printed), low, high, unit, first, last)


def put_facts(folder: Path, invented: Invented) -> None:
    """The published generation of the index in `folder` then has these facts and no others."""
    pointer = read_pointer(folder)
    generation = generation_folder(folder, pointer.generation)
    manifest = read_manifest(generation, pointer.manifest)
    catalog = Catalog(generation / CATALOG)
    known = catalog.known()
    facts = []
    for notice in known:
        paths = [clause.path for clause in catalog.clauses_of(notice.ordinal)]
        rows = [(paths.index(path), fact) for path, fact in invented.get(notice.id, ())]
        facts.append(
            NoticeFacts(
                [(place, fact) for place, fact in rows if isinstance(fact, Duty)],
                [(place, fact) for place, fact in rows if isinstance(fact, Value)],
            )
        )
    catalog.close()
    (generation / FACTS).unlink()
    write_facts(generation / FACTS, facts, [notice.first_clause for notice in known])
    sha256 = write_manifest(generation, dataclasses.replace(manifest, files=sum_files(generation)))
    (folder / CURRENT).write_text(f"{generation.name} {sha256}\n", encoding="utf-8")
