"""A best quote -> confidence in [0, 1], and the floor below which nothing is answered."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from service.answer.extractive import Quote
from service.candidates import with_notices
from service.evidence import NAMES as MEASURED
from service.evidence import measure
from service.query import Question
from service.weights import linear, weights

Floats = npt.NDArray[np.float32]

# Of what the ranking measures, what means the same in a small and in a large index and does not
# depend on the other candidates; then what is known of the sentence quoted.
OF_PASSAGE = (
    "similarity", "notice_cosine", "body", "context", "title", "heading", "pairs", "rare_pairs",
    "rare_context", "rare_title", "rare_own", "missing", "near", "triples", "late", "late_worst",
    "answers", "year", "ordinal", "clause", "bare",
)  # fmt: skip
OF_SENTENCE = ("own", "pairs", "similarity", "answers")
SIGNS = (*OF_PASSAGE, *(f"sentence_{name}" for name in OF_SENTENCE))
THRESHOLD = float(weights()["threshold"])
_COLUMNS = [MEASURED.index(name) for name in OF_PASSAGE]


def confidence(index: Index, question: Question, quote: Quote) -> float:
    """How likely the quote's clause answers the question: a logistic curve, see weights.json."""
    signs = signs_of(index, question, quote)
    total = float(signs @ linear("confidence", question.language, SIGNS))
    total += float(weights()["confidence"][question.language]["bias"])
    return 1 / (1 + math.exp(-max(total, -700.0)))


def signs_of(index: Index, question: Question, quote: Quote) -> Floats:
    """(len(SIGNS),) what speaks for the quote, looked at by itself in whatever order it came."""
    row = np.array([index.row_at(quote.hit.notice.id, quote.hit.clause.path, quote.start)])
    cosine = index.cosines(index.encode_query(question.sought), row)
    nothing = np.zeros(1, np.float32)
    alone = with_notices(index, question, {}, row, nothing, cosine)
    passage = measure(index, question, alone)[0]
    sentence = np.array([getattr(quote, name) for name in OF_SENTENCE], np.float32)
    return np.concatenate([passage[_COLUMNS], sentence])
