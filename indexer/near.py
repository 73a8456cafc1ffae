"""Sketches of notices -> those that may be near a given one, without looking at all."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

import numpy as np

from corpus.likeness import SLOTS

# Of 8 bands of 8 slots at least one is the same with probability 0.99 at a likeness of 0.9, and
# with 0.03 at 0.5.
BAND = 8 * 4
# Sketches looked at and texts compared for one notice, however many are after one template.
LOOKED_AT = 200
COMPARED = 3
LEAST = 48  # of 64 equal slots; texts that are 0.9 alike have 58 on average, 48 hardly ever
STARTS = range(0, SLOTS * 4, BAND)


class Sketches:
    """Ids by the bands of their sketches."""

    def __init__(self) -> None:
        self._ids: defaultdict[tuple[int, bytes], dict[str, bytes]] = defaultdict(dict)

    def add(self, id: str, sketch: bytes) -> None:
        """A second time changes nothing."""
        for band in _bands(sketch):
            self._ids[band][id] = sketch

    def remove(self, id: str, sketch: bytes) -> None:
        for band in _bands(sketch):
            self._ids[band].pop(id, None)

    def candidates(self, sketch: bytes) -> list[str]:
        """The ids most like it, best first, of those with a band in common.

        Notices after one template share bands with all of their kind; what is the same document
        shares the rare ones too, so the rarest bands are looked at first.
        """
        buckets = sorted((self._ids.get(band, {}) for band in _bands(sketch)), key=len)
        found: dict[str, bytes] = {}
        for bucket in buckets:
            found |= dict(islice(bucket.items(), LOOKED_AT))
            if len(found) >= LOOKED_AT:
                break
        ranked = sorted(found, key=lambda id: (-_equal_slots(sketch, found[id]), id))
        return [id for id in ranked if _equal_slots(sketch, found[id]) >= LEAST][:COMPARED]


def _equal_slots(a: bytes, b: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(a, np.uint32) == np.frombuffer(b, np.uint32)))


def _bands(sketch: bytes) -> list[tuple[int, bytes]]:
    return [(start, sketch[start : start + BAND]) for start in STARTS] if sketch else []
