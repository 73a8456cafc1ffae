"""Hits -> quotes: the sentence of each clause that answers best, as a verbatim span of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.index import Index
from indexer.text import sentences, shadow
from service.query import Question
from service.rank import share, sign_of_answer, term_weights
from service.results import Hit

# A quote of one sentence; a longer one is still whole, but readers see at most this much of it.
LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit's clause, with what speaks for it."""

    hit: Hit
    start: int
    end: int
    coverage: float
    similarity: float
    answers: float
    value: float

    @property
    def text(self) -> str:
        return self.hit.clause.text[self.start : self.end]


def quotes(index: Index, question: Question, hits: Sequence[Hit]) -> list[Quote]:
    """The sentences of the hits, best first; ties by hit and place."""
    spans = [(hit, start, end) for hit in hits for start, end in _sentences(hit)]
    if not spans:
        return []
    weights = term_weights(index, question)
    similar = _similarities(index, question, [hit.clause.text[a:b] for hit, a, b in spans])
    found = []
    for (hit, start, end), similarity in zip(spans, similar, strict=True):
        plain = shadow(hit.clause.text[start:end])
        around = shadow(" ".join((hit.notice.title, *hit.clause.headings, hit.clause.heading)))
        own = share(weights, plain)
        coverage = max(own, share(weights, plain + "\n" + around))
        answers = sign_of_answer(question, plain)
        value = (
            1.2 * own + 0.5 * coverage + 0.8 * similarity + 1.5 * hit.score
            + 0.6 * answers - (0.8 if _is_heading(hit, plain) else 0.0)
        )  # fmt: skip
        found.append(Quote(hit, start, end, coverage, similarity, answers, value))
    return sorted(found, key=lambda quote: (-quote.value, quote.hit.rank, quote.start))


def _sentences(hit: Hit) -> list[tuple[int, int]]:
    """Spans of the clause's sentences without the blanks around them."""
    spans = []
    for start, end in sentences(hit.clause.text):
        text = hit.clause.text[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        if end > start:
            spans.append((start, end))
    return spans


def _is_heading(hit: Hit, plain: str) -> bool:
    """A heading names the matter; the answer is what stands under it."""
    heading = shadow(hit.clause.heading)
    return bool(heading) and plain.rstrip("。.:：").endswith(heading)


def _similarities(index: Index, question: Question, texts: list[str]) -> list[float]:
    """Cosine of the question and each sentence."""
    query = index.encode_query(question.topic or question.text)
    matrix = index.encoder.encode_passages(texts)
    return [float(value) for value in np.asarray(matrix @ query)]
