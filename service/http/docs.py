"""The OpenAPI schema -> the rows of /docs, a plain page that loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a property of the body."""

    name: str
    where: str
    required: bool
    meaning: str
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    fields: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]


def operations(schema: dict[str, Any]) -> list[Operation]:
    """Every address and method, in the order of the routes."""
    return [
        Operation(
            id=found["operationId"],
            method=method.upper(),
            path=path,
            summary=found["summary"],
            fields=(*_parameters(found), *_body(found, schema)),
            answers=tuple(
                (status, answer["description"])
                for status, answer in sorted(found["responses"].items())
            ),
        )
        for path, methods in schema["paths"].items()
        for method, found in methods.items()
    ]


def _parameters(operation: dict[str, Any]) -> Iterator[Field]:
    for one in operation.get("parameters", []):
        yield Field(
            one["name"],
            one["in"],
            one.get("required", False),
            one.get("description", ""),
            _default(one["schema"]),
        )


def _body(operation: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = _resolved(content["schema"], schema)
        for name, one in shape.get("properties", {}).items():
            required = name in shape.get("required", [])
            yield Field(name, "body", required, one.get("description", ""), _default(one))


def _resolved(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"][name] if name else shape
    return found


def _default(shape: dict[str, Any]) -> str:
    value = shape.get("default")
    return "" if value is None else str(value)
