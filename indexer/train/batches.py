"""Sets of pairs -> endless batches: whole groups of neighbours, queries put in other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from indexer.train.alternatives import Alternatives
from indexer.train.pairs import Pairs
from indexer.train.settings import Settings

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flat = tuple[Ints, Ints]  # rows of all bags, first row of each

# Sets whose queries were made from the passages, so that any stretch of one is a query too.
WINDOWED = ("laws", "news")

SUBJECT = 400  # groups to a subject: somewhat less than a batch holds


@dataclass(frozen=True, slots=True)
class Words:
    """What may replace a word of a query, and which rows are Han: untranslatable, they go."""

    senses: Alternatives
    synonyms: Alternatives
    parts: Alternatives
    han: Bools


@dataclass(frozen=True, slots=True)
class Batch:
    """Bags of the queries, then of the passages: one sum over the table, one gradient of it."""

    rows: Tensor
    start: Tensor
    target: Tensor  # of each query, the number of its passage in the batch


def batches(
    pairs: Pairs, table: Tensor, words: Words, settings: Settings, rng: np.random.Generator
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
            yield _batch(pairs, groups[first : first + per_batch], words, settings, rng)


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


def _batch(
    pairs: Pairs, groups: Ints, words: Words, settings: Settings, rng: np.random.Generator
) -> Batch:
    size = groups[:, 1] - groups[:, 0]
    passages = np.repeat(groups[:, 0] - np.cumsum(size) + size, size) + np.arange(size.sum())
    first, last = pairs.first_query[passages], pairs.first_query[passages + 1]
    target = np.flatnonzero(last > first)
    queries = first[target] + (rng.random(len(target)) * (last - first)[target]).astype(np.int64)
    asked = pairs.queries.take(queries, settings.longest)
    answers = pairs.passages.take(passages, settings.longest)
    if pairs.name in WINDOWED:
        asked = _with_windows(asked, answers, target, settings.windows, rng)
    asked = _forget(_reworded(asked, words, settings, rng), settings.query_drop, rng)
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


def _reworded(asked: Flat, words: Words, settings: Settings, rng: np.random.Generator) -> Flat:
    """Some queries in English, some with a few words changed for others of the same meaning."""
    asked = words.synonyms.replace(
        asked, _some_words(asked, settings.reworded, settings.changed, rng), rng
    )
    asked = words.senses.replace(
        asked, _some_words(asked, settings.translated, 1.0, rng), rng, words.han
    )
    return words.parts.replace(asked, _some_words(asked, 1.0, settings.taken_apart, rng), rng)


def _some_words(bags: Flat, texts: float, words: float, rng: np.random.Generator) -> Bools:
    """Whether each row is chosen: a share of the words of a share of the texts."""
    size = np.diff(np.append(bags[1], len(bags[0])))
    text = np.repeat(rng.random(len(size)) < texts, size)
    return text & (rng.random(len(text)) < words)


def _forget(bags: Flat, share: float, rng: np.random.Generator) -> Flat:
    keep = rng.random(len(bags[0])) >= share
    before = np.concatenate([[0], np.cumsum(keep)])
    return bags[0][keep], before[bags[1]]
