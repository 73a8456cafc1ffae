"""Which duties or values are asked for -> the SQL that chooses them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from indexer.text import normalise

Where = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class WantedDuties:
    """None does not limit. `body` is a part of the body's name, compared as `normalise` has it;
    `notices` are ordinals, none of them when empty."""

    body: str | None = None
    role: str | None = None
    strength: str | None = None
    notices: tuple[int, ...] | None = None

    def where(self) -> Where:
        """The conditions joined, and their parameters."""
        return _joined(
            # only signs of no width: looked for as they are, and found nowhere instead of all over
            ("instr(normal, ?)", (normalise(self.body) or self.body) if self.body else None),
            ("role = ?", self.role),
            ("strength = ?", self.strength),
            _within(self.notices),
        )


@dataclass(frozen=True, slots=True)
class WantedValues:
    """None does not limit. `first_day` and `last_day` (ISO, included) limit the day by which a
    value ends, `dated` to those that have one; what can lie between `low` and `high` is let
    through, open ends too; `notices` as in WantedDuties."""

    kind: str | None = None
    unit: str | None = None
    dated: bool = False
    first_day: str | None = None
    last_day: str | None = None
    low: float | None = None
    high: float | None = None
    notices: tuple[int, ...] | None = None

    def where(self) -> Where:
        """The conditions joined, and their parameters."""
        number = True if (self.low, self.high) != (None, None) else None
        return _joined(
            ("kind = ?", self.kind),
            ("unit = ?", self.unit),
            ("(last IS NOT NULL) = ?", self.dated or None),
            ("last >= ?", self.first_day),
            ("last <= ?", self.last_day),
            ("(low IS NOT NULL OR high IS NOT NULL) = ?", number),
            ("(high IS NULL OR high >= ?)", self.low),
            ("(low IS NULL OR low <= ?)", self.high),
            _within(self.notices),
        )


def _within(notices: tuple[int, ...] | None) -> tuple[str, str | None]:
    # one parameter however many notices: SQLite takes at most 32,766 of them
    many = None if notices is None else json.dumps([int(notice) for notice in notices])
    return "notice IN (SELECT value FROM json_each(?))", many


def _joined(*conditions: tuple[str, Any]) -> Where:
    """Those that limit anything, with AND between them."""
    used = [(condition, value) for condition, value in conditions if value is not None]
    return " AND ".join(["1", *(condition for condition, _ in used)]), [v for _, v in used]
