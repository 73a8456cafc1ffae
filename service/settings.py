"""Environment variables GONGWEN_* -> one frozen Settings value; read nowhere else in the service.

GONGWEN_INDEX            folder of the index; default: the per-user data folder
GONGWEN_ENCODER          encoder for new indexes; unset: the index's own, `embedded` for a new one
GONGWEN_RERANKER         cross-encoder that puts the best clauses in order; unset: none
GONGWEN_HOST             address to listen on; default 127.0.0.1
GONGWEN_PORT             port to listen on; default 8000
GONGWEN_API_KEY          key that uploads and deletions need; unset: both are switched off
GONGWEN_RATE_LIMIT       requests a minute and client; default 120, 0 switches the limit off
GONGWEN_MAX_UPLOAD       largest upload, such as 20MiB (the default) or 500kB
GONGWEN_TRUSTED_PROXIES  addresses whose X-Forwarded-For is believed; default none
GONGWEN_LLM_BASE_URL     OpenAI-compatible address of a model that writes summaries; unset: none
GONGWEN_LLM_MODEL        name of the model there
GONGWEN_LLM_API_KEY      key of that address; read from here only
GONGWEN_LLM_TIMEOUT      seconds that a summary may take; default 30
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ByteSize, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import InputError
from indexer.layout import default_folder

PREFIX = "GONGWEN_"


def _blank_is_unset(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class Settings(BaseSettings):
    """Every setting of the service; `load_settings` makes one, nothing changes it afterwards."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    index: Annotated[Path, Field(description="folder of the index")] = Field(
        default_factory=default_folder
    )
    encoder: Annotated[str | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None, description="encoder for new indexes; unset: the index's own"
    )
    reranker: Annotated[str | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None, description="cross-encoder that puts the best clauses in order; unset: none"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    api_key: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None, description="key that uploads and deletions need; unset: both are off"
    )
    rate_limit: int = Field(
        default=120, ge=0, description="requests a minute and client; 0 switches the limit off"
    )
    max_upload: ByteSize = Field(
        default=ByteSize(20 * 1024 * 1024), gt=0, description="largest upload, such as 20MiB"
    )
    trusted_proxies: str = Field(
        default="", description="addresses whose X-Forwarded-For is believed, comma separated"
    )
    llm_base_url: Annotated[str | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None,
        description="OpenAI-compatible address of a model that writes summaries; unset: none",
    )
    llm_model: Annotated[str | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None, description="name of the model there"
    )
    llm_api_key: Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)] = Field(
        default=None, description="key of that address; read from the environment only"
    )
    llm_timeout: float = Field(
        default=30, gt=0, le=600, description="seconds that a summary may take"
    )


def load_settings(**given: Any) -> Settings:
    """Settings from the environment; `given` values win over it, None leaves it as it is.

    InputError names the variable, what it holds and what it should hold.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise InputError(_one_line(error)) from None


def variables() -> list[tuple[str, str, str]]:
    """(variable, default as text, meaning) of every setting, for the README's table."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if name == "index":
            shown = "per-user data folder"
        elif name == "max_upload":
            shown = ByteSize(default).human_readable()
        else:
            shown = "" if default is None else str(default)
        rows.append((PREFIX + name.upper(), shown, field.description or ""))
    return rows


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    shown = "***" if name.endswith("api_key") else repr(first["input"])
    meaning = {variable: meaning for variable, _, meaning in variables()}
    variable = PREFIX + name.upper()
    wanted = meaning.get(variable, "nothing: there is no such setting")
    return f"{variable} is {shown}: {first['msg'].lower()}; set it to {wanted}"
