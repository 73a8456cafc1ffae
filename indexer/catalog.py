"""Notices, clauses and the files they came from, in one SQLite file: the truth of an index."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.notice import Clause, Cleaning, Contact, Notice

_SCHEMA = """
CREATE TABLE notices (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, issuer TEXT,
    number TEXT, date TEXT, source TEXT NOT NULL, edition TEXT NOT NULL, official_url TEXT,
    addressees TEXT NOT NULL, contacts TEXT NOT NULL, cleaning TEXT NOT NULL,
    warnings TEXT NOT NULL, digest TEXT NOT NULL, record TEXT NOT NULL,
    first_clause INTEGER NOT NULL, clauses INTEGER NOT NULL);
CREATE TABLE clauses (
    ordinal INTEGER PRIMARY KEY, notice INTEGER NOT NULL, path TEXT NOT NULL,
    heading TEXT NOT NULL, headings TEXT NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE files (
    key TEXT NOT NULL, notice TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT,
    PRIMARY KEY (key, notice));
"""
_METAS = """
SELECT id, title, issuer, number, date, source, edition, official_url
FROM notices ORDER BY ordinal"""
_KNOWN = """
SELECT ordinal, id, edition, source, digest, record, first_clause, clauses
FROM notices ORDER BY ordinal"""
_NOTICE = """
SELECT id, title, issuer, number, date, source, edition, official_url,
    addressees, contacts, cleaning, warnings
FROM notices WHERE ordinal = ?"""
_CLAUSE = """
SELECT ordinal, notice, path, heading, headings, start, text FROM clauses WHERE ordinal = ?"""
_CLAUSES_OF = """
SELECT ordinal, notice, path, heading, headings, start, text FROM clauses
WHERE ordinal >= (SELECT first_clause FROM notices WHERE ordinal = ?1)
    AND ordinal < (SELECT first_clause + clauses FROM notices WHERE ordinal = ?1)
ORDER BY ordinal"""
_INSERT = "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class NoticeMeta:
    """The notice of a hit."""

    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    source: str
    edition: str
    official_url: str | None


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause as it was read; `notice` is the notice's ordinal, `start` its place in cleaned."""

    ordinal: int
    notice: int
    path: str
    heading: str
    headings: tuple[str, ...]
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What an update needs to know of a stored notice."""

    ordinal: int
    id: str
    edition: str
    source: str
    digest: str
    record: str
    first_clause: int
    clauses: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A notice came from here: `key` is the absolute path or URL, `sha256` of the bytes read."""

    key: str
    notice: str
    source: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice of the next generation: carried over from the last one, or new."""

    id: str
    edition: str
    source: str
    digest: str
    record: str
    known: Known | None = None
    notice: Notice | None = None

    @property
    def clauses(self) -> int:
        if self.known is not None:
            return self.known.clauses
        return len(self.notice.clauses) if self.notice is not None else 0


class Catalog:
    """A finished catalog, read only; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # immutable: the file never changes once published, so no locks and no journal are needed
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()

    def metas(self) -> list[NoticeMeta]:
        """All notices, by ordinal."""
        return [NoticeMeta(*row) for row in self._all(_METAS)]

    def known(self) -> list[Known]:
        """What an update needs of all notices, by ordinal."""
        return [Known(*row) for row in self._all(_KNOWN)]

    def files(self) -> list[FileRow]:
        return [FileRow(*row) for row in self._all("SELECT key, notice, source, sha256 FROM files")]

    def ordinal(self, notice_id: str) -> int | None:
        """The ordinal of the notice with exactly this id."""
        rows = self._all("SELECT ordinal FROM notices WHERE id = ?", (notice_id,))
        return rows[0][0] if rows else None

    def notice(self, ordinal: int) -> Notice:
        """The notice as it was read, but for its id, which may have been given a ~2."""
        row = self._all(_NOTICE, (ordinal,))[0]
        meta = NoticeMeta(*row[:8])
        addressees, contacts, cleaning, warnings = map(json.loads, row[8:])
        pieces = self.clauses_of(ordinal)
        return Notice(
            **dataclasses.asdict(meta),
            addressees=tuple(addressees),
            contacts=tuple(
                Contact(**{name: tuple(values) for name, values in contact.items()})
                for contact in contacts
            ),
            cleaned="".join(piece.text for piece in pieces),
            clauses=tuple(
                Clause(p.path, p.heading, p.start, p.start + len(p.text), p.text, p.headings)
                for p in pieces
            ),
            cleaning=tuple(Cleaning(**repair) for repair in cleaning),
            warnings=tuple(warnings),
        )

    def clauses_of(self, notice: int) -> list[StoredClause]:
        """The clauses of a notice, in order."""
        rows = self._all(_CLAUSES_OF, (notice,))
        return [_clause(row) for row in rows]

    def clauses(self, ordinals: Sequence[int]) -> dict[int, StoredClause]:
        """The clauses with these ordinals."""
        # read one by one: SQLite needs 5 us for each, less than for a long list in one statement
        with self._lock:
            find = self._connection.execute
            rows = [find(_CLAUSE, (int(ordinal),)).fetchone() for ordinal in ordinals]
        return {row[0]: _clause(row) for row in rows if row}

    def clause_ordinal(self, notice: int, path: str) -> int | None:
        for clause in self.clauses_of(notice):
            if clause.path == path:
                return clause.ordinal
        return None

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


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
            "INSERT INTO files VALUES (?, ?, ?, ?)",
            [(row.key, row.notice, row.source, row.sha256) for row in files],
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
        " addressees, contacts, cleaning, warnings, digest, record, ?, clauses"
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
            _json(notice.addressees),
            _json([dataclasses.asdict(contact) for contact in notice.contacts]),
            _json([dataclasses.asdict(repair) for repair in notice.cleaning]),
            _json(notice.warnings),
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


def _clause(row: Sequence[Any]) -> StoredClause:
    ordinal, notice, path, heading, headings, start, text = row
    return StoredClause(ordinal, notice, path, heading, tuple(json.loads(headings)), start, text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
