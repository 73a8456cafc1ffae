"""A question and what was asked before -> its answer, and what is remembered for the next one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from service.followup import Context, Resolved, follow_up
from service.named import cited_number
from service.places import parts_of
from service.query import understand
from service.results import Answer, Citation, Filters, Followed, Hit
from service.signs import sign_of_answer
from service.subject import LONGEST, own_words, subject_of
from service.terms import plain
from service.wording import language_of, terms_of

# A date, an amount, an organ: below this the quote holds no such thing, or barely.
LEAST_SIGN = 0.7
# After an abstention the notice is known when all of the first hits are of it.
ALIKE = 3
_DEADLINE = re.compile(r"截[止至]|期限|时限|最[迟晚]|deadline|due|expir", re.I)
_DATE_ALONE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")

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
        return _surely(ask(read.text, filters), read.asks, read.text), None, read.text
    # With the title, 126 of 204 deadlines asked in passing of 14 bundled notices are answered and
    # none is wrong; with the subject 36 and 8, with neither 3 and 5.
    put = f"{context.title}：{read.asks}" if context.title else read.text
    within = _surely(ask(put, replace(filters, notice=read.notice)), read.asks)
    if within.status == "answered":
        return within, read.notice, put
    everywhere = _surely(ask(read.text, filters), read.asks, read.text)
    took = within.took_ms + everywhere.took_ms
    if everywhere.status == "answered" or not within.hits:
        return replace(everywhere, took_ms=took), None, read.text
    return replace(within, took_ms=took), read.notice, put


def _surely(answer: Answer, asks: str, about: str = "") -> Answer:
    """The answer, or an abstention where the subject alone made it look like one: its quote lacks
    the kind of thing that is asked for, its clause a word of the question, or its notice a place or
    year of what it is about."""
    for cited in answer.citations[:1]:
        if not (_is_of(cited, asks) and _fits(cited, about)):
            return replace(
                answer, status="abstained", reason="low_confidence", answer=None, citations=()
            )
    return answer


def _is_of(cited: Citation, asks: str) -> bool:
    """A date alone is the one of signing, never a deadline."""
    quote = plain(cited.quote).strip()
    if _DEADLINE.search(asks) and _DATE_ALONE.fullmatch(quote):
        return False
    if asks and sign_of_answer(understand(asks), quote) < LEAST_SIGN:
        return False
    said = plain(" ".join([*cited.clause.headings, cited.clause.text]))
    return all(_says(said, asks[start:end]) for start, end in own_words(asks))


def _fits(found: Citation | Hit, about: str) -> bool:
    """Whether the notice, or the clause found, says every place and year of a text. A document
    number in it is none."""
    number = cited_number(about)
    about = about[: number.start] + about[number.end :] if number else about
    notice = found.notice
    printed = (notice.title, notice.issuer, notice.number, notice.date, found.clause.text)
    said = plain(" ".join(text for text in printed if text))
    return all(plain(part.name) in said for part in parts_of(about))


def _says(text: str, word: str) -> bool:
    """Whether a text says a word, in one of its forms: its synonyms, its translations."""
    terms = terms_of(word, language_of(word))
    return any(form in text for term in terms for form, _ in term.forms)


def _begun(answer: Answer, read: str) -> Context:
    """What a question begins that stood alone; of one that names a number, the title is kept."""
    notice, title = _notice_of(answer, read)
    number = cited_number(read)
    if number and title:
        rest = f"{read[: number.start]}{read[number.end :]}".strip(" 的，,")
        read = f"{title}：{rest}" if rest else title
    return Context(notice, title[:LONGEST], subject_of(read), read[:LONGEST])


def _gone_on(answer: Answer, read: str, context: Context) -> Context:
    """The subject stays; the notice too, unless another one answered."""
    notice, title = context.notice, context.title
    if answer.citations:
        notice, title = _notice_of(answer, read)
    return Context(notice, title[:LONGEST], context.subject, read[:LONGEST])


def _notice_of(answer: Answer, read: str) -> tuple[str | None, str]:
    """(id, title) of the notice that an answer is of; after an abstention that of the first hits,
    when all are of one that fits the question; an id too long to keep is none."""
    found = [cited.notice for cited in answer.citations[:1]]
    if not found:
        nearest = answer.hits[:ALIKE]
        if len({hit.notice.id for hit in nearest}) == 1 and _fits(nearest[0], read):
            found = [nearest[0].notice]
    if not found or len(found[0].id) > LONGEST:
        return None, ""
    return found[0].id, found[0].title
