"""The best quotes -> confidence in [0, 1], and the floor below which nothing is answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from service.answer.extractive import Quote
from service.candidates import with_notices
from service.curve import logistic, logit
from service.evidence import NAMES as MEASURED
from service.evidence import measure
from service.query import Question
from service.results import Hit
from service.weights import linear, weights

Floats = npt.NDArray[np.float32]

# Of what the ranking measures, what means the same in a small and in a large index and does not
# depend on the other candidates; then what the reader says of the quote.
OF_PASSAGE = (
    "similarity", "notice_cosine", "body", "context", "title", "heading", "pairs", "rare_pairs",
    "rare_context", "rare_title", "rare_own", "missing", "near", "triples", "late", "late_worst",
    "answers", "year", "ordinal", "clause", "bare",
)  # fmt: skip
OF_QUOTE = (
    "value", "chance", "mean", "expected", "own", "pairs", "cosine", "late", "answers", "repeats",
)  # fmt: skip
SIGNS = (*OF_PASSAGE, *(f"quote_{name}" for name in OF_QUOTE), "ahead", "score", "margin")
SEEN = 10  # hits of our own ranking that the score is compared with
FAR = 3.0  # the margin of a clause that is found alone
THRESHOLD = float(weights()["threshold"])
_COLUMNS = [MEASURED.index(name) for name in OF_PASSAGE]


def confidence(
    index: Index, question: Question, ranked: Sequence[Quote], own: Sequence[Hit]
) -> float:
    """How likely the first of the quotes is right: a logistic curve, see weights.json.

    `own` are the best SEEN hits or more of our own ranking, whichever way the quote was found.
    """
    signs = signs_of(index, question, ranked, own)
    total = float(signs @ linear("confidence", question.language, SIGNS))
    total += float(weights()["confidence"][question.language]["bias"])
    return logistic(total)


def signs_of(
    index: Index, question: Question, ranked: Sequence[Quote], own: Sequence[Hit]
) -> Floats:
    """(len(SIGNS),) what speaks for the first quote: looked at by itself, beside the best quote of
    another clause, and where its clause stands."""
    quote = ranked[0]
    row = np.array([index.row_of(quote.hit.clause.ordinal, quote.start)])
    vector = index.encode_query(question.sought)
    nothing = np.zeros(1, np.float32)
    alone = with_notices(index, vector, {}, row, nothing, index.cosines(vector, row))
    passage = measure(index, question, alone)[0]
    values = [getattr(quote, name) for name in OF_QUOTE]
    rival = next((q.value for q in ranked if q.hit.clause.ordinal != quote.hit.clause.ordinal), 0.0)
    return np.concatenate(
        [passage[_COLUMNS], [*values, quote.value - rival, *_standing(quote, own)]]
    ).astype(np.float32)


def _standing(quote: Quote, own: Sequence[Hit]) -> tuple[float, float]:
    """The score of the quote's clause, and how far that is from the best other clause, as logits;
    a clause that is not among the best counts as the last of them."""
    best: dict[tuple[str, str], float] = {}
    for hit in own[:SEEN]:
        best.setdefault((hit.notice.id, hit.clause.path), logit(hit.score))
    if not best:
        return 0.0, 0.0
    mine = (quote.hit.notice.id, quote.hit.clause.path)
    score = best.get(mine, min(best.values()))
    others = [value for name, value in best.items() if name != mine]
    return score, score - max(others, default=score - FAR)
