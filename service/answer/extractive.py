"""Hits -> quotes: the sentences of the clauses found, each a verbatim span, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.index import Index
from indexer.text import sentences
from service.query import Question
from service.results import Hit
from service.signs import sign_of_answer
from service.terms import Weighted, pair_share, plain, presence, share, term_weights
from service.weights import linear

FEATURES = (
    "own", "body", "context", "pairs", "similarity", "answers", "heading", "standing", "label",
)  # fmt: skip
# Sentences of one clause that are compared in full; closings and annex lists have hundreds.
MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit's clause, `text[start:end]`, with what speaks for it.

    `own`, `body` and `context` are the shares of the question's term weight in the sentence, in
    its clause, and in both with title and headings; `pairs` the share of character pairs in the
    sentence; `similarity` the cosine; `answers` how well it can answer the kind of question;
    `heading` is 1 for the clause's mere heading, `label` 1 for a bare title or signature;
    `standing` is 1 / rank of the hit.
    """

    hit: Hit
    start: int
    end: int
    own: float
    body: float
    context: float
    pairs: float
    similarity: float
    answers: float
    heading: float
    standing: float
    label: float

    @property
    def text(self) -> str:
        return self.hit.clause.text[self.start : self.end]


def quotes(index: Index, question: Question, hits: Sequence[Hit]) -> list[Quote]:
    """The sentences of the hits, best first; ties by hit and place."""
    weights = term_weights(index, question)
    spans = [span for hit in hits for span in _promising(question, weights, hit)]
    if not spans:
        return []
    similar = _similarities(index, question, [hit.clause.text[a:b] for hit, a, b in spans])
    shares: dict[int, tuple[float, float]] = {}
    for hit in hits:
        body = presence(weights, plain(hit.clause.text))
        names = (hit.notice.title, hit.notice.issuer or "", *hit.clause.headings)
        around = [presence(weights, plain(name)) for name in names]
        shares[hit.rank] = (share(weights, body), share(weights, body, *around))
    found = []
    for (hit, start, end), similarity in zip(spans, similar, strict=True):
        sentence = plain(hit.clause.text)[start:end]
        body_share, context_share = shares[hit.rank]
        found.append(
            Quote(
                hit=hit,
                start=start,
                end=end,
                own=share(weights, presence(weights, sentence)),
                body=body_share,
                context=context_share,
                pairs=pair_share(question, sentence),
                similarity=similarity,
                answers=sign_of_answer(question, sentence),
                heading=float(_is_heading(hit, sentence)),
                standing=1 / hit.rank,
                label=float(len(sentence) <= 30 and sentence[-1] not in "。；！？.;!?)）"),
            )
        )
    return sorted(found, key=lambda quote: (-value(question, quote), quote.hit.rank, quote.start))


def _promising(question: Question, weights: Weighted, hit: Hit) -> list[tuple[Hit, int, int]]:
    """The spans of the sentences of a hit's clause; of a long clause those that hold most."""
    spans = sentence_spans(hit.clause.text)
    if len(spans) > MOST_SENTENCES:
        whole = plain(hit.clause.text)

        def promise(span: tuple[int, int]) -> float:
            sentence = whole[span[0] : span[1]]
            return (
                share(weights, presence(weights, sentence))
                + 0.5 * sign_of_answer(question, sentence)
                + pair_share(question, sentence)
            )

        spans = sorted(sorted(spans, key=promise, reverse=True)[:MOST_SENTENCES])
    return [(hit, start, end) for start, end in spans]


def value(question: Question, quote: Quote) -> float:
    """How well a sentence answers, comparable within one question only."""
    weights = linear("quoting", question.language, FEATURES)
    return float(sum(w * float(getattr(quote, n)) for w, n in zip(weights, FEATURES, strict=True)))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text, in order, without the blanks around them."""
    spans = []
    for start, end in sentences(text):
        sentence = text[start:end]
        start += len(sentence) - len(sentence.lstrip())
        end = start + len(sentence.strip())
        if end > start:
            spans.append((start, end))
    return spans


def _is_heading(hit: Hit, sentence: str) -> bool:
    """A heading names the matter; the answer is what stands under it."""
    heading = plain(hit.clause.heading)
    return bool(heading) and sentence.rstrip("。.:：").endswith(heading)


def _similarities(index: Index, question: Question, texts: list[str]) -> list[float]:
    """Cosine of the question and each sentence."""
    query = index.encode_query(question.sought)
    matrix = index.encode_texts(texts)
    return [float(value) for value in np.asarray(matrix @ query)]
