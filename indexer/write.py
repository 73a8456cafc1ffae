"""The notices of the next generation -> its files: catalog, vectors, postings, facts, manifest."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.notice import Notice
from indexer import units
from indexer.arrays import load_array
from indexer.catalog import Catalog, Entry
from indexer.facts.store import facts_of, write_facts
from indexer.layout import (
    CATALOG,
    CLAUSES,
    FACTS,
    LEXICAL,
    NOTICE_LEXICAL,
    NOTICE_VECTORS,
    PASSAGES,
    VECTORS,
)
from indexer.lexical import Posting, write_postings
from indexer.manifest import FORMAT, Manifest, sum_files, write_manifest
from indexer.merge import State
from indexer.open import Last
from indexer.record import write_catalog
from indexer.stores import DEFAULT_STORE, STORES, Matrix, read_vectors

if TYPE_CHECKING:
    from indexer.encoders import Encoder

# Texts given to the encoder at once: enough to keep it busy, little enough to keep memory flat.
_BATCH = 2048

Progress = Callable[[str], None]
Table = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Part:
    """The passages of one notice: `table` (n, 3) as in PASSAGES, with clauses counted from its own
    first one; `old` is the first row they had in the last generation, None when they are new."""

    entry: Entry
    table: Table
    old: int | None


def write_generation(
    fresh: Path,
    last: Last | None,
    state: State,
    encoder: Encoder | None,
    store: str | None,
    say: Progress,
) -> str:
    """Writes all files of a generation into the folder `fresh`; returns the manifest's sha256.

    Notices carried over keep their vectors when `last` has a manifest; all others are encoded
    (so `encoder` may be None only when there are none).
    """
    entries = state.ordered()
    old = last.manifest if last is not None else None
    say("writing the catalog")
    old_catalog = last.catalog.path if last is not None else None
    write_catalog(fresh / CATALOG, old_catalog, entries, state.files)
    catalog = Catalog(fresh / CATALOG)
    try:
        parts = _parts(entries, catalog, last)
        _write_rows(fresh, parts)
        matrix = _write_vectors(fresh, parts, catalog, last, encoder, say)
        kind = store or (old.store if old else DEFAULT_STORE)
        say("writing the postings")
        STORES[kind]().build(matrix, fresh)
        np.save(fresh / NOTICE_VECTORS, _mean_directions(matrix, parts))
        write_postings(fresh / LEXICAL, fresh / NOTICE_LEXICAL, _postings(parts, catalog))
        say("writing duties and values")
        facts = facts_of(lambda: _notices(parts, catalog))
        write_facts(fresh / FACTS, facts, _first_clauses(parts))
    finally:
        catalog.close()
    say("writing the manifest")
    return write_manifest(
        fresh,
        Manifest(
            format=FORMAT,
            generation=fresh.name,
            encoder=encoder.name if encoder else old.encoder if old else "",
            fingerprint=encoder.fingerprint if encoder else old.fingerprint if old else "",
            dims=matrix.shape[1],
            store=kind,
            corpus=_digest(entries),
            notices=len(entries),
            clauses=sum(entry.clauses for entry in entries),
            passages=len(matrix),
            files=sum_files(fresh),
        ),
    )


def _parts(entries: Sequence[Entry], catalog: Catalog, last: Last | None) -> list[_Part]:
    table = np.empty((0, 3), np.int32)
    if last is not None and last.manifest is not None:
        table = load_array(last.folder / PASSAGES)
    parts = []
    for ordinal, entry in enumerate(entries):
        known = entry.known
        if known is not None and last is not None and last.manifest is not None:
            first = known.first_clause
            start, end = np.searchsorted(table[:, 0], [first, first + known.clauses])
            parts.append(_Part(entry, table[start:end] - np.array([first, 0, 0]), int(start)))
        else:
            cut = units.cut(entry.notice or catalog.notice(ordinal))
            parts.append(_Part(entry, np.array(cut, np.int32).reshape(-1, 3), None))
    return parts


def _write_rows(fresh: Path, parts: Sequence[_Part]) -> None:
    counts = [part.entry.clauses for part in parts]
    tables = [
        part.table + np.array([first, 0, 0])
        for part, first in zip(parts, _first_clauses(parts), strict=True)
    ]
    empty = np.empty((0, 3), np.int32)
    np.save(fresh / PASSAGES, np.concatenate([empty, *tables]).astype(np.int32))
    np.save(fresh / CLAUSES, np.repeat(np.arange(len(parts), dtype=np.int32), counts))


def _first_clauses(parts: Sequence[_Part]) -> list[int]:
    """The ordinal of each notice's first clause."""
    ends = itertools.accumulate(part.entry.clauses for part in parts)
    return [0, *ends][: len(parts)]


def _notices(parts: Sequence[_Part], catalog: Catalog) -> Iterator[Notice]:
    """One after the other: those carried over are read from the catalog, and none is kept."""
    for ordinal, part in enumerate(parts):
        yield part.entry.notice or catalog.notice(ordinal)


def _write_vectors(
    fresh: Path,
    parts: Sequence[_Part],
    catalog: Catalog,
    last: Last | None,
    encoder: Encoder | None,
    say: Progress,
) -> Matrix:
    manifest = last.manifest if last is not None else None
    dims = encoder.dims if encoder is not None else manifest.dims if manifest else 0
    total = sum(len(part.table) for part in parts)
    matrix = (
        np.lib.format.open_memmap(fresh / VECTORS, mode="w+", dtype=np.float32, shape=(total, dims))
        if total
        else np.empty((0, dims), np.float32)
    )
    old = read_vectors(last.folder) if last is not None and manifest is not None else None
    row = 0
    for part in parts:
        if part.old is not None and old is not None:
            matrix[row : row + len(part.table)] = old[part.old : part.old + len(part.table)]
        row += len(part.table)
    new = sum(len(part.table) for part in parts if part.old is None)
    done = 0
    for rows, texts in _batches(_new_units(parts, catalog)):
        if encoder is None:
            raise ValueError("new passages need an encoder")
        matrix[rows] = encoder.encode_passages(texts)
        done += len(texts)
        say(f"embedded {done} of {new} passages")
    if not total:
        np.save(fresh / VECTORS, matrix)
    return matrix


def _mean_directions(matrix: Matrix, parts: Sequence[_Part]) -> Matrix:
    """(N, dims) the mean of each notice's passages scaled to length one; zeros without any."""
    means = np.zeros((len(parts), matrix.shape[1]), np.float32)
    row = 0
    for ordinal, part in enumerate(parts):
        mean = matrix[row : row + len(part.table)].sum(axis=0)
        length = float(np.linalg.norm(mean))
        means[ordinal] = mean / length if length else 0.0
        row += len(part.table)
    return means


def _new_units(parts: Sequence[_Part], catalog: Catalog) -> Iterator[tuple[int, str]]:
    row = 0
    for ordinal, part in enumerate(parts):
        if part.old is None:
            notice = part.entry.notice or catalog.notice(ordinal)
            for place, (clause, start, end) in enumerate(part.table.tolist()):
                yield row + place, units.unit_text(notice, notice.clauses[clause], (start, end))
        row += len(part.table)


def _batches(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[list[int], list[str]]]:
    rows: list[int] = []
    texts: list[str] = []
    for row, text in numbered:
        rows.append(row)
        texts.append(text)
        if len(rows) == _BATCH:
            yield rows, texts
            rows, texts = [], []
    if rows:
        yield rows, texts


def _postings(parts: Sequence[_Part], catalog: Catalog) -> Iterator[Posting]:
    row = 0
    for ordinal, (part, notice) in enumerate(zip(parts, _notices(parts, catalog), strict=True)):
        for place, start, end in part.table.tolist():
            clause = notice.clauses[place]
            yield Posting(row, ordinal, clause.text[start:end], units.context(notice, clause))
            row += 1


def _digest(entries: Sequence[Entry]) -> str:
    """One digest for what the index holds; two indexes with the same notices have the same."""
    lines = "".join(f"{entry.id}\t{entry.record}\n" for entry in entries)
    return hashlib.sha256(lines.encode()).hexdigest()
