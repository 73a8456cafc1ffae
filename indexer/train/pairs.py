"""Training text and dictionary -> sets of (query, passage) pairs as bags, in document order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.train import questions
from indexer.train.alternatives import same_sense
from indexer.train.asked import Asked
from indexer.train.bags import Bagger, Bags
from indexer.train.dictionary import Dictionary
from indexer.train.text import Document, cmrc, paraphrases, sentence_pairs, service_questions

Ints = npt.NDArray[np.int64]

TRANSLATED = 0.15  # of the Chinese queries, phrase by phrase; a batch translates more, by word
SWITCHED = 0.05  # of the Chinese queries get some words translated, as in "SME 补贴"
HEADED = 0.5  # of the passages carry title and heading, as the index has them
PLACED = 0.35  # of the queries also name their document, as readers do ("in Guangdong, who ...")
CLOZED = 0.35  # of the cropped queries leave their passage, so that words alone cannot match
_LITTLE_WORDS = (
    "the of in to and is are for by on what which how does do must should be a with from at "
    "did was were has have can it its that this their there been many"
)
_QUERIES_PER_PIECE = 2
RARE = -13.0  # score of the rarest words: about fifty uses in twenty million
SENTENCE_ROUNDS = 3  # each time among other neighbours


@dataclass(slots=True)
class Texts:
    """Passages in document order; queries first_query[p]:first_query[p + 1] ask for passage p."""

    name: str
    passages: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=lambda: [0])
    queries: list[str] = field(default_factory=list)
    first_query: list[int] = field(default_factory=lambda: [0])

    def add(self, passage: str, queries: Sequence[str]) -> None:
        self.passages.append(passage)
        self.queries += queries
        self.first_query.append(len(self.queries))

    def close_document(self) -> None:
        if len(self.passages) > self.documents[-1]:
            self.documents.append(len(self.passages))


@dataclass(frozen=True, slots=True)
class Pairs:
    """As `Texts`, in bags: document d holds passages documents[d]:documents[d + 1]."""

    name: str
    passages: Bags
    documents: Ints
    queries: Bags
    first_query: Ints

    @classmethod
    def of(cls, texts: Texts, bagger: Bagger) -> Pairs:
        return cls(
            texts.name,
            bagger.bags(texts.passages),
            np.array(texts.documents, np.int64),
            bagger.bags(texts.queries),
            np.array(texts.first_query, np.int64),
        )


class Bilingual:
    """Turns some Chinese queries into English ones by the dictionary."""

    def __init__(self, dictionary: Dictionary, rng: random.Random) -> None:
        self._dictionary = dictionary
        self._rng = rng

    def english(self, text: str) -> str:
        words = self._dictionary.translate(text, self._rng).split()
        return " ".join(
            [*words, *self._rng.sample(_LITTLE_WORDS.split(), min(3, 1 + len(words) // 4))]
        )

    def maybe(self, text: str) -> str:
        draw = self._rng.random()
        if draw < TRANSLATED:
            return self.english(text)
        if draw < TRANSLATED + SWITCHED:
            middle = len(text) // 2
            return text[:middle] + " " + self.english(text[middle:])
        return text


def inverse_cloze(
    name: str, documents: Iterable[Document], to: Bilingual, rng: random.Random
) -> Texts:
    """Queries made from the passages themselves."""
    texts = Texts(name)
    for document in documents:
        title = document.title or document.pieces[0].text[:40] if document.pieces else ""
        for piece in document.pieces:
            asked = [questions.query(piece.text, rng) for _ in range(_QUERIES_PER_PIECE)]
            body = piece.text
            if rng.random() < CLOZED:
                asked = asked[:1]
                body = body.replace(asked[0], "") or body
            if rng.random() < HEADED:
                body = f"{title} {piece.heading} {body}"
            placed = [_placed(query, title, rng) for query in asked]
            texts.add(body, [to.maybe(query) for query in placed])
        texts.close_document()
    return texts


def _placed(query: str, title: str, rng: random.Random) -> str:
    if rng.random() >= PLACED:
        return query
    first = rng.randrange(max(1, len(title) - 8))
    return title[first : first + rng.randint(4, 16)] + query


def titles(documents: Iterable[Document], to: Bilingual, rng: random.Random) -> Texts:
    """Law and chapter, or the first sentences of a news text, ask for a passage further down."""
    texts = Texts("titles")
    for document in documents:
        pieces = document.pieces
        if document.title:
            for piece in rng.sample(pieces, min(4, len(pieces))):
                texts.add(piece.text, [to.maybe(f"{document.title} {piece.heading}")])
                texts.close_document()
        elif len(pieces) > 1:
            texts.add(rng.choice(pieces[1:]).text, [to.maybe(pieces[0].text[:60])])
            texts.close_document()
    return texts


def asked(data: Path, to: Bilingual) -> Texts:
    """Real questions over encyclopaedia passages, and questions over the register of services."""
    texts = Texts("questions")
    by_passages: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for question in cmrc(data, "train"):
        by_passages.setdefault(question.passages, []).append((question.text, question.answer))
    for passages, found in by_passages.items():
        for passage in passages:
            texts.add(
                passage,
                [q for text, answer in found if answer in passage for q in (text, to.maybe(text))],
            )
        texts.close_document()
    for question in service_questions(data):
        for number, passage in enumerate(question.passages):
            texts.add(passage, [to.maybe(question.text)] if number == 0 else [])
        texts.close_document()
    return texts


def in_everyday_words(found: Iterable[Asked], rng: random.Random) -> Texts:
    """Written questions; what stands beside the passage that they ask for is no answer."""
    texts = Texts("asked")
    for one in found:
        for number, passage in enumerate((one.passage, *one.others)):
            headed = f"{one.title} {passage}" if rng.random() < HEADED else passage
            texts.add(headed, one.questions if number == 0 else [])
        texts.close_document()
    return texts


def two_texts(name: str, found: Iterable[tuple[str, str]]) -> Texts:
    texts = Texts(name)
    for query, passage in found:
        texts.add(passage, [query])
        texts.close_document()
    return texts


def dictionary_pairs(
    dictionary: Dictionary, scores: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """(English, Chinese) for all entries, usual words up to six times: nation is first 国家.

    A name or compound that the vocabulary lacks teaches its parts: 麦金 is how Mackin sounds.
    """
    for word, glosses in dictionary.glosses.items():
        times = max(1, min(6, round((scores.get(word, RARE) - RARE) / 1.5)))
        if word in dictionary.glossary:
            times = max(times, 5)
        for rank, gloss in enumerate(glosses if len(word) > 1 or word in scores else ()):
            yield from [(gloss, word)] * (times if rank == 0 else max(1, times // 2))


def sentence_groups(data: Path, rng: random.Random) -> Texts:
    """One to four Chinese sentences as a passage; each English sentence asks for its passage."""
    texts = Texts("sentences")
    found = list(sentence_pairs(data))
    for _ in range(SENTENCE_ROUNDS):
        rng.shuffle(found)
        at = 0
        while at < len(found):
            group = found[at : at + rng.randint(1, 4)]
            texts.add("".join(chinese for _, chinese in group), [english for english, _ in group])
            texts.close_document()
            at += len(group)
    return texts


def spelt_pairs(dictionary: Dictionary, known: Container[str]) -> Iterator[tuple[str, str]]:
    """(pinyin in one word, Chinese): how English writes Chinese places and persons."""
    for word, syllables in dictionary.spelt.items():
        if 2 <= len(word) <= 3 and word in known:
            yield syllables.replace(" ", ""), word


def group_pairs(groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each word of a group asks for each other."""
    for group in groups:
        yield from itertools.permutations(group, 2)


def all_pairs(
    data: Path,
    documents: Sequence[Document],
    dictionary: Dictionary,
    everyday: Sequence[Asked],
    scores: Mapping[str, float],
    bagger: Bagger,
    seed: int,
) -> dict[str, Pairs]:
    """All sets; `scores` are those of the vocabulary's tokens, log shares of use."""
    rng = random.Random(seed)
    to = Bilingual(dictionary, rng)
    policies = [d for d in documents if d.source != "news"]
    news = [d for d in documents if d.source == "news"]
    made = [
        inverse_cloze("laws", policies, to, rng),
        inverse_cloze("news", news, to, rng),
        titles(documents, to, rng),
        asked(data, to),
        two_texts("paraphrases", ((to.maybe(a), b) for a, b in paraphrases(data))),
        sentence_groups(data, rng),
        two_texts("dictionary", dictionary_pairs(dictionary, scores)),
        two_texts("pinyin", spelt_pairs(dictionary, scores)),
        two_texts("senses", group_pairs(same_sense(dictionary, sorted(scores)))),
        in_everyday_words(everyday, rng),
    ]
    return {texts.name: Pairs.of(texts, bagger) for texts in made if texts.queries}
