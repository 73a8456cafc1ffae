"""Question sets -> cases: what search() and ask() saw of candidates, and which are right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eval.retrieval.sets import Asked, QuestionSet, answers
from indexer.index import Index
from service.answer import READ, first_of_each
from service.answer.abstain import signs_of
from service.answer.extractive import FEATURES as QUOTE_FEATURES
from service.answer.extractive import quotes
from service.candidates import DEPTH, find
from service.evidence import measure
from service.rank import MEASURED, shortlist
from service.results import Filters, Hit
from service.search import checked, hits_among, hits_for
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
    """What speaks for the quote that would be given (f,), and whether its clause answers."""

    source: str
    language: str
    group: str
    features: Floats
    right: bool


def tuned_on(found: QuestionSet) -> QuestionSet:
    """The half that may be tuned on, at most MOST of its questions, drawn by seed."""
    half = [asked for asked in found.questions if asked.split in ("", "tune")]
    drawn = random.Random(5).sample(half, MOST) if len(half) > MOST else half
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


def quote_case(found: QuestionSet, asked: Asked) -> Iterator[Case]:
    """The sentences of the first five clauses; nothing when none or all of them answer."""
    index = found.opened.index
    question = checked(index, asked.text, K, "hybrid")
    hits = hits_for(index, question, 5, "hybrid", Filters())
    shown = quotes(index, question, hits)
    right = np.array(
        [quoted_answers(found, asked, quote.hit, quote.text) for quote in shown],
        bool,
    )
    if right.any() and not right.all():
        features = np.array([[float(getattr(q, name)) for name in QUOTE_FEATURES] for q in shown])
        yield Case(
            found.name, question.language, group_of(asked), features, np.zeros(len(shown)),
            right, np.arange(len(shown)),
        )  # fmt: skip


def quoted_answers(found: QuestionSet, asked: Asked, hit: Hit, sentence: str) -> bool:
    """Whether a sentence says the labelled answer, in a clause that is labelled."""
    name = found.opened.name(hit.notice.id, hit.clause.path)
    if not answers(asked, hit.notice.id, name, hit.clause.text):
        return False
    said = [asked.answer] if asked.answer else asked.said
    return any(holds(sentence, answer) or holds(answer, sentence) for answer in said)


def verdicts(found: QuestionSet, asked: Asked, elsewhere: Index | None) -> Iterator[Verdict]:
    """The best quote for a question; the best one without the notices that answer it; and, where
    `elsewhere` is given, the best one in another collection, which cannot answer either."""
    source = found.name if asked.relevant else f"{found.name}, unanswerable"
    yield from verdict(source, asked, found.opened.index, None, found)
    own = {name.partition("#")[0] for name in asked.relevant}
    if own:
        metas = found.opened.index.notice_refs
        others = [ordinal for ordinal, meta in enumerate(metas) if meta.id not in own]
        left = f"{found.name}, own notice left out"
        yield from verdict(left, asked, found.opened.index, others)
    if elsewhere is not None:
        yield from verdict(f"{found.name}, asked elsewhere", asked, elsewhere, None)


def verdict(
    source: str,
    asked: Asked,
    index: Index,
    notices: list[int] | None,
    found: QuestionSet | None = None,
) -> Iterator[Verdict]:
    """Of the best quote in these notices (None: in all), as ask() finds it; right only where
    `found` says that its clause answers."""
    question = checked(index, asked.text, K, "hybrid")
    hits = hits_among(index, question, K, "hybrid", notices)
    for quote in quotes(index, question, first_of_each(hits)[:READ])[:1]:
        notice, path = quote.hit.notice.id, quote.hit.clause.path
        right = found is not None and answers(
            asked, notice, found.opened.name(notice, path), quote.hit.clause.text
        )
        signs = signs_of(index, question, quote, hits).astype(np.float64)
        yield Verdict(source, question.language, group_of(asked), signs, right)


def holds(text: str, answer: str) -> bool:
    """Whether the text has the answer, or three fifths of a long one by stretches of 8 signs."""
    text, answer = plain(text), plain(answer)
    if not answer or answer in text or len(answer) <= 20:
        return bool(answer) and answer in text
    stretches = [answer[i : i + 8] for i in range(0, len(answer) - 8, 4)]
    return sum(stretch in text for stretch in stretches) > 0.6 * len(stretches)


def plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
