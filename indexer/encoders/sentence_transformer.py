"""Texts -> unit vectors by any sentence-transformers model, with that model's own prompts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import EncoderError
from indexer.encoders.fingerprint import fingerprint_of
from indexer.encoders.hub import model_folder

if TYPE_CHECKING:  # torch takes seconds to import, so it waits until a model is asked for
    from sentence_transformers import SentenceTransformer

Matrix = npt.NDArray[np.float32]

# Names under which models publish the prompt of each side, the first that exists is used.
QUERY_PROMPTS = ("query",)
PASSAGE_PROMPTS = ("passage", "document", "corpus")

BATCH = 32


class SentenceTransformerEncoder:
    """Prompts are the model's: by role when it names one, else its default, else none."""

    def __init__(self, model: SentenceTransformer, folder: Path, name: str) -> None:
        self.name = name
        self._model = model
        self._folder = folder
        self.dims = int(model.get_embedding_dimension() or 0)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self._folder)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, QUERY_PROMPTS)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, PASSAGE_PROMPTS)

    def prompt_for(self, roles: Sequence[str]) -> str:
        """The text put before every input of the role."""
        prompts = self._model.prompts
        named = [
            role for role in (*roles, self._model.default_prompt_name or "") if prompts.get(role)
        ]
        return prompts[named[0]] if named else ""

    def _encode(self, texts: Sequence[str], roles: Sequence[str]) -> Matrix:
        if not len(texts):
            return np.zeros((0, self.dims), np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=self.prompt_for(roles),
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def load_sentence_transformer(name: str) -> SentenceTransformerEncoder:
    """A folder, or a model of the Hugging Face hub, which is downloaded on first use."""
    try:
        # before the imports: a wrong name should fail at once
        folder = model_folder(name, "sentence-transformers")
        from sentence_transformers import SentenceTransformer

        return SentenceTransformerEncoder(SentenceTransformer(str(folder)), folder, name)
    except Exception as error:  # hub, torch and transformers each have a tree of their own
        reason = (" ".join(str(error).split()) or type(error).__name__)[:200]
        raise EncoderError(
            f"encoder {name}: cannot be loaded ({reason}); give a model folder, a hub name "
            "with network access, or --encoder embedded"
        ) from error
