"""A conversation kept in a file: what was remembered -> answer -> what is remembered now."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

from corpus.errors import ConversationError
from service.converse import Ask, converse
from service.followup import Context
from service.results import Answer, Filters
from service.subject import LONGEST

# A context is under 2 kB; a longer file is something else.
MOST_BYTES = 8 * 1024
_NAMES = {field.name for field in fields(Context)}


def ask_in_file(ask: Ask, question: str, filters: Filters, file: Path) -> Answer:
    """The answer within the conversation of that file, which is made or brought up to date.

    ConversationError when the file holds anything else or cannot be written.
    """
    answer, context = converse(ask, question, filters, read_context(file))
    write_context(file, context)
    return answer


def read_context(file: Path) -> Context | None:
    """What the file remembers; None when there is no such file yet."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConversationError(f"cannot read {file} ({error.strerror}); name another") from None
    try:
        kept = json.loads(data) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or kept.keys() != _NAMES or not _fits(kept):
        raise ConversationError(f"{file} holds no conversation; remove it or name another")
    return Context(**kept)


def write_context(file: Path, context: Context) -> None:
    # ASCII: half of a character, as a terminal may give it, can be written and read back
    data = (json.dumps(asdict(context)) + "\n").encode("ascii")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise ConversationError(f"cannot write {file} ({error.strerror}); name another") from None


def _fits(kept: dict[str, object]) -> bool:
    notice = kept["notice"]
    texts = [kept[name] for name in _NAMES - {"notice"}] + ([] if notice is None else [notice])
    return all(isinstance(text, str) and len(text) <= LONGEST for text in texts)
