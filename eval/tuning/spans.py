"""Reading cases and readers -> how good the quotes are that they would give, out of fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.match import says
from eval.tuning.marked import f1
from eval.tuning.reading import ReadingCase
from service.answer.extractive import Quote, chosen, ranked
from service.answer.reader import Reader


def reading_table(
    cases: Sequence[ReadingCase], fold: Mapping[str, int], apart: Sequence[Reader]
) -> list[str]:
    """Markdown: by source and language, of the answerable questions, no matter how sure."""
    lines = [
        "Answerable questions out of fold, none held back. F1 by characters of all that is quoted;",
        "right: a quote of a clause that answers has the labelled answer whole.",
        "",
        "| questions | count | F1 | first quote right | a quote right | characters | quotes |",
        "|---|---|---|---|---|---|---|",
    ]
    rows: dict[str, list[tuple[float, ...]]] = {}
    for case in cases:
        if case.asked.said and case.asked.relevant:
            chances = apart[fold[case.group]].chances(case.read.features)
            given = chosen(case.question, ranked(case.read, chances))
            label = f"{case.source}, {case.question.language}"
            rows.setdefault(label, []).append(figures(case, given))
    for label, found in rows.items():
        means = [sum(column) / len(found) for column in zip(*found, strict=True)]
        lines.append(
            f"| {label} | {len(found)} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.3f} "
            f"| {means[3]:.0f} | {means[4]:.2f} |"
        )
    return lines


def figures(case: ReadingCase, given: Sequence[Quote]) -> tuple[float, ...]:
    """F1, first right, any right, characters quoted, quotes."""
    right = {
        stretch.hit.clause.ordinal
        for stretch, good in zip(case.read.stretches, case.right, strict=True)
        if good
    }
    good = [
        quote.hit.clause.ordinal in right and says(quote.text, case.asked.said) for quote in given
    ]
    text = "".join(quote.text for quote in given)
    best = max((f1(text, answer) for answer in case.asked.said), default=0.0)
    return (best, float(any(good[:1])), float(any(good)), float(len(text)), float(len(given)))
