"""The report's figures -> tables for a terminal and Markdown, files beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.compare import signed
from eval.report import Row, markdown, number, plain, span, write_text
from eval.retrieval.asked import Groups
from eval.retrieval.plot import draw
from eval.retrieval.systems import WHOLE

Found = Mapping[str, Any]

COMPARED = "success at the first and the second rank of each set; * p < .05"
SIGNS = (
    "change: of success at the set's two ranks when the component is off; * p < .05 at that rank; "
    "0 where the component is not at work"
)
TRUST = (
    "right: of the answerable questions, those whose citation would be right; AURC: area under "
    "risk by coverage, lower is better; best: the area if every right answer came first; ECE: "
    "expected calibration error; kept silent: unanswerable questions abstained on"
)


def as_text(found: Found) -> str:
    blocks = [about(found)]
    blocks += [f"{title}\n{plain(rows)}" for title, _, rows in sections(found) if len(rows) > 1]
    return "\n\n".join(blocks)


def as_markdown(found: Found) -> str:
    machine = found["machine"]
    lines = ["# Retrieval", "", about(found), ""]
    for title, legend, rows in sections(found):
        if len(rows) > 1:
            lines += [f"## {title}", "", *([legend + ".", ""] if legend else [])]
            lines += [*markdown(rows), ""]
    if found["confidence"]:
        lines += ["![Risk by coverage](confidence.svg)", ""]
    for name, reason in found["left_out"].items():
        lines += [f"Left out: {name} ({reason}).", ""]
    lines += [
        f"Method: {found['method']}.",
        "",
        f"Commit {found['commit']}, {found['date']}, {found['seconds']} s, "
        f"{machine['cores']} cores, Python {machine['python']}.",
        "",
        f"Command: `{found['command']}`.",
        "",
    ]
    return "\n".join(lines)


def about(found: Found) -> str:
    encoder = found["encoder"]
    reranker = found["reranker"] or "none"
    return f"Encoder {encoder['name']}, {encoder['dims']} dimensions; reranker: {reranker}."


def sections(found: Found) -> list[tuple[str, str, list[Row]]]:
    """(title, what a reader must know, rows) of every table."""
    return [
        ("Targets", "", target_rows(found)),
        ("Systems side by side", COMPARED.split(";")[0], system_rows(found)),
        ("The best of them, with its differences", COMPARED, best_rows(found)),
        ("What each component brings", SIGNS, ablation_rows(found)),
        ("Confidence", TRUST, confidence_rows(found)),
        ("Thresholds", "", threshold_rows(found)),
        ("Question sets", "", set_rows(found)),
    ]


def target_rows(found: Found) -> list[Row]:
    header: Row = ("questions", "measure", "n", "reach", "found", "95 %", "")
    return [
        header,
        *(
            (
                row["set"],
                row["measure"],
                str(row["n"]),
                figure(row["reach"]),
                figure(row["found"]),
                span(row["interval"]),
                "met" if row["met"] else "missed",
            )
            for row in found["targets"]
        ),
    ]


def figure(value: float) -> str:
    return number(value) if value <= 1 else str(value)


def system_rows(found: Found) -> list[Row]:
    """A row a set and part, a column a system."""
    parts = list(parts_of(found))
    names = list(dict.fromkeys(name for *_, row in parts for name in row["systems"]))
    rows: list[Row] = [("questions", "at", *names)]
    for label, depths, row in parts:
        cells = [
            pair(row["systems"][name], "success", depths) if name in row["systems"] else ""
            for name in names
        ]
        rows.append((label, "/".join(map(str, depths)), *cells))
    return rows


def pair(figures: Mapping[str, Any], measure: str, depths: Sequence[int]) -> str:
    return " / ".join(number(figures[f"{measure}@{k}"]) for k in depths)


def best_rows(found: Found) -> list[Row]:
    """The whole, or the whole with a reranker, against what is simpler."""
    simpler = list(
        dict.fromkeys(name for *_, row in parts_of(found) for name in row["against"])
    )  # fmt: skip
    rows: list[Row] = [
        (
            "questions", "at", "n", "success", "95 %", "recall", "anywhere", "in clause", "MRR@10",
            *(f"over {name}" for name in simpler), "first passage", "p50 ms",
        )
    ]  # fmt: skip
    for label, depths, row in parts_of(found):
        best = row["systems"].get("whole + reranker") or row["systems"][WHOLE]
        for k in depths:
            first = k == depths[0]
            rows.append(
                (
                    label if first else "",
                    str(k),
                    str(row["n"]),
                    number(best[f"success@{k}"]),
                    span(best[f"interval@{k}"]),
                    number(best[f"recall@{k}"]),
                    number(best.get(f"anywhere@{k}")),
                    number(best.get(f"in_clause@{k}")),
                    number(best["mrr@10"]) if first else "",
                    *(change(row["against"].get(name, {}).get(f"success@{k}")) for name in simpler),
                    f"{best['passage_length']:.0f}" if first else "",
                    f"{best['ms_p50']:.1f}" if first else "",
                )
            )
    return rows


def change(difference: Mapping[str, Any] | None) -> str:
    if difference is None:
        return ""
    value = difference["difference"]
    if not value:
        return "0"
    return signed(value) + ("*" if difference["p"] < 0.05 else "")


def ablation_rows(found: Found) -> list[Row]:
    """A row a component, a column a set and part."""
    columns = [
        (f"{name} {part}", row)
        for name, parts in found["ablation"].items()
        for part, row in parts.items()
    ]
    depths = {name: row["depths"] for name, row in found["sets"].items()}
    rows: list[Row] = [("without", "", *(label for label, _ in columns))]
    rows.append(("", "n", *(str(row["n"]) for _, row in columns)))
    whole = [pair(row["whole"], "success", depths[label.split()[0]]) for label, row in columns]
    rows.append(("nothing: the whole", "", *whole))
    names = list(dict.fromkeys(name for _, row in columns for name in row["off"]))
    for name in names:
        cells = [" / ".join(change(one) for one in row["off"][name].values()) for _, row in columns]
        rows.append((name, "", *("0" if cell == "0 / 0" else cell for cell in cells)))
    return rows if columns else rows[:1]


def confidence_rows(found: Found) -> list[Row]:
    header: Row = (
        "questions", "", "answerable", "unanswerable", "right", "AURC", "best", "ECE",
    )  # fmt: skip
    return [
        header,
        *(
            (
                name, "", str(row["answerable"]), str(row["unanswerable"]),
                *(number(row[key]) for key in ("right", "aurc", "best_aurc", "calibration_error")),
            )
            for name, row in found["confidence"].items()
        ),
    ]  # fmt: skip


def threshold_rows(found: Found) -> list[Row]:
    keys = ("threshold", "unanswerable_abstained", "answerable_lost", "right_lost", "risk")
    header: Row = (
        "questions", "threshold chosen", "at", "kept silent", "answerable lost", "right ones lost",
        "risk",
    )  # fmt: skip
    return [
        header,
        *(
            (name if first else "", way, *(number(at[key]) for key in keys))
            for name, row in found["confidence"].items()
            for first, (way, at) in flagged(row["at"].items())
        ),
    ]


def flagged(items: Iterable[Any]) -> list[tuple[bool, Any]]:
    return [(place == 0, item) for place, item in enumerate(items)]


def set_rows(found: Found) -> list[Row]:
    header: Row = (
        "set", "what is measured", "notices", "clauses", "passages", "indexed in", "data",
    )  # fmt: skip
    return [
        header,
        *(
            (
                name, row["note"], str(row["notices"]), str(row["clauses"]), str(row["passages"]),
                f"{row['index_seconds']:.1f} s", row["data"][:12],
            )
            for name, row in found["sets"].items()
        ),
    ]  # fmt: skip


def parts_of(found: Found) -> Iterable[tuple[str, Sequence[int], Found]]:
    """(set and part, ranks, figures), as the tables name them."""
    for name, row in found["sets"].items():
        for part, figures in row["parts"].items():
            yield f"{name} {part}", row["depths"], figures


def write_report(stem: Path, found: Found, groups: Groups) -> list[Path]:
    """Writes STEM.md and STEM.json; confidence.json and confidence.svg beside them."""
    written = [stem.with_suffix(".md"), stem.with_suffix(".json")]
    curves = stem.with_name("confidence.json")
    rest = {key: value for key, value in found.items() if key != "confidence"}
    keys = ("encoder", "reranker", "commit", "command", "date", "confidence")
    write_text(written[0], as_markdown(found))
    write_text(written[1], as_json(rest))
    if not groups:
        return written
    write_text(curves, as_json({key: found[key] for key in keys}))
    picture = curves.with_suffix(".svg")
    halves = {name: judged for name, judged in groups.items() if not name.endswith(", all")}
    draw(halves, picture)
    return [*written, curves, picture]


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
