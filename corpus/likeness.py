"""Two notices -> whether they are the same document in another dress; a sketch finds candidates.

A sketch is a one-permutation MinHash (Li, Owen, Zhang 2012) of a text's runs of five characters:
the share of equal slots estimates the Jaccard similarity of two texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.notice import Notice
from corpus.simplify import simplifier

SLOTS = 64
RUN = 5
# A shorter text has too few runs for its sketch to mean anything.
SHORT = 100
# The two pairs of scrapes of one notice among 150 have 0.99 and 1.00; the next pair of notices
# has 0.53.
SAME = 0.9
BODY = re.compile(r"[0-9a-z\u3400-\u9fff]+")
YEAR = re.compile(r"(?<!\d)([1-9]\d{3})年")
COUNTED = re.compile(r"[0-9]+|[一二三四五六七八九十百千万亿两〇]+")

Codes = npt.NDArray[np.uint64]


def sketch(text: str) -> bytes:
    """64 slots of four bytes; empty for a text too short to be compared."""
    runs = _runs(_bare(text))
    if not len(runs):
        return b""
    slots = np.full(SLOTS, np.iinfo(np.uint32).max, np.uint32)
    np.minimum.at(
        slots,
        (runs & np.uint64(SLOTS - 1)).astype(np.intp),
        (runs >> np.uint64(32)).astype(np.uint32),
    )
    return slots.tobytes()


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` is the Jaccard similarity of two texts; `same` that they are one document; `mends`
    that the second one has figures that cannot be, and the first has not."""

    share: float
    same: bool
    mends: bool = False


def compare(a: Notice, b: Notice) -> Likeness | None:
    """How like two notices are when nothing says that they are two; None when they are not alike.

    Their number, date and title must not contradict each other. They are the same when their
    figures agree too: what a web site adds may stand in one of them only, and figures that are
    damaged (8985年) prove nothing.
    """
    if _differ(_bare(a.number), _bare(b.number)) or _differ(a.date, b.date):
        return None
    one, other = _bare(a.title), _bare(b.title)
    if one and other and one not in other and other not in one:
        return None
    texts = _bare(a.cleaned), _bare(b.cleaned)
    left, right = (np.unique(_runs(text)) for text in texts)
    both = len(np.intersect1d(left, right, assume_unique=True))
    share = both / max(1, len(left) + len(right) - both)
    if share < SAME:
        return None
    damaged = [_damaged(notice.cleaned) for notice in (a, b)]
    shorter, longer = sorted((Counter(COUNTED.findall(text)) for text in texts), key=Counter.total)
    return Likeness(share, any(damaged) or not shorter - longer, damaged == [False, True])


def _damaged(text: str) -> bool:
    """Years that no notice speaks of: one scraper replaced every digit 2 and 0."""
    return any(not "1000" <= year <= "2199" for year in YEAR.findall(text))


def _differ(a: str | None, b: str | None) -> bool:
    return bool(a) and bool(b) and a != b


def _bare(text: str | None) -> str:
    """Letters and digits only, in one script: what is left when the dress is taken off."""
    return "".join(BODY.findall(simplifier()(unicodedata.normalize("NFKC", text or "")).lower()))


def _runs(bare: str) -> Codes:
    """A 64-bit hash of every run of five characters; none for a short text."""
    if len(bare) < SHORT:
        return np.empty(0, np.uint64)
    codes = np.frombuffer(bare.encode("utf-32-le"), np.uint32).astype(np.uint64)
    hashes = np.zeros(len(codes) - RUN + 1, np.uint64)
    for place in range(RUN):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + len(hashes)]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))
