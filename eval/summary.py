"""Outcomes -> figures by mode and by group of queries, as JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from eval.labels import LabelledSet, Query
from eval.metrics import DEPTHS, MEASURES, abstention, interval, mean, measured
from eval.provenance import provenance
from eval.run import DEPTH, Outcome
from eval.setindex import SetIndex
from service.rerankers import Reranker
from service.switches import ALL_ON, Switches

METHOD = (
    "recall, success, MRR and nDCG as trec_eval -c computes them, averaged over answerable "
    "queries (MRR over the whole run); passage@k: a relevant clause among the first k whose "
    "passage has the labelled evidence, else the labelled answer; answered, answer_right, "
    "citation_right: of the answerable queries, how many got an answer, one that says the "
    "labelled answer, one whose first citation is a relevant clause; abstention_precision: of "
    "the abstentions, how many were on unanswerable queries; abstention_recall: of the "
    "unanswerable queries, how many were abstained on; intervals: 95 % percentile bootstrap over "
    "queries, 2,000 resamples, seed 0"
)

Figures = dict[str, Any]
WITH_INTERVAL = ("recall@1", "recall@10", "mrr", "ndcg@10")
GROUPED_BY = ("split", "lang", "kind", "difficulty")


def summarise(
    labels: LabelledSet,
    outcomes: Sequence[Outcome],
    opened: SetIndex,
    depth: int = DEPTH,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
) -> Figures:
    """The whole report: what was measured, on what, how, and the figures."""
    modes = list(dict.fromkeys(outcome.mode for outcome in outcomes))
    answerable = sum(bool(labels.relevant(query.id)) for query in labels.queries)
    return {
        "set": labels.name,
        "data": labels.digest,
        "queries": len(labels.queries),
        "answerable": answerable,
        "unanswerable": len(labels.queries) - answerable,
        "index": {
            "notices": len(opened.index.notice_refs),
            "clauses": opened.index.total_clauses,
            "encoder": opened.index.encoder_name,
        },
        "search": {
            "reranker": reranker.name if reranker else None,
            "off": sorted(switches.off),
        },
        "depth": depth,
        "method": METHOD,
        **provenance(),
        "modes": {mode: by_group(labels, of_mode(outcomes, mode)) for mode in modes},
        "warnings": warnings(labels, outcomes, opened),
    }


def of_mode(outcomes: Sequence[Outcome], mode: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.mode == mode]


def by_group(labels: LabelledSet, outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of all queries, then of every split, language, kind and difficulty the set names."""
    groups = {"all": figures(labels, outcomes)}
    for key in GROUPED_BY:
        for value in values_of(key, labels.queries):
            members = [outcome for outcome in outcomes if getattr(outcome.query, key) == value]
            groups[f"{key}={value}"] = figures(labels, members)
    return groups


def values_of(key: str, queries: Sequence[Query]) -> list[str]:
    """The values of one metadata key, commonest first."""
    counted = Counter(value for query in queries if (value := getattr(query, key)) is not None)
    return [value for value, _ in counted.most_common()]


def figures(labels: LabelledSet, outcomes: Sequence[Outcome]) -> Figures:
    """Measures of one group; a measure over nothing (no labelled answers, say) is None."""
    answerable = [outcome for outcome in outcomes if labels.relevant(outcome.query.id)]
    each = per_query(labels, answerable)
    return {
        "queries": len(outcomes),
        "answerable": len(answerable),
        **{name: mean(each[name]) for name in MEASURES},
        **passage_figures(answerable),
        **answer_figures(answerable),
        **abstention_figures(labels, outcomes),
        "interval": {name: interval(each[name]) for name in WITH_INTERVAL},
    }


def per_query(labels: LabelledSet, outcomes: Sequence[Outcome]) -> dict[str, list[float]]:
    rows = [measured(outcome.ranking, labels.relevant(outcome.query.id)) for outcome in outcomes]
    return {name: [row[name] for row in rows] for name in MEASURES}


def passage_figures(answerable: Sequence[Outcome]) -> Figures:
    ranks = [at for outcome in answerable if (at := outcome.passage_rank) is not None]
    return {f"passage@{k}": mean([float(0 < rank <= k) for rank in ranks]) for k in DEPTHS}


def answer_figures(answerable: Sequence[Outcome]) -> Figures:
    """A refused query counts as not answered."""
    labelled = [outcome for outcome in answerable if outcome.query.answers]
    return {
        "answered": share(answerable, lambda outcome: not silent(outcome)),
        "answer_right": share(labelled, lambda outcome: bool(judged_right(outcome))),
        "citation_right": share(answerable, judged_cited),
    }


def share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float | None:
    return mean([float(holds(outcome)) for outcome in outcomes])


def silent(outcome: Outcome) -> bool:
    return outcome.answered is None or outcome.answered.abstained


def judged_right(outcome: Outcome) -> bool:
    return outcome.answered is not None and not silent(outcome) and bool(outcome.answered.right)


def judged_cited(outcome: Outcome) -> bool:
    return outcome.answered is not None and not silent(outcome) and outcome.answered.cited


def abstention_figures(labels: LabelledSet, outcomes: Sequence[Outcome]) -> Figures:
    counted = abstention(
        [(silent(outcome), not labels.relevant(outcome.query.id)) for outcome in outcomes]
    )
    return {
        "abstained": counted.abstained,
        "abstention_precision": counted.precision,
        "abstention_recall": counted.recall,
    }


def warnings(labels: LabelledSet, outcomes: Sequence[Outcome], opened: SetIndex) -> list[str]:
    """What makes the figures mean less than they seem to."""
    found = []
    if missing := opened.missing(labels):
        names = ", ".join(missing[:3])
        found.append(
            f"{len(missing)} relevant ids are not in the index and cannot be found: {names}"
        )
    if refused := [outcome for outcome in outcomes if outcome.error]:
        first = refused[0]
        found.append(f"{len(refused)} queries were refused: {first.query.id}: {first.error}")
    loose = [o for o in outcomes if o.answered is not None and not o.answered.verbatim]
    if loose:
        found.append(f"{len(loose)} answers quote what their clause does not say")
    return found


def details(outcomes: Sequence[Outcome], labels: LabelledSet) -> list[Figures]:
    """One row per query and mode, for tuning and for looking at failures."""
    rows = []
    for outcome in outcomes:
        grades, said = labels.relevant(outcome.query.id), outcome.answered
        rows.append(
            {
                "query": outcome.query.id,
                "text": outcome.query.text,
                "mode": outcome.mode,
                "relevant": grades,
                "top": [[name, round(score, 6)] for name, score in outcome.hits[:10]],
                "measures": measured(outcome.ranking, grades) if grades else None,
                "passage_rank": outcome.passage_rank,
                "status": said.status if said else "refused",
                "reason": said.reason if said else outcome.error,
                "confidence": said.confidence if said else None,
                "answer": said.text if said else None,
                "answer_right": said.right if said else None,
                "citation_right": said.cited if said else None,
            }
        )
    return rows
