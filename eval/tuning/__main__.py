"""Run: python -m eval.tuning [--data ../shared/data] [--write]: weights, and figures out of fold.

Ranking, reading and confidence are fitted in this order, each on what the one before it gives;
without --write reading and confidence are fitted on the ranking that is shipped. With
--write the weights go to service/weights.json and the figures to eval/results/tuning.md and .json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from eval.provenance import provenance
from eval.retrieval.sets import SETS, QuestionSet
from eval.tuning.asked import asked_set
from eval.tuning.cases import Case, Floats, Verdict, group_of, ranking_case, tuned_on, verdicts
from eval.tuning.fit import chances_out_of_fold, first_rank, listwise, logistic, out_of_fold
from eval.tuning.networks import networks, networks_out_of_fold, save
from eval.tuning.operating import answers_out_of_fold, operating
from eval.tuning.reading import ReadingCase, reading_case
from eval.tuning.spans import reading_table
from indexer.encoders import load_encoder
from service import weights as shipped
from service.answer import reader
from service.answer.abstain import SIGNS, hopeless
from service.answer.reader import FILE
from service.evidence import NAMES

RESULTS = Path(__file__).resolve().parents[1] / "results"
# What a question counts. Those of notices are what users ask; NCP's are many and of one subject;
# the encyclopaedia's have no title and no headings.
COUNTS = {"bundled": 1.0, "notices": 1.0, "ncp": 0.5, "cmrc": 0.2, "drcd": 0.2}
JUDGED = {
    "bundled": 2.0, "notices": 1.0, "ncp": 0.3, "bundled, unanswerable": 4.0,
    "notices, unanswerable": 3.0, "bundled, own notice left out": 1.0,
    "notices, own notice left out": 0.5, "ncp, own notice left out": 0.1,
    "ncp, asked elsewhere": 0.1, "notices, asked elsewhere": 0.5,
}  # fmt: skip
# Questions of a set that the reader is fitted on at most.
MOST_READ = 2000
# What a piece of text counts when the reader is fitted.
READ = {"bundled": 1.5, "notices": 1.5, "ncp": 1.0, "asked": 0.5, "cmrc": 0.25, "drcd": 0.2}
JUDGED_SETS = ("bundled", "notices", "ncp")
# How strongly the confidence is pulled to an even chance, in verdicts.
HELD = 20.0
RIDGE = {"zh": 1.0, "en": 2.0}
# No labelled question need name a clause for us to know that it is meant.
PRIOR = {"clause": 3.0}
LANGUAGES = ("zh", "en")
ALL = "All answerable questions; one whose answer is not among the candidates counts as missed."


def main() -> None:
    """Fits, prints and, with --write, records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        encoder = load_encoder()
        whole = [stack.enter_context(SETS[name](given.data, encoder, _say)) for name in COUNTS]
        marked = stack.enter_context(asked_set(given.data, encoder, _say))
        sets = [tuned_on(found) for found in whole]
        lines, fitted, answers = tune(
            sets, [tuned_on(found, MOST_READ) for found in (*whole, marked)], given.write
        )
    print("\n".join(lines))
    if given.write:
        about = provenance()
        head = ["# Ranking, quoting and abstaining: how the weights were chosen", ""]
        head += [f"`{about['command']}` on commit {about['commit']}, {about['date']}.", ""]
        (RESULTS / "tuning.md").write_text("\n".join([*head, *lines, ""]), "utf-8")
        data = {found.name: found.data for found in (*sets, marked)}
        record = {
            **about,
            "data": data,
            "counts": COUNTS,
            "read": READ,
            "judged": JUDGED,
            "weights": fitted,
            "answers": answers,
        }
        (RESULTS / "tuning.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def tune(
    sets: Sequence[QuestionSet], to_read: Sequence[QuestionSet], write: bool
) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    """Markdown lines with figures; the weights by part, as they are in weights.json; answers out
    of fold. The reader is fitted on `to_read`."""
    fitted = dict(shipped.weights())
    _say("ranking")
    ranking = [
        case for found in sets for one in found.questions for case in ranking_case(found, one)
    ]
    fitted["ranking"], fitted["score"], rows = orders(ranking)
    fitted.pop("quoting", None)
    lines = [
        "## Order of passages",
        "",
        "All answerable questions; what is not among the candidates measured counts as missed.",
        "",
    ]
    lines += table(rows)
    _store(fitted, write)
    _say("reading")
    notices = [found for found in sets if found.name in JUDGED_SETS]
    own = [case for found in to_read if found.name in JUDGED_SETS for case in cases_of(found)]
    extra = [case for found in to_read if found.name not in JUDGED_SETS for case in cases_of(found)]
    fold, apart = networks_out_of_fold(own, extra, READ)
    if write:
        save(FILE, networks([*own, *extra], READ))
        reader.shipped.cache_clear()
    lines += ["", "## Reading", "", *reading_table(own, fold, apart)]
    _say("confidence")
    elsewhere = next(found.opened.index for found in sets if found.name == "bundled")
    judged = [
        verdict
        for found in notices
        for one in found.questions
        for verdict in verdicts(
            found, one, None if found.name == "bundled" else elsewhere,
            apart[fold.get(group_of(one), 0)],
        )
    ]  # fmt: skip
    fitted["confidence"], fitted["threshold"], more, answers = confidences(judged)
    _store(fitted, write)
    return [*lines, "", "## Confidence", "", *more], fitted, answers


def cases_of(found: QuestionSet) -> list[ReadingCase]:
    """What is read for the set's questions."""
    return [case for asked in found.questions for case in reading_case(found, asked)]


def orders(
    cases: Sequence[Case],
) -> tuple[dict[str, Any], dict[str, Any], list[tuple[Any, ...]]]:
    """Weights by language, the curve of the score, and (questions, order, count, R@1, R@5, R@10,
    MRR) of the engines' fusion and of the weights out of fold."""
    found, curves, rows = {}, {}, []
    prior = np.array([PRIOR.get(name, 0.0) for name in NAMES])
    for language in LANGUAGES:
        mine = [case for case in cases if case.language == language]
        fitted = listwise(mine, prior, RIDGE[language], COUNTS)
        found[language] = {n: round(float(w), 3) for n, w in zip(NAMES, fitted, strict=True)}
        apart = out_of_fold(mine, prior, RIDGE[language], COUNTS)
        curves[language] = curve(mine, apart)
        for source in dict.fromkeys(case.source for case in mine):
            some = [(c, s) for c, s in zip(mine, apart, strict=True) if c.source == source]
            label = f"{source}, {language}"
            rows.append(row(label, "fusion", [(c, c.fused) for c, _ in some]))
            rows.append(row(label, "out of fold", some))
    return found, curves, rows


def curve(cases: Sequence[Case], scores: Sequence[Floats]) -> dict[str, float]:
    """Middle and spread of the logistic curve by which the first candidate's sum tells how often it
    is right, out of fold."""
    tops = [
        Verdict(c.source, c.language, c.group, np.array([s.max()]), bool(c.right[s.argmax()]))
        for c, s in zip(cases, scores, strict=True)
    ]
    slope, bias = logistic(tops, COUNTS, ridge=0.1)
    spread = 1 / max(float(slope[0]), 1e-2)
    return {"middle": round(-bias * spread, 3), "spread": round(spread, 3)}


def row(label: str, way: str, cases: Sequence[tuple[Case, Floats]]) -> tuple[Any, ...]:
    ranks = np.array([first_rank(case, scores) for case, scores in cases])
    shares = [float((ranks <= k).mean()) for k in (1, 5, 10)]
    return (label, way, len(ranks), *shares, float((1 / ranks).mean()))


def table(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    lines = [
        "| questions | order | count | R@1 | R@5 | R@10 | MRR |",
        "|---|---|---|---|---|---|---|",
    ]
    return lines + [
        f"| {label} | {way} | {n} | " + " | ".join(f"{value:.3f}" for value in values) + " |"
        for label, way, n, *values in rows
    ]


def confidences(
    judged: Sequence[Verdict],
) -> tuple[dict[str, Any], float, list[str], dict[str, dict[str, float]]]:
    """Weights by language, the threshold, how it separates right from wrong, and the answers that
    are then given, both out of fold."""
    found: dict[str, Any] = {}
    sure: list[tuple[Verdict, float]] = []
    for language in LANGUAGES:
        mine = [verdict for verdict in judged if verdict.language == language]
        weights, bias = logistic(mine, JUDGED, HELD)
        named = {n: round(float(w), 3) for n, w in zip(SIGNS, weights, strict=True)}
        found[language] = {**named, "bias": round(bias, 3)}
        chances = chances_out_of_fold(mine, JUDGED, HELD)
        held = np.array([hopeless(verdict.features) for verdict in mine])
        sure += zip(mine, np.where(held, 0.0, chances).tolist(), strict=True)
    threshold, lines = operating(sure)
    return found, threshold, lines, answers_out_of_fold(sure, threshold)


def _store(fitted: dict[str, Any], write: bool) -> None:
    """The next part is fitted on what this one gives, so it is written at once."""
    if write:
        shipped.FILE.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
        shipped.weights.cache_clear()
        shipped.linear.cache_clear()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
