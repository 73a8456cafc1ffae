"""An index -> what its notices are called, ready to be looked up: document numbers and titles."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from indexer.index import Index
from indexer.text import shadow
from service.named import cited_number

RUN = 4
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Names:
    """What the notices of an index are called: by (year, serial) their prefixes, and their titles
    without signs, by runs of four characters and all in one text."""

    numbers: dict[tuple[str, str], list[tuple[str, int]]]
    titles: list[str]
    runs: dict[str, list[int]]
    text: str


_KNOWN: WeakKeyDictionary[Index, Names] = WeakKeyDictionary()


def names_of(index: Index) -> Names:
    """Read once for each opened index: 20 microseconds a notice."""
    if index not in _KNOWN:
        numbers: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        by_run: dict[str, list[int]] = defaultdict(list)
        titles = []
        for ordinal, meta in enumerate(index.notice_refs):
            own = cited_number(meta.number or "")
            if own:
                numbers[own.year, own.serial].append((own.prefix, ordinal))
            titles.append(plain_title(meta.title))
            for run in runs(titles[-1]):
                by_run[run].append(ordinal)
        _KNOWN[index] = Names(dict(numbers), titles, dict(by_run), "\n".join(titles))
    return _KNOWN[index]


def plain_title(title: str) -> str:
    """Its words without any sign between them."""
    return _NOT_WORD.sub("", shadow(title))


def runs(text: str) -> set[str]:
    """Every four neighbouring characters."""
    return {text[i : i + RUN] for i in range(len(text) - RUN + 1)}
