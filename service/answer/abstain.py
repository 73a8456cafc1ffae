"""A best quote -> confidence in [0, 1], and the floor below which nothing is answered."""

from __future__ import annotations

import math

from service.answer.extractive import Quote
from service.query import Question

# Logistic weights, fitted by eval/tuning on the tuning half, NCP, NCP questions put to the
# bundled notices and NCP questions without their own document (figures in
# eval/results/tuning.md). Only
# values that mean the same in a small and in a large index are used.
WEIGHTS = {
    "zh": {"context": 4.2, "pairs": 0.45, "similarity": 1.4},
    # Two dozen English questions are too few to fit: set by hand on the tuning half.
    "en": {"context": 4.0, "similarity": 4.0, "answers": 0.5},
}
BIAS = {"zh": -3.6, "en": -3.6}
THRESHOLD = 0.4


def confidence(question: Question, quote: Quote) -> float:
    """How likely the quote's clause answers the question."""
    weights = WEIGHTS[question.language]
    total = sum(weight * float(getattr(quote, name)) for name, weight in weights.items())
    return 1 / (1 + math.exp(-(BIAS[question.language] + total)))
