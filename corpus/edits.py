"""A text and repairs -> the repaired text, what was done, and where each character came from.

Every repair of cleaning goes through `Draft`, so the map back to the raw text is right by
construction. The map is a list of runs, not an offset for each character: an ordinary text has
about one run a line.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from re import Match, Pattern

import numpy as np
import numpy.typing as npt

from corpus.notice import Cleaning, Run

# 32 bits: no file that is read has two thousand million characters.
Offsets = npt.NDArray[np.int32]
ZERO = np.zeros(1, np.int32)
# text[start:end] is replaced by the string; start == end inserts.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text, each kind of repair with its count, and the way back to the raw text.

    `plain` is what to read it by: the text itself, or its simplified form, as long, where the text
    is in Traditional characters.
    """

    text: str
    cleaning: tuple[Cleaning, ...]
    runs: tuple[Run, ...]
    plain: str


def raw_offset(runs: Sequence[Run], position: int) -> int:
    """The place in the raw text that `position` of the cleaned text came from, or the nearest
    one before it where cleaning put a character in. For the end of a span, take the place of its
    last character and add one: what was removed after the span is then left out."""
    at = bisect_right(runs, position, key=lambda run: run.start) - 1
    if at < 0:
        return runs[0].raw if runs else 0
    run = runs[at]
    return run.raw + min(position - run.start, run.length)


class Draft:
    """A text under repair."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self._done: Counter[str] = Counter()
        # One row a run: start in the text, start in the raw text, length.
        self._runs = np.array([[0, 0, len(raw)]] if raw else [], np.int32).reshape(-1, 3)

    def replace(self, edits: Iterable[Edit], what: str | None = None) -> int:
        """Do all edits, which are sorted and do not overlap, and count them under `what`.

        A replacement of the same length is taken to be one character for one.
        """
        changed = array("i")  # start, end, length of the replacement; one after the other
        out = StringIO()
        done = end_before = 0
        for start, end, by in edits:
            out.write(self.text[end_before:start])
            out.write(by)
            end_before = end
            done += 1
            if len(by) != end - start:
                changed.extend((start, end, len(by)))
        if not done:
            return 0
        out.write(self.text[end_before:])
        if changed:
            spans = np.frombuffer(changed, np.int32).reshape(-1, 3)
            self._runs = _moved(self._runs, spans, len(self.text))
        self.text = out.getvalue()
        self.count(what, done)
        return done

    def substitute(
        self, pattern: Pattern[str], by: str | Callable[[Match[str]], str], what: str | None = None
    ) -> int:
        """Replace each match; one that stays as it is counts for nothing."""
        if pattern.search(self.text) is None:
            return 0
        return self.replace(_matches(pattern, by, self.text), what)

    def respell(self, text: str, what: str, times: int) -> None:
        """Take the same text in other characters, one for one."""
        if len(text) != len(self.text):
            raise ValueError("a respelt text must keep its length")
        self.text = text
        self.count(what, times)

    def count(self, what: str | None, times: int) -> None:
        if what and times:
            self._done[what] += times

    def cleaned(self) -> Cleaned:
        cleaning = tuple(Cleaning(what, count) for what, count in self._done.items())
        runs = tuple(Run(*run) for run in self._runs.tolist())
        return Cleaned(self.text, cleaning, runs, self.text)


def _matches(
    pattern: Pattern[str], by: str | Callable[[Match[str]], str], text: str
) -> Iterable[Edit]:
    for match in pattern.finditer(text):
        new = by if isinstance(by, str) else by(match)
        if new != match[0]:
            yield match.start(), match.end(), new


def _moved(runs: Offsets, edits: Offsets, length: int) -> Offsets:
    """The runs after the edits: what both a run and a gap between edits cover, moved.

    Each piece of both begins where a run or a gap begins, so these are the only places to look.
    """
    if not len(runs):
        return runs
    starts, ends, lengths = edits.T
    gap_starts = np.concatenate((ZERO, ends))
    gap_ends = np.append(starts, np.int32(length))
    shift = np.concatenate((ZERO, np.cumsum(lengths - (ends - starts), dtype=np.int32)))
    cuts = np.unique(np.concatenate((runs[:, 0], gap_starts)))
    gap = np.searchsorted(gap_starts, cuts, "right") - 1
    run = np.searchsorted(runs[:, 0], cuts, "right") - 1
    stop = np.minimum(gap_ends[gap], runs[run, 0] + runs[run, 2])
    kept = (run >= 0) & (stop > cuts)
    cuts, gap, run, stop = cuts[kept], gap[kept], run[kept], stop[kept]
    moved = np.stack((cuts + shift[gap], runs[run, 1] + cuts - runs[run, 0], stop - cuts), axis=1)
    return _merged(moved)


def _merged(runs: Offsets) -> Offsets:
    """Runs that go on without a gap in either text become one."""
    if len(runs) < 2:
        return runs
    goes_on = (runs[1:, 0] == runs[:-1, 0] + runs[:-1, 2]) & (
        runs[1:, 1] == runs[:-1, 1] + runs[:-1, 2]
    )
    first = np.flatnonzero(np.concatenate(([True], ~goes_on)))
    lengths = np.add.reduceat(runs[:, 2], first, dtype=np.int32)
    return np.stack((runs[first, 0], runs[first, 1], lengths), axis=1)
