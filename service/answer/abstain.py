"""A best quote -> confidence in [0, 1], and whether it is enough to answer."""

from __future__ import annotations

import math

from service.answer.extractive import Quote
from service.query import Question

# Logistic weights, fitted on the tuning half of the bundled set (eval/results/ranking.md). A
# Chinese question is judged by the share of its content words that the evidence holds, an English
# one by similarity alone, since its words are not in the text.
CHINESE = {"bias": -5.0, "coverage": 6.0, "similarity": 3.0, "answers": 0.5, "score": 1.5}
ENGLISH = {"bias": -4.0, "coverage": 1.0, "similarity": 9.0, "answers": 0.5, "score": 1.5}
THRESHOLD = 0.5


def confidence(question: Question, quote: Quote) -> float:
    """How likely the quote answers the question."""
    weights = ENGLISH if question.language == "en" else CHINESE
    total = (
        weights["bias"]
        + weights["coverage"] * quote.coverage
        + weights["similarity"] * quote.similarity
        + weights["answers"] * quote.answers
        + weights["score"] * quote.hit.score
    )
    return 1 / (1 + math.exp(-total))
