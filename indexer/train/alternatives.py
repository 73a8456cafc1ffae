"""Dictionary and word lists -> for each embedding row, what may stand in its place in a query.

Three tables share one form: English senses of Chinese words, words that mean the same, and the
parts of a word. A batch draws anew, so that no query is seen twice in the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.train.bags import Bagger, Bags
from indexer.train.dictionary import Dictionary
from indexer.train.vocabulary import Vocabulary

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Flat = tuple[Ints, Ints]  # rows of all bags, first row of each

# An English sense shared by more words than this says too little of each of them.
SHARED = 6
# Words of one sense that keep other company than this (cosine) are homonyms: 出世, 出生.
COMPANY = 0.2


@dataclass(frozen=True, slots=True)
class Alternatives:
    """`first[r]:first[r + 1]` are the alternatives of row r; each is a bag with a share of 1.

    `until[a]` is the row plus the cumulative share, so that one search draws for many rows.
    """

    first: Ints
    until: npt.NDArray[np.float64]
    bags: Bags

    def replace(
        self,
        bags: Flat,
        chosen: Bools,
        rng: np.random.Generator,
        lose: Bools | None = None,
    ) -> Flat:
        """The chosen rows replaced by a drawn alternative; those without one stay.

        Where `lose` is given for a row that has none, the row is left out instead.
        """
        rows, start = bags
        has = self.first[rows + 1] > self.first[rows]
        swapped = chosen & has
        drawn = np.searchsorted(
            self.until, rows[swapped] + rng.random(int(swapped.sum())), side="right"
        )
        source, size = np.arange(len(rows)), np.ones(len(rows), np.int64)
        source[swapped] = len(rows) + self.bags.start[drawn]
        size[swapped] = np.diff(self.bags.start)[drawn]
        if lose is not None:
            size[chosen & ~has & lose[rows]] = 0
        begin = np.concatenate([[0], np.cumsum(size)])
        inside = np.arange(begin[-1]) - np.repeat(begin[:-1], size)
        both = np.concatenate([rows, self.bags.rows])
        new_start = begin[np.append(start, len(rows))][:-1]
        return both[np.repeat(source, size) + inside].astype(np.int64), new_start


def of(found: Mapping[int, Iterable[tuple[float, Sequence[int]]]], rows: int) -> Alternatives:
    """From weighted bags by row."""
    many, until = np.zeros(rows, np.int64), list[float]()
    flat, size = list[int](), list[int]()
    for row in sorted(found):
        entries = [(weight, bag) for weight, bag in found[row] if len(bag)]
        total, sum_ = sum(weight for weight, _ in entries), 0.0
        for weight, bag in entries:
            sum_ += weight / total
            until.append(row + min(sum_, 1.0))
            flat += bag
            size.append(len(bag))
        if entries:
            until[-1] = row + 1.0
        many[row] = len(entries)
    return Alternatives(
        np.concatenate([[0], np.cumsum(many)]),
        np.array(until, np.float64),
        Bags(np.array(flat, np.int32), np.concatenate([[0], np.cumsum(size)]).astype(np.int64)),
    )


def senses(dictionary: Dictionary, vocabulary: Vocabulary, bagger: Bagger) -> Alternatives:
    """English for each Chinese word of the vocabulary."""
    found: dict[int, list[tuple[float, Sequence[int]]]] = {}
    for word, row in _chinese(vocabulary):
        if shares := dictionary.shares_of(word):
            bags = _listed(bagger, dictionary.senses[word])
            found[row] = list(zip(shares, bags, strict=True))
    return of(found, vocabulary.rows)


def same_sense(dictionary: Dictionary, known: Iterable[str]) -> list[list[str]]:
    """Groups of known Chinese words of two characters or more that share an English sense."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in known:
        if len(word) > 1:
            for sense in dictionary.senses.get(word, ()):
                groups[sense.lower()].append(word)
    return [group for _, group in sorted(groups.items()) if 2 <= len(group) <= SHARED]


def synonyms(
    groups: Iterable[Sequence[str]], vocabulary: Vocabulary, start: Floats
) -> Alternatives:
    """Chinese for Chinese: the words of a group that keep like company."""
    row = dict(_chinese(vocabulary))
    found: dict[int, list[tuple[float, Sequence[int]]]] = defaultdict(list)
    for group in groups:
        rows = [row[word] for word in group if word in row]
        vectors = start[rows] / np.maximum(np.linalg.norm(start[rows], axis=1), 1e-9)[:, None]
        near = vectors @ vectors.T > COMPANY
        for n, one in enumerate(rows):
            found[one] += [
                (1 / (len(rows) - 1), [other])
                for m, other in enumerate(rows)
                if near[n, m] and other != one
            ]
    return of(found, vocabulary.rows)


def parts(vocabulary: Vocabulary) -> Alternatives:
    """Each word as the vocabulary would cut it if it did not know the whole.

    So the pieces learn what they mean, which is all that a word unknown later has.
    """
    score = dict(zip(vocabulary.tokens, vocabulary.scores, strict=True))
    row = dict(zip(vocabulary.tokens, vocabulary.row, strict=True))
    found: dict[int, list[tuple[float, Sequence[int]]]] = {}
    for word, number in row.items():
        if word.isalpha() and len(word) > 1 and number not in found:
            cut = _cut(word, score)
            if cut:
                found[number] = [(1.0, [row[part] for part in cut])]
    return of(found, vocabulary.rows)


def _cut(word: str, score: Mapping[str, float]) -> list[str]:
    """The best path of at least two tokens; none if the characters are not all known."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        paths = [
            (before[0] + score[piece], [*before[1], piece])
            for begin in range(end)
            if (before := best[begin]) and (piece := word[begin:end]) in score and piece != word
        ]
        best.append(max(paths, default=None))
    found = best[-1]
    return found[1] if found else []


def _chinese(vocabulary: Vocabulary) -> list[tuple[str, int]]:
    pairs = zip(vocabulary.tokens, vocabulary.row, strict=True)
    return [(token, row) for token, row in pairs if not token.isascii()]


def _listed(bagger: Bagger, texts: Sequence[str]) -> list[list[int]]:
    bags = bagger.bags(texts)
    return [bags.rows[a:b].tolist() for a, b in zip(bags.start, bags.start[1:])]
