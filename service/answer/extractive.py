"""Hits -> quotes: the stretches of their clauses that answer, each verbatim, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from service.answer.pieces import Stretch, stretches
from service.answer.reader import Reader, shipped
from service.answer.reading import OF_TEXT, Floats, Read, read
from service.query import Question
from service.results import Hit
from service.signs import only_signed
from service.terms import plain

# The expected length of the answer, in letters and digits, is at least and at most this; times
# EAGER, since a quote that is cut short costs its reader more than one that is too long. Chosen
# out of fold, see eval/results/tuning.md.
SHORTEST = 25.0
LONGEST = 120.0
EAGER = 1.6
# A further quote must be worth this share of the best one: a half, and less where the best one is
# unlikely, so that a reader sees what else may be meant. All together have at most so many
# characters. Out of fold one quote alone gives NCP an F1 of .455 and a right quote to .510 of the
# questions, this .450 and .534.
SURE, FURTHER, FURTHER_UNSURE = 0.15, 0.5, 0.3
MOST_QUOTES = 4
MOST_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a hit's clause, `text[start:end]`, with what speaks for it.

    `value` is the expected F1 by characters of quoting it; `chance` is that of its likeliest
    piece, `mean` that of its pieces weighted by length; `expected` how many letters and digits of
    answer there are in all that was read. `own`, `pairs`, `cosine`, `late`, `answers` and `repeats`
    are the best of its pieces.
    """

    hit: Hit
    start: int
    end: int
    value: float
    chance: float
    mean: float
    expected: float
    own: float
    pairs: float
    cosine: float
    late: float
    answers: float
    repeats: float

    @property
    def text(self) -> str:
        return self.hit.clause.text[self.start : self.end]


def quotes(
    index: Index, question: Question, hits: Sequence[Hit], reader: Reader | None = None
) -> list[Quote]:
    """The best run of pieces of each stretch read, and of the best stretch a second one; best
    first, ties by hit and place."""
    found = stretches(hits)
    if not found:
        return []
    what = read(index, question, found)
    made = ranked(what, (reader or shipped()).chances(what.features))
    return [quote for quote in made if not only_signed(question.text, plain(quote.text))]


def ranked(what: Read, chances: Floats) -> list[Quote]:
    """The quotes that the chances of the pieces speak for."""
    sizes = what.sizes.astype(np.float64)
    hoped = chances * sizes
    expected = float(np.clip(hoped.sum(), SHORTEST, LONGEST))
    firsts = np.searchsorted(what.stretch, np.arange(len(what.stretches) + 1)).tolist()
    runs = [best_runs(hoped[a:b], sizes[a:b], EAGER * expected) for a, b in pairwise(firsts)]
    best = [(number, run) for number, each in enumerate(runs) for run in [next(each, None)] if run]
    if not best:
        return []
    top = max(best, key=lambda one: one[1][2])[0]
    beside = [(top, run) for run in runs[top]]
    made = []
    for number, (a, b, value) in (*best, *beside):
        run = slice(firsts[number] + a, firsts[number] + b)
        stretch = what.stretches[number]
        made.append(_quote(stretch, (a, b), value, expected, what, chances, run))
    return sorted(made, key=lambda quote: (-quote.value, quote.hit.rank, quote.start))


def best_runs(
    hoped: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], length: float
) -> Iterator[tuple[int, int, float]]:
    """The run of pieces [a, b) with the highest expected F1, and the best one beside it.

    `hoped` (n,) is how much of each piece, of `sizes` (n,), is expected to be answer; `length` is
    the expected length of the answer. The expected F1 of a run is approximated by
    2 * sum(hoped) / (sum(sizes) + length), the ratio of expectations.
    """
    taken = None
    for _ in range(2):
        best = (0, 0, -1.0)
        for low, high in _free(len(sizes), taken):
            run = _best_run(hoped[low:high], sizes[low:high], length)
            if run[2] > best[2]:
                best = (low + run[0], low + run[1], run[2])
        if best[2] <= 0:
            return
        yield best
        taken = best[:2]


def _free(count: int, taken: tuple[int, int] | None) -> list[tuple[int, int]]:
    if taken is None:
        return [(0, count)]
    return [(a, b) for a, b in ((0, taken[0]), (taken[1], count)) if a < b]


def _best_run(
    hoped: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], length: float
) -> tuple[int, int, float]:
    good = np.concatenate([[0.0], np.cumsum(hoped)])
    long = np.concatenate([[0.0], np.cumsum(sizes)])
    values = (
        2
        * (good[None, 1:] - good[:-1, None])
        / (np.maximum(long[None, 1:] - long[:-1, None], 0) + length)
    )  # [a, b - 1]
    values = np.triu(values)
    place = int(values.argmax())
    a, b = divmod(place, len(sizes))
    return a, b + 1, float(values[a, b])


def _quote(
    stretch: Stretch,
    span: tuple[int, int],
    value: float,
    expected: float,
    what: Read,
    chances: Floats,
    run: slice,
) -> Quote:
    start, end = stretch.pieces[span[0]][0], stretch.pieces[span[1] - 1][1]
    best = what.features[run, : len(OF_TEXT)].max(axis=0).tolist()
    sizes = np.maximum(what.sizes[run], 1)
    return Quote(
        stretch.hit, start, start + len(trimmed(stretch.hit.clause.text[start:end])), value,
        float(chances[run].max()), float(np.average(chances[run], weights=sizes)), expected, *best,
    )  # fmt: skip


def trimmed(text: str) -> str:
    """Without the comma, semicolon or colon that parts it from what follows."""
    return text.rstrip("，,；;、：: \n\u3000") or text


def chosen(question: Question, ranked: Sequence[Quote]) -> list[Quote]:
    """The quotes to give, best first: the best one, and others that are nearly as good and say
    something else. A comparison takes one of another notice too."""
    kept = list(ranked[:1])
    if not kept:
        return []
    room = MOST_CHARACTERS - len(kept[0].text)
    for quote in ranked[1:]:
        if len(kept) == MOST_QUOTES or quote.value < _enough(question, kept, quote):
            continue
        if len(quote.text) <= room and not any(same(quote, other) for other in kept):
            kept.append(quote)
            room -= len(quote.text)
    return kept


def same(one: Quote, other: Quote) -> bool:
    """Whether one quote holds the other, or they overlap."""
    if one.hit.clause.ordinal == other.hit.clause.ordinal:
        return one.start < other.end and other.start < one.end
    return one.text in other.text or other.text in one.text


def _enough(question: Question, kept: Sequence[Quote], quote: Quote) -> float:
    other = quote.hit.notice.id not in {one.hit.notice.id for one in kept}
    unsure = kept[0].chance < SURE or (question.kind == "compare" and other)
    return (FURTHER_UNSURE if unsure else FURTHER) * kept[0].value
