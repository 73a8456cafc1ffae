"""NCP's questions -> what a simple answerer reaches, and what the best choice of text would.

The oracles look at the document that answers: the sentences that hold the answer, and in them the
best stretch between commas.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.answers.score import mean
from eval.retrieval.sets import Asked, QuestionSet
from eval.tuning.marked import f1, where
from indexer.index import Index
from indexer.text import sentences
from service.answer.pieces import cut_pieces
from service.search import search


def baselines(found: QuestionSet) -> dict[str, float | None]:
    """F1 by characters over all questions of the set."""
    rows = [_of_question(found.opened.index, asked) for asked in found.questions if asked.said]
    names = ("first sentence", "first passage", "sentences with the answer", "best between commas")
    return {name: mean([row[place] for row in rows]) for place, name in enumerate(names)}


def _of_question(index: Index, asked: Asked) -> tuple[float, float, float, float]:
    answer = asked.said[0]
    hits = search(index, asked.text, 1).hits
    passage = hits[0].clause.text[slice(*hits[0].passage)] if hits else ""
    first = passage[slice(*sentences(passage)[0])] if passage else ""
    whole, best = 0.0, 0.0
    for text in _texts(index, asked):
        held = holding(text, answer)
        if held:
            whole = max(whole, f1("".join(text[a:b] for a, b in held), answer))
            best = max(best, *(best_stretch(text, a, b, answer) for a, b in _joined(held)))
    return f1(first, answer), f1(passage, answer), whole, best


def _texts(index: Index, asked: Asked) -> list[str]:
    """All clauses of the documents that answer."""
    ordinals = [index.notice_ordinal(name.partition("#")[0]) for name in asked.relevant]
    return [c.text for o in ordinals if o is not None for c in index.clauses_of(o)]


def holding(text: str, answer: str) -> list[tuple[int, int]]:
    """The sentences in which the answer, or most of it, stands."""
    flags = where(text, answer)
    return [(a, b) for a, b in sentences(text) if flags[a:b].any()]


def best_stretch(text: str, start: int, end: int, answer: str) -> float:
    """The best F1 of a run of pieces between commas in `text[start:end]`."""
    spans = cut_pieces(text, start, end)
    runs = (
        text[spans[i][0] : spans[j][1]]
        for i in range(len(spans))
        for j in range(i, min(len(spans), i + 40))
    )
    return max((f1(run, answer) for run in runs), default=0.0)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
