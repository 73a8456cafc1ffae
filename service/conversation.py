"""An id and a question -> the answer in that conversation; contexts in a bounded memory."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from corpus.errors import ConversationError
from service.converse import Ask, converse
from service.followup import Context
from service.results import Answer, Filters

NEW = "new"
# So many conversations, of 2 kB at most each, so many seconds after their last question.
MOST, IDLE_S = 1_000, 3600.0
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Conversations:
    """The contexts of the conversations under way, for many threads; the least recently used one
    goes first, an idle one is forgotten. An id that is unknown is a conversation that begins."""

    def __init__(
        self,
        most: int = MOST,
        idle_s: float = IDLE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._idle_s, self._clock = most, idle_s, clock
        self._kept: OrderedDict[str, tuple[float, Context]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, ask: Ask, question: str, filters: Filters, name: str | None) -> Answer:
        """The answer within the conversation of that id, which it then names; `new` begins one.
        Without an id the question stands by itself and nothing is remembered."""
        if name is None:
            return ask(question, filters)
        name = check_id(name)
        answer, context = converse(ask, question, filters, self.get(name))
        self.keep(name, context)
        return named(answer, name)

    def fork(self, ask: Ask, question: str, filters: Filters, name: str = "") -> Answer:
        """The same, but it goes on under an id of its own: an address with the old one, gone back
        to or loaded again, still gives the same answer. Without a name one begins."""
        known = self.get(check_id(name)) if name else None
        answer, context = converse(ask, question, filters, known)
        fresh = check_id(NEW)
        self.keep(fresh, context)
        return named(answer, fresh)

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    def get(self, name: str) -> Context | None:
        """What is remembered under an id; None when nothing is, or no more."""
        with self._lock:
            self._forget()
            if name not in self._kept:
                return None
            context = self._kept[name][1]
            self._use(name, context)
            return context

    def keep(self, name: str, context: Context) -> None:
        with self._lock:
            self._use(name, context)
            self._forget()

    def _use(self, name: str, context: Context) -> None:
        self._kept[name] = (self._clock(), context)
        self._kept.move_to_end(name)

    def _forget(self) -> None:
        """The least recently used stand first."""
        now = self._clock()
        while self._kept:
            then, _ = next(iter(self._kept.values()))
            if len(self._kept) <= self._most and now - then < self._idle_s:
                return
            self._kept.popitem(last=False)


def check_id(name: str) -> str:
    """The id itself, a fresh one for `new`; ConversationError for one that is none."""
    if name == NEW:
        return secrets.token_urlsafe(16)
    if not _ID.fullmatch(name):
        raise ConversationError(
            "the conversation id is malformed; use 1 to 64 letters, digits, - and _, or new"
        )
    return name


def named(answer: Answer, name: str) -> Answer:
    """The answer that tells under which id its conversation goes on."""
    followed = answer.conversation
    return replace(answer, conversation=followed and replace(followed, id=name))
