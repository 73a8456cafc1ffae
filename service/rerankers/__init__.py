"""The name of a reranker -> a Reranker, which judges question and text together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Reranker(Protocol):
    """Reads the question and each text as a pair: slower and surer than comparing vectors."""

    @property
    def name(self) -> str: ...

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """One finite logit a text, in the texts' order; higher is better, 0 is an even chance.

        Safe to call from several threads.
        """


def _cross_encoder(name: str) -> Reranker:
    from service.rerankers.cross_encoder import load_cross_encoder

    return load_cross_encoder(name)


RERANKERS: dict[str, Callable[[str], Reranker]] = {"cross-encoder": _cross_encoder}


def load_reranker(name: str) -> Reranker:
    """Any CrossEncoder that sentence-transformers can load, by folder or hub name.

    Raises `corpus.errors.RerankerError` when there is no such model.
    """
    return RERANKERS["cross-encoder"](name)
