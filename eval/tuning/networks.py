"""Cases for the reader -> its networks, and the chances of each case's pieces out of fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from eval.tuning.fit import FOLDS, folds
from eval.tuning.reading import Floats, ReadingCase
from service.answer.reader import Networks, networks_of
from service.answer.reading import NAMES

HIDDEN = (64, 32)
MEMBERS = 3
EPOCHS = 14
BATCH = 1024  # pieces
RATE = 4e-3
DECAY = 1e-4
DROPPED = 0.15
USUAL = 15  # letters and digits of a piece that counts once; a longer one by the root of its length
LONG = 3.0


def networks(cases: Sequence[ReadingCase], counts: Mapping[str, float], seed: int = 0) -> Networks:
    """Networks that tell whether a piece belongs to the answer, by binary cross-entropy.

    `counts` says what a piece of a source counts. The same cases and seed give the same networks
    on one machine.
    """
    features = np.concatenate([case.read.features for case in cases])
    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread < 1e-6] = 1.0
    weights = np.concatenate([
        counts[case.source] * np.clip(np.sqrt(np.maximum(case.read.sizes, 1) / USUAL), 0, LONG)
        for case in cases
    ])  # fmt: skip
    labels = np.concatenate([case.labels for case in cases])
    told = (features - middle) / spread
    members = [_member(told, labels, weights, seed + number) for number in range(MEMBERS)]
    arrays: dict[str, Floats] = {"middle": middle, "spread": spread}
    for number in range(len(HIDDEN) + 1):
        arrays[f"weight{number}"] = np.stack([member[2 * number].T for member in members])
        arrays[f"bias{number}"] = np.stack([member[2 * number + 1][None] for member in members])
    return networks_of(arrays)


def _member(features: Floats, labels: Floats, weights: Floats, seed: int) -> list[Floats]:
    """One network's matrices and biases, in order."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    sizes = (features.shape[1], *HIDDEN)
    layers: list[Any] = []
    for before, after in pairwise(sizes):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU(), torch.nn.Dropout(DROPPED)]
    network = torch.nn.Sequential(*layers, torch.nn.Linear(sizes[-1], 1))
    told, wanted, weight = (
        torch.tensor(array, dtype=torch.float32) for array in (features, labels, weights)
    )
    steps = EPOCHS * -(-len(told) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(told)).split(BATCH):
            scores = network(told[rows]).squeeze(1)
            every = functional.binary_cross_entropy_with_logits(
                scores, wanted[rows], reduction="none"
            )
            loss = (every * weight[rows]).sum() / weight[rows].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return [parameter.detach().numpy() for parameter in network.parameters()]


def networks_out_of_fold(
    cases: Sequence[ReadingCase], extra: Sequence[ReadingCase], counts: Mapping[str, float]
) -> tuple[dict[str, int], list[Networks]]:
    """Each group's fold, and for each fold the networks that were fitted without it."""
    fold = folds([case.group for case in cases])
    fitted = [
        networks([*(case for case in cases if fold[case.group] != number), *extra], counts)
        for number in range(FOLDS)
    ]
    return fold, fitted


def save(path: Path, found: Networks) -> None:
    """The file that service/answer/reader.py reads."""
    from safetensors.numpy import save_file

    arrays: dict[str, Floats] = {"middle": found.middle, "spread": found.spread}
    for number, (matrix, bias) in enumerate(found.layers):
        arrays[f"weight{number}"] = np.ascontiguousarray(matrix)
        arrays[f"bias{number}"] = np.ascontiguousarray(bias)
    save_file(arrays, path, {"names": " ".join(NAMES)})
