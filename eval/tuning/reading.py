"""Question sets -> cases for the reader: the pieces that ask() reads, and which are the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.retrieval.sets import Asked, QuestionSet
from eval.tuning.marked import labels
from service.answer.pieces import stretches
from service.answer.reading import Read, read
from service.query import Question
from service.results import Hit
from service.search import checked, hits_among

Floats = npt.NDArray[np.float32]
HITS = 10
LEFT_OUT = ", own notice left out"


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """What was read for a question, (n,) `labels` of its pieces, and which stretches stand in a
    clause that answers."""

    source: str
    group: str
    asked: Asked
    question: Question
    read: Read
    labels: Floats
    right: tuple[bool, ...]


def reading_cases(found: QuestionSet, asked: Asked) -> Iterator[ReadingCase]:
    """A question with what is read for it; and, where it has an answer, with what is read when the
    notices that answer are not there: then no piece is the answer, however well it fits."""
    yield from reading_case(found, asked)
    own = {name.partition("#")[0] for name in asked.relevant}
    if own:
        metas = found.opened.index.notice_refs
        others = [ordinal for ordinal, meta in enumerate(metas) if meta.id not in own]
        yield from reading_case(found, asked, others, LEFT_OUT)


def reading_case(
    found: QuestionSet, asked: Asked, notices: list[int] | None = None, suffix: str = ""
) -> Iterator[ReadingCase]:
    """What is read in these notices (None: in all); nothing when nothing is found."""
    index = found.opened.index
    question = checked(index, asked.text, HITS, "hybrid")
    read_of = stretches(hits_among(index, question, HITS, "hybrid", notices))
    if not read_of:
        return
    what = read(index, question, read_of)
    right = tuple(answered_by(found, asked, stretch.hit) for stretch in read_of)
    marked = labels(what, right, asked.said, asked.evidence)
    group = min((name.partition("#")[0] for name in asked.relevant), default=asked.text)
    yield ReadingCase(found.name + suffix, group, asked, question, what, marked, right)


def answered_by(found: QuestionSet, asked: Asked, hit: Hit) -> bool:
    """Whether the hit's clause answers; of NCP whether it is in the document that does."""
    name = found.opened.name(hit.notice.id, hit.clause.path)
    return name in asked.relevant or hit.notice.id in asked.relevant
