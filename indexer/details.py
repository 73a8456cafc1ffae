"""What a catalog keeps of a notice beyond what filters and hits need, as one JSON text and back."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from corpus.notice import (
    Attachment,
    Basis,
    Cleaning,
    Contact,
    Evidence,
    Notice,
    Part,
    Run,
    Validity,
)

PLAIN = ("published", "effective", "category")
TEXTS = ("addressees", "warnings", "issuers")
VALUES: dict[str, type[Any]] = {
    "contacts": Contact,
    "cleaning": Cleaning,
    "basis": Basis,
    "attachments": Attachment,
    "parts": Part,
    "evidence": Evidence,
    "runs": Run,
}


def details_of(notice: Notice) -> str:
    """The JSON text; values are written as lists in the order of their fields."""
    details: dict[str, Any] = {name: getattr(notice, name) for name in (*PLAIN, *TEXTS)}
    for name in VALUES:
        details[name] = [_fields(value) for value in getattr(notice, name)]
    details["validity"] = _fields(notice.validity) if notice.validity else None
    return json.dumps(details, ensure_ascii=False, separators=(",", ":"))


def read_details(text: str) -> dict[str, Any]:
    """The fields as Notice takes them."""
    stored = json.loads(text)
    fields: dict[str, Any] = {name: stored[name] for name in PLAIN}
    fields |= {name: tuple(stored[name]) for name in TEXTS}
    for name, kind in VALUES.items():
        fields[name] = tuple(kind(*map(_frozen, row)) for row in stored[name])
    fields["validity"] = Validity(*stored["validity"]) if stored["validity"] else None
    return fields


def _fields(value: Any) -> list[Any]:
    return [getattr(value, field.name) for field in dataclasses.fields(value)]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
