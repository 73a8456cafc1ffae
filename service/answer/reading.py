"""Question and stretches -> a row of features for each piece: what speaks for its being answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from indexer.text import bigrams, normalise
from service.answer.pieces import Stretch
from service.curve import logit
from service.kinds import KINDS
from service.late import words_of
from service.query import Question
from service.signs import sign_of_answer
from service.terms import pair_share, plain, presence, share, term_weights
from indexer.text import simplified

Floats = npt.NDArray[np.float32]

# What the clause's words say of its pieces whatever is asked; which of it matters for which kind
# of question is learned.
CUES = (
    "由", "负责", "牵头", "会同", "组织", "指导", "依托", "支持", "鼓励", "前", "日", "月", "年", "起", "至", "内",
    "元", "%", "不超过", "不少于", "以上", "以下", "包括", "等", "是", "为", "指", "应", "须", "要", "不得", "可以",
    "按照", "根据", "为了", "电话", "联系人", "地址", "邮箱", "@", "《", "〔", "对", "的", "通知", "工作", "申报",
    "条件", "标准", "目标", "材料", "程序", "适用", "本", "截止", "有效期", "施行", "厅", "局", "部", "市", "县",
)  # fmt: skip
OF_TEXT = ("own", "pairs", "cosine", "late", "answers", "repeats")
SHAPE = (
    "length", "first", "last", "colon", "digits", "listed", "heading", "label", "numbered",
    "place", "latin",
)  # fmt: skip
OF_HIT = (
    "body", "context", "score", "margin", "standing", "whole", "opening", "closing", "sentences",
)  # fmt: skip
_NUMBERED = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")


@dataclass(frozen=True, slots=True)
class Read:
    """The pieces of a question's stretches, (n,) in order: `stretch` and `place` say which each
    is, `sizes` its letters and digits; `features` (n, len(NAMES))."""

    stretches: tuple[Stretch, ...]
    stretch: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    features: Floats


def _names() -> tuple[str, ...]:
    own = [*OF_TEXT, *SHAPE, *(f"cue_{cue}" for cue in CUES)]
    around = [f"{where}_{name}" for where in ("before", "after") for name in (*OF_TEXT, "length")]
    sentence = [f"sentence_{name}" for name in (*OF_TEXT, "length")]
    best = [f"below_{name}" for name in OF_TEXT[:5]]
    led = ["led_own", "led_pairs", "follows_own", "follows_pairs"]
    return (*own, *around, *sentence, *best, *led, *OF_HIT, *(f"asks_{k}" for k in KINDS), "english")


NAMES = _names()


def read(index: Index, question: Question, stretches: Sequence[Stretch]) -> Read:
    """Every piece of the stretches with what speaks for it."""
    texts = [
        plain(s.hit.clause.text)[a:b] for s in stretches for a, b in s.pieces
    ]
    owner = np.repeat(np.arange(len(stretches)), [len(s.pieces) for s in stretches])
    place = np.concatenate([np.arange(len(s.pieces)) for s in stretches]).astype(np.int64)
    # sentences counted through all stretches
    numbers = np.concatenate([np.array(s.sentence) for s in stretches])
    begins = np.flatnonzero(np.diff(np.stack([owner, numbers]), axis=1, prepend=-1).any(axis=0))
    ends = np.append(begins[1:], len(texts))
    sentence = np.repeat(np.arange(len(begins)), ends - begins)
    whole = ["".join(texts[a:b]) for a, b in zip(begins.tolist(), ends.tolist())]
    both = _of_texts(index, question, [*texts, *whole])
    pieces, sentences_ = both[: len(texts)], both[len(texts) :]
    lengths = np.log1p(np.array([len(text) for text in texts], np.float32))
    told = np.column_stack([pieces, lengths])
    same_before = np.append(False, owner[1:] == owner[:-1])
    before = np.roll(told, 1, axis=0) * same_before[:, None]
    after = np.roll(told, -1, axis=0) * np.append(same_before[1:], False)[:, None]
    long = np.log1p(np.array([len(text) for text in whole], np.float32))
    of_sentence = np.column_stack([sentences_, long])[sentence]
    below = (sentences_[:, :5] - sentences_[:, :5].max(axis=0))[sentence]
    features = np.column_stack([
        pieces, _shapes(stretches, texts, lengths, owner, place, begins, ends, sentence), _cues(texts),
        before, after, of_sentence, below, _led(pieces, begins, ends),
        _of_hits(index, question, stretches)[owner], _asks(question, len(texts)),
    ]).astype(np.float32)
    sizes = np.array([sum(map(str.isalnum, text)) for text in texts])
    return Read(tuple(stretches), owner, place, sizes, features)


def _of_texts(index: Index, question: Question, texts: list[str]) -> Floats:
    """(n, len(OF_TEXT)) how each text stands to the question."""
    weights = term_weights(index, question)
    query = index.encode_query(question.sought)
    cosines = np.asarray(index.encode_texts(texts) @ query)
    late, _ = words_of(index).nearest(simplified(question.sought), texts)
    asked = frozenset(bigrams(question.text))
    rows = [
        (
            share(weights, presence(weights, text)), pair_share(question, text), cosine, near,
            sign_of_answer(question, text), _repeats(asked, text),
        )
        for text, cosine, near in zip(texts, cosines.tolist(), late.tolist(), strict=True)
    ]  # fmt: skip
    return np.array(rows, np.float32)


def _repeats(asked: frozenset[str], text: str) -> float:
    """Share of a text's pairs of characters that the question has too: what repeats the question
    says nothing new."""
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return sum(pair in asked for pair in pairs) / len(pairs) if pairs else 0.0


def _shapes(
    stretches: Sequence[Stretch], texts, lengths, owner, place, begins, ends, sentence
) -> Floats:
    rows = []
    for number, text in enumerate(texts):
        stretch = stretches[owner[number]]
        heading = plain(stretch.hit.clause.heading)
        bare = text.rstrip("。.:：；，")
        rows.append((
            lengths[number],
            number == begins[sentence[number]], number == ends[sentence[number]] - 1,
            text[-1] in ":：", sum(map(str.isdigit, text)) / len(text), min(text.count("、"), 6) / 6,
            bool(heading) and heading.endswith(bare) , len(text) <= 30 and text[-1] not in "。；！？.;!?)），,：:",
            _NUMBERED.match(text) is not None,
            place[number] / len(stretch.pieces),
            sum(c.isascii() and c.isalpha() for c in text) / len(text),
        ))
    return np.array(rows, np.float32)


def _cues(texts: list[str]) -> Floats:
    return np.array([[cue in text for cue in CUES] for text in texts], np.float32)


def _led(pieces: Floats, begins, ends) -> Floats:
    """The best share of terms and of pairs in the pieces of the sentence before, and behind."""
    led = np.zeros((len(pieces), 4), np.float32)
    for a, b in zip(begins.tolist(), ends.tolist()):
        if b - a > 1:
            top = np.maximum.accumulate(pieces[a:b, :2], axis=0)
            led[a + 1 : b, :2] = top[:-1]
            back = np.maximum.accumulate(pieces[a:b, :2][::-1], axis=0)[::-1]
            led[a : b - 1, 2:] = back[1:]
    return led


def _of_hits(index: Index, question: Question, stretches: Sequence[Stretch]) -> Floats:
    weights = term_weights(index, question)
    scores = [logit(s.hit.score) for s in stretches]
    rows = []
    for stretch, score in zip(stretches, scores):
        hit = stretch.hit
        body = presence(weights, plain(hit.clause.text))
        names = (hit.notice.title, hit.notice.issuer or "", *hit.clause.headings)
        around = [presence(weights, plain(name)) for name in names]
        others = [other for one, other in zip(stretches, scores) if one is not stretch]
        path = hit.clause.path
        rows.append((
            share(weights, body), share(weights, body, *around), score / 3,
            (score - max(others, default=score - 3)) / 3, 1 / hit.rank,
            stretch.pieces[0][0] == 0, path.startswith("preamble"), path.startswith("closing"),
            np.log1p(stretch.sentence[-1]),
        ))
    return np.array(rows, np.float32)


def _asks(question: Question, count: int) -> Floats:
    row = [question.kind == kind for kind in KINDS]
    return np.tile(np.array([*row, question.language == "en"], np.float32), (count, 1))
