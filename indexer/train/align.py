"""Weighted pairs of English and Chinese words -> P(Chinese word | English word), IBM model 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROUNDS = 6
# Taken off the count of every word pair in the end: what came up together only once is chance.
DISCOUNT = 0.3
NOTHING = "\0"  # what Chinese words come from that no English word of the sentence says


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that mean the same together; a dictionary entry is a short pair of its own weight."""

    english: Sequence[str]
    chinese: Sequence[str]
    weight: float = 1.0


def align(
    pairs: Iterable[Pair], rounds: int = ROUNDS, discount: float = DISCOUNT
) -> dict[str, dict[str, float]]:
    """`table[english][chinese]` is the chance that the English word is said by the Chinese one."""
    first: dict[str, int] = {NOTHING: 0}
    second: dict[str, int] = {}
    cells: dict[tuple[int, int], int] = {}
    cell: list[int] = []  # for each word pair of each text pair the (english, chinese) cell
    slot: list[int] = []  # and the Chinese word in its text that the cells of it share
    weights: list[float] = []
    for pair in pairs:
        lonely = len(pair.english) < 4  # a dictionary entry leaves nothing unsaid
        sources = [first.setdefault(word, len(first)) for word in dict.fromkeys(pair.english)]
        for word in dict.fromkeys(pair.chinese):
            target = second.setdefault(word, len(second))
            for source in sources if lonely else [0, *sources]:
                cell.append(cells.setdefault((source, target), len(cells)))
                slot.append(len(weights))
            weights.append(pair.weight)
    chances = _expect(np.array(list(cells), np.int64)[:, 0], np.array(cell, np.int64),
                      np.array(slot, np.int64), np.array(weights), rounds, discount)  # fmt: skip
    table: dict[str, dict[str, float]] = {word: {} for word in first}
    names, words = list(first), list(second)
    for (source, target), chance in zip(cells, chances.tolist(), strict=True):
        if chance > 1e-3:
            table[names[source]][words[target]] = chance
    return table


def _expect(
    source: npt.NDArray[np.int64],
    cell: npt.NDArray[np.int64],
    slot: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    rounds: int,
    discount: float,
) -> npt.NDArray[np.float64]:
    """(cells,) chances after some rounds of expectation and maximisation."""
    chance = np.ones(len(source))
    for turn in range(rounds):
        given = chance[cell]
        total = np.bincount(slot, given, minlength=len(weights))
        part = given * (weights / np.maximum(total, 1e-12))[slot]
        counts = np.bincount(cell, part, minlength=len(source))
        if turn == rounds - 1:
            counts = np.maximum(counts - discount, 0.0)
        sums = np.bincount(source, counts)
        chance = counts / np.maximum(sums[source], 1e-12)
    return chance
