"""Question and texts -> logits by any sentence-transformers CrossEncoder."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import CONTROL, RerankerError
from indexer.encoders.hub import model_folder

if TYPE_CHECKING:  # torch takes seconds to import, so it waits until a model is asked for
    from sentence_transformers import CrossEncoder

# All candidates of one question in one forward pass.
BATCH = 32
# A model without one of these heads gets one with random weights from transformers, and a warning.
HEADS = ("ForSequenceClassification", "ForCausalLM")
# Stands for minus infinity and for what is not a number, so that it can be sorted and sent.
LEAST = -1e4


class CrossEncoderReranker:
    """One model; its logits are taken as they are, whatever activation it was saved with."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        self.name = name
        self._model = model
        # One forward pass uses every core already; two at once make both slower.
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        from torch.nn import Identity

        pairs = [(well_formed(question), well_formed(text)) for text in texts]
        with self._lock:
            logits = self._model.predict(
                pairs, batch_size=BATCH, activation_fn=Identity(), show_progress_bar=False
            )
        finite = np.nan_to_num(np.asarray(logits, np.float64), nan=LEAST, neginf=LEAST, posinf=1e4)
        return [float(logit) for logit in finite]


def load_cross_encoder(name: str) -> CrossEncoderReranker:
    """A folder, or a model of the Hugging Face hub, which is downloaded on first use."""
    try:
        folder = model_folder(name, "cross-encoder")  # before the imports: fails at once
        check_head(folder)
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(str(folder))
        if model.num_labels != 1:
            raise ValueError(f"it gives {model.num_labels} scores a text, a reranker gives one")
        shown = folder.resolve().name if Path(name).is_dir() else name
        return CrossEncoderReranker(model, shown)
    except Exception as error:  # hub, torch and transformers each have a tree of their own
        reason = (" ".join(str(error).split()) or type(error).__name__)[:200]
        given = CONTROL.sub("\ufffd", name)
        raise RerankerError(
            f"reranker {given}: cannot be loaded ({reason}); give the folder of a cross-encoder, "
            "a hub name with network access, or leave --reranker out"
        ) from error


def check_head(folder: Path) -> None:
    """ValueError for a model that was not made to judge pairs, such as an encoder."""
    if _read(folder / "config_sentence_transformers.json").get("model_type") == "CrossEncoder":
        return
    architectures = _read(folder / "config.json").get("architectures") or []
    if not any(str(name).endswith(HEADS) for name in architectures):
        raise ValueError("it is no cross-encoder: it has no head that scores a pair")


def well_formed(text: str) -> str:
    """Half a surrogate pair, which JSON may send and no tokenizer takes, becomes a ?."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _read(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found if isinstance(found, dict) else {}
