"""Figures of reading -> tables for a terminal and for Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.reading.score import GOLD, LISTS, WHOLE
from eval.report import Row, markdown, number, plain, write_text

Found = Mapping[str, Any]
OUTLINE = ("precision", "recall", "starts", "exact")
LEGEND = (
    "precision, recall: clause paths; starts: of the labelled clauses, those with the right path\n"
    "and the right first characters; exact: documents whose whole outline is as labelled"
)


def as_text(found: Found) -> str:
    blocks = [_heading(found), plain(_outline(found)), LEGEND, plain(_metadata(found))]
    blocks += [plain(rows) for rows in (_speed(found), _laws(found)) if rows]
    return "\n\n".join(blocks)


def as_markdown(found: Found) -> str:
    machine = found["machine"]
    lines = ["# Reading", "", _heading(found), "", *markdown(_outline(found)), "", LEGEND + ".", ""]
    lines += [
        "Gold is what the publishers' pages state (title, issuer, number). The half named tune was",
        "looked at while the reader was made, the other half only measured. A list's row is the",
        "share of documents whose whole list is right, then precision and recall of its items.",
        "",
        *markdown(_metadata(found)),
    ]
    for rows in (_speed(found), _laws(found)):
        lines += ["", *markdown(rows)] if rows else []
    lines += ["", "## Documents whose outline is not as labelled", ""]
    for file, wrong in found["outline"]["all"]["wrong"].items():
        missed, invented = (" ".join(wrong[name][:12]) or "-" for name in ("missed", "invented"))
        lines.append(f"- {file}: missed {missed}; invented {invented}")
    lines += [
        "",
        f"Labels {found['data'][:12]}, commit {found['commit']}, {found['date']}, "
        f"{machine['cores']} cores, Python {machine['python']}.",
        "",
        f"Command: `{found['command']}`.",
        "",
    ]
    return "\n".join(lines)


def write_report(stem: Path, found: Found) -> list[Path]:
    """Writes STEM.md and STEM.json; returns both."""
    written = [stem.with_suffix(".md"), stem.with_suffix(".json")]
    write_text(written[0], as_markdown(found))
    write_text(written[1], json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return written


def _heading(found: Found) -> str:
    labelled = found["outline"]["all"]
    return (
        f"{found['documents']} real documents read, {len(found['skipped'])} files skipped; "
        f"{labelled['documents']} documents with {labelled['clauses']} clauses are labelled"
    )


def _outline(found: Found) -> list[Row]:
    header: Row = ("outline", "half", "documents", "clauses", *OUTLINE)
    return [
        header,
        *(
            (
                "",
                split,
                str(figures["documents"]),
                str(figures["clauses"]),
                *(number(figures[name]) for name in OUTLINE),
            )
            for split, figures in found["outline"].items()
        ),
    ]


def _metadata(found: Found) -> list[Row]:
    rows: list[Row] = [("field", "measured on", "right", "precision", "recall")]
    gold = found["gold"]
    rows += [
        (name, f"gold, {gold['documents'][name]}", number(gold[name]), "", "")
        for name in GOLD
        if name in gold
    ]
    for split in ("tune", "report"):
        figures = found["metadata"][split]
        rows += [(name, f"labels, {split}", number(figures[name]), "", "") for name in WHOLE]
        rows += [
            (
                name,
                f"labels, {split}",
                number(figures[name]),
                number(figures[f"{name}_precision"]),
                number(figures[f"{name}_recall"]),
            )
            for name in LISTS
        ]
    return rows


def _speed(found: Found) -> list[Row]:
    speed = found.get("speed")
    if not speed:
        return []
    return [
        ("speed", "measure", "found"),
        ("all real documents", "MB of text a second", f"{speed['mb_per_second']:.1f}"),
        ("one document of 5 MB", "seconds", f"{speed['large_seconds']:.2f}"),
        ("", "memory, times its bytes", f"{speed['large_memory']:.1f}"),
        ("5 MB in one line", "seconds", f"{speed['one_line_seconds']:.2f}"),
        ("", "memory, times its bytes", f"{speed['one_line_memory']:.1f}"),
    ]


def _laws(found: Found) -> list[Row]:
    laws = found.get("laws")
    if not laws:
        return []
    names = ("laws", "articles", "found", "missed", "invented", "exact_text")
    return [("laws", "count"), *((name, str(laws[name])) for name in names)]
