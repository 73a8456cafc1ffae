"""Question sets -> groups of judged answers: what ask() would say, how sure it is, is it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from corpus.errors import QueryError
from eval.retrieval.confidence import (
    Judged,
    area,
    at_threshold,
    best_area,
    calibration_error,
    curve,
    share,
    thinned,
    threshold_losing,
)
from eval.retrieval.sets import Asked, QuestionSet, answers
from eval.setindex import SetIndex
from indexer.index import Index
from service.answer import ask
from service.answer.abstain import THRESHOLD
from service.rerankers import Reranker
from service.results import Citation

Groups = dict[str, list[Judged]]
MIXED = "ncp, half of it asked of the bundled notices"
CURVE_POINTS = 50  # of each curve, in the JSON


def judged_groups(found: QuestionSet, reranker: Reranker | None) -> Groups:
    """The set's name; or its halves apart, since confidence is fitted on one, and both."""
    judged = judge_all(found.questions, found.opened, reranker)
    halves = sorted({asked.split for asked in found.questions if asked.split})
    if not halves:
        return {found.name: judged}
    pairs = list(zip(found.questions, judged, strict=True))
    groups = {
        f"{found.name}, {half}": [one for asked, one in pairs if asked.split == half]
        for half in halves
    }
    return {**groups, f"{found.name}, all": judged}


def strangers(
    questions: Sequence[Asked], opened: SetIndex, reranker: Reranker | None
) -> list[Judged]:
    """Questions asked of notices that cannot answer them."""
    asked = [Asked(one.id, one.text, one.part, frozenset()) for one in questions]
    return judge_all(asked, opened, reranker)


def judge_all(
    questions: Sequence[Asked], opened: SetIndex, reranker: Reranker | None
) -> list[Judged]:
    return [judge(asked, opened, reranker) for asked in questions]


def judge(asked: Asked, opened: SetIndex, reranker: Reranker | None) -> Judged:
    """Right when the clause cited answers; a question that is refused gets no answer."""
    try:
        sure, citation = best_answer(opened.index, asked.text, reranker)
    except QueryError:
        return Judged(0.0, False, bool(asked.relevant))
    right = citation is not None and answers(
        asked,
        citation.notice.id,
        opened.name(citation.notice.id, citation.clause.path),
        citation.clause.text,
    )
    return Judged(sure, right, bool(asked.relevant))


def confidences(groups: Mapping[str, list[Judged]]) -> dict[str, Any]:
    """Figures by group; a reporting half is also seen at the threshold that its tuning half
    would have chosen."""
    found = {}
    for name, judged in groups.items():
        points = curve(judged)
        answerable = [one for one in judged if one.answerable]
        tuned = groups.get(name.replace(", report", ", tune"), judged)
        thresholds = {
            "3 % lost, right ones": threshold_losing(judged, only_right=True),
            "3 % lost, any": threshold_losing(judged, only_right=False),
            "as shipped": THRESHOLD,
        }
        if tuned is not judged:
            thresholds["tuning half's 3 %"] = threshold_losing(tuned, only_right=True)
        found[name] = {
            "answerable": len(answerable),
            "unanswerable": len(judged) - len(answerable),
            "right": share(sum(one.right for one in answerable), len(answerable)),
            "aurc": area(points),
            "best_aurc": best_area(judged),
            "calibration_error": calibration_error(judged),
            "at": {way: at_threshold(judged, value) for way, value in thresholds.items()},
            "curve": [
                [round(value, 4) for value in astuple(point)]
                for point in thinned(points, CURVE_POINTS)
            ],
        }
    return found


def best_answer(
    index: Index, text: str, reranker: Reranker | None
) -> tuple[float, Citation | None]:
    """The confidence of ask(), and the citation that it would give had it no floor."""
    answer = ask(index, text, reranker=reranker, threshold=0.0)
    return answer.confidence, next(iter(answer.citations), None)
