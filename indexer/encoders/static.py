"""Texts -> unit vectors by the embedded static model, in numpy alone.

The folder is one that sentence-transformers reads as `StaticEmbedding` + `Normalize`; this path
gives the same vectors without importing torch, and loads in a few hundredths of a second.
"""

from __future__ import annotations

import itertools
import json
import mmap
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import EncoderError
from indexer.encoders.fingerprint import fingerprint_of
from indexer.encoders.tokens import Segmenter

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

EMBEDDED = Path(__file__).resolve().parent.parent / "model"

# Texts summed at once: few enough that their distinct words fit the cache, many enough for BLAS.
BLOCK = 64
# Beyond this many texts the int8 rows are turned into floats once, instead of block by block.
MANY = 1000


class StaticEncoder:
    """A vector is the sum of the rows of the text's tokens, scaled to length one."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._folder = folder
        tensors = read_safetensors(folder / "model.safetensors")
        self._codes = tensors["embeddings"]
        self._row = tensors["mapping"]
        self._weight = tensors["weights"]
        self.dims = int(self._codes.shape[1])
        self._segmenter = Segmenter.read(folder / "tokenizer.json")
        self._floats: Matrix | None = None

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self._folder)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def tokens(self, texts: Sequence[str]) -> tuple[Rows, Rows]:
        """Row numbers of all texts' tokens in text order and, for each, the number of its text.

        Inflected forms of an English word share a row. A text without a known token owns none.
        """
        if not len(texts):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        ids, owner = self._segmenter.segment(texts)
        return self._row[ids].astype(np.int64), owner

    def rows(self, numbers: Rows) -> Matrix:
        """(n, dims) the rows themselves, as they are summed: a usual word's row is short."""
        scaled: Matrix = self._codes[numbers].astype(np.float32)
        scaled *= self._row_weight[numbers, None]
        return scaled

    def directions(self, numbers: Rows) -> Matrix:
        """(n, dims) the rows' directions, of any length: what cosines need, without the weights."""
        return self._codes[numbers].astype(np.float32)

    @property
    def row_count(self) -> int:
        return len(self._codes)

    @cached_property
    def _row_weight(self) -> npt.NDArray[np.float32]:
        """(rows,) the weight of each row; all tokens of a row have the same."""
        weight = np.zeros(len(self._codes), np.float32)
        weight[self._row] = self._weight
        return weight

    def _encode(self, texts: Sequence[str]) -> Matrix:
        """(n, dims) unit rows; a text without any known token has a row of zeros."""
        if len(texts) == 1:
            return self._one(texts[0])
        out = np.zeros((len(texts), self.dims), np.float32)
        if len(texts) > MANY and self._floats is None:
            self._floats = self._codes.astype(np.float32)
        for first in range(0, len(texts), 2048):
            part = texts[first : first + 2048]
            ids, owner = self._segmenter.segment(part)
            border = np.searchsorted(owner, np.arange(0, len(part) + BLOCK, BLOCK))
            for number, (begin, end) in enumerate(itertools.pairwise(border)):
                block = out[first + number * BLOCK : first + min((number + 1) * BLOCK, len(part))]
                self._sum(ids[begin:end], owner[begin:end] - number * BLOCK, block)
        norm = np.sqrt(np.einsum("ij,ij->i", out, out))[:, None]
        np.divide(out, norm, out=out, where=norm > 0)
        return out

    def _one(self, text: str) -> Matrix:
        """(1, dims): a question comes alone, and blocks would cost it more than the sum itself."""
        ids, _ = self._segmenter.segment([text])
        total = self._weight[ids] @ self._codes[self._row[ids]].astype(np.float32)
        length = float(np.sqrt(total @ total))
        unit: Matrix = (total / length if length else total).reshape(1, self.dims)
        return unit

    def _sum(self, ids: Rows, owner: Rows, out: Matrix) -> None:
        """(texts x distinct rows) weights times rows: a matrix product beats a ragged sum."""
        if not len(ids):
            return
        rows, column = np.unique(self._row[ids], return_inverse=True)
        cells = owner * len(rows) + column
        weights = np.bincount(cells, self._weight[ids], minlength=len(out) * len(rows))
        values = (
            self._codes[rows].astype(np.float32) if self._floats is None else self._floats[rows]
        )
        np.matmul(weights.astype(np.float32).reshape(len(out), len(rows)), values, out=out)


def load_static(name: str) -> StaticEncoder:
    """The embedded model, or a folder of the same format."""
    folder = EMBEDDED if name in ("embedded", "static") else Path(name)
    try:
        return StaticEncoder(folder, name)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise EncoderError(
            f"encoder {name}: {folder} is not a static model ({reason}); "
            "restore the folder, or name another with --encoder"
        ) from error


def is_static(folder: Path) -> bool:
    """Whether the folder holds our int8 format."""
    weights = folder / "model.safetensors"
    if not (weights.is_file() and (folder / "tokenizer.json").is_file()):
        return False
    try:
        return {"embeddings", "mapping", "weights"} <= read_safetensors(weights).keys()
    except (OSError, ValueError, KeyError):
        return False


_TYPES = {"I8": np.int8, "I32": np.int32, "F32": np.float32}


def read_safetensors(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Tensors mapped into memory, not read; shorter than importing the safetensors package."""
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    size = int.from_bytes(memory[:8], "little")
    if size > len(memory) - 8:
        raise ValueError(f"{path.name} is cut short")
    tensors = {}
    for name, entry in json.loads(memory[8 : 8 + size]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            if 8 + size + end > len(memory):
                raise ValueError(f"{path.name} is cut short")
            array = np.frombuffer(memory, np.uint8, end - begin, 8 + size + begin)
            tensors[name] = array.view(_TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors
