"""A question's text -> its content words, each with the other forms in which a text may say it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.english import words_of
from indexer.synonyms import synonyms
from indexer.text import bigrams, normalise, segment, simplified
from indexer.translate import Translated, translate
from service.switches import ALL_ON, Switches
from service.words import ENGLISH_STOP, QUESTION_WORDS, STOP_WORDS

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# SME 补贴: a Latin word in a Chinese question is looked for as it is first of all.
IN_CHINESE = 0.8
# A word of the same meaning beside the word itself: out of fold 0.5 instead of 1 gives NCP .942
# instead of .938 at 5 and notices .894 instead of .886; without synonyms bundled loses .018.
SYNONYM = 0.5
# 軟體 in a question in Traditional characters is also looked for as 软件; a text in Traditional
# characters may still say 软体.
TAIWAN = 0.9


@dataclass(frozen=True, slots=True)
class Term:
    """A content word, normalised, with the forms in which it may stand in a text and their worth:
    itself, words of the same meaning, an English word's Chinese translations."""

    text: str
    forms: tuple[tuple[str, float], ...]


def language_of(text: str) -> str:
    """zh as soon as there is one Chinese character; en for Latin words without any."""
    return "zh" if HAN.search(text) or not LATIN.search(text) else "en"


def terms_of(text: str, language: str, switches: Switches = ALL_ON) -> tuple[Term, ...]:
    """The words that say what the question is about; all of them when only stop words are left."""
    if language == "en":
        if switches.on("translate"):
            return translated_terms(text)
        words = dict.fromkeys(segment(text))
        return tuple(_plain(w) for w in words if w not in ENGLISH_STOP) or _all(text)
    return content_terms(text, switches)


def content_terms(text: str, switches: Switches = ALL_ON) -> tuple[Term, ...]:
    """The content words of a Chinese question, with synonyms; Latin ones with translations."""
    words = dict.fromkeys(segment(text))
    content = [word for word in words if word not in STOP_WORDS and word not in ENGLISH_STOP]
    taiwan = simplified(text) != text
    return tuple(Term(word, _forms(word, taiwan, switches)) for word in content) or _all(text)


def _forms(word: str, taiwan: bool, switches: Switches) -> tuple[tuple[str, float], ...]:
    others: Sequence[tuple[str, float]] = ()
    if word.isascii():
        if word.isalpha() and switches.on("translate"):
            forms = (form for found in translate(word) for form in found.forms)
            others = [(form, IN_CHINESE * worth) for form, worth in forms]
    elif switches.on("synonyms"):
        others = [(form, SYNONYM * worth) for form, worth in synonyms(word)]
        mainland = mainland_word(word) if taiwan else word
        if mainland != word:
            others = [(mainland, TAIWAN), *(form for form in others if form[0] != mainland)]
    return ((word, 1.0), *others)


@functools.lru_cache(maxsize=4096)
def mainland_word(word: str) -> str:
    """A word of Taiwan, in simplified characters, as the mainland says it: 软体 is 软件."""
    back, over = _converters()
    return over(back(word))


@functools.cache
def _converters() -> tuple[Callable[[str], str], Callable[[str], str]]:
    """OpenCC's word lists, loaded at the first question in Traditional characters."""
    from opencc import OpenCC

    return OpenCC("s2t").convert, OpenCC("tw2sp").convert


def translated_terms(text: str) -> tuple[Term, ...]:
    """An English question's content words with their Chinese forms and themselves.

    What only asks (谁, 负责) is left out. A word without any translation stays as it is: a name, or
    something the notices do not speak of.
    """
    terms: dict[str, Term] = {}
    known: set[str] = set()
    for found in translate(text):
        known.update(found.text.split())
        for term in _terms_of(found):
            terms.setdefault(term.text, term)
    for word in segment(" ".join(words_of(text))):
        if word not in ENGLISH_STOP and word not in known:
            terms.setdefault(word, _plain(word))
    return tuple(terms.values()) or _all(text)


def _terms_of(found: Translated) -> list[Term]:
    """One term whose forms are alternatives; or, when our glossary has several words for it
    (品牌培训), a term for each of them, since all must be there."""
    if found.text in ENGLISH_STOP:
        return []
    usual, sure = found.forms[0]
    words = [word for word in segment(usual) if word not in STOP_WORDS]
    if len(words) > 1 and sure == 1:
        return [_plain(word) for word in words]
    forms = [(form, worth) for form, worth in found.forms if form not in STOP_WORDS]
    return [Term(found.text, ((found.text, 1.0), *forms))] if forms else []


def pairs_of(topic: str, terms: Sequence[Term], language: str) -> tuple[str, ...]:
    """Pairs of characters without question words; for an English question those of its first
    translations."""
    if language == "zh":
        return tuple(dict.fromkeys(bigrams(QUESTION_WORDS.sub("", normalise(topic)))))
    forms = (next((form for form, _ in term.forms if HAN.search(form)), "") for term in terms)
    return tuple(dict.fromkeys(pair for form in forms for pair in bigrams(form)))


def _plain(word: str) -> Term:
    return Term(word, ((word, 1.0),))


def _all(text: str) -> tuple[Term, ...]:
    return tuple(map(_plain, dict.fromkeys(segment(text))))
