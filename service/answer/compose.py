"""Verified citations -> the answer as it reads: organ, day or sum first, then the quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.facts import Duty, Value
from indexer.index import Index
from service.answer.sayings import JOIN, MODAL, NOTICE, STOP, day_in, role_in, sum_in
from service.query import Question
from service.results import Citation

# A mobile, 400 or 800, or other number with its area code; eight digits may be a day (20200506).
PHONE = re.compile(
    r"(?<!\d)(?:1\d{10}|[48]00[-—－ ]?\d{3}[-—－ ]?\d{4}"
    r"|(?:[（(]?0\d{2,3}[）)]?[-—－ ]?)?(?!(?:19|20)\d{6}(?!\d))\d{7,8}(?:[-转]\d{1,5})?)(?!\d)"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)  # 邮箱a@b.cn holds a@b.cn
DOCUMENT = re.compile(r"《[^《》]{2,60}》|[\u4e00-\u9fff]{1,12}〔\d{4}〕\s*\d+号")
# What leads an answer of a kind: values of these kinds.
VALUES = {
    "when": ("deadline", "date", "period"),
    "how_much": ("money", "share", "count", "period"),
}
# The longer ones first: 不可以 is no 可以. 不得不 is none of them.
MODALS = re.compile(
    "不可以|可以不|不允许|不应当|不必|不得(?!不)|严禁|禁止|不予|不再|免于|可以|必须|应当|允许"
)
BEFORE_NUMBER = re.compile("^.*(?:按照|根据|依据|依照|以及|遵照)")
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
    return form[question.language].format(JOIN[question.language].join(found)) if found else None


def _quoted(citation: Citation, language: str) -> str:
    title = citation.notice.title or citation.notice.number or citation.notice.id
    where = f"《{title}》{citation.clause.path}"
    quote = citation.quote.strip()
    return f"「{quote}」({where})" if language == "en" else f"「{quote}」（{where}）"


def leads(index: Index, question: Question, citations: Sequence[Citation]) -> list[str]:
    """What the kind of question asks for, as far as the first quote, the likeliest, says it
    outright."""
    found = [said for citation in citations[:1] for said in _of_citation(index, question, citation)]
    return list(dict.fromkeys(found))[:MOST_LEADS]


def _of_citation(index: Index, question: Question, citation: Citation) -> list[str]:
    kind, language, quote = question.kind, question.language, citation.quote
    if kind == "who":
        duties = index.duties_of(citation.clause.ordinal)
        return [_body(duty, language) for duty in duties if _is_told(citation, duty)]
    if kind in VALUES:
        values = index.values_of(citation.clause.ordinal)
        inside_values = [v for v in values if _inside(citation, v.start, v.end)]
        wanted = [v for k in VALUES[kind] for v in inside_values if v.kind == k]
        first = [v for v in wanted if v.kind == wanted[0].kind] if wanted else []
        return [_value(value, language) for value in first]
    if kind == "contact":
        return [*PHONE.findall(quote), *MAIL.findall(quote)]
    if kind == "document":
        return [BEFORE_NUMBER.sub("", found) for found in DOCUMENT.findall(quote)]
    if kind == "yes_no":
        said = set(MODALS.findall(quote))
        return list(said) if len(said) == 1 else []
    return []


def _is_told(citation: Citation, duty: Duty) -> bool:
    """Whether a quote names the body and says its part: its task, or the role in its own word.
    Who must not do a thing is not the one who does it."""
    named = _inside(citation, duty.body_start, duty.body_start + len(duty.printed))
    says = citation.start < duty.task_end and duty.task_start < citation.end
    return named and (says or duty.role in citation.quote) and duty.strength != "不得"


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
