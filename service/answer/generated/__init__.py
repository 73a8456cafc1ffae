"""An extractive answer -> a summary that a model wrote from its clauses, every sentence checked.

What cannot be checked is removed; when nothing is left, or the model fails in any way, the
extractive answer stays as it was and says why.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from anyio.from_thread import start_blocking_portal

from corpus.errors import ModelError
from indexer.index import Index
from service.answer.generated.client import pieces
from service.answer.generated.endpoint import Endpoint, endpoint_of, required
from service.answer.generated.prompt import messages, sources_of
from service.answer.generated.writing import Writing
from service.results import Answer
from service.summary import Sentence, Summary

__all__ = ["Endpoint", "Event", "endpoint_of", "events", "generate", "generated", "required"]


@dataclass(frozen=True, slots=True)
class Event:
    """`hits`: the extractive answer; `sentence`: one that is whole and checked; `answer`: the end.

    One `hits` comes first and one `answer` last, whatever the model does.
    """

    name: str
    value: Answer | Sentence

    def to_json(self) -> dict[str, Any]:
        return self.value.to_json()


async def events(index: Index, answer: Answer, endpoint: Endpoint) -> AsyncGenerator[Event, None]:
    """What happens, as it happens; closing this stops the model's server too.

    The model is asked only about an answer that is answered: what the extractive answer abstains
    on, no model decides otherwise.
    """
    yield Event("hits", answer)
    if answer.status != "answered":
        told = Summary(endpoint.model, False, "abstained")
        yield Event("answer", replace(answer, generated=told))
        return
    sources = sources_of(answer)
    writing = Writing(index, answer, sources, endpoint)
    failed: str | None = None
    try:
        async with aclosing(pieces(endpoint, messages(answer, sources))) as written:
            async for piece in written:
                for sentence in writing.feed(piece):
                    yield Event("sentence", sentence)
                if writing.full:
                    break
        for sentence in writing.end():
            yield Event("sentence", sentence)
    except ModelError as error:
        failed = error.reason
    yield Event("answer", writing.answer(failed))


def generate(index: Index, answer: Answer, endpoint: Endpoint) -> Iterator[Event]:
    """The same for a caller without an event loop, or inside one that must not wait."""
    stream = events(index, answer, endpoint)

    async def step() -> Event | None:
        return await anext(stream, None)

    with start_blocking_portal() as portal:
        try:
            while (event := portal.call(step)) is not None:
                yield event
        except GeneratorExit:
            portal.call(stream.aclose)
            raise


def generated(index: Index, answer: Answer, endpoint: Endpoint) -> Answer:
    """The answer at the end of it."""
    *_, last = generate(index, answer, endpoint)
    if not isinstance(last.value, Answer):
        raise TypeError("the last event is the answer")
    return last.value
