"""A finished training run -> `training.json` beside the weights: what went in, what came out."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from indexer.train.fit import Fitted
from indexer.train.pairs import Pairs
from indexer.train.settings import SHARES, Settings
from indexer.train.vocabulary import Vocabulary


def write_log(
    out: Path,
    settings: Settings,
    seed: int,
    fitted: Fitted,
    vocabulary: Vocabulary,
    pairs: Mapping[str, Pairs],
    minutes: float,
    figures: Mapping[str, Mapping[str, float]],
) -> None:
    log = {
        "seed": seed,
        "settings": asdict(settings),
        "dims": fitted.rows.shape[1],
        "rows": vocabulary.rows,
        "tokens": len(vocabulary.tokens),
        "pairs": {
            name: {
                "passages": len(found.passages),
                "queries": len(found.queries),
                "share of batches": SHARES[name],
            }
            for name, found in pairs.items()
        },
        "minutes of steps": round(minutes, 1),
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
        },
        "figures": figures,
        "loss": fitted.curve,
    }
    text = json.dumps(log, indent=1, ensure_ascii=False)
    (out / "training.json").write_text(text + "\n", encoding="utf-8")
