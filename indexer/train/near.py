"""A model folder and words -> for each its nearest Chinese words by the encoder, with cosines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.encoders import load_encoder

NEAREST = 6
FROM = 0.35


def near_words(
    model: Path, words: Sequence[str], most: int = NEAREST, least: float = FROM
) -> dict[str, dict[str, float]]:
    """Of the words that the model has a token for; a word is not near itself."""
    known = tokens(model)
    asked = [word for word in words if word in known and len(word) > 1]
    chinese = [token for token in known if len(token) > 1 and not token.isascii()]
    encoder = load_encoder(str(model))
    targets = encoder.encode_passages(chinese).T
    found: dict[str, dict[str, float]] = {}
    for first in range(0, len(asked), 512):
        block = asked[first : first + 512]
        cosines = encoder.encode_passages(block) @ targets
        best = np.argpartition(-cosines, most + 1, axis=1)[:, : most + 1]
        for word, places, row in zip(block, best.tolist(), cosines, strict=True):
            near = {chinese[at]: float(row[at]) for at in places if row[at] >= least}
            near.pop(word, None)
            if near:
                found[word] = near
    return found


def tokens(model: Path) -> dict[str, None]:
    """The tokens of the model's vocabulary, in its order."""
    vocabulary = json.loads((model / "tokenizer.json").read_bytes())["model"]["vocab"]
    return dict.fromkeys(str(token) for token, _ in vocabulary)
