"""Trained rows and vocabulary -> a folder that sentence-transformers and numpy both read."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from indexer.train.vocabulary import Vocabulary, tokenizer

_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.Normalize",
    },
]
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Row-wise int8 and the scale that gives each row back."""
    scale = np.abs(rows).max(axis=1) / 127
    safe = np.where(scale > 0, scale, 1.0)
    return np.rint(rows / safe[:, None]).astype(np.int8), scale.astype(np.float32)


def write_model(rows: npt.NDArray[np.float32], vocabulary: Vocabulary, out: Path) -> None:
    """Write all files beside `out`, then swap them in file by file; README.md and the like stay."""
    new = out.with_name(out.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "1_Normalize").mkdir(parents=True)
    codes, scale = quantise(rows / max(float(np.abs(rows).max()), 1e-12))
    row = np.array(vocabulary.row, np.int32)
    # The names are model2vec's, which StaticEmbedding folds into one float row per token.
    tensors = {"embeddings": codes, "mapping": row, "weights": scale[row]}
    save_file(tensors, new / "model.safetensors")
    tokenizer(vocabulary).save(str(new / "tokenizer.json"), pretty=False)
    _write_json(new / "modules.json", _MODULES)
    _write_json(new / "config_sentence_transformers.json", _CONFIG)
    _write_json(new / "1_Normalize" / "config.json", {})
    (out / "1_Normalize").mkdir(parents=True, exist_ok=True)
    for path in sorted(new.rglob("*")):
        if path.is_file():
            path.chmod(0o644)  # safetensors writes for its owner only
            os.replace(path, out / path.relative_to(new))
    shutil.rmtree(new)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
