"""Verified citations -> the answer as it reads: organ, day or sum first, then the quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.facts import Duty, Value
from indexer.index import Index
from service.answer.sayings import MODAL, NOTICE, STOP, day_in, role_in, sum_in
from service.query import Question
from service.results import Citation

PHONE = re.compile(r"(?<!\d)(?:1\d{10}|(?:0\d{2,3}[-—－ ]?)?\d{7,8}(?:[-转]\d{1,5})?)(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DOCUMENT = re.compile(r"《[^《》]{2,60}》|[\u4e00-\u9fff]{1,12}〔\d{4}〕\s*\d+号")
# What leads an answer of a kind: values of these kinds.
VALUES = {
    "when": ("deadline", "date", "period"),
    "how_much": ("money", "share", "count", "period"),
}
MODALS = ("不得", "严禁", "禁止", "可以", "必须", "应当", "不予", "允许", "免于", "不再")
MOST_LEADS = 4


def compose(index: Index, question: Question, citations: Sequence[Citation]) -> str | None:
    """The answer's text in the language of the question; None without citations.

    What leads is taken from the quotes only, so nothing is said that is not quoted; the quotes
    themselves stand in 「」 word for word.
    """
    if not citations:
        return None
    language = question.language
    said = [_quoted(citation, language) for citation in citations]
    led = lead(index, question, citations)
    before = (f"{led} " if led and language == "en" else led or "") + NOTICE[language]
    if len(said) == 1:
        return before + said[0]
    return "\n".join([*([before.strip()] if before.strip() else []), *said])


def lead(index: Index, question: Question, citations: Sequence[Citation]) -> str | None:
    """The sentence that goes before the quotes: 省品牌协会（负责）。 None where they say nothing of
    the kind that is asked for outright."""
    found = leads(index, question, citations)
    form = MODAL if question.kind == "yes_no" else STOP
    return form[question.language].format("；".join(found)) if found else None


def _quoted(citation: Citation, language: str) -> str:
    title = citation.notice.title or citation.notice.number or citation.notice.id
    where = f"《{title}》{citation.clause.path}"
    quote = citation.quote.strip()
    return f"「{quote}」({where})" if language == "en" else f"「{quote}」（{where}）"


def leads(index: Index, question: Question, citations: Sequence[Citation]) -> list[str]:
    """What the kind of question asks for, as far as the quotes say it outright."""
    found: list[str] = []
    for citation in citations:
        found += _of_citation(index, question, citation)
    return list(dict.fromkeys(found))[:MOST_LEADS]


def _of_citation(index: Index, question: Question, citation: Citation) -> list[str]:
    kind, language, quote = question.kind, question.language, citation.quote
    if kind == "who":
        duties = index.duties_of(citation.clause.ordinal)
        inside = [
            d for d in duties if _inside(citation, d.body_start, d.body_start + len(d.printed))
        ]
        return [_body(duty, language) for duty in inside]
    if kind in VALUES:
        values = index.values_of(citation.clause.ordinal)
        inside_values = [v for v in values if _inside(citation, v.start, v.end)]
        wanted = [v for k in VALUES[kind] for v in inside_values if v.kind == k]
        first = [v for v in wanted if v.kind == wanted[0].kind] if wanted else []
        return [_value(value, language) for value in first]
    if kind == "contact":
        return [*PHONE.findall(quote), *MAIL.findall(quote)]
    if kind == "document":
        return DOCUMENT.findall(quote)
    if kind == "yes_no":
        return [modal for modal in MODALS if modal in quote][:1]
    return []


def _inside(citation: Citation, start: int, end: int) -> bool:
    return citation.start <= start and end <= citation.end


def _body(duty: Duty, language: str) -> str:
    role = role_in(duty.role, language)
    return f"{duty.body} ({role})" if language == "en" else f"{duty.body}（{role}）"


def _value(value: Value, language: str) -> str:
    """As printed, with what it comes to where the print leaves that open: a year, a sum in yuan."""
    plain = day_in(value, language) if value.last or value.first else sum_in(value, language)
    if not plain or plain == value.text:
        return value.text
    return f"{plain} ({value.text})" if language == "en" else f"{value.text}（{plain}）"
