"""Figures -> a table for the terminal, a Markdown file, a JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import PathError

RETRIEVAL = {
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr": "MRR",
    "ndcg@10": "nDCG@10",
    "passage@1": "P-R@1",
    "passage@5": "P-R@5",
}
ANSWERS = {
    "answered": "answered",
    "answer_right": "right",
    "citation_right": "cited",
    "abstention_precision": "abst-P",
    "abstention_recall": "abst-R",
}
LEGEND = (
    "R: clause recall; P-R: passage recall; right: a quote says the labelled answer;\n"
    "cited: its first citation is a relevant clause; abst-P, abst-R: abstention precision, recall"
)

Report = Mapping[str, Any]
Row = tuple[str, ...]


def as_text(report: Report) -> str:
    """Plain text, 80 to 110 columns."""
    parts = [heading(report), plain(retrieval_rows(report)), plain(answer_rows(report)), LEGEND]
    return "\n\n".join(parts + [f"warning: {line}" for line in report["warnings"]])


def as_markdown(report: Report) -> str:
    machine = report["machine"]
    return "\n".join(
        [
            f"# {report['set']}",
            "",
            heading(report),
            "",
            *markdown(retrieval_rows(report)),
            "",
            *markdown(answer_rows(report)),
            "",
            LEGEND + ".",
            "",
            f"Method: {report['method']}. Depth of the run: {report['depth']}.",
            "",
            f"Data {report['data'][:12]}, commit {report['commit']}, {report['date']}, "
            f"{machine['cores']} cores, Python {machine['python']}.",
            "",
            f"Command: `{report['command']}`.",
            *[f"\nWarning: {line}." for line in report["warnings"]],
            "",
        ]
    )


def heading(report: Report) -> str:
    index, search = report["index"], report["search"]
    reranker = f", reranker {search['reranker']}" if search["reranker"] else ""
    off = f", without {', '.join(search['off'])}" if search["off"] else ""
    return (
        f"{report['set']}: {report['queries']} queries ({report['answerable']} answerable, "
        f"{report['unanswerable']} not) on {index['clauses']} clauses of {index['notices']} "
        f"notices, encoder {index['encoder']}{reranker}{off}"
    )


def retrieval_rows(report: Report) -> list[Row]:
    """Header, then one row a mode and group that has answerable queries."""
    return [
        ("mode", "group", "n", *RETRIEVAL.values(), "nDCG@10 95 %"),
        *(
            (
                mode,
                group,
                str(figures["answerable"]),
                *(number(figures[name]) for name in RETRIEVAL),
                span(figures["interval"]["ndcg@10"]),
            )
            for mode, group, figures in groups_of(report)
            if figures["answerable"]
        ),
    ]


def answer_rows(report: Report) -> list[Row]:
    return [
        ("mode", "group", "n", *ANSWERS.values()),
        *(
            (mode, group, str(figures["queries"]), *(number(figures[name]) for name in ANSWERS))
            for mode, group, figures in groups_of(report)
        ),
    ]


def groups_of(report: Report) -> Iterable[tuple[str, str, Report]]:
    """(mode, group, figures); a group that is the whole set under another name is left out."""
    for mode, groups in report["modes"].items():
        for group, figures in groups.items():
            if group == "all" or figures["queries"] < report["queries"]:
                yield mode, group, figures


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def span(value: Sequence[float] | None) -> str:
    return "-" if value is None else f"{value[0]:.3f}-{value[1]:.3f}"


def plain(rows: Sequence[Row]) -> str:
    """Aligned columns; the first two to the left, figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def markdown(rows: Sequence[Row]) -> list[str]:
    header, *body = rows
    rule = ["---" if at < 2 else "---:" for at in range(len(header))]
    return [f"| {' | '.join(row)} |" for row in (header, rule, *body)]


def write_report(stem: Path, report: Report) -> list[Path]:
    """Writes STEM.md and STEM.json (any suffix of `stem` is replaced); returns both."""
    written = [stem.with_suffix(".md"), stem.with_suffix(".json")]
    texts = [as_markdown(report), json.dumps(report, ensure_ascii=False, indent=1) + "\n"]
    for path, text in zip(written, texts, strict=True):
        write_text(path, text)
    return written


def write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PathError(f"{path}: cannot be written ({error.strerror}); choose another") from None
