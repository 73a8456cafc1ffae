"""A question as typed -> what it asks for: checked text, language, terms, kind, number, clause."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import FilterError, QueryError
from corpus.notice import normal_number, numeral_path
from indexer.text import bigrams, normalise, segment
from indexer.translate import Translated, translate
from service.results import MODES, Filters
from service.words import ENGLISH_STOP, KINDS, QUESTION_WORDS, STOP_WORDS

QUERY_LIMIT = 2_000
K_LIMIT = 1_000
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,14}[〔\[【（(﹝]\s*(?:19|20)\d{2}\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号?"
)
CLAUSE = re.compile(r"第[零〇一二两三四五六七八九十百千\d]+[条章节编](?:之[一二三四五六七八九十])?")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word, normalised, with the forms in which it may stand in a text and their worth:
    itself, or an English word's Chinese translations."""

    text: str
    forms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question. `terms` are its content words, `pairs` its pairs of
    characters without question words, both normalised; `kind` is what is asked for
    (who, when, how_much, where, contact, what); `number` a document number and `clause` a clause
    numeral named in it; `topic` is the text without that number."""

    text: str
    topic: str
    language: str
    terms: tuple[Term, ...]
    pairs: tuple[str, ...]
    kind: str
    number: str | None
    clause: str | None

    @property
    def sought(self) -> str:
        """What is looked for: the topic, or the whole text when it is only a document number."""
        return self.topic or self.text

    @property
    def vague(self) -> bool:
        """Whether it says how but not what: no content word of two characters or more."""
        return not any(
            len(term.text) > 1
            and not (term.text.isdigit() and len(term.text) < 4)
            and term.text not in STOP_WORDS
            for term in self.terms
        )


def check_query(text: str) -> str:
    """The query without outer blanks; QueryError when it is empty, too long or only signs."""
    stripped = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text).strip()
    if not stripped:
        raise QueryError("the question is empty; type a question such as 谁负责品牌培训")
    if len(stripped) > QUERY_LIMIT:
        raise QueryError(
            f"the question has {len(stripped)} characters, the limit is {QUERY_LIMIT}; shorten it"
        )
    if not segment(stripped):
        raise QueryError("the question holds no word or number to look for; use words")
    return stripped


def check_k(k: int) -> int:
    """k itself; QueryError unless 1 <= k <= 1000."""
    if not 1 <= k <= K_LIMIT:
        raise QueryError(f"k is {k}; ask for 1 to {K_LIMIT} hits")
    return k


def check_mode(mode: str) -> str:
    """The mode itself; FilterError for an unknown one."""
    if mode not in MODES:
        raise FilterError(f"mode is '{mode}'; use one of {', '.join(MODES)}")
    return mode


def make_filters(
    issuer: str | None = None,
    number: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    notice: str | None = None,
) -> Filters:
    """Filters from what a user typed; empty strings do not limit. FilterError for a bad date."""
    start, end = _day(date_from, "from", first=True), _day(date_to, "to", first=False)
    if start and end and start > end:
        raise FilterError(f"from {start} is after to {end}; swap them")
    return Filters(_plain(issuer), _plain(number), start, end, _plain(notice))


def _plain(value: str | None) -> str | None:
    return (value or "").strip() or None


def _day(value: str | None, name: str, first: bool) -> str | None:
    """2020 is 2020-01-01 as a start and 2020-12-31 as an end; likewise 2020-05."""
    text = _plain(value)
    if text is None:
        return None
    match = re.fullmatch(
        r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", unicodedata.normalize("NFKC", text)
    )
    if match:
        year = int(match[1])
        month = int(match[2] or (1 if first else 12))
        if 1 <= month <= 12 and year >= 1:
            last = _days(year, month)
            day = int(match[3] or (1 if first else last))
            if 1 <= day <= last:
                return f"{year:04d}-{month:02d}-{day:02d}"
    raise FilterError(f"{name} is '{value}', not a date; write 2020, 2020-05 or 2020-05-06")


def _days(year: int, month: int) -> int:
    from calendar import monthrange

    return monthrange(year, month)[1]


def understand(text: str, number_is_topic: bool = False) -> Question:
    """What a checked query asks for; with `number_is_topic` a document number in it is looked for
    in the text like any word, since no notice has it as its own."""
    number, topic = _number_of(text)
    if number_is_topic:
        topic = text
    language = "zh" if HAN.search(text) or not LATIN.search(text) else "en"
    terms = translated_terms(topic) if language == "en" else content_terms(topic)
    clause = CLAUSE.search(unicodedata.normalize("NFKC", topic))
    return Question(
        text=text,
        topic=topic,
        language=language,
        terms=terms,
        pairs=_pairs(topic, terms, language),
        kind=next(
            (kind for kind, pattern in KINDS.items() if pattern.search(normalise(text))), "what"
        ),
        number=number,
        clause=numeral_path(clause[0]) if clause else None,
    )


def content_terms(text: str) -> tuple[Term, ...]:
    """Words that say what the question is about; all its words when only stop words are left."""
    words = dict.fromkeys(segment(text))
    content = [word for word in words if word not in STOP_WORDS and word not in ENGLISH_STOP]
    return tuple(Term(word, ((word, 1.0),)) for word in content or words)


def translated_terms(text: str) -> tuple[Term, ...]:
    """An English question's content words with their Chinese forms and themselves.

    What only asks (谁, 负责) is left out. A word without any translation stays as it is: a name, or
    something the notices do not speak of.
    """
    terms: dict[str, Term] = {}
    left = normalise(text)
    for found in translate(text):
        left = re.sub(rf"\b{re.escape(found.text)}\b", " ", left, count=1)
        for term in _terms_of(found):
            terms.setdefault(term.text, term)
    for word in segment(left):
        if word not in ENGLISH_STOP and word not in terms:
            terms[word] = Term(word, ((word, 1.0),))
    return tuple(terms.values()) or tuple(
        Term(w, ((w, 1.0),)) for w in dict.fromkeys(segment(text))
    )


def _terms_of(found: Translated) -> list[Term]:
    """One term whose forms are alternatives; or, when the usual translation has several words
    (品牌培训), a term for each of them, since all must be there."""
    if found.text in ENGLISH_STOP:
        return []
    content = [
        ([word for word in segment(form) if word not in STOP_WORDS], worth)
        for form, worth in found.forms
    ]
    usual, _ = content[0]
    if len(usual) > 1:
        return [Term(word, ((word, 1.0),)) for word in usual]
    forms = {words[0]: worth for words, worth in reversed(content) if len(words) == 1}
    if not forms:
        return []
    return [Term(found.text, ((found.text, 1.0), *reversed(forms.items())))]


def _pairs(topic: str, terms: Sequence[Term], language: str) -> tuple[str, ...]:
    """Pairs of characters without question words; for an English question those of its first
    translations."""
    if language == "zh":
        return tuple(dict.fromkeys(bigrams(QUESTION_WORDS.sub("", normalise(topic)))))
    forms = (next((form for form, _ in term.forms if HAN.search(form)), "") for term in terms)
    return tuple(dict.fromkeys(pair for form in forms for pair in bigrams(form)))


def _number_of(text: str) -> tuple[str | None, str]:
    """A document number in the text, normalised, and the text without it."""
    match = NUMBER.search(text)
    if not match:
        return None, text
    number = normal_number(match[0])
    topic = (text[: match.start()] + " " + text[match.end() :]).strip()
    return number, topic
