"""An exception -> an RFC 9457 problem; the one table that says which error is which status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus import errors

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of error is told: `said` replaces the message where it would show internals."""

    status: int
    title: str
    said: str | None = None


# The narrowest class of an exception's ancestry counts; the code is the class's own.
RULES: dict[type[errors.GongwenError], Rule] = {
    errors.GongwenError: Rule(500, "The service failed", "The failure was logged."),
    errors.InputError: Rule(400, "The request is wrong"),
    errors.QueryError: Rule(422, "The question cannot be searched"),
    errors.ConversationError: Rule(422, "The conversation is malformed"),
    errors.FilterError: Rule(422, "A filter is malformed"),
    errors.ReadError: Rule(422, "The file cannot be read"),
    errors.ReceiptError: Rule(422, "This is not a receipt"),
    errors.EditedReceiptError: Rule(422, "The receipt was changed after it was written"),
    errors.NotFoundError: Rule(404, "No such notice or clause"),
    errors.NoModelError: Rule(400, "No model writes summaries here"),
    errors.ModelError: Rule(502, "The model gives no answer", "The failure was logged."),
    errors.BusyError: Rule(
        503,
        "Too many summaries are being written",
        "As many as this service takes are under way; try again in a moment.",
    ),
    errors.StateError: Rule(503, "The index cannot be used", "Ask whoever runs this service."),
    errors.IndexMissingError: Rule(
        503, "There is no index yet", "Run `gongwen index` on the server, then try again."
    ),
    errors.IndexCorruptError: Rule(
        503, "The index is damaged", "Run `gongwen index --rebuild` on the server."
    ),
    errors.IndexLockedError: Rule(
        503, "The index is being written", "Another writer is at work; try again in a moment."
    ),
    errors.EncoderMismatchError: Rule(
        503,
        "The index was built with another encoder",
        "Run `gongwen index --rebuild` on the server.",
    ),
    errors.EncoderError: Rule(
        503, "The encoder cannot be loaded", "Ask whoever runs this service to look at its log."
    ),
    errors.RerankerError: Rule(
        503, "The reranker cannot be loaded", "Ask whoever runs this service to look at its log."
    ),
}

# Errors of HTTP itself, by status: (code, title).
STATUSES: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request cannot be read"),
    401: ("key_required", "A key is required"),
    403: ("writing_off", "Uploads and deletions are switched off"),
    404: ("not_found", "There is nothing at this address"),
    405: ("method_not_allowed", "This address does not take that method"),
    413: ("too_large", "The request is too large"),
    422: ("invalid", "A parameter is missing or malformed"),
    429: ("rate_limited", "Too many requests"),
    500: ("internal", "The service failed"),
}

CODES: dict[str, tuple[int, str]] = {
    **{code: (status, title) for status, (code, title) in STATUSES.items()},
    **{kind.code: (rule.status, rule.title) for kind, rule in RULES.items()},
}


# What a client may try again in a moment.
SOON_OVER = (errors.IndexLockedError, errors.BusyError)
NO_OBJECT = "Send a JSON object, with Content-Type: application/json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as a client may be told; `code` is stable, `detail` is for people."""

    status: int
    code: str
    title: str
    detail: str
    headers: tuple[tuple[str, str], ...] = ()
    errors: tuple[dict[str, str], ...] = ()

    def to_json(self, instance: str, request_id: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/docs#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": encodable(self.detail),
            "code": self.code,
            "instance": instance,
            "request_id": request_id,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return body

    def response(self, instance: str, request_id: str) -> Response:
        content = orjson.dumps(self.to_json(instance, request_id))
        return Response(content, self.status, dict(self.headers), MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """The problem of any exception; one that nobody foresaw says nothing of itself."""
    if isinstance(error, errors.GongwenError):
        return _from_tree(error)
    if isinstance(error, RequestValidationError):
        return _from_validation(error)
    if isinstance(error, HTTPException):
        code, title = STATUSES.get(error.status_code, ("http_error", "The request failed"))
        headers = tuple((error.headers or {}).items())
        return Problem(error.status_code, code, title, _said(error), headers)
    code, title = STATUSES[500]
    return Problem(500, code, title, "The failure was logged under the request_id given here.")


def encodable(text: str) -> str:
    """The text with ? for half characters, which JSON can carry in but UTF-8 cannot carry out."""
    return text.encode(errors="replace").decode()


def _from_tree(error: errors.GongwenError) -> Problem:
    rule = next(RULES[kind] for kind in type(error).__mro__ if kind in RULES)
    headers = (("Retry-After", "5"),) if isinstance(error, SOON_OVER) else ()
    return Problem(rule.status, error.code, rule.title, rule.said or str(error), headers)


def _from_validation(error: RequestValidationError) -> Problem:
    found = tuple(
        {
            "where": encodable(".".join(str(part) for part in one["loc"])),
            "message": NO_OBJECT if one["loc"] == ("body",) else encodable(str(one["msg"])),
        }
        for one in error.errors()[:10]
    )
    code, title = STATUSES[422]
    detail = "; ".join(f"{one['where']}: {one['message']}" for one in found)
    return Problem(422, code, title, detail or title, errors=found)


def _said(error: HTTPException) -> str:
    """Starlette's own details are just the status phrase; ours are sentences."""
    if error.status_code == 404:
        return "There is nothing at this address; /docs lists what there is."
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        return f"Use {allowed}; /docs lists what each address takes."
    return str(error.detail)
