"""The facts of the next generation's notices -> its file of facts: duties and values in SQLite."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from corpus.notice import Notice
from indexer.facts import Duty, Value
from indexer.facts.bodies import learn
from indexer.facts.duties import duties_in
from indexer.facts.values import values_in
from indexer.text import normalise

# The columns after notice, clause and normal are the fields of Duty and Value, in their order.
_SCHEMA = """
CREATE TABLE duties (
    notice INTEGER NOT NULL, clause INTEGER NOT NULL, normal TEXT NOT NULL,
    body TEXT NOT NULL, printed TEXT NOT NULL, role TEXT NOT NULL, strength TEXT NOT NULL,
    task TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    body_start INTEGER NOT NULL, task_start INTEGER NOT NULL, task_end INTEGER NOT NULL);
CREATE TABLE stated (
    notice INTEGER NOT NULL, clause INTEGER NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    low REAL, high REAL, unit TEXT NOT NULL, first TEXT, last TEXT);
"""
_INDEXES = """
CREATE INDEX duties_clause ON duties (clause);
CREATE INDEX duties_notice ON duties (notice);
CREATE INDEX duties_body ON duties (body);
CREATE INDEX duties_role ON duties (role);
CREATE INDEX stated_clause ON stated (clause);
CREATE INDEX stated_notice ON stated (notice);
CREATE INDEX stated_last ON stated (kind, last);
CREATE INDEX stated_low ON stated (kind, low);
"""

Fact = TypeVar("Fact", Duty, Value)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The facts of one notice, each with the place of its clause among the notice's own."""

    duties: Sequence[tuple[int, Duty]] = ()
    values: Sequence[tuple[int, Value]] = ()


def facts_of(notices: Callable[[], Iterable[Notice]]) -> Iterator[NoticeFacts]:
    """The facts of each notice, in their order; the notices are gone through twice, since the
    names of bodies are learned from all of them first."""
    bodies = learn(notices())
    for notice in notices():
        yield NoticeFacts(duties_in(notice, bodies), values_in(notice))


def write_facts(path: Path, facts: Iterable[NoticeFacts], first_clauses: Sequence[int]) -> None:
    """Writes the file; `first_clauses` are the ordinals of the notices' first clauses.

    Rows stand in the order of notices, clauses and text, so that rowid is the reading order.
    """
    normal = functools.cache(normalise)  # a few names are in most rows
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # as the catalog: synced as a whole before it is published
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        for notice, (first, found) in enumerate(zip(first_clauses, facts, strict=True)):
            connection.executemany(
                "INSERT INTO duties VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (notice, first + place, normal(duty.body), *dataclasses.astuple(duty))
                    for place, duty in _ordered(found.duties)
                ],
            )
            connection.executemany(
                "INSERT INTO stated VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (notice, first + place, *dataclasses.astuple(value))
                    for place, value in _ordered(found.values)
                ],
            )
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)


def _ordered(rows: Sequence[tuple[int, Fact]]) -> list[tuple[int, Fact]]:
    return sorted(rows, key=lambda row: (row[0], row[1].start, row[1].end))
