"""Sketches of notices -> those that may be near a given one, without looking at all."""

from __future__ import annotations

from collections import defaultdict

from corpus.likeness import SLOTS

# Of 8 bands of 8 slots at least one is the same with probability 0.99 at a likeness of 0.9, and
# with 0.03 at 0.5.
BAND = 8 * 4
STARTS = range(0, SLOTS * 4, BAND)


class Sketches:
    """Ids by the bands of their sketches."""

    def __init__(self) -> None:
        self._ids: defaultdict[tuple[int, bytes], set[str]] = defaultdict(set)

    def add(self, id: str, sketch: bytes) -> None:
        """A second time changes nothing."""
        for band in _bands(sketch):
            self._ids[band].add(id)

    def remove(self, id: str, sketch: bytes) -> None:
        for band in _bands(sketch):
            self._ids[band].discard(id)

    def candidates(self, sketch: bytes) -> list[str]:
        """Ids with a band in common, in order of the ids."""
        return sorted({id for band in _bands(sketch) for id in self._ids.get(band, ())})


def _bands(sketch: bytes) -> list[tuple[int, bytes]]:
    return [(start, sketch[start : start + BAND]) for start in STARTS] if sketch else []
