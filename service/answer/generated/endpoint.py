"""Settings -> the model endpoint that writes summaries, or None where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.errors import InputError, NoModelError
from service.settings import Settings

ABSENT = (
    "no model is set that could write a summary; "
    "set GONGWEN_LLM_BASE_URL and GONGWEN_LLM_MODEL, or ask without it"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address, a model there, and the seconds that one answer may take."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 30.0


def endpoint_of(settings: Settings) -> Endpoint | None:
    """InputError when the address is none or the model is missing; it never shows the address,
    which may hold a password."""
    address = (settings.llm_base_url or "").strip()
    if not address:
        return None
    if not _usable(address):
        raise InputError(
            "GONGWEN_LLM_BASE_URL is not an http(s) address without a user name; "
            "set it to one such as http://127.0.0.1:8080/v1"
        )
    if not settings.llm_model:
        raise InputError("GONGWEN_LLM_MODEL is not set; set it to the name of a model there")
    key = settings.llm_api_key.get_secret_value().strip() if settings.llm_api_key else ""
    return Endpoint(address, settings.llm_model, key, settings.llm_timeout)


def required(endpoint: Endpoint | None) -> Endpoint:
    """The endpoint; NoModelError where there is none."""
    if endpoint is None:
        raise NoModelError(ABSENT)
    return endpoint


def _usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and (parts.port or 80) > 0
        )
    except ValueError:
        return False
