"""Rows of characters of one page -> where a blank was printed that is no character of its own.

Browsers print a blank as mere distance. Distance alone does not make a blank: justified lines are
stretched evenly, Word sets Han and Latin apart by a quarter of an em, some print shops stretch
lines at their punctuation. So a gap is measured against the other gaps of its kind, first in its
line, then on its page: what most of the gaps do is how the page is set, what few do is a blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.pages.runs import TextRun

LATIN = re.compile(r"[!-~\u00c0-\u024f]")
HAN = re.compile(r"[\u3400-\u9fff〇]")
# In ems. A blank is 0.22 in the narrowest fonts; a full-width one, which no setting explains, 1.
SOME = 0.15
SURE = 0.6
RARE = 0.3  # of a page's gaps of one kind: more is how the page is set
FEWEST = 4

Gap = tuple[str, float]  # kind and width in ems, less what its line stretches such gaps


def blanks(rows: Sequence[Sequence[TextRun]]) -> list[list[bool]]:
    """For each row of visible runs, from left to right, whether a blank stands after each."""
    lines = [_gaps(row) for row in rows]
    seen: Counter[str] = Counter()
    wide: Counter[str] = Counter()
    for line in lines:
        for kind, gap in line:
            seen[kind] += 1
            wide[kind] += gap > SOME
    limits = {
        kind: SOME if kind == "latin" or (count >= FEWEST and wide[kind] <= RARE * count) else SURE
        for kind, count in seen.items()
    }
    return [[gap > limits[kind] for kind, gap in line] for line in lines]


def _gaps(row: Sequence[TextRun]) -> list[Gap]:
    gaps = [(_kind(a, b), (b.left - a.right) / max(a.size, b.size)) for a, b in pairwise(row)]
    even = _usual([gap for kind, gap in gaps if kind != "latin"], 0.0)
    stretched = {
        kind: _usual(
            [gap for other, gap in gaps if other == kind], 0.0 if kind == "latin" else even
        )
        for kind in {kind for kind, _ in gaps}
    }
    return [(kind, gap - stretched[kind]) for kind, gap in gaps]


def _usual(gaps: list[float], otherwise: float) -> float:
    """What is no blank: a quarter is as narrow; of one or two gaps nothing is known. Marks set half
    a character closer say nothing of the others."""
    return max(0.0, sorted(gaps)[len(gaps) // 4]) if len(gaps) > 2 else otherwise


def _kind(a: TextRun, b: TextRun) -> str:
    before, after = a.text[-1:], b.text[:1]
    if LATIN.match(before) and LATIN.match(after):
        return "latin"
    if HAN.match(before) and HAN.match(after):
        return "han"
    return "mixed" if LATIN.match(before) or LATIN.match(after) else "marks"
