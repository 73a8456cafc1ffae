"""A request's key -> let through, 401 or 403; compared in constant time."""

from __future__ import annotations

import hashlib
import hmac

from starlette.exceptions import HTTPException
from starlette.requests import Request

from service.settings import Settings


def require_key(request: Request, settings: Settings) -> None:
    """Raises unless `X-API-Key` or `Authorization: Bearer` holds GONGWEN_API_KEY."""
    if settings.api_key is None:
        raise HTTPException(
            403,
            "This service takes no uploads and no deletions: it has no key. "
            "Set GONGWEN_API_KEY and start it again, or use `gongwen index` on the server.",
        )
    given = _given(request)
    if not given or not _same(given, settings.api_key.get_secret_value().encode()):
        raise HTTPException(
            401,
            "Send the service's key as `X-API-Key: KEY` or `Authorization: Bearer KEY`.",
            {"WWW-Authenticate": 'Bearer realm="gongwen"'},
        )


def _given(request: Request) -> bytes:
    """The key's bytes as sent: headers come decoded as Latin-1, which keeps every byte."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    return (request.headers.get("x-api-key", "") or bearer).encode("latin-1")


def _same(given: bytes, expected: bytes) -> bool:
    """Digests are compared, so that the time does not tell the key's length either."""
    return hmac.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(expected).digest())
