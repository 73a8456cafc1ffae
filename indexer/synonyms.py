"""A Chinese word -> words of the same meaning by the learned table, each with its worth."""

from __future__ import annotations

import functools
import gzip
import re
from bisect import bisect_left
from pathlib import Path

LEARNED = Path(__file__).resolve().parent / "model" / "synonyms.tsv.gz"
_FORM = re.compile(r"([^\d]+)(\d)")


@functools.lru_cache(maxsize=8192)
def synonyms(word: str) -> tuple[tuple[str, float], ...]:
    """The words that may stand for it, best first, worth below 1; () when none is known."""
    lines = _lines()
    start = f"{word}\t"
    at = bisect_left(lines, start)
    if at == len(lines) or not lines[at].startswith(start):
        return ()
    forms = _FORM.findall(lines[at][len(start) :])
    return tuple((form, int(tenths) / 10) for form, tenths in forms)


@functools.cache
def _lines() -> list[str]:
    return gzip.decompress(LEARNED.read_bytes()).decode().split("\n")
