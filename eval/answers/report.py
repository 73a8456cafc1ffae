"""The report on answers -> tables for a terminal and Markdown, and the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.report import Row, markdown, number, plain, write_text

Found = Mapping[str, Any]
MEASURES = (
    "answerable", "right", "first_right", "f1", "abstained", "unanswerable",
    "unanswerable_abstained", "unanswerable_sure", "characters", "quotes", "verbatim",
)  # fmt: skip


def as_text(found: Found) -> str:
    blocks = [f"Encoder {found['encoder']}; reranker: {found['reranker'] or 'none'}."]
    blocks += [f"{title}\n{plain(rows)}" for title, rows in sections(found) if len(rows) > 1]
    return "\n\n".join(blocks)


def as_markdown(found: Found) -> str:
    machine = found["machine"]
    lines = ["# Answers", "", f"Encoder {found['encoder']}; reranker: "]
    lines[-1] += f"{found['reranker'] or 'none'}."
    for title, rows in sections(found):
        if len(rows) > 1:
            lines += ["", f"## {title}", "", *markdown(rows)]
    lines += [f"\nLeft out: {name} ({why})." for name, why in found["left_out"].items()]
    lines += [
        "", f"Method: {found['method']}.", "",
        f"Commit {found['commit']}, {found['date']}, {found['seconds']} s, "
        f"{machine['cores']} cores, Python {machine['python']}.", "",
        f"Command: `{found['command']}`.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def sections(found: Found) -> list[tuple[str, list[Row]]]:
    return [
        ("Targets", target_rows(found)),
        ("As shipped", set_rows(found)),
        ("Out of fold", fold_rows(found)),
        ("NCP: F1 by characters of simpler and of perfect choices", baseline_rows(found)),
        ("Facts, reporting halves", fact_rows(found["facts"])),
    ]


def target_rows(found: Found) -> list[Row]:
    header: Row = ("questions", "measure", "reach", "found", "")
    return [
        header,
        *(
            (r["set"], r["measure"], number(r["reach"]), number(r["found"]), met(r["met"]))
            for r in found["targets"]
        ),
    ]


def met(yes: bool) -> str:
    return "met" if yes else "missed"


def set_rows(found: Found) -> list[Row]:
    header: Row = ("questions", *(name.replace("_", " ") for name in MEASURES))
    rows = [
        (f"{name}, {part}", *(number(figures[measure]) for measure in MEASURES))
        for name, parts in found["sets"].items()
        for part, figures in parts.items()
    ]
    return [header, *rows]


def fold_rows(found: Found) -> list[Row]:
    """What the reader and the confidence do with questions that they were not fitted on."""
    names = ("answerable", "right", "f1", "abstained", "characters")
    header: Row = ("questions", *names)
    return [
        header,
        *(
            (label, *(number(figures[name]) for name in names))
            for label, figures in found["out_of_fold"].items()
        ),
    ]


def baseline_rows(found: Found) -> list[Row]:
    rows = [(way, number(value)) for way, value in found["baselines"].get("ncp", {}).items()]
    return [("what is quoted", "F1"), *rows]


def fact_rows(facts: Found) -> list[Row]:
    header: Row = ("what", "labelled", "precision", "recall", "F1", "also")
    rows: list[Row] = []
    if duties := facts.get("duties"):
        half = duties["report"]
        also = f"strength right in {number(half['strength'])} of those found"
        rows.append(_row("duties (body, role)", half, also))
    if values := facts.get("values"):
        half = values["report"]
        also = f"normalised right in {number(half['normalised'])} of those found"
        rows.append(_row("stated values", half, also))
    kinds = facts["kinds"]["report"]
    for language in ("zh", "en"):
        known = kinds[language]
        also = f"accuracy {number(known['accuracy'])}"
        rows.append((f"kinds of questions, {language}", str(known["questions"]), "", "", "", also))
    return [header, *rows]


def _row(what: str, half: Found, also: str) -> Row:
    figures = (number(half[name]) for name in ("precision", "recall", "f1"))
    return (what, str(half["labelled"]), *figures, also)


def write_report(stem: Path, found: Found) -> list[Path]:
    """STEM.md and STEM.json."""
    paths = [stem.with_suffix(".md"), stem.with_suffix(".json")]
    write_text(paths[0], as_markdown(found))
    write_text(paths[1], json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return paths
