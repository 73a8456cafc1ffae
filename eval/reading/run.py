"""Labels and real documents -> all figures of reading, as one JSON document."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import PathError
from corpus.load import Skipped, load
from corpus.notice import Notice
from eval.provenance import ROOT, provenance
from eval.reading.labels import Labelled, digest, read_gold, read_labels
from eval.reading.score import (
    LISTS,
    WHOLE,
    gold_right,
    list_counts,
    outline_figures,
    outlined,
    whole_right,
)

DATA = ROOT.parent / "shared" / "data"
LAWS = Path("train") / "laws.jsonl.gz"
SPLITS = ("tune", "report")


def measure(data: Path, laws: bool, speed: bool, say: Callable[[str], None]) -> dict[str, Any]:
    """Reads every document under DATA/notices and compares; `laws` and `speed` take longer.

    PathError when the data folder is not there.
    """
    if not (data / "notices").is_dir():
        raise PathError(f"no folder {data / 'notices'}; give the data folder with --data")
    labels = read_labels()
    read = list(load([data / "notices"]))
    notices = {_name(n.source, data): n for n in read if isinstance(n, Notice)}
    say(f"read {len(notices)} documents, {len(labels)} of them labelled")
    missing = [label.file for label in labels if label.file not in notices]
    if missing:
        raise PathError(
            f"labelled documents are missing in {data / 'notices'}: {', '.join(missing)}"
        )
    found: dict[str, Any] = {
        "documents": len(notices),
        "skipped": [f"{Path(s.source).name}: {s.reason}" for s in read if isinstance(s, Skipped)],
        "data": digest(labels),
        **provenance(),
        "outline": {split: _outline(notices, labels, split) for split in (*SPLITS, "all")},
        "metadata": {split: _metadata(notices, labels, split) for split in (*SPLITS, "all")},
        "gold": _gold(notices, read_gold(data / "notices")),
    }
    if speed:
        from eval.reading.speed import speed as timed

        say("measuring speed")
        found["speed"] = timed(notices.values())
    if laws:
        found["laws"] = _laws(data / LAWS, say)
    return found


def _name(source: str, data: Path) -> str:
    return Path(source).relative_to(data / "notices").as_posix()


def _of(labels: list[Labelled], split: str) -> list[Labelled]:
    return [label for label in labels if split in (label.split, "all")]


def _outline(notices: dict[str, Notice], labels: list[Labelled], split: str) -> dict[str, Any]:
    rows = [outlined(notices[label.file], label) for label in _of(labels, split)]
    wrong = {
        row.file: {"missed": list(row.missed), "invented": list(row.invented)}
        for row in rows
        if not row.exact
    }
    return {**outline_figures(rows), "wrong": wrong}


def _metadata(notices: dict[str, Notice], labels: list[Labelled], split: str) -> dict[str, Any]:
    chosen = _of(labels, split)
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    common: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {name: [] for name in (*WHOLE, *LISTS)}
    for label in chosen:
        for name, is_right in whole_right(notices[label.file], label.fields).items():
            right[name] += is_right
            if not is_right:
                wrong[name].append(label.file)
        for name, counts in list_counts(notices[label.file], label.fields).items():
            found[name] += counts[0]
            labelled[name] += counts[1]
            common[name] += counts[2]
            right[name] += counts[0] == counts[1] == counts[2]
            if not counts[0] == counts[1] == counts[2]:
                wrong[name].append(label.file)
    figures: dict[str, Any] = {name: right[name] / len(chosen) for name in (*WHOLE, *LISTS)}
    for name in LISTS:
        figures[f"{name}_precision"] = common[name] / max(1, found[name])
        figures[f"{name}_recall"] = common[name] / max(1, labelled[name])
    return {**figures, "wrong": {name: files for name, files in wrong.items() if files}}


def _gold(notices: dict[str, Notice], gold: dict[str, dict[str, str]]) -> dict[str, Any]:
    right: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for file, row in gold.items():
        for name, is_right in gold_right(notices[file], row).items():
            stated[name] += 1
            right[name] += is_right
            if not is_right:
                wrong.setdefault(name, []).append(file)
    return {
        **{name: right[name] / stated[name] for name in stated},
        "documents": dict(stated),
        "wrong": wrong,
    }


def _laws(path: Path, say: Callable[[str], None]) -> dict[str, Any]:
    from eval.reading.laws import check_laws

    say("reading the laws")
    return dataclasses.asdict(check_laws(path))
