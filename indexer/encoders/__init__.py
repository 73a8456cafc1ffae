"""The name of an encoder -> an Encoder, which turns texts into unit vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Texts to vectors whose dot products are cosines: higher is nearer."""

    name: str

    @property
    def dims(self) -> int: ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 over weights, tokenizer, config and prompts: changes whenever a vector could."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """(n, dims) unit rows; a text without a known token gives a row of zeros."""

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(n, dims) unit rows; a text without a known token gives a row of zeros."""


def _static(name: str) -> Encoder:
    from indexer.encoders.static import load_static

    return load_static(name)


def _sentence_transformers(name: str) -> Encoder:
    from indexer.encoders.sentence_transformer import load_sentence_transformer

    return load_sentence_transformer(name)


ENCODERS: dict[str, Callable[[str], Encoder]] = {
    "embedded": _static,
    "static": _static,
    "sentence-transformers": _sentence_transformers,
}


def load_encoder(name: str = "embedded") -> Encoder:
    """`embedded`, a folder in its format, or any model that sentence-transformers can load.

    Raises `corpus.errors.EncoderError` when there is no such model.
    """
    from indexer.encoders.static import is_static

    if name in ("embedded", "static") or is_static(Path(name)):
        return ENCODERS["static"](name)
    return ENCODERS["sentence-transformers"](name)
