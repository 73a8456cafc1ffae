"""Run: python -m eval.tuning [--data ../shared/data] [--write]: weights, and figures out of fold.

Chinese weights come from NCP and the bundled tuning half together, English ones from the tuning
half alone, pulled towards a prior. With --write the tables go to eval/results/tuning.md and .json.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.provenance import provenance
from eval.tuning.cases import (
    Case,
    Floats,
    Labelled,
    Verdict,
    bundled,
    ncp,
    quote_case,
    ranking_case,
    verdicts,
)
from eval.tuning.fit import first_rank, listwise, logistic, out_of_fold
from service.answer import abstain, extractive
from service.rank import FEATURES, WEIGHTS
from service.search import DENSE_WEIGHT

RESULTS = Path(__file__).resolve().parents[1] / "results"
RANKING_PRIOR = {
    # No labelled question names a clause, but users do, and then that clause is meant.
    "zh": {"clause": 3.0},
    # Two dozen English questions would otherwise be learnt by heart.
    "en": {
        "lexical": 0.3, "dense": 0.9, "notice": 0.4, "body": 1.0, "context": 1.0, "answers": 1.0,
        "bare": -1.0, "clause": 3.0,
    },
}  # fmt: skip
QUOTE_PRIOR: dict[str, dict[str, float]] = {
    "zh": {},
    "en": {
        "own": 1.2, "context": 0.5, "similarity": 1.5, "answers": 0.6, "heading": -0.8,
        "standing": 1.5,
    },
}  # fmt: skip
RIDGE = {"zh": 0.5, "en": 3.0}
# A question without its document may still be answered by another one, so it counts less.
COUNTS = {
    "bundled": 3.0,
    "bundled, unanswerable": 3.0,
    "ncp": 0.8,
    "ncp, own document left out": 0.3,
}
Row = tuple[str, str, int, float, float, float]


def main() -> None:
    """Fits, prints and, with --write, records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        own = bundled(Path(scratch) / "bundled")
        other = ncp(arguments.data / "ncp", Path(scratch) / "ncp")
        lines, weights = tune(own, other)
    print("\n".join(lines), json.dumps(weights, indent=1), sep="\n")
    if arguments.write:
        RESULTS.mkdir(exist_ok=True)
        about = provenance()
        head = ["# Ranking, quoting and abstaining: how the weights were chosen", ""]
        head += [f"`{about['command']}` on commit {about['commit']}, {about['date']}.", ""]
        shown = ["", "Fitted weights:", "", "```json", json.dumps(weights, indent=1), "```", ""]
        (RESULTS / "tuning.md").write_text("\n".join([*head, *lines, *shown]), "utf-8")
        record = json.dumps({**about, "weights": weights}, indent=1)
        (RESULTS / "tuning.json").write_text(record + "\n", "utf-8")


def tune(own: Sequence[Labelled], other: Sequence[Labelled]) -> tuple[list[str], dict[str, object]]:
    """Markdown lines with figures, and the fitted weights by name."""
    ranking = [case for labelled in [*own, *other] for case in ranking_case(labelled)]
    quoting = [case for labelled in [*own, *other] for case in quote_case(labelled)]
    judged = [v for labelled in own for v in verdicts(labelled, None)]
    judged += [v for labelled in other for v in verdicts(labelled, own[0].index)]
    lines = [
        "## Order of clauses",
        "",
        "Questions whose answer is among the candidates that are reranked.",
        "",
    ]
    lines += table(figures(ranking, FEATURES, WEIGHTS, RANKING_PRIOR))
    lines += ["", "## Choice of the sentence quoted", "", "Among the first five clauses.", ""]
    lines += table(figures(quoting, extractive.FEATURES, extractive.WEIGHTS, QUOTE_PRIOR))
    lines += ["", f"## Confidence: share answered from {abstain.THRESHOLD} on", ""]
    lines += confidences(judged)
    names = list(abstain.WEIGHTS["zh"])
    columns = [extractive.FEATURES.index(name) for name in names]
    chance, bias = logistic([v for v in judged if v.language == "zh"], columns, COUNTS)
    weights: dict[str, object] = {
        "ranking": fitted(ranking, FEATURES, RANKING_PRIOR),
        "quoting": fitted(quoting, extractive.FEATURES, QUOTE_PRIOR),
        "confidence": {**_named(names, chance), "bias": round(bias, 2)},
    }
    return lines, weights


def figures(
    cases: Sequence[Case],
    names: Sequence[str],
    shipped: dict[str, dict[str, float]],
    priors: dict[str, dict[str, float]],
) -> list[Row]:
    """(questions, order, count, R@1, R@10, MRR) for single features, shipped and fitted weights."""
    rows: list[Row] = []
    for source, language in (("ncp", "zh"), ("bundled", "zh"), ("bundled", "en")):
        mine = [c for c in cases if (c.source, c.language) == (source, language)]
        rest = [c for c in cases if c.source != source and c.language == language]
        if not mine:
            continue
        ways: dict[str, list[Floats]] = {
            name: [case.features[:, names.index(name)] for case in mine]
            for name in ("lexical", "dense", "own", "similarity")
            if name in names and not (name == "similarity" and "dense" in names)
        }
        if "dense" in names:
            # The fusion that chooses the candidates; its weight is service/search.py's.
            share = DENSE_WEIGHT[language]
            fused = {"lexical": 1.0, "dense": share}
            ways[f"lexical + {share} dense"] = [c.features @ _vector(names, fused) for c in mine]
        ways["shipped weights"] = [c.features @ _vector(names, shipped[language]) for c in mine]
        ways["fitted, out of fold"] = out_of_fold(
            mine, rest, _vector(names, priors[language]), RIDGE[language]
        )
        for way, scores in ways.items():
            ranks = np.array([first_rank(c, s) for c, s in zip(mine, scores, strict=True)])
            shares = (float((ranks == 1).mean()), float((ranks <= 10).mean()))
            label = f"{source}, {language} ({'tuning half' if source == 'bundled' else 'all'})"
            rows.append((label, way, len(mine), *shares, float((1 / ranks).mean())))
    return rows


def fitted(
    cases: Sequence[Case], names: Sequence[str], priors: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Weights by language and name, fitted on all cases."""
    return {
        language: _named(
            names,
            listwise(
                [c for c in cases if c.language == language],
                _vector(names, priors[language]),
                RIDGE[language],
            ),
        )
        for language in priors
    }


def confidences(judged: Sequence[Verdict]) -> list[str]:
    """How often a quote would be given, by where the question is from and whether it is right."""
    lines = ["| questions | quote | count | answered |", "|---|---|---|---|"]
    for source, language, right in sorted({(v.source, v.language, v.right) for v in judged}):
        same = [v for v in judged if (v.source, v.language, v.right) == (source, language, right)]
        weights = _vector(extractive.FEATURES, abstain.WEIGHTS[language])
        sums = np.array([v.features @ weights + abstain.BIAS[language] for v in same])
        given = float((1 / (1 + np.exp(-sums)) >= abstain.THRESHOLD).mean())
        verdict = "right" if right else "wrong"
        lines.append(f"| {source}, {language} | {verdict} | {len(same)} | {given:.3f} |")
    return lines


def table(rows: Sequence[Row]) -> list[str]:
    lines = ["| questions | order | count | R@1 | R@10 | MRR |", "|---|---|---|---|---|---|"]
    lines += [f"| {a} | {b} | {n} | {r:.3f} | {t:.3f} | {m:.3f} |" for a, b, n, r, t, m in rows]
    return lines


def _vector(names: Sequence[str], weights: dict[str, float]) -> Floats:
    return np.array([weights.get(name, 0.0) for name in names])


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
