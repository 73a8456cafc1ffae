"""A question as typed -> what it asks for: checked text, language, terms, kind, number, clause."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import FilterError, QueryError
from corpus.notice import numeral_path
from indexer.text import segment
from service import typed
from service.kinds import kind_of
from service.named import CitedNumber, CitedPath, cited_clauses, cited_number
from service.results import MODES, Filters, Mend, Suggestion
from service.switches import ALL_ON, Switches
from service.wording import Term, language_of, pairs_of, terms_of
from service.words import STOP_WORDS

QUERY_LIMIT = 2_000
K_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question. `terms` are its content words, `pairs` its pairs of
    characters without question words, both normalised; `kind` is what is asked for, one of
    KINDS in service/kinds; `number` a document number and `clauses` the clauses named in it,
    `clause` the first as printed; `topic` is the text without these.

    What an index adds (service/asked.py): `notices` have that number, `rows` are of the clauses
    that are meant outright, `mends` what is read differently than typed, `suggestions` numbers
    near to one that no notice has.
    """

    text: str
    topic: str
    language: str
    terms: tuple[Term, ...]
    pairs: tuple[str, ...]
    kind: str
    number: str | None
    clause: str | None
    cited: CitedNumber | None = None
    clauses: tuple[CitedPath, ...] = ()
    notices: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    mends: tuple[Mend, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

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
    *,
    due_from: str | None = None,
    due_to: str | None = None,
    amount_min: str | float | None = None,
    amount_max: str | float | None = None,
) -> Filters:
    """Filters from what a user typed; empty strings do not limit. FilterError for a bad date or
    sum."""
    start, end = typed.stretch(date_from, date_to, ("from", "to"))
    due_start, due_end = typed.stretch(due_from, due_to, ("due_from", "due_to"))
    least, most = typed.amounts(amount_min, amount_max, ("amount_min", "amount_max"))
    return Filters(
        typed.plain(issuer), typed.plain(number), start, end, typed.plain(notice),
        due_start, due_end, least, most,
    )  # fmt: skip


def understand(
    text: str,
    number_is_topic: bool = False,
    switches: Switches = ALL_ON,
    topic: str | None = None,
) -> Question:
    """What a checked query asks for; with `number_is_topic` a document number in it is looked for
    in the text like any word, since no notice has it as its own. `topic` is what is looked for
    where that is known already, without number and clauses."""
    cited = cited_number(text) if switches.on("numbers") else None
    paths, spans = cited_clauses(text) if switches.on("articles") else ((), [])
    if topic is None:
        number_span = [] if cited is None or number_is_topic else [(cited.start, cited.end)]
        topic = _without(text, number_span)
        topic = _without(text, [*number_span, *spans]) or topic
    language = language_of(topic or text)
    terms = terms_of(topic, language, switches)
    return Question(
        text=text,
        topic=topic,
        language=language,
        terms=terms,
        pairs=pairs_of(topic, terms, language),
        kind=kind_of(text, language),
        number=cited.text if cited else None,
        clause=numeral_path(text[slice(*spans[0])]) if spans else None,
        cited=cited,
        clauses=paths,
    )


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text.strip() if segment(text) else ""
