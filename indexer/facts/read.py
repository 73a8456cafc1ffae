"""A finished file of facts -> the duties and values of a clause, and lists of those asked for."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.facts import Duty, Value
from indexer.facts.wanted import WantedDuties, WantedValues

Fact = TypeVar("Fact", Duty, Value)
Clauses = npt.NDArray[np.int64]

_DUTY = "body, printed, role, strength, task, start, end, body_start, task_start, task_end"
_VALUE = "kind, text, start, end, low, high, unit, first, last"
_ORDERS = {"place": "rowid", "day": "last, rowid"}
_GROUPS = {
    "body": "body",
    "role": "role",
    "strength": "strength",
    "kind": "kind",
    "year": "substr(last, 1, 4)",
    "month": "substr(last, 1, 7)",
}


@dataclass(frozen=True, slots=True)
class Placed(Generic[Fact]):
    """A fact with the ordinals of its notice and its clause."""

    notice: int
    clause: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Listed(Generic[Fact]):
    """A stretch of a list of facts; `total` counts all that were asked for."""

    total: int
    facts: tuple[Placed[Fact], ...]


class Facts:
    """A finished file of facts, read only; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()

    def duties_of(self, clause: int) -> tuple[Duty, ...]:
        """In the order of the clause's text."""
        rows = self._select(_DUTY, "duties", "clause = ?", [clause], "ORDER BY rowid")
        return tuple(Duty(*row) for row in rows)

    def values_of(self, clause: int) -> tuple[Value, ...]:
        """In the order of the clause's text."""
        rows = self._select(_VALUE, "stated", "clause = ?", [clause], "ORDER BY rowid")
        return tuple(Value(*row) for row in rows)

    def duties(
        self, wanted: WantedDuties, limit: int | None = None, offset: int = 0
    ) -> Listed[Duty]:
        """By notice, clause and place."""
        total, rows = self._list("duties", _DUTY, wanted, "place", limit, offset)
        return Listed(total, tuple(Placed(row[0], row[1], Duty(*row[2:])) for row in rows))

    def values(
        self,
        wanted: WantedValues,
        limit: int | None = None,
        offset: int = 0,
        order: Literal["place", "day"] = "place",
    ) -> Listed[Value]:
        """By notice, clause and place, or by the day first."""
        total, rows = self._list("stated", _VALUE, wanted, order, limit, offset)
        return Listed(total, tuple(Placed(row[0], row[1], Value(*row[2:])) for row in rows))

    def count(self, wanted: WantedDuties | WantedValues, by: str) -> list[tuple[str, int]]:
        """How many of those wanted have each body, role, strength (duties), kind, year or month of
        the day (values); most first, then by name."""
        table = "duties" if isinstance(wanted, WantedDuties) else "stated"
        conditions, parameters = wanted.where()
        group = _GROUPS[by]
        rows = self._select(
            f"{group}, count(*)",
            table,
            f"{conditions} AND {group} IS NOT NULL",
            parameters,
            "GROUP BY 1 ORDER BY 2 DESC, 1",
        )
        return [(name, many) for name, many in rows]

    def clauses_stating(self, wanted: WantedValues) -> Clauses:
        """Ordinals of the clauses that state such a value, ascending."""
        conditions, parameters = wanted.where()
        rows = self._select("DISTINCT clause", "stated", conditions, parameters)
        return np.sort(np.array([row[0] for row in rows], np.int64))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _list(
        self,
        table: str,
        columns: str,
        wanted: WantedDuties | WantedValues,
        order: str,
        limit: int | None,
        offset: int,
    ) -> tuple[int, list[Any]]:
        conditions, parameters = wanted.where()
        found = self._select("count(*)", table, conditions, parameters)
        rows = self._select(
            f"notice, clause, {columns}",
            table,
            conditions,
            [*parameters, -1 if limit is None else limit, offset],
            f"ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?",
        )
        return found[0][0], rows

    def _select(
        self, columns: str, table: str, conditions: str, values: Sequence[Any], tail: str = ""
    ) -> list[Any]:
        # all that is put together here are constants of this folder; what users type is in `values`
        statement = f"SELECT {columns} FROM {table} WHERE {conditions} {tail}"  # noqa: S608
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
