"""A kept sentence -> verbatim quotes of its clauses; sentences and quotes -> the answer's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indexer.index import Index
from indexer.text import normalise
from service.answer.generated.prompt import Source
from service.answer.generated.split import MARK, marks_of, without_marks
from service.answer.pieces import sentence_spans
from service.results import Citation
from service.summary import Sentence
from service.wording import language_of, terms_of


def best_quote(index: Index, sentence: str, source: Source) -> Citation:
    """The sentence of a clause that shares most with a generated one, by words, then by meaning."""
    text = without_marks(sentence)
    spans = [
        (source.start + start, source.start + end) for start, end in sentence_spans(source.text)
    ]
    whole = source.clause.text
    words = terms_of(text, language_of(text))
    vectors = index.encode_texts([text, *(whole[start:end] for start, end in spans)])
    close = np.asarray(vectors[1:] @ vectors[0])

    def worth(i: int) -> float:
        plain = normalise(whole[spans[i][0] : spans[i][1]])
        shared = [word for word in words if any(form in plain for form, _ in word.forms)]
        return len(shared) / max(1, len(words)) + float(close[i])

    start, end = spans[max(range(len(spans)), key=worth)]
    return Citation(source.notice, source.clause, whole[start:end], start, end)


def renumbered(sentence: Sentence, places: dict[int, int]) -> Sentence:
    """The sentence with mark n as `places[n]`, each once and in the same places."""
    shown: set[int] = set()
    text, last = "", 0
    for mark in MARK.finditer(sentence.text):
        new = dict.fromkeys(places[number] for number in marks_of(mark[0]))
        text += sentence.text[last : mark.start()].rstrip(" ")
        text += "".join(f"[{number}]" for number in new if number not in shown)
        shown.update(new)
        last = mark.end()
    marks = dict.fromkeys(places[mark] for mark in sentence.marks)
    return replace(sentence, text=text + sentence.text[last:], marks=tuple(marks))


def place_of(citation: Citation, citations: Sequence[Citation]) -> int | None:
    """The number, from 1, of the same stretch of the same clause."""
    for number, other in enumerate(citations, 1):
        if (other.notice.id, other.clause.path, other.start, other.end) == (
            citation.notice.id,
            citation.clause.path,
            citation.start,
            citation.end,
        ):
            return number
    return None


def joined(sentences: Sequence[Sentence]) -> str:
    """The kept sentences as one text, with a blank between those that end in Latin signs."""
    text = ""
    for sentence in sentences:
        if sentence.kept:
            gap = " " if text and text[-1] not in "。！？" and not text[-1].isspace() else ""
            text += gap + sentence.text.strip()
    return text
