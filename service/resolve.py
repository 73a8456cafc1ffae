"""An index and what a question names -> the notices and the clauses that are meant; near misses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.index import Index
from indexer.pinyin import spelled
from indexer.text import shadow
from indexer.translate import translate
from service.edits import distance
from service.named import CitedNumber, CitedPath, fits
from service.names import names_of, plain_title, runs
from service.results import Suggestion
from service.words import STOP_WORDS

# Edits that make one number out of another at most, and how many near ones are shown.
NEAR, SHOWN = 3, 3
# A title is meant by a run of its words when it has so many of the question's runs of four
# characters, and at least this share of them.
RUNS, SHARE = 2, 0.5
MOST_TITLES = 3
_TITLE = re.compile(r"《([^《》]{2,80})》")


def notices_by_number(index: Index, number: CitedNumber, text: str) -> list[int]:
    """Ordinals of the notices whose document number is meant; `text` is the whole question.

    Words before the prefix do not matter (根据粤府函), nor does a prefix that is left out.
    """
    same = names_of(index).numbers.get((number.year, number.serial), [])
    if not number.prefix:
        found = [ordinal for _, ordinal in same]
        return found if number.sure or len(found) < 2 else _by_issuer(index, found, text)
    if number.prefix.isascii():
        typed = number.prefix.removesuffix("zi")  # 字 is left out of the prefixes
        return [ordinal for own, ordinal in same if own and typed.endswith(spelled(own))]
    return [
        ordinal
        for own, ordinal in same
        if (own and number.prefix.endswith(own)) or (number.sure and own.endswith(number.prefix))
    ]


def _by_issuer(index: Index, notices: Sequence[int], text: str) -> list[int]:
    """Those whose issuer or title says most of an English question's words."""
    words = {form for found in translate(text) for form, _ in found.forms}
    said = {}
    for ordinal in notices:
        meta = index.notice_refs[ordinal]
        around = shadow(f"{meta.issuer or ''} {meta.title}")
        said[ordinal] = sum(word in around for word in words)
    most = max(said.values())
    return [ordinal for ordinal in notices if said[ordinal] == most]


def suggestions(index: Index, number: CitedNumber) -> tuple[Suggestion, ...]:
    """The numbers of the index nearest to one that no notice has; only for whole numbers."""
    if not number.sure or len(number.prefix) < 2 or number.prefix.isascii():
        return ()
    found = []
    for (year, serial), notices in names_of(index).numbers.items():
        alike = (year == number.year) + (serial == number.serial)
        for own, ordinal in notices:
            prefix = number.prefix[-len(own) :] if own else ""
            if alike == 2 or prefix == own or (alike and len(own) > 1):
                typed = f"{prefix}〔{number.year}〕{number.serial}"
                edits = distance(typed, f"{own}〔{year}〕{serial}", NEAR)
                if edits <= min(NEAR, len(own)):
                    found.append((edits, ordinal))
    near = []
    for _, ordinal in sorted(found)[:SHOWN]:
        meta = index.notice_refs[ordinal]
        near.append(Suggestion(meta.number or "", meta.id, meta.title))
    return tuple(near)


def notices_by_title(index: Index, topic: str) -> list[int]:
    """Ordinals of the notices that the text names: by 《title》, else by a run of its words."""
    names = names_of(index)
    plain = shadow(topic)
    for quoted in _TITLE.findall(plain):
        title = plain_title(quoted)
        found = [i for i, own in enumerate(names.titles) if title in own or (own and own in title)]
        if found:
            return found[:MOST_TITLES]
    asked = {run for run in runs(plain_title(plain)) if run not in STOP_WORDS}
    shared = Counter(ordinal for run in asked for ordinal in names.runs.get(run, ()))
    most = max(shared.values(), default=0)
    if most < RUNS or most < SHARE * len(asked):
        return []
    best = [ordinal for ordinal, count in shared.items() if count == most]
    return sorted(best) if len(best) <= MOST_TITLES else []


def cited_rows(index: Index, cited: Sequence[CitedPath], notices: Sequence[int]) -> list[int]:
    """Rows of the clauses that are named, in these notices, one a clause; those that are meant
    outright before those below them. For 第二款 the row in which the second paragraph begins."""
    rows = []
    for notice in notices:
        first, end = np.searchsorted(index.clause_notice, [notice, notice + 1]).tolist()
        for clause in index.clauses(range(first, end)):
            fit = fits(cited, clause.path)
            if fit:
                row = index.row_of(clause.ordinal, _begin(clause.text, _paragraph(cited)))
                if row is not None:
                    rows.append((-fit, clause.ordinal, row))
    best = min(rows, default=(0.0, 0, 0))[0]
    return [row for fit, _, row in sorted(rows) if fit == best or best == -1.0]


def _paragraph(cited: Sequence[CitedPath]) -> int:
    return next((c.value for steps in cited for c in steps if c.kinds == "款"), 1)


def _begin(text: str, paragraph: int) -> int:
    """Where a paragraph of a clause begins; the clause's own beginning when it has fewer."""
    begins = [match.start() for match in re.finditer(r"(?m)^(?=\S)", text)]
    return begins[paragraph - 1] if paragraph <= len(begins) else 0
