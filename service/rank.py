"""Candidates -> order: a few cheap features of question and passage, a linear score in [0, 1]."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter, mul

from indexer.index import Index
from service.named import fits
from service.query import Question
from service.signs import sign_of_answer
from service.terms import Presence, Weighted, pair_share, plain, presence, share


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage, every value higher for a better one except `bare`.

    `lexical` and `dense` are standard scores over the candidates, `similarity` the cosine;
    `notice` is the mean fused score of the notice's three best candidates; `body`, `context` and
    `heading` are shares of the weight of the
    question's terms that stand there, in [0, 1]; `pairs` the share of its character pairs;
    `answers` tells how well the passage can answer the kind; `bare` is 1 for a mere heading;
    `clause` is 1 when the question names this clause.
    """

    row: int
    lexical: float
    dense: float
    similarity: float
    notice: float
    body: float
    pairs: float
    context: float
    heading: float
    answers: float
    bare: float
    clause: float


FEATURES = tuple(field.name for field in fields(Evidence) if field.name != "row")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause with its best passage's row and score; `evidence` only where it was reranked."""

    row: int
    clause: int
    score: float
    evidence: Evidence | None


# Fitted listwise on the tuning half and NCP by eval/tuning (figures in eval/results/tuning.md).
# Then by hand for Chinese: notice from 0.75 to 0.4, pairs from 2.49 to 2.8, answers from 2.62 to
# 3.1, so that 于12月1日前 in a long closing stands before 每年12月底之前 in a short clause; NCP
# stays as it was.
WEIGHTS: dict[str, dict[str, float]] = {
    "zh": {
        "lexical": 0.04, "dense": 0.18, "similarity": 0.04, "notice": 0.4, "body": 1.61,
        "pairs": 2.8, "context": 3.22, "heading": 0.78, "answers": 3.1, "bare": -1.48,
        "clause": 3.0,
    },
    "en": {
        "lexical": 0.15, "dense": 1.05, "notice": 0.84, "body": 0.92, "pairs": -0.11,
        "context": 1.14, "answers": 1.24, "bare": -1.01, "clause": 3.0,
    },
}  # fmt: skip
# score = 1 / (1 + exp((MIDDLE - sum) / SPREAD)). On the tuning half every other first clause
# with a sum of 9 is right, nearly all with 14 are, hardly any with 6.
MIDDLE = 9.0
SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate row with its raw and standard scores."""

    row: int
    lexical: float
    dense: float
    similarity: float
    notice: float


def evidence_of(
    index: Index,
    question: Question,
    found: Found,
    weighted: Weighted,
    known: dict[str, Presence],
) -> Evidence:
    """The features of one passage. `known` remembers the presences in titles and headings, which
    many candidates share; give one dict for all candidates of a question."""
    clause = index.clause(int(index.passage_clause[found.row]))
    meta = index.notice_refs[clause.notice]

    def there(text: str) -> Presence:
        if text not in known:
            known[text] = presence(weighted, plain(text))
        return known[text]

    start, end = index.passage_span[found.row].tolist()
    body = plain(clause.text)[start:end]
    words = body.strip()
    own, title, heading = presence(weighted, body), there(meta.title), there(clause.heading)
    around = [there(text) for text in (meta.issuer or "", *clause.headings)]
    return Evidence(
        row=found.row,
        lexical=found.lexical,
        dense=found.dense,
        similarity=found.similarity,
        notice=found.notice,
        body=share(weighted, own),
        pairs=pair_share(question, body),
        context=share(weighted, own, title, heading, *around),
        heading=share(weighted, heading),
        answers=sign_of_answer(question, body),
        bare=1.0 if len(words) <= 45 and not _FACT.search(words) else 0.0,
        clause=fits(question.clauses, clause.path),
    )


_FACT = re.compile(r"[。；\d@]")


def rerank(
    question: Question, evidence: Sequence[Evidence]
) -> list[tuple[int, float, Evidence | None]]:
    """(row, score in [0, 1], evidence), best first; ties by row."""
    scored: list[tuple[int, float, Evidence | None]] = [
        (item.row, score(question, item), item) for item in evidence
    ]
    return sorted(scored, key=lambda entry: (-entry[1], entry[0]))


def score(question: Question, item: Evidence) -> float:
    """The linear sum through a logistic curve: higher is better, in [0, 1]."""
    values, weights = _LINEAR[question.language]
    total = sum(map(mul, weights, values(item)))
    return 1 / (1 + math.exp((MIDDLE - total) / SPREAD))


_LINEAR = {
    language: (attrgetter(*weights), tuple(weights.values()))
    for language, weights in WEIGHTS.items()
}
