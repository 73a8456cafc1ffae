"""A sentence of a model and the clauses shown to it -> kept or removed, with the reason.

Rules only: marks that exist, and every number, date, document number, title, body and code of the
sentence in the clauses marked. What the rules cannot tell (a not left out, a cause turned round)
stays the reader's to see in the quotes beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.numerals import numeral_at
from indexer.text import bigrams, normalise, sentences, simplified
from service.answer.generated import names
from service.answer.generated.days import Day, days_of
from service.answer.generated.numbers import Quantity, quantities_of
from service.answer.generated.prompt import Source
from service.answer.generated.split import marks_of, without_marks
from service.summary import Sentence
from service.wording import terms_of

# Share of a Chinese sentence's character pairs, of an English one's translated words, that must
# stand in its clauses: what answers something else has nearly none.
LEAST_PAIRS = 1 / 3
LEAST_WORDS = 1 / 4
# 好[1]。 is no answer, 20%[1]。 is one.
LEAST_LETTERS = 4
_TO_A_MODEL = re.compile(
    r"(?:忽略|无视|不要理会|不要遵守).{0,12}(?:内容|指令|指示|要求|提示|规则|上文|以上|之前)"
    r"|(?:只|仅)(?:需|要|能|可|须)?(?:回答|回复|输出)|系统提示|提示词|语言模型|人工智能助手"
    r"|(?:ignore|disregard|forget).{0,30}(?:previous|above|prior|earlier|instruction|rules)"
    r"|(?:answer|reply|respond|say|output) only|only (?:answer|reply|respond|say|output)"
    r"|system prompt|language model|you are (?:now )?an?\b",
    re.I,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True)
class Evidence:
    """The clauses that a sentence marks: their text and headings, and what names their notices."""

    sources: tuple[Source, ...]

    @cached_property
    def text(self) -> str:
        """Text and headings without the numerals before them, which count nothing, and without
        sentences that speak to a model: what they dictate is not what a notice provides."""
        lines = [
            line
            for source in self.sources
            for line in [*source.clause.headings, *_told(source.text).split("\n")]
        ]
        return "\n".join(map(_unnumbered, map(plain, lines)))

    @cached_property
    def squeezed(self) -> str:
        return names.squeezed(self.text)

    @cached_property
    def named(self) -> str:
        """What may stand in 《》 or be a document number: also the notices' own."""
        own = [f"{source.notice.title}\n{source.notice.number or ''}" for source in self.sources]
        return "\n".join([self.squeezed, *map(names.squeezed, own)])

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        return quantities_of(self.text, [(day.start, day.end) for day in self.days])


def checked(sentence: str, sources: Sequence[Source], secret: str = "") -> Sentence:
    """The sentence with its marks, or removed; a removed one shows no `secret`."""
    if secret and secret in sentence:
        return removed(sentence.replace(secret, "***"), "secret")
    marks = marks_of(sentence)
    if not marks:
        return removed(sentence, "no_mark")
    by_number = {source.number: source for source in sources}
    for mark in marks:
        if mark not in by_number:
            return removed(sentence, "unknown_mark", f"[{mark}]")
    evidence = Evidence(tuple(by_number[mark] for mark in marks))
    fault = fault_of(without_marks(sentence), evidence)
    return removed(sentence, *fault) if fault else Sentence(sentence, marks, True)


def removed(sentence: str, reason: str, about: str | None = None) -> Sentence:
    return Sentence(without_marks(sentence), (), False, reason, about)


def fault_of(text: str, evidence: Evidence) -> tuple[str, str | None] | None:
    """(reason, words at fault) of the first thing that the evidence does not bear out."""
    text = _unnumbered(plain(text))
    tight = names.squeezed(text)
    language = "zh" if len(_HAN.findall(text)) > len(_LATIN.findall(text)) else "en"
    if about := names.false_document(tight, evidence.named):
        return "document", about
    if about := names.false_title(tight, evidence.named):
        return "name", about
    bare = _without_names(text)
    if about := names.false_code(bare, evidence.squeezed, language):
        return "name", about
    days = days_of(bare)
    quantities = quantities_of(bare, [(day.start, day.end) for day in days])
    for day in days:
        if not any(day.stands_in(other) for other in evidence.days):
            return "date", bare[day.start : day.end].strip()
    for quantity in quantities:
        if not any(quantity.stands_in(other) for other in evidence.quantities):
            return "number", bare[quantity.start : quantity.end].strip()
    if language == "en":
        about = names.false_english(bare, evidence.squeezed)
    else:
        about = names.false_body(names.squeezed(bare), evidence.squeezed)
    if about:
        return "body", about
    short = not quantities and len(_LETTER.findall(text)) < LEAST_LETTERS
    return None if not short and _bears(bare, language, evidence) else ("words", None)


def plain(text: str) -> str:
    """Half width and simplified, with case and blanks as they are."""
    return simplified(unicodedata.normalize("NFKC", text))


def _without_names(text: str) -> str:
    """The sentence without titles and document numbers, which are proved by themselves."""
    text = names.TITLE.sub("|", text)
    return re.sub(names.DOCUMENT.pattern, r"\1|", text, flags=re.I)


def _bears(text: str, language: str, evidence: Evidence) -> bool:
    """Whether enough of the sentence's words stand in the evidence."""
    if language == "zh":
        pairs = set(bigrams(text))
        there = [pair for pair in pairs if pair in evidence.squeezed]
        return len(there) >= LEAST_PAIRS * len(pairs)
    terms = terms_of(text, "en")
    there_too = [term for term in terms if any(form in evidence.squeezed for form, _ in term.forms)]
    return len(there_too) >= LEAST_WORDS * len(terms)


def _told(text: str) -> str:
    pieces = (text[start:end] for start, end in sentences(text))
    return "".join(piece for piece in pieces if not _TO_A_MODEL.search(normalise(piece)))


def _unnumbered(line: str) -> str:
    """A line without （一） or 3. at its start; 第六条 stays, since sentences name articles."""
    numeral = numeral_at(line.lstrip(), 0)
    if numeral is None or numeral.level == "article":
        return line
    return line.lstrip()[numeral.end :]
