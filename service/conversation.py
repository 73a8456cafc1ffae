"""A question within a conversation -> its answer, and what is remembered for the next question."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from corpus.errors import ConversationError
from service.followup import Context, Resolved, follow_up
from service.query import understand
from service.results import Answer, Citation, Filters, Followed
from service.signs import sign_of_answer
from service.subject import LONGEST, own_words, subject_of
from service.terms import plain
from service.wording import language_of, terms_of

NEW = "new"
# Bounds of the memory: so many conversations of 2 kB at most, each so many seconds after its last
# question.
MOST, IDLE_S = 1_000, 3600.0
# A date, an amount, an organ: below this the quote holds no such thing, or barely.
LEAST_SIGN = 0.7
# After an abstention the notice is known when all of the first hits are of it.
ALIKE = 3
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Ask = Callable[[str, Filters], Answer]


def converse(
    ask: Ask, question: str, filters: Filters, context: Context | None
) -> tuple[Answer, Context]:
    """The answer with what was made of the question, and the context of the next one.

    A follow-up is looked for in the last notice, then everywhere with its subject; where neither
    answers, the nearest clauses are those of the notice. Raises what `ask` raises.
    """
    read = follow_up(question, context)
    if context is None or not read.is_follow_up:
        answer = ask(question, filters)
        followed = Followed(False, answer.question, None, None)
        return replace(answer, conversation=followed), _begun(answer, answer.question)
    answer, notice, put = _asked(ask, read, filters, context)
    followed = Followed(True, put, notice, context.title if notice else None)
    answer = replace(answer, question=question.strip(), conversation=followed)
    if read.notice is None:  # another place or year is another subject
        return answer, _begun(answer, read.text)
    return answer, _gone_on(answer, read.text, context)


def _asked(
    ask: Ask, read: Resolved, filters: Filters, context: Context
) -> tuple[Answer, str | None, str]:
    """The answer, the notice that alone was searched for it, and how the question was put. A notice
    that the reader chose stays chosen."""
    if read.notice is None or filters.notice:
        return ask(read.text, filters), None, read.text
    # With the title, 126 of 204 deadlines asked in passing of 14 bundled notices are answered and
    # none is wrong; with the subject 36 and 8, with neither 3 and 5.
    put = f"{context.title}：{read.asks}" if context.title else read.text
    within = _surely(ask(put, replace(filters, notice=read.notice)), read.asks)
    if within.status == "answered":
        return within, read.notice, put
    everywhere = _surely(ask(read.text, filters), read.asks)
    took = within.took_ms + everywhere.took_ms
    if everywhere.status == "answered" or not within.hits:
        return replace(everywhere, took_ms=took), None, read.text
    return replace(within, took_ms=took), read.notice, put


def _surely(answer: Answer, asks: str) -> Answer:
    """The answer, or an abstention where the title alone made it look like one: its quote lacks the
    kind of thing that is asked for, or its clause a word of the question."""
    if all(_is_of(cited, asks) for cited in answer.citations[:1]):
        return answer
    return replace(answer, status="abstained", reason="low_confidence", answer=None, citations=())


def _is_of(cited: Citation, asks: str) -> bool:
    if sign_of_answer(understand(asks), plain(cited.quote)) < LEAST_SIGN:
        return False
    said = plain(" ".join([*cited.clause.headings, cited.clause.text]))
    words = [asks[start:end] for start, end in own_words(asks)]
    return all(_says(said, word) for word in words)


def _says(text: str, word: str) -> bool:
    """Whether a text says a word, in one of its forms: its synonyms, its translations."""
    terms = terms_of(word, language_of(word))
    return any(form in text for term in terms for form, _ in term.forms)


def _begun(answer: Answer, read: str) -> Context:
    notice, title = _notice_of(answer)
    return Context(notice, title[:LONGEST], subject_of(read), read[:LONGEST])


def _gone_on(answer: Answer, read: str, context: Context) -> Context:
    """The subject stays; the notice too, unless another one answered."""
    notice, title = context.notice, context.title
    if answer.citations:
        notice, title = _notice_of(answer)
    return Context(notice, title[:LONGEST], context.subject, read[:LONGEST])


def _notice_of(answer: Answer) -> tuple[str | None, str]:
    """(id, title) of the notice that an answer is of; an id too long to keep is none."""
    found = [cited.notice for cited in answer.citations[:1]]
    if not found:
        nearest = [hit.notice for hit in answer.hits[:ALIKE]]
        found = nearest[:1] if len({notice.id for notice in nearest}) == 1 else []
    if not found or len(found[0].id) > LONGEST:
        return None, ""
    return found[0].id, found[0].title


def named(answer: Answer, name: str) -> Answer:
    """The answer that tells under which id its conversation goes on."""
    followed = answer.conversation
    return replace(answer, conversation=followed and replace(followed, id=name))


def check_id(name: str) -> str:
    """The id itself, a fresh one for `new`; ConversationError for one that is none."""
    if name == NEW:
        return secrets.token_urlsafe(16)
    if not _ID.fullmatch(name):
        raise ConversationError(
            "the conversation id is malformed; use 1 to 64 letters, digits, - and _, or new"
        )
    return name


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

    def ask(self, ask: Ask, question: str, filters: Filters, name: str) -> Answer:
        """The answer within the conversation of that id, which it then names; `new` begins one."""
        name = check_id(name)
        answer, context = converse(ask, question, filters, self.get(name))
        self.keep(name, context)
        return named(answer, name)

    def fork(self, ask: Ask, question: str, filters: Filters, name: str = "") -> Answer:
        """The same, but the answer goes on under an id of its own: an address with the old one, gone
        back to or loaded again, still gives the same answer. Without a name one begins."""
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
