"""Pieces of a model's answer -> checked sentences with numbered quotes, and the finished answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.index import Index
from service.answer.generated.check import checked, removed
from service.answer.generated.cite import best_quote, joined, place_of, renumbered
from service.answer.generated.endpoint import Endpoint
from service.answer.generated.prompt import NOT_FOUND, Source
from service.answer.generated.split import Splitter, without_marks
from service.answer.verify import verbatim, verified
from service.results import Answer, Citation
from service.summary import Sentence, Summary

# Five sentences, as the prompt asks, take 300 characters in Chinese and 800 in English.
MOST_TEXT = 2000
MOST_SENTENCES = 20


class Writing:
    """One answer as it is written: its sentences so far and the quotes they rest on.

    The quotes of the extractive answer come first, so the numbers of quotes never change.
    """

    def __init__(
        self, index: Index, answer: Answer, sources: Sequence[Source], endpoint: Endpoint
    ) -> None:
        self._index = index
        self._answer = answer
        self._sources = {source.number: source for source in sources}
        self._endpoint = endpoint
        self._splitter = Splitter()
        self._written = ""
        self._citations = [one for one in answer.citations if verbatim(index, one)]
        self.sentences: list[Sentence] = []

    @property
    def full(self) -> bool:
        """No more is read: the answer is long enough, or says that there is none."""
        return (
            len(self._written) >= MOST_TEXT
            or len(self.sentences) >= MOST_SENTENCES
            or self.not_found
        )

    @property
    def not_found(self) -> bool:
        return self._written.strip(" \n\"'`*.。「」").startswith(NOT_FOUND)

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that this piece completes, checked."""
        self._written += piece
        return self._add(self._splitter.feed(piece))

    def end(self) -> list[Sentence]:
        """The last sentence; what was cut off in its middle is no sentence."""
        return [] if self.full else self._add(self._splitter.end())

    def answer(self, failed: str | None = None) -> Answer:
        """The answer made of the sentences kept; the extractive one with the reason why not, when
        there is none or the model `failed`."""
        reason = failed or ("not_found" if self.not_found else None)
        text = joined(self.sentences)
        if not reason and not text:
            reason = "nothing_verified"
        if reason:
            unused = (removed(s.text, "unfinished") if s.kept else s for s in self.sentences)
            said = Summary(self._endpoint.model, False, reason, tuple(unused))
            return replace(self._answer, generated=said)
        said = Summary(self._endpoint.model, True, None, tuple(self.sentences))
        quotes = tuple(self._citations)
        made = replace(self._answer, answer=text, citations=quotes, generated=said)
        # Each quote was verified before its number was given: none is dropped here, and if one
        # were, no text could keep its numbers.
        return verified(self._index, made, lambda _: None)

    def _add(self, texts: Sequence[str]) -> list[Sentence]:
        fresh = [self._numbered(text) for text in texts[: MOST_SENTENCES - len(self.sentences)]]
        self.sentences += fresh
        return fresh

    def _numbered(self, text: str) -> Sentence:
        """The sentence, checked; its marks count the quotes, to which its own are added."""
        sentence = checked(text, list(self._sources.values()), self._endpoint.key)
        if not sentence.kept:
            return sentence
        if any(without_marks(text) == without_marks(one.text) for one in self.sentences):
            return removed(text, "repeated")
        quotes = {n: best_quote(self._index, text, self._sources[n]) for n in sentence.marks}
        if not all(verbatim(self._index, quote) for quote in quotes.values()):
            return removed(text, "unknown_mark")
        return renumbered(sentence, {n: self._place(quote) for n, quote in quotes.items()})

    def _place(self, quote: Citation) -> int:
        place = place_of(quote, self._citations)
        if place is None:
            self._citations.append(quote)
        return place or len(self._citations)
