"""Texts and a way to cut them -> plain BM25 over them: the baseline that others start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpus.errors import InputError

K1, B = 1.2, 0.75
Cut = Callable[[str], list[str]]


class Bm25:
    """bm25s with Lucene's idf; every term of the question counts as often as it stands there."""

    def __init__(self, texts: Sequence[str], cut: Cut) -> None:
        try:
            import bm25s
        except ImportError:
            raise InputError("bm25s is not installed; run pip install 'gongwen[eval]'") from None
        self._cut = cut
        self._terms = bm25s.BM25(
            k1=K1, b=B, method="lucene", dtype="float64", backend="numpy", auto_compile=False
        )
        self._terms.index([cut(text) for text in texts], show_progress=False)

    def rows(self, question: str) -> list[int]:
        """Numbers of the texts that hold a term of the question, best first, ties by number."""
        vocabulary = self._terms.vocab_dict
        known = [term for term in self._cut(question) if term in vocabulary]
        if not known:
            return []
        scores = np.asarray(self._terms.get_scores(known))
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [int(row) for row in order if scores[row] > 0]
