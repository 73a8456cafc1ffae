"""Texts -> token ids: the segmentation that the model's tokenizer.json describes, done in numpy.

A Hugging Face `Unigram` segments one text at a time; here a whole batch is one array of UTF-16
units, looked up in a hash table of words of up to four units, and the best path is found for all
stretches at once. The ids are the same: scores are whole multiples of 1/16, so sums are exact in
either arithmetic, and ties go to the longer last word in both.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# What the pre-tokeniser keeps: runs of Han, of Latin letters, of digits. Everything else separates.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
RUNS = f"[{HAN}]+|[a-z]+|[0-9]+"

ALONE = 200  # characters up to which one text goes without arrays: 25 take a fifth of the time
_RUN = re.compile(RUNS)
_LATIN = frozenset(string.ascii_lowercase)

LONGEST = 4  # units in a word of the table: four UTF-16 units fill one 64-bit key
SCORE_STEP = 16  # scores are multiples of 1/16: exact in floats, whole numbers here
_HASH = np.uint64(0x9E3779B97F4A7C15)
_NEVER = -(1 << 40)  # below any sum of scores: no path ends here


def normalise(text: str) -> str:
    """The tokenizer's own normalisation: NFKC, then lower case."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


class WordTable:
    """Hash table from words of up to four units, packed in 64 bits, to token id; vectorised."""

    def __init__(self, keys: Keys, ids: Ints) -> None:
        bits = max(8, int(np.ceil(np.log2(max(len(keys), 1)))) + 3)  # an eighth full: short probes
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.uint64)
        self._ids = np.full(1 << bits, -1, np.int32)
        slots = self._slots(keys)
        while len(keys):
            free = self._keys[slots] == 0
            self._keys[slots[free]] = keys[free]
            placed = self._keys[slots] == keys
            self._ids[slots[placed]] = ids[placed]
            keys, ids, slots = keys[~placed], ids[~placed], (slots[~placed] + 1) & self._mask

    def _slots(self, keys: Keys) -> Ints:
        return ((keys * _HASH) >> self._shift).astype(np.int64)

    def find(self, keys: Keys) -> npt.NDArray[np.int32]:
        """(n,) ids, -1 for a word that is not in the table."""
        slots = self._slots(keys)
        there = self._keys[slots]
        found = np.where(there == keys, self._ids[slots], np.int32(-1))
        pending = np.flatnonzero((there != keys) & (there != 0))
        while len(pending):
            slots_left = (slots[pending] + 1) & self._mask
            slots[pending] = slots_left
            there = self._keys[slots_left]
            hit = there == keys[pending]
            found[pending[hit]] = self._ids[slots_left[hit]]
            pending = pending[~hit & (there != 0)]
        return found


class Segmenter:
    """One vocabulary: (token, score) pairs in the order of their ids; id 0 is the unknown token."""

    def __init__(self, vocabulary: Sequence[tuple[str, float]]) -> None:
        words, scores = zip(*vocabulary, strict=True)
        self._scores = np.rint(np.array(scores) * SCORE_STEP).astype(np.int64)
        self._unknown = int(self._scores.min()) - 10 * SCORE_STEP  # what Unigram charges for one
        self._latin: dict[str, int] = {}
        self._latin_pieces: dict[str, list[int]] = {}
        table: dict[str, int] = {}
        for number, word in enumerate(words):
            if word.isascii() and word.isalpha():
                self._latin[word] = number
            elif number and len(word) <= LONGEST:
                table[word] = number
        self._latin_longest = max(map(len, self._latin), default=1)
        self._words, self._score_of = table, self._scores.tolist()
        self._table = WordTable(_pack(list(table)), np.fromiter(table.values(), np.int64))
        self._kind = np.zeros(1 << 16, np.uint8)  # 0 separates, 1 a unit of the table, 2 Latin
        self._kind[[ord(word) for word in table if len(word) == 1]] = 1
        self._kind[ord("a") : ord("z") + 1] = 2

    @classmethod
    def read(cls, path: Path) -> Segmenter:
        """From a tokenizer.json that holds a Unigram model."""
        model = orjson.loads(path.read_bytes())["model"]
        if model["type"] != "Unigram":
            raise ValueError(f"its tokenizer is {model['type']}, not Unigram")
        return cls(model["vocab"])

    def segment(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Token ids of all texts in text order and, for each, the number of its text."""
        if len(texts) == 1 and len(texts[0]) <= ALONE:
            alone = np.array(self._alone(texts[0]), np.int64)
            return alone, np.zeros(len(alone), np.int64)
        raw = [normalise(text).encode("utf-16-le", "surrogatepass") + b"\0\0" for text in texts]
        units = np.frombuffer(b"".join(raw), np.uint16)
        owner = np.repeat(np.arange(len(raw)), [len(r) >> 1 for r in raw])
        kind = self._kind[units]
        ids, at = self._best_words(units, kind == 1)
        latin_ids, latin_at = self._latin_words(units, kind == 2)
        if not len(latin_ids):
            return ids, owner[at]
        places = np.concatenate([at, latin_at])
        order = np.argsort(places, kind="stable")  # pieces of a Latin word share its place
        return np.concatenate([ids, latin_ids])[order], owner[places[order]]

    def _alone(self, text: str) -> list[int]:
        """The ids of one short text: a question should not pay for arrays."""
        ids = list[int]()
        for run in _RUN.findall(normalise(text)):
            ids += self._pieces(run) if run[0] in _LATIN else self._split(run, self._words, LONGEST)
        return ids

    def _best_words(
        self, units: npt.NDArray[np.uint16], known: npt.NDArray[np.bool_]
    ) -> tuple[Ints, Ints]:
        """Ids and positions of the words on the best path through every stretch of known units."""
        kept = np.flatnonzero(known)
        if not len(kept):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        ids, crossed = self._words_at(units, known)
        # No word spans an uncrossed border, so the best path splits there and stretches are short.
        first = kept[~crossed[kept]]
        last = np.append(first[1:], len(units))
        gap = np.flatnonzero(~known)
        stop = np.minimum(last, np.append(gap, len(units))[np.searchsorted(gap, first)])
        length = self._best_lengths(ids, first, stop)
        found_ids, found_at = [], []
        at, start = stop, first
        while len(at):  # every stretch walks back one word a turn
            step = length[at]
            at = at - step
            found_ids.append(ids[step - 1, at])
            found_at.append(at)
            go_on = at > start
            at, start = at[go_on], start[go_on]
        positions = np.concatenate(found_at)
        order = np.argsort(positions)
        return np.concatenate(found_ids)[order].astype(np.int64), positions[order]

    def _words_at(
        self, units: npt.NDArray[np.uint16], known: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
        """(4, n) ids of the words of 1-4 units starting at each position, -1 for none.

        And (n,) whether a word crosses the border before each position.
        """
        n = len(units)
        ids = np.full((LONGEST, n), -1, np.int32)
        crossed = np.zeros(n + LONGEST, np.bool_)
        at = np.flatnonzero(known)
        keys = units[at].astype(np.uint64)
        ids[0, at] = self._table.find(keys)
        for extra in range(1, LONGEST):
            inside = at + extra < n
            inside[inside] = known[at[inside] + extra]
            at, keys = at[inside], keys[inside]
            keys = keys | (units[at + extra].astype(np.uint64) << np.uint64(16 * extra))
            found = self._table.find(keys)
            ids[extra, at] = found
            hit = at[found >= 0]
            for border in range(1, extra + 1):
                crossed[hit + border] = True
        return ids, crossed[:n]

    def _best_lengths(self, ids: npt.NDArray[np.int32], first: Ints, stop: Ints) -> Ints:
        """(n + 1,) length of the last word on the best path to each border inside the stretches."""
        size = ids.shape[1] + 1
        best = np.full(size, _NEVER, np.int64)
        length = np.ones(size, np.int64)
        best[first] = 0
        alive, ends = first, stop
        step = 0
        while len(alive):
            step += 1
            end = alive + step
            score = np.full(len(end), 2 * _NEVER, np.int64)
            for words in range(min(step, LONGEST), 0, -1):  # a tie goes to the longer word
                start = end - words
                word = ids[words - 1, start]
                through = np.where(word >= 0, best[start] + self._scores[word], 2 * _NEVER)
                better = through > score
                score[better] = through[better]
                length[end[better]] = words
            go_on = end < ends  # the last border is the next stretch's first, whose best stays 0
            best[end[go_on]] = score[go_on]
            alive, ends = alive[go_on], ends[go_on]
        return length

    def _latin_words(
        self, units: npt.NDArray[np.uint16], latin: npt.NDArray[np.bool_]
    ) -> tuple[Ints, Ints]:
        starts = np.flatnonzero(latin & ~np.concatenate([[False], latin[:-1]]))
        if not len(starts):
            return starts, starts
        words = np.where(latin, units, 32).astype(np.uint8).tobytes().decode("ascii").split()
        pieces = [self._pieces(word) for word in words]
        ids = np.array([i for piece in pieces for i in piece], np.int64)
        return ids, np.repeat(starts, [len(piece) for piece in pieces])

    def _pieces(self, word: str) -> list[int]:
        """Ids of one Latin run by the best path, remembered: words repeat."""
        if word not in self._latin_pieces:
            if len(self._latin_pieces) > 100_000:  # a bound for a service that runs for months
                self._latin_pieces.clear()
            self._latin_pieces[word] = self._split(word, self._latin, self._latin_longest)
        return self._latin_pieces[word]

    def _split(self, run: str, known: Mapping[str, int], longest: int) -> list[int]:
        """Ids on the best path through a run, the unknown left out; a tie goes to the longer."""
        best, last, scores = [0], [0], self._score_of
        for end in range(1, len(run) + 1):
            top, start = best[-1] + self._unknown, end - 1
            for begin in range(start, max(0, end - longest) - 1, -1):
                token = known.get(run[begin:end])
                if token is not None and (score := best[begin] + scores[token]) >= top:
                    top, start = score, begin
            best.append(top)
            last.append(start)
        ids = []
        end = len(run)
        while end > 0:
            ids.append(known.get(run[last[end] : end], 0))
            end = last[end]
        return [token for token in ids[::-1] if token]


def _pack(words: Sequence[str]) -> Keys:
    """(n,) words of up to four UTF-16 units, the first unit lowest."""
    padded = "".join([word.ljust(LONGEST, "\0") for word in words])
    units = np.frombuffer(padded.encode("utf-16-le"), np.uint16).reshape(-1, LONGEST)
    return np.ascontiguousarray(units).view(np.uint64).reshape(-1)
