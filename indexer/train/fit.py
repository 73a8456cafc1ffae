"""First rows and pairs -> trained rows, by in-batch contrast with neighbours as hard negatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import trange

from indexer.train.batches import Batch, Words, batches
from indexer.train.pairs import Pairs
from indexer.train.settings import SHARES, Settings

Floats = npt.NDArray[np.float32]

WARM = 20  # steps until the full rate
LOGGED = 50  # steps between two points of the loss curve


@dataclass(frozen=True, slots=True)
class Fitted:
    """Trained rows, and the mean loss of each stretch of steps: (step, loss)."""

    rows: Floats
    curve: tuple[tuple[int, float], ...]


def loss_of(table: Tensor, batch: Batch, settings: Settings, dims: int | None = None) -> Tensor:
    """Cross entropy of each query's own passage in the batch, and of each passage's own query.

    By the first `dims` dimensions alone, where these are given.
    """
    many = len(batch.target)
    sums = functional.embedding_bag(batch.rows, table, batch.start, mode="sum")
    vectors = functional.normalize(
        sums[:, :dims]
    ).bfloat16()  # a fifth of the time of float32, no worse
    passages = vectors[many:]
    scores = settings.scale * (vectors[:many] @ passages.T).float()
    with torch.no_grad():
        twins = passages[batch.target] @ passages.T > settings.twins
        twins[torch.arange(many), batch.target] = False
    scores = scores.masked_fill(twins, -settings.scale)
    there = functional.cross_entropy(scores, batch.target)
    back = functional.cross_entropy(scores[:, batch.target].T, torch.arange(many))
    return settings.forward * there + (1 - settings.forward) * back


def fit(
    start: Floats, sets: Mapping[str, Pairs], words: Words, seed: int, settings: Settings
) -> Fitted:
    """A given number of steps, the rate falling to nothing: on one thread a run repeats exactly."""
    rng = np.random.default_rng(seed)
    table = torch.nn.Parameter(torch.from_numpy(start.copy()))
    adam = torch.optim.Adam([table], lr=settings.rate, fused=True)
    sources = {name: batches(pairs, table, words, settings, rng) for name, pairs in sets.items()}
    names = sorted(sources)
    share = np.array([SHARES[name] for name in names])
    prefixes = [dims for dims in settings.prefixes if dims < start.shape[1]]
    losses, curve = list[float](), list[tuple[int, float]]()
    for step in (bar := trange(settings.steps, desc="training", unit="step", mininterval=10)):
        for group in adam.param_groups:
            group["lr"] = settings.rate * min(1.0, (step + 1) / WARM) * (1 - step / settings.steps)
        batch = next(sources[names[rng.choice(len(names), p=share / share.sum())]])
        dims = int(rng.choice(prefixes)) if prefixes and rng.random() < settings.prefix else None
        adam.zero_grad()
        loss = loss_of(table, batch, settings, dims)
        loss.backward()
        adam.step()
        losses.append(float(loss.detach()))
        if len(losses) == LOGGED or step + 1 == settings.steps:
            curve.append((step + 1, round(sum(losses) / len(losses), 4)))
            bar.set_postfix(loss=curve[-1][1])
            losses.clear()
    return Fitted(table.detach().numpy(), tuple(curve))
