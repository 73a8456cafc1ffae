"""A finished catalog (SQLite) -> notices, clauses and files: the truth of an index."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.notice import Clause, Notice
from indexer.details import read_details

_METAS = """
SELECT id, title, issuer, number, date, source, edition, official_url
FROM notices ORDER BY ordinal"""
_KNOWN = """
SELECT ordinal, id, edition, source, digest, record, sketch, first_clause, clauses
FROM notices ORDER BY ordinal"""
_NOTICE = """
SELECT id, title, issuer, number, date, source, edition, official_url, details
FROM notices WHERE ordinal = ?"""
_CLAUSE = """
SELECT ordinal, notice, path, heading, headings, start, text FROM clauses WHERE ordinal = ?"""
_CLAUSES_OF = """
SELECT ordinal, notice, path, heading, headings, start, text FROM clauses
WHERE ordinal >= (SELECT first_clause FROM notices WHERE ordinal = ?1)
    AND ordinal < (SELECT first_clause + clauses FROM notices WHERE ordinal = ?1)
ORDER BY ordinal"""

_ORDINAL = """
SELECT clauses.ordinal FROM notices JOIN clauses
ON clauses.ordinal >= notices.first_clause
    AND clauses.ordinal < notices.first_clause + notices.clauses
WHERE notices.ordinal = ?1 AND clauses.path = ?2 ORDER BY clauses.ordinal LIMIT 1"""


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
    sketch: bytes
    first_clause: int
    clauses: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A notice came from here: `key` is the absolute path or URL, `sha256` of the bytes read,
    `etag` and `modified` what a web server said of them. `near`: what was read here is nearly the
    notice's text, which another file gave."""

    key: str
    notice: str
    source: str
    sha256: str | None = None
    etag: str | None = None
    modified: str | None = None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice of the next generation: carried over from the last one, or new."""

    id: str
    edition: str
    source: str
    digest: str
    record: str
    sketch: bytes
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
        return [FileRow(*row) for row in self._all("SELECT * FROM files")]

    def ordinal(self, notice_id: str) -> int | None:
        """The ordinal of the notice with exactly this id."""
        rows = self._all("SELECT ordinal FROM notices WHERE id = ?", (notice_id,))
        return rows[0][0] if rows else None

    def notice(self, ordinal: int) -> Notice:
        """The notice as it was read, but for its id, which may have been given a ~2."""
        row = self._all(_NOTICE, (ordinal,))[0]
        meta = NoticeMeta(*row[:8])
        pieces = self.clauses_of(ordinal)
        return Notice(
            **dataclasses.asdict(meta),
            cleaned="".join(piece.text for piece in pieces),
            clauses=tuple(
                Clause(p.path, p.heading, p.start, p.start + len(p.text), p.text, p.headings)
                for p in pieces
            ),
            **read_details(row[8]),
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
        """The ordinal of a notice's clause by its path; the first of several."""
        rows = self._all(_ORDINAL, (notice, path))
        return rows[0][0] if rows else None

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _clause(row: Sequence[Any]) -> StoredClause:
    ordinal, notice, path, heading, headings, start, text = row
    return StoredClause(ordinal, notice, path, heading, tuple(json.loads(headings)), start, text)
