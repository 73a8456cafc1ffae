"""Messages -> the model's answer as pieces of text, within limits of time and size."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import ModelError
from service.answer.generated.endpoint import Endpoint

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger("gongwen.model")

# What a server may send in all: an answer of 2,000 characters comes in about 500 kB of events.
MOST_BYTES = 4 * 1024 * 1024
THINKING, THOUGHT = "<think>", "</think>"

T = TypeVar("T")


def warm() -> None:
    """Loads the client library, which takes half a second, before somebody waits for it."""
    import openai  # noqa: F401


async def pieces(endpoint: Endpoint, messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
    """The text as it comes, without what a model thinks aloud in <think> first.

    ModelError for a time-out, a refusal, an HTTP error or a broken stream. Its message names the
    kind of error only: what a server says may hold the key.
    """
    await asyncio.to_thread(warm)
    deadline = asyncio.get_running_loop().time() + endpoint.timeout
    async with _client(endpoint) as client:
        stream = await _in_time(deadline, _begun(client, endpoint.model, messages))
        held: str | None = ""
        try:
            while (chunk := await _in_time(deadline, anext(stream, None))) is not None:
                text = _text_of(chunk)
                if held is not None:
                    held, text = _after_thinking(held + text)
                if text:
                    yield text
        finally:
            await stream.close()


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    # No redirect is followed: question, clauses and key are for this address only.
    http = DefaultAsyncHttpxClient(
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_count_bytes]},
    )
    client = AsyncOpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.base_url,
        timeout=endpoint.timeout,
        max_retries=0,
        http_client=http,
    )
    # The library takes these from OPENAI_* and would send them to whatever address is set.
    client.organization = client.project = None
    return client


async def _begun(client: AsyncOpenAI, model: str, messages: list[dict[str, str]]) -> Any:
    """The stream of chunks; models that take no temperature are asked again without."""
    from openai import BadRequestError

    asked: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
    try:
        return await client.chat.completions.create(**asked, temperature=0)
    except BadRequestError:
        return await client.chat.completions.create(**asked)


async def _in_time(deadline: float, work: Awaitable[T]) -> T:
    """What is awaited; every way in which it can fail becomes a ModelError."""
    from httpx2 import HTTPError
    from openai import APITimeoutError, OpenAIError

    try:
        async with asyncio.timeout_at(deadline):
            return await work
    except (TimeoutError, APITimeoutError):
        raise _failed("timeout", "no whole answer in GONGWEN_LLM_TIMEOUT seconds") from None
    except (OpenAIError, HTTPError, ValueError, TypeError) as error:  # and what is not JSON
        status = getattr(error, "status_code", None)
        kind = f"{type(error).__name__}{f', HTTP {status}' if status else ''}"
        raise _failed("unreachable", f"no usable answer ({kind})") from None


def _text_of(chunk: Any) -> str:
    """The text in a chunk, "" in one without; a server may leave out any part of it."""
    choices = getattr(chunk, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    delta = getattr(choice, "delta", None)
    refusal = getattr(delta, "refusal", None)
    if refusal or getattr(choice, "finish_reason", None) == "content_filter":
        raise _failed("refused", "the model refuses")
    content = getattr(delta, "content", None)
    return content if isinstance(content, str) else ""


def _after_thinking(text: str) -> tuple[str | None, str]:
    """(what must be waited for, text): all is held while it may be or is a thought."""
    begun = text.lstrip()
    if begun.startswith(THINKING):
        _, closed, rest = begun.partition(THOUGHT)
        return (None, rest) if closed else (begun, "")
    return (begun, "") if THINKING.startswith(begun) else (None, text)


async def _count_bytes(response: Any) -> None:
    """Stops a response that has no end, even one without a line's end in it."""
    from httpx2 import AsyncByteStream

    class Counted(AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = MOST_BYTES
            async for part in self.stream:
                left -= len(part)
                if left < 0:
                    raise _failed("unreachable", f"more than {MOST_BYTES:,} bytes")
                yield part

        async def aclose(self) -> None:
            await self.stream.aclose()

    response.stream = Counted(response.stream)


def _failed(reason: str, what: str) -> ModelError:
    error = ModelError(f"the model at GONGWEN_LLM_BASE_URL: {what}; the quotes stay", reason)
    log.warning("%s", error)
    return error
