"""A question set and its systems -> figures side by side, and what each component brings."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from eval.retrieval.score import Figures, Outcome, against, figures, outcomes
from eval.retrieval.sets import QuestionSet
from eval.retrieval.systems import (
    BIGRAMS,
    FUSION,
    PASSAGES,
    RERANKED,
    WHOLE,
    service,
    systems,
    systems_by_passage,
)
from service.rerankers import Reranker
from service.switches import COMPONENTS, make_switches

# Of a large set so many questions are enough to see what a component brings.
SAMPLE = 800
# Sets and parts whose components are switched off: those that a target is set on.
ABLATED = {
    "ncp": ("zh",),
    "xquad": ("en",),
    "drcd": ("zh",),
    "bundled": ("en", "zh"),
    "notices": ("en", "zh"),
}
Say = Callable[[str], None]
ByPart = dict[str, list[Outcome]]


def of_set(found: QuestionSet, reranker: Reranker | None, say: Say) -> tuple[Figures, ByPart]:
    """The set's figures by part and system; and what the whole found."""
    index = found.opened.index
    compared = systems(found.opened, reranker)
    if found.name == "ncp":
        compared |= systems_by_passage(found.opened)
    results: dict[str, ByPart] = {}
    for name, system in compared.items():
        say(f"{found.name}: {name}")
        results[name] = by_part(outcomes(found.answerable, system))
    about = {
        "note": found.note,
        "data": found.data,
        "depths": found.depths,
        "notices": len(index.notice_refs),
        "clauses": index.total_clauses,
        "passages": len(index.passage_clause),
        "parts": {part: of_part(results, part, found.depths) for part in results[WHOLE]},
    }
    return about, results[WHOLE]


def by_part(found: Sequence[Outcome]) -> ByPart:
    parts: ByPart = {}
    for one in found:
        parts.setdefault(one.asked.part, []).append(one)
    return dict(sorted(parts.items()))


def of_part(results: Mapping[str, ByPart], part: str, depths: Sequence[int]) -> Figures:
    """`against`: the last word (the reranker's, where there is one) against what is simpler."""
    best = RERANKED if RERANKED in results else WHOLE
    simpler = [
        name for name in (BIGRAMS, PASSAGES, FUSION, WHOLE) if name != best and name in results
    ]
    return {
        "n": len(results[WHOLE][part]),
        "systems": {name: figures(of[part], depths) for name, of in results.items()},
        "against": {
            name: against(results[name][part], results[best][part], depths) for name in simpler
        },
    }


def ablation(found: QuestionSet, whole: ByPart, say: Say) -> Figures:
    """By part: the whole, and how success changes when one component is off."""
    rows: Figures = {}
    for part in ABLATED[found.name]:
        chosen = sample(whole.get(part, []))
        if not chosen:
            continue
        rows[part] = {"n": len(chosen), "whole": figures(chosen, found.depths), "off": {}}
        for name in COMPONENTS:
            say(f"{found.name}, {part}: without {name}")
            rest = service(found.opened, switches=make_switches([name]))
            without = outcomes([one.asked for one in chosen], rest)
            rows[part]["off"][name] = against(chosen, without, found.depths)
    return rows


def sample(found: list[Outcome]) -> list[Outcome]:
    if len(found) <= SAMPLE:
        return found
    chosen = sorted(random.Random(0).sample(range(len(found)), SAMPLE))
    return [found[place] for place in chosen]
