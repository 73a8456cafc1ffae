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
from service.results import Filters, Hit
from service.search import checked, hits_for

Floats = npt.NDArray[np.float32]
HITS = 10


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


def reading_case(found: QuestionSet, asked: Asked) -> Iterator[ReadingCase]:
    """What is read for a question of the set; nothing when nothing is found."""
    index = found.opened.index
    question = checked(index, asked.text, HITS, "hybrid")
    read_of = stretches(hits_for(index, question, HITS, "hybrid", Filters()))
    if not read_of:
        return
    what = read(index, question, read_of)
    right = tuple(answered_by(found, asked, stretch.hit) for stretch in read_of)
    marked = labels(what, right, asked.said, asked.evidence)
    group = min((name.partition("#")[0] for name in asked.relevant), default=asked.text)
    yield ReadingCase(found.name, group, asked, question, what, marked, right)


def answered_by(found: QuestionSet, asked: Asked, hit: Hit) -> bool:
    """Whether the hit's clause answers; of NCP whether it is in the document that does."""
    name = found.opened.name(hit.notice.id, hit.clause.path)
    return name in asked.relevant or hit.notice.id in asked.relevant
