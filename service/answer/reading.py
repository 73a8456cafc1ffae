"""Question and stretches -> a row of features for each piece: what speaks for its being answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
import numpy.typing as npt

from indexer.facts import KINDS as VALUES
from indexer.index import Index
from indexer.text import bigrams, simplified
from service.answer.pieces import Stretch
from service.answer.shapes import CUES, SHAPE, cues, shape
from service.curve import logit
from service.kinds import KINDS
from service.late import words_of
from service.query import Question
from service.signs import sign_of_answer
from service.terms import Weighted, pair_share, plain, presence, share, term_weights

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

# How a text stands to the question: share of the terms' weight, share of the character pairs,
# cosine, late interaction, sign of the kind of answer, and how much of the text is the question's.
OF_TEXT = ("own", "pairs", "cosine", "late", "answers", "repeats")
COMPARED = OF_TEXT[:5]
OF_HIT = (
    "body", "context", "score", "margin", "standing", "whole", "opening", "closing", "sentences",
)  # fmt: skip
FACTS = (*(f"states_{kind}" for kind in VALUES), "names_body", "says_task")
NAMES = (
    *OF_TEXT, *SHAPE, *(f"cue_{cue}" for cue in CUES),
    *(f"before_{name}" for name in (*OF_TEXT, "length")),
    *(f"after_{name}" for name in (*OF_TEXT, "length")),
    *(f"sentence_{name}" for name in (*OF_TEXT, "length")),
    *(f"below_{name}" for name in COMPARED),
    "led_own", "led_pairs", "follows_own", "follows_pairs",
    *OF_HIT, *FACTS, *(f"asks_{kind}" for kind in KINDS), "english",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """The n pieces of a question's stretches, in order: `stretch` (n,) and `place` (n,) say which
    each is, `sizes` (n,) how many letters and digits it has; `features` (n, len(NAMES))."""

    stretches: tuple[Stretch, ...]
    stretch: Numbers
    place: Numbers
    sizes: Numbers
    features: Floats


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Piece number `begins[i]` up to `ends[i]` is sentence i; `of` (n,) is each piece's."""

    begins: list[int]
    ends: list[int]
    of: Numbers


def read(index: Index, question: Question, stretches: Sequence[Stretch]) -> Read:
    """Every piece of the stretches (one or more) with what speaks for it."""
    normal = [plain(stretch.hit.clause.text) for stretch in stretches]
    texts = [text[a:b] for text, s in zip(normal, stretches, strict=True) for a, b in s.pieces]
    counts = [len(stretch.pieces) for stretch in stretches]
    owner = np.repeat(np.arange(len(stretches)), counts)
    place = np.concatenate([np.arange(count) for count in counts])
    sentences = _sentences(stretches, owner)
    whole = ["".join(texts[a:b]) for a, b in zip(sentences.begins, sentences.ends, strict=True)]
    weights = term_weights(index, question)
    both = _of_texts(index, question, weights, [*texts, *whole])
    told = np.column_stack([both, np.log1p([len(text) for text in (*texts, *whole)])])
    pieces, of_sentence = told[: len(texts)], told[len(texts) :]
    compared = of_sentence[:, : len(COMPARED)]
    features = np.column_stack([
        pieces[:, : len(OF_TEXT)],
        _shapes(stretches, texts, owner, place, sentences),
        cues(texts),
        _beside(pieces, owner, 1), _beside(pieces, owner, -1),
        of_sentence[sentences.of], (compared - compared.max(axis=0))[sentences.of],
        _around(pieces, sentences),
        _of_hits(weights, stretches)[owner],
        _facts(index, stretches),
        _asks(question, len(texts)),
    ]).astype(np.float32)  # fmt: skip
    sizes = np.array([sum(map(str.isalnum, text)) for text in texts])
    return Read(tuple(stretches), owner, place, sizes, features)


def _sentences(stretches: Sequence[Stretch], owner: Numbers) -> _Sentences:
    numbers = np.concatenate([np.array(stretch.sentence) for stretch in stretches])
    changes = np.diff(np.stack([owner, numbers]), axis=1, prepend=-1).any(axis=0)
    begins = np.flatnonzero(changes)
    ends = np.append(begins[1:], len(owner))
    return _Sentences(
        begins.tolist(), ends.tolist(), np.repeat(np.arange(len(begins)), ends - begins)
    )


def _of_texts(
    index: Index, question: Question, weights: Weighted, texts: list[str]
) -> npt.NDArray[np.float64]:
    """(n, len(OF_TEXT)) how each text stands to the question; equal texts are looked at once."""
    known = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    different = list(known)
    cosines = index.encode_texts(different) @ index.encode_query(question.sought)
    late, _ = words_of(index).nearest(simplified(question.sought), different)
    asked = frozenset(bigrams(question.text))
    rows = np.array([
        (
            share(weights, presence(weights, text)), pair_share(question, text), cosine, near,
            sign_of_answer(question, text), _repeats(asked, text),
        )
        for text, cosine, near in zip(different, cosines.tolist(), late.tolist(), strict=True)
    ])  # fmt: skip
    return rows[[known[text] for text in texts]]


def _repeats(asked: frozenset[str], text: str) -> float:
    """Share of a text's pairs of characters that the question has too: what repeats the question
    says nothing new."""
    pairs = len(text) - 1
    return sum(map(asked.__contains__, map(add, text, text[1:]))) / pairs if pairs > 0 else 0.0


def _shapes(
    stretches: Sequence[Stretch],
    texts: Sequence[str],
    owner: Numbers,
    place: Numbers,
    sentences: _Sentences,
) -> Floats:
    """(n, len(SHAPE))"""
    headings = [plain(stretch.hit.clause.heading) for stretch in stretches]
    rows = []
    for number, (text, stretch, at) in enumerate(
        zip(texts, owner.tolist(), place.tolist(), strict=True)
    ):
        mine = sentences.of[number]
        first, last = number == sentences.begins[mine], number == sentences.ends[mine] - 1
        far = at / len(stretches[stretch].pieces)
        rows.append(shape(text, headings[stretch], first, last, far))
    return np.array(rows, np.float32)


def _beside(pieces: npt.NDArray[np.float64], owner: Numbers, step: int) -> npt.NDArray[np.float64]:
    """What is known of the piece before (1) or behind (-1) in the same stretch; zeros at ends."""
    same = np.zeros(len(owner), bool)
    if step == 1:
        same[1:] = owner[1:] == owner[:-1]
    else:
        same[:-1] = owner[1:] == owner[:-1]
    return np.roll(pieces, step, axis=0) * same[:, None]


def _around(pieces: npt.NDArray[np.float64], sentences: _Sentences) -> Floats:
    """(n, 4) the best share of terms and of pairs in the pieces before in the same sentence, which
    name what is spoken of, and in those behind."""
    found = np.zeros((len(pieces), 4), np.float32)
    for a, b in zip(sentences.begins, sentences.ends, strict=True):
        if b - a > 1:
            found[a + 1 : b, :2] = np.maximum.accumulate(pieces[a : b - 1, :2])
            found[a : b - 1, 2:] = np.maximum.accumulate(pieces[b - 1 : a : -1, :2])[::-1]
    return found


def _of_hits(weights: Weighted, stretches: Sequence[Stretch]) -> Floats:
    """(stretches, len(OF_HIT)) what is known of the clause and of its rank."""
    scores = [logit(stretch.hit.score) for stretch in stretches]
    rows = []
    for place, stretch in enumerate(stretches):
        hit = stretch.hit
        body = presence(weights, plain(hit.clause.text))
        names = (hit.notice.title, hit.notice.issuer or "", *hit.clause.headings)
        around = [presence(weights, plain(name)) for name in names]
        others = [*scores[:place], *scores[place + 1 :]]
        rows.append((
            share(weights, body), share(weights, body, *around), scores[place] / 3,
            (scores[place] - max(others, default=scores[place] - 3)) / 3, 1 / hit.rank,
            stretch.pieces[0][0] == 0, hit.clause.path.startswith("preamble"),
            hit.clause.path.startswith("closing"), np.log1p(stretch.sentence[-1]),
        ))  # fmt: skip
    return np.array(rows, np.float32)


def _facts(index: Index, stretches: Sequence[Stretch]) -> Floats:
    """(n, len(FACTS)) which facts the index keeps of each piece."""
    rows: list[tuple[float, ...]] = []
    for stretch in stretches:
        values = index.values_of(stretch.hit.clause.ordinal)
        duties = index.duties_of(stretch.hit.clause.ordinal)
        if not values and not duties:
            rows += [(0,) * len(FACTS)] * len(stretch.pieces)
            continue
        for a, b in stretch.pieces:
            kinds = {value.kind for value in values if a < value.end and value.start < b}
            names = any(a <= duty.body_start < b for duty in duties)
            says = any(a < duty.task_end and duty.task_start < b for duty in duties)
            rows.append((*(kind in kinds for kind in VALUES), names, says))
    return np.array(rows, np.float32)


def _asks(question: Question, count: int) -> Floats:
    row = [*(question.kind == kind for kind in KINDS), question.language == "en"]
    return np.tile(np.array(row, np.float32), (count, 1))
