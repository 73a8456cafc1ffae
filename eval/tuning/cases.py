"""Question sets -> cases: what search() and ask() saw of candidates, and which are right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eval.retrieval.sets import Asked, QuestionSet, answers
from eval.tuning.marked import f1, says_most
from eval.tuning.reading import answered_by
from indexer.index import Index
from service.answer.abstain import signs_of
from service.answer.extractive import Quote, chosen, quotes
from service.answer.reader import Reader
from service.candidates import DEPTH, find
from service.evidence import measure
from service.rank import MEASURED, shortlist
from service.search import checked, hits_among
from service.window import widened

Floats = npt.NDArray[np.float64]

# Questions taken of a set: the encyclopaedia's are many and alike, and little like notices.
MOST = 800
K = 10


@dataclass(frozen=True, slots=True)
class Case:
    """Candidates of one question: features (n, f), right or not (n,), the clause of each (n,);
    `fused` (n,) is the sum of the engines' standard scores. Folds keep a `group` together."""

    source: str
    language: str
    group: str
    features: Floats
    fused: Floats
    right: npt.NDArray[np.bool_]
    clauses: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks for the quotes that would be given (f,), whether one says the answer, the F1 by
    characters of all of them, and how long they are."""

    source: str
    language: str
    group: str
    features: Floats
    right: bool
    f1: float = 0.0
    characters: int = 0


def tuned_on(found: QuestionSet, most: int = MOST) -> QuestionSet:
    """The half that may be tuned on, at most so many of its questions, drawn by seed."""
    half = [asked for asked in found.questions if asked.split in ("", "tune")]
    drawn = random.Random(5).sample(half, most) if len(half) > most else half
    return replace(found, questions=tuple(drawn))


def group_of(asked: Asked) -> str:
    """The notice that answers, or the question itself when none does."""
    return min((name.partition("#")[0] for name in asked.relevant), default=asked.text)


def ranking_case(found: QuestionSet, asked: Asked) -> Iterator[Case]:
    """The passages that search() measures, also when none of them answers."""
    index = found.opened.index
    question = checked(index, asked.text, K, "hybrid")
    candidates = find(index, question, "hybrid", None, DEPTH)
    chosen = shortlist(question, candidates, MEASURED[question.language])
    clauses = index.passage_clause[chosen.rows].astype(np.int64)
    right = np.array([row_answers(found, asked, int(row)) for row in chosen.rows], bool)
    if asked.relevant and len(chosen.rows):
        yield Case(
            found.name, question.language, group_of(asked),
            measure(index, question, chosen).astype(np.float64),
            chosen.fused(question.language).astype(np.float64), right, clauses,
        )  # fmt: skip


def row_answers(found: QuestionSet, asked: Asked, row: int) -> bool:
    """Whether what would be shown of this row answers."""
    index = found.opened.index
    clause = index.clause(int(index.passage_clause[row]))
    notice = index.notice_refs[clause.notice].id
    start, end = widened(clause.text, *index.passage_span[row].tolist())
    name = found.opened.name(notice, clause.path)
    return answers(asked, notice, name, clause.text[start:end])


def verdicts(
    found: QuestionSet, asked: Asked, elsewhere: Index | None, reader: Reader
) -> Iterator[Verdict]:
    """The best quotes for a question; the best ones without the notices that answer it; and, where
    `elsewhere` is given, the best ones in another collection, which cannot answer either."""
    source = found.name if asked.relevant else f"{found.name}, unanswerable"
    yield from verdict(source, asked, found.opened.index, None, reader, found)
    own = {name.partition("#")[0] for name in asked.relevant}
    if own:
        metas = found.opened.index.notice_refs
        others = [ordinal for ordinal, meta in enumerate(metas) if meta.id not in own]
        left = f"{found.name}, own notice left out"
        yield from verdict(left, asked, found.opened.index, others, reader)
    if elsewhere is not None:
        yield from verdict(f"{found.name}, asked elsewhere", asked, elsewhere, None, reader)


def verdict(
    source: str,
    asked: Asked,
    index: Index,
    notices: list[int] | None,
    reader: Reader,
    found: QuestionSet | None = None,
) -> Iterator[Verdict]:
    """Of the quotes that would be given from these notices (None: from all), as ask() finds them;
    right only where one of them says the answer that `found` knows."""
    question = checked(index, asked.text, K, "hybrid")
    hits = hits_among(index, question, K, "hybrid", notices)
    ranked = quotes(index, question, hits, reader)
    if ranked:
        given = chosen(question, ranked)
        right = found is not None and any(quoted_answers(found, asked, quote) for quote in given)
        text = "".join(quote.text for quote in given)
        best = max((f1(text, answer) for answer in asked.said), default=0.0) if found else 0.0
        signs = signs_of(index, question, ranked, hits).astype(np.float64)
        yield Verdict(source, question.language, group_of(asked), signs, right, best, len(text))


def quoted_answers(found: QuestionSet, asked: Asked, quote: Quote) -> bool:
    """Whether a quote is of a clause that answers and says the labelled answer, or most of a long
    one."""
    if not answered_by(found, asked, quote.hit):
        return False
    return any(says_most(quote.text, answer) for answer in asked.said)
