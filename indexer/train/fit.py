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

from indexer.train.batches import Words, batches
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


def contrast(vectors: Tensor, target: Tensor, settings: Settings) -> tuple[float, Tensor]:
    """Loss of unit vectors, queries before passages, and its gradient, of the vectors' shape.

    Cross entropy of each query's own passage in the batch, and of each passage's own query. The
    gradient is written out: autograd takes twice as long over the same matrices.
    """
    many = len(target)
    own = torch.arange(many)
    low = vectors.bfloat16()  # a fifth of the time of float32, no worse
    queries, passages = low[:many], low[many:]
    odds = (queries @ passages.T).float().sub_(1).mul_(settings.scale).exp_()
    twins = passages[target] @ passages.T > settings.twins
    twins[own, target] = False
    odds.masked_fill_(twins, 0)
    right, there, back = odds[own, target], odds.sum(dim=1), odds.sum(dim=0)[target]
    forward, backward = settings.forward, 1 - settings.forward
    loss = forward * (there / right).log().mean() + backward * (back / right).log().mean()
    by_passage = torch.zeros(len(passages))
    by_passage[target] = backward / back
    odds.mul_((forward / there)[:, None] + by_passage)  # now the gradient of the scores
    odds[own, target] -= 1
    pull = odds.mul_(settings.scale / many).bfloat16()
    return float(loss), torch.cat([pull @ passages, pull.T @ queries]).float()


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
    losses, curve = list[float](), list[tuple[int, float]]()
    for step in (bar := trange(settings.steps, desc="training", unit="step", mininterval=10)):
        for group in adam.param_groups:
            group["lr"] = settings.rate * min(1.0, (step + 1) / WARM) * (1 - step / settings.steps)
        batch = next(sources[names[rng.choice(len(names), p=share / share.sum())]])
        adam.zero_grad()
        sums = functional.embedding_bag(batch.rows, table, batch.start, mode="sum")
        vectors = functional.normalize(sums)
        loss, gradient = contrast(vectors.detach(), batch.target, settings)
        vectors.backward(gradient)
        adam.step()
        losses.append(loss)
        if len(losses) == LOGGED or step + 1 == settings.steps:
            curve.append((step + 1, round(sum(losses) / len(losses), 4)))
            bar.set_postfix(loss=curve[-1][1])
            losses.clear()
    return Fitted(table.detach().numpy(), tuple(curve))
