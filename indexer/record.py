"""The notices of the next generation -> its catalog: notices, clauses, files in SQLite."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.notice import Notice
from indexer.catalog import Entry, FileRow, Known
from indexer.details import details_of

_SCHEMA = """
CREATE TABLE notices (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, issuer TEXT,
    number TEXT, date TEXT, source TEXT NOT NULL, edition TEXT NOT NULL, official_url TEXT,
    details TEXT NOT NULL, sketch BLOB NOT NULL, digest TEXT NOT NULL, record TEXT NOT NULL,
    first_clause INTEGER NOT NULL, clauses INTEGER NOT NULL);
CREATE TABLE clauses (
    ordinal INTEGER PRIMARY KEY, notice INTEGER NOT NULL, path TEXT NOT NULL,
    heading TEXT NOT NULL, headings TEXT NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE files (
    key TEXT NOT NULL, notice TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT,
    etag TEXT, modified TEXT, near INTEGER NOT NULL,
    PRIMARY KEY (key, notice));
"""
_INSERT = "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def write_catalog(
    path: Path, old: Path | None, entries: Sequence[Entry], files: Iterable[FileRow]
) -> None:
    """Writes the catalog of a new generation: `entries` in the order of their ordinals.

    What an entry carries over is copied from the catalog `old` inside SQLite.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # the file is synced as a whole before it is published; until then nobody reads it
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        connection.execute("ATTACH DATABASE ? AS old", (str(old) if old else ":memory:",))
        connection.execute("BEGIN")
        first = 0
        for ordinal, entry in enumerate(entries):
            if entry.known is not None:
                _carry(connection, ordinal, first, entry, entry.known)
                first += entry.known.clauses
            elif entry.notice is not None:
                _insert(connection, ordinal, first, entry, entry.notice)
                first += len(entry.notice.clauses)
        connection.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
            [dataclasses.astuple(row) for row in files],
        )
        connection.execute("COMMIT")


def record_of(notice: Notice) -> str:
    """sha256 of all that is kept of a notice but its id and where it was found."""
    fields = dataclasses.asdict(notice)
    del fields["id"], fields["source"]
    return hashlib.sha256(_json(fields).encode()).hexdigest()


def _carry(
    connection: sqlite3.Connection, ordinal: int, first: int, entry: Entry, known: Known
) -> None:
    connection.execute(
        "INSERT INTO notices SELECT ?, ?, title, issuer, number, date, ?, edition, official_url,"
        " details, sketch, digest, record, ?, clauses"
        " FROM old.notices WHERE ordinal = ?",
        (ordinal, entry.id, entry.source, first, known.ordinal),
    )
    connection.execute(
        "INSERT INTO clauses SELECT ordinal + ?, ?, path, heading, headings, start, text"
        " FROM old.clauses WHERE ordinal >= ? AND ordinal < ?",
        (
            first - known.first_clause,
            ordinal,
            known.first_clause,
            known.first_clause + known.clauses,
        ),
    )


def _insert(
    connection: sqlite3.Connection, ordinal: int, first: int, entry: Entry, notice: Notice
) -> None:
    connection.execute(
        _INSERT,
        (
            ordinal,
            entry.id,
            notice.title,
            notice.issuer,
            notice.number,
            notice.date,
            entry.source,
            notice.edition,
            notice.official_url,
            details_of(notice),
            entry.sketch,
            entry.digest,
            entry.record,
            first,
            len(notice.clauses),
        ),
    )
    connection.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (first + place, ordinal, c.path, c.heading, _json(c.headings), c.start, c.text)
            for place, c in enumerate(notice.clauses)
        ],
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
