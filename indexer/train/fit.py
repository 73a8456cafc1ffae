"""First rows and pairs -> trained rows, by in-batch contrast with neighbours as hard negatives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from indexer.train.pairs import Pairs

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flat = tuple[Ints, Ints]  # rows of all bags, first row of each

# Sets whose queries were made from the passages, so that any stretch of one is a query too.
WINDOWED = ("laws", "news")

SUBJECT = 400  # groups to a subject: somewhat less than a batch holds

# Share of the batches that each set of pairs gets.
SHARES = {
    "laws": 0.30,
    "news": 0.26,
    "titles": 0.08,
    "questions": 0.14,
    "paraphrases": 0.03,
    "sentences": 0.09,
    "dictionary": 0.10,
}


@dataclass(frozen=True, slots=True)
class Settings:
    batch: int = 2048  # passages in a batch
    scale: float = 20.0  # inverse temperature of the cosines
    rate: float = 0.03  # Adam, falling linearly to nothing; .01 to .1 differ little
    forward: float = 0.7  # weight of query -> passage; the rest passage -> query
    query_drop: float = 0.2  # of the words of a query are forgotten
    passage_drop: float = 0.1  # and of a passage
    windows: float = 0.3  # of the queries are a fresh stretch of their own passage
    longest: int = 128  # tokens of a passage
    group: int = 4  # neighbouring passages taken together
    near: float = 0.5  # of the batches are of one subject: NCP MRR .590 -> .602, one run each
    twins: float = 0.85  # passages nearer than this say the same: not each other's negatives


@dataclass(frozen=True, slots=True)
class Batch:
    """Bags of the queries, then of the passages: one sum over the table, one gradient of it."""

    rows: Tensor
    start: Tensor
    target: Tensor  # of each query, the number of its passage in the batch


def batches(
    pairs: Pairs, table: Tensor, settings: Settings, rng: np.random.Generator
) -> Iterator[Batch]:
    """Endless batches of whole groups, in a new order and grouping each time round."""
    subjects = _subjects(pairs, table) if pairs.name in WINDOWED else None
    while True:
        groups = _groups(pairs, settings.group, rng)
        if subjects is not None:
            document = np.searchsorted(pairs.documents, groups[:, 0], side="right") - 1
            groups = _near_first(groups, subjects[document], settings.near, rng)
        per_batch = max(1, min(len(groups), settings.batch // _mean_size(groups)))
        begins = np.arange(0, len(groups) - per_batch + 1, per_batch)
        for first in rng.permutation(begins):
            yield _batch(pairs, groups[first : first + per_batch], settings, rng)


def _subjects(pairs: Pairs, table: Tensor) -> Floats:
    """(documents, dims) unit vectors of the beginnings of the documents, less what all share."""
    rows, start = pairs.passages.take(pairs.documents[:-1], 100)
    with torch.no_grad():
        sums = functional.embedding_bag(
            torch.from_numpy(rows), table, torch.from_numpy(start), mode="sum"
        )
        vectors = functional.normalize(sums)
        centred: Floats = functional.normalize(vectors - vectors.mean(dim=0)).numpy()
    return centred


def _near_first(groups: Ints, subjects: Floats, share: float, rng: np.random.Generator) -> Ints:
    """The given share of the groups sorted by subject, so that a batch is about one; then the rest.

    Subjects are those of some random documents, others each time: no clustering could overfit.
    """
    many = int(share * len(groups))
    seeds = subjects[rng.integers(0, len(subjects), max(1, many // SUBJECT))]
    nearest = (subjects[:many] @ seeds.T).argmax(axis=1)
    return np.concatenate([groups[:many][np.argsort(nearest, kind="stable")], groups[many:]])


def _mean_size(groups: Ints) -> int:
    return max(1, round(float((groups[:, 1] - groups[:, 0]).mean())))


def _groups(pairs: Pairs, size: int, rng: np.random.Generator) -> Ints:
    """(n, 2) first and last + 1 passage of each group, shuffled."""
    begin, end = pairs.documents[:-1], pairs.documents[1:]
    shift = rng.integers(0, size, len(begin)) * (end - begin > size)
    many = -(-(end - begin + shift) // size)
    document = np.repeat(np.arange(len(begin)), many)
    turn = np.arange(len(document)) - np.repeat(np.cumsum(many) - many, many)
    first = np.maximum(begin[document], begin[document] - shift[document] + turn * size)
    last = np.minimum(end[document], begin[document] - shift[document] + (turn + 1) * size)
    groups = np.stack([first, last], axis=1)
    return groups[rng.permutation(len(groups))]


def _batch(pairs: Pairs, groups: Ints, settings: Settings, rng: np.random.Generator) -> Batch:
    size = groups[:, 1] - groups[:, 0]
    passages = np.repeat(groups[:, 0] - np.cumsum(size) + size, size) + np.arange(size.sum())
    first, last = pairs.first_query[passages], pairs.first_query[passages + 1]
    target = np.flatnonzero(last > first)
    queries = first[target] + (rng.random(len(target)) * (last - first)[target]).astype(np.int64)
    asked = _forget(pairs.queries.take(queries, settings.longest), settings.query_drop, rng)
    answers = pairs.passages.take(passages, settings.longest)
    if pairs.name in WINDOWED:
        asked = _with_windows(asked, answers, target, settings.windows, rng)
    answers = _forget(answers, settings.passage_drop, rng)
    return Batch(
        torch.from_numpy(np.concatenate([asked[0], answers[0]])),
        torch.from_numpy(np.concatenate([asked[1], answers[1] + len(asked[0])])),
        torch.from_numpy(target),
    )


def _with_windows(
    asked: Flat, answers: Flat, target: Ints, share: float, rng: np.random.Generator
) -> Flat:
    """Some queries become 4-14 neighbouring words of their passage: no two epochs see the same."""
    ends = np.append(answers[1], len(answers[0]))
    first, last = ends[target], ends[target + 1]
    long = np.minimum(last - first, rng.integers(4, 15, len(target)))
    begin = first + (rng.random(len(target)) * (last - first - long + 1)).astype(np.int64)
    own = np.append(asked[1], len(asked[0]))
    chosen = rng.random(len(target)) < share
    size = np.where(chosen, long, np.diff(own))
    start = np.concatenate([[0], np.cumsum(size)])
    inside = np.arange(start[-1]) - np.repeat(start[:-1], size)
    both = np.concatenate([asked[0], answers[0]])
    source = np.repeat(np.where(chosen, begin + len(asked[0]), own[:-1]), size) + inside
    return both[source], start[:-1]


def _forget(bags: Flat, share: float, rng: np.random.Generator) -> Flat:
    keep = rng.random(len(bags[0])) >= share
    before = np.concatenate([[0], np.cumsum(keep)])
    return bags[0][keep], before[bags[1]]


def loss_of(table: Tensor, batch: Batch, settings: Settings) -> Tensor:
    """Cross entropy of each query's own passage in the batch, and of each passage's own query."""
    many = len(batch.target)
    sums = functional.embedding_bag(batch.rows, table, batch.start, mode="sum")
    vectors = functional.normalize(sums).bfloat16()  # a fifth of the time of float32, no worse
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
    start: Floats,
    sets: Mapping[str, Pairs],
    minutes: float,
    seed: int,
    settings: Settings | None = None,
    report: Callable[[str], None] = print,
) -> Floats:
    """Train for the given time; the rate falls with the clock, so any length ends cooled down."""
    settings = settings or Settings()
    rng = np.random.default_rng(seed)
    table = torch.nn.Parameter(torch.from_numpy(start.copy()))
    adam = torch.optim.Adam([table], lr=settings.rate, fused=True)
    sources = {name: batches(pairs, table, settings, rng) for name, pairs in sets.items()}
    names = sorted(sources)
    share = np.array([SHARES[name] for name in names])
    began, steps, running = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / (60 * minutes)) < 1:
        for group in adam.param_groups:
            group["lr"] = settings.rate * min(1.0, (steps + 1) / 20) * (1 - done)
        batch = next(sources[names[rng.choice(len(names), p=share / share.sum())]])
        adam.zero_grad()
        loss = loss_of(table, batch, settings)
        loss.backward()
        adam.step()
        steps += 1
        running = 0.98 * running + 0.02 * float(loss.detach())
        if steps % 50 == 0:
            report(f"{done:4.0%}  step {steps}  loss {running / (1 - 0.98**steps):.3f}")
    trained: Floats = table.detach().numpy()
    return trained
