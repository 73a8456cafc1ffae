"""One answer of ask() -> its figures: is a quote right, F1 by characters, length, verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.match import says
from eval.retrieval.sets import Asked, QuestionSet
from eval.tuning.marked import f1
from service.results import Answer, Citation


@dataclass(frozen=True, slots=True)
class Scored:
    """`right`: a citation of a clause that answers says a labelled answer; `first`: the first one
    does. `f1` is that of all that is quoted, 0 where nothing is. `verbatim`: each quote is its
    span. `characters` and `quotes` are 0 for an abstention. `sure`: answered, and not as a merely
    possible answer."""

    part: str
    answerable: bool
    answered: bool
    right: bool
    first: bool
    f1: float
    characters: int
    quotes: int
    verbatim: bool
    sure: bool = False


def score(found: QuestionSet, asked: Asked, answer: Answer) -> Scored:
    """The figures of an answer to a question of the set."""
    good = [says_answer(found, asked, citation) for citation in answer.citations]
    text = "".join(citation.quote for citation in answer.citations)
    return Scored(
        part=asked.part,
        answerable=bool(asked.relevant),
        answered=answer.status == "answered",
        right=any(good),
        first=any(good[:1]),
        f1=max((f1(text, wanted) for wanted in asked.said), default=0.0),
        characters=len(text),
        quotes=len(answer.citations),
        verbatim=all(
            citation.quote == citation.clause.text[citation.start : citation.end] != ""
            for citation in answer.citations
        ),
        sure=answer.status == "answered" and not answer.unsure,
    )


def says_answer(found: QuestionSet, asked: Asked, citation: Citation) -> bool:
    """Whether a quote has the labelled answer, in a clause (of NCP: a document) that answers."""
    name = found.opened.name(citation.notice.id, citation.clause.path)
    there = name in asked.relevant or citation.notice.id in asked.relevant
    return there and says(citation.quote, asked.said)


def figures(scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """Means over the questions of a group; a mean of nothing is None."""
    answerable = [one for one in scored if one.answerable]
    rest = [one for one in scored if not one.answerable]
    given = [one for one in scored if one.answered]
    return {
        "answerable": len(answerable),
        "right": mean([one.right for one in answerable]),
        "first_right": mean([one.first for one in answerable]),
        "f1": mean([one.f1 for one in answerable]),
        "abstained": mean([not one.answered for one in answerable]),
        "unanswerable": len(rest),
        "unanswerable_abstained": mean([not one.answered for one in rest]),
        "unanswerable_sure": mean([one.sure for one in rest]),
        "characters": mean([one.characters for one in given]),
        "quotes": mean([one.quotes for one in given]),
        "verbatim": mean([one.verbatim for one in given]),
    }


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
