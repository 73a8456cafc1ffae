"""A trained model -> indexer/translations.tsv: for each English word its nearest Chinese words.

Run after training: python -m indexer.train.translations [--model indexer/model]. English questions
are looked up with these words (indexer/translate.py), so that they reach the postings too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.encoders.static import read_safetensors

OUT = Path(__file__).resolve().parent.parent / "translations.tsv"
# Neighbours kept for a word, and the cosine from which on they are kept.
MOST = 4
NEAR = 0.42


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path(__file__).resolve().parents[1] / "model")
    lines = table(parser.parse_args().model)
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} words, {OUT.stat().st_size // 1024} KiB")


def table(model: Path) -> list[str]:
    """`word<TAB>译词:0.81 译词:0.74`, sorted; words without a near neighbour are left out."""
    tokens, rows = token_rows(model)
    english = [i for i, t in enumerate(tokens) if t.isascii() and t.isalpha() and len(t) > 2]
    chinese = np.array([i for i, t in enumerate(tokens) if not t.isascii() and len(t) >= 2])
    targets = rows[chinese].T
    lines = []
    for first in range(0, len(english), 512):
        block = english[first : first + 512]
        cosines = rows[block] @ targets
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :MOST]
        for row, word in enumerate(block):
            near = [
                (tokens[chinese[c]], cosines[row, c]) for c in best[row] if cosines[row, c] >= NEAR
            ]
            if near:
                lines.append(f"{tokens[word]}\t" + " ".join(f"{t}:{c:.2f}" for t, c in near))
    return sorted(lines)


def token_rows(model: Path) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Tokens and their unit vectors (tokens, dims)."""
    vocabulary = json.loads((model / "tokenizer.json").read_bytes())["model"]["vocab"]
    tensors = read_safetensors(model / "model.safetensors")
    rows = tensors["embeddings"][tensors["mapping"]].astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return [str(token) for token, _ in vocabulary], rows


if __name__ == "__main__":
    main()
