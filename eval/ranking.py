"""Labelled questions -> weights of service/rank.py, fitted listwise; figures out of fold.

Run: python -m eval.ranking [--data ../shared/data] [--write]. Chinese weights come from NCP and the
bundled tuning half together, in folds over documents; English ones from the tuning half alone.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.load import BUNDLED, parse
from corpus.readers import RawDocument
from eval.labels import BUNDLED_SET, read_set
from eval.provenance import provenance
from indexer.build import index_notices, index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.query import understand
from service.rank import FEATURES, WEIGHTS
from service.search import candidates_with_evidence

Floats = npt.NDArray[np.float64]
RESULTS = Path(__file__).parent / "results"
FOLDS = 5
# Weights are pulled towards these, with this strength in units of one question. Chinese has hundreds
# of questions; English has two dozen and would otherwise learn them by heart. No labelled question
# names a clause, but users do, and then that clause is meant.
PRIOR = {
    "zh": {"clause": 3.0},
    "en": {
        "lexical": 0.3, "dense": 0.9, "notice": 0.4, "body": 1.0, "context": 1.0, "answers": 1.0,
        "bare": -1.0, "clause": 3.0,
    },
}  # fmt: skip
RIDGE = {"zh": 0.5, "en": 3.0}


@dataclass(frozen=True, slots=True)
class Case:
    """A question's candidates: features (n, f), whether each answers (n,), and its document."""

    language: str
    group: str
    features: Floats
    relevant: npt.NDArray[np.bool_]
    clauses: npt.NDArray[np.int64]


def main() -> None:
    """Fits, reports, and with --write puts the table under eval/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bundled = bundled_cases(Path(scratch) / "bundled")
        ncp = ncp_cases(arguments.data / "ncp", Path(scratch) / "ncp")
    chinese = [case for case in bundled if case.language == "zh"]
    english = [case for case in bundled if case.language == "en"]
    rows = [
        *report("NCP, Chinese", ncp, chinese, "zh"),
        *report("bundled tuning half, Chinese", chinese, ncp, "zh"),
        *report("bundled tuning half, English", english, [], "en"),
    ]
    weights = {"zh": fit([*ncp, *chinese]), "en": fit(english)}
    named = {
        language: {name: round(float(w), 3) for name, w in zip(FEATURES, vector, strict=True)}
        for language, vector in weights.items()
    }
    print(table(rows))
    print(json.dumps(named, indent=1))
    if arguments.write:
        write(rows, named)


def bundled_cases(folder: Path) -> list[Case]:
    """The tuning half of the bundled set; the reporting half is never looked at here."""
    labelled = read_set(BUNDLED_SET).only("tune")
    index_paths(folder, [BUNDLED], load_encoder())
    index = Index.open(folder)
    cases = []
    for query in labelled.queries:
        wanted = set(labelled.relevant(query.id))

        def answers(notice: str, path: str, _: str, wanted: set[str] = wanted) -> bool:
            return f"{notice}#{path}" in wanted

        group = min(wanted, default="").partition("#")[0]
        cases += case_of(index, query.text, group, answers)
    index.close()
    return cases


def ncp_cases(data: Path, folder: Path) -> list[Case]:
    """NCP's documents through our reader; a passage answers that holds most of the answer."""
    notices = []
    for line in (data / "docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        notice = parse(RawDocument(document["text"], "utf-8"), document["docid"])
        notices.append(replace(notice, id=document["docid"]))
    index_notices(folder, notices, load_encoder())
    index = Index.open(folder)
    cases = []
    for line in (data / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)

        def answers(notice: str, _: str, text: str, question: dict[str, str] = question) -> bool:
            return notice == question["docid"] and holds(text, question["answer"])

        cases += case_of(index, question["question"], question["docid"], answers)
    index.close()
    return cases


def holds(text: str, answer: str) -> bool:
    """Whether the text has the answer, or three fifths of a long one's stretches of 8 characters."""
    text, answer = (re.sub(r"\W+", "", part) for part in (text, answer))
    if answer in text or len(answer) <= 20:
        return answer in text
    stretches = [answer[i : i + 8] for i in range(0, len(answer) - 8, 4)]
    return sum(stretch in text for stretch in stretches) > 0.6 * len(stretches)


def case_of(
    index: Index, text: str, group: str, answers: Callable[[str, str, str], bool]
) -> list[Case]:
    """The question's candidates as one case; none when no candidate answers."""
    question = understand(text)
    evidence = candidates_with_evidence(index, question)
    clauses = [int(index.passage_clause[item.row]) for item in evidence]
    relevant = []
    for item, ordinal in zip(evidence, clauses, strict=True):
        clause = index.clause(ordinal)
        start, end = (int(x) for x in index.passage_span[item.row])
        notice = index.notice_refs[clause.notice].id
        relevant.append(answers(notice, clause.path, clause.text[start:end]))
    if not any(relevant):
        return []
    features = np.array([[float(getattr(item, name)) for name in FEATURES] for item in evidence])
    return [Case(question.language, group, features, np.array(relevant), np.array(clauses))]


def fit(cases: Sequence[Case]) -> Floats:
    """Weights (f,) that minimise the listwise softmax loss (Cao et al. 2007, ListNet's top one)."""
    from scipy.optimize import minimize

    language = cases[0].language
    ridge = RIDGE[language]
    prior = np.array([PRIOR[language].get(feature, 0.0) for feature in FEATURES])

    def loss(weights: Floats) -> tuple[float, Floats]:
        away = weights - prior
        total, gradient = ridge * float(away @ away), 2 * ridge * away
        for case in cases:
            scores = case.features @ weights
            scores -= scores.max()
            odds = np.exp(scores)
            hit = odds * case.relevant
            total += float(np.log(odds.sum()) - np.log(hit.sum()))
            gradient = gradient + case.features.T @ (odds / odds.sum() - hit / hit.sum())
        return total, gradient

    result = minimize(loss, prior, jac=True, method="L-BFGS-B")
    found: Floats = np.asarray(result.x)
    return found


def report(
    name: str, cases: Sequence[Case], others: Sequence[Case], language: str
) -> list[tuple[str, str, int, float, float, float]]:
    """(set, ranking, questions, R@1, R@10, MRR) of each way to rank the candidates."""
    if not cases:
        return []
    column = {feature: n for n, feature in enumerate(FEATURES)}
    ways: dict[str, list[Floats]] = {
        "lexical": [case.features[:, column["lexical"]] for case in cases],
        "dense": [case.features[:, column["dense"]] for case in cases],
        "lexical + .6 dense": [
            case.features[:, column["lexical"]] + 0.6 * case.features[:, column["dense"]]
            for case in cases
        ],
        "shipped weights": [
            case.features @ np.array([WEIGHTS[language].get(feature, 0.0) for feature in FEATURES])
            for case in cases
        ],
        "fitted, out of fold": out_of_fold(cases, others),
    }
    rows = []
    for way, scores in ways.items():
        ranks = [first_rank(case, score) for case, score in zip(cases, scores, strict=True)]
        r1 = float(np.mean([rank == 1 for rank in ranks]))
        r10 = float(np.mean([rank <= 10 for rank in ranks]))
        mrr = float(np.mean([1 / rank for rank in ranks]))
        rows.append((name, way, len(cases), r1, r10, mrr))
    return rows


def out_of_fold(cases: Sequence[Case], others: Sequence[Case]) -> list[Floats]:
    """Scores of each case by weights fitted without its document's fold."""
    groups = sorted({case.group for case in cases})
    fold = {group: n % FOLDS for n, group in enumerate(groups)}
    weights = [
        fit([*others, *(case for case in cases if fold[case.group] != n)]) for n in range(FOLDS)
    ]
    return [case.features @ weights[fold[case.group]] for case in cases]


def first_rank(case: Case, scores: Floats) -> int:
    """Rank of the first clause that answers, each clause counted once."""
    seen: list[int] = []
    for place in np.argsort(-scores, kind="stable"):
        if case.relevant[place]:
            return len(set(seen) - {int(case.clauses[place])}) + 1
        seen.append(int(case.clauses[place]))
    return len(seen) + 1


def table(rows: Sequence[tuple[str, str, int, float, float, float]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| set | ranking | questions | R@1 | R@10 | MRR |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {a} | {b} | {n} | {r1:.3f} | {r10:.3f} | {m:.3f} |" for a, b, n, r1, r10, m in rows
    ]
    return "\n".join(lines)


def write(
    rows: Sequence[tuple[str, str, int, float, float, float]], named: dict[str, dict[str, float]]
) -> None:
    """eval/results/ranking.md and .json: method, commit, command, figures, weights."""
    RESULTS.mkdir(exist_ok=True)
    about = provenance()
    (RESULTS / "ranking.json").write_text(
        json.dumps({**about, "rows": rows, "weights": named}, ensure_ascii=False, indent=1) + "\n",
        "utf-8",
    )
    text = [
        "# How candidates are ranked", "", f"Command: `{about['command']}`, commit {about['commit']}.",
        "Questions whose answer is among the candidates (100 lexical and 100 dense passages, the 40 best",
        "of their fusion); a listwise linear model, five folds over documents.", "", table(rows), "",
        "Weights:", "", "```json", json.dumps(named, indent=1), "```", "",
    ]  # fmt: skip
    (RESULTS / "ranking.md").write_text("\n".join(text), "utf-8")


if __name__ == "__main__":
    main()
