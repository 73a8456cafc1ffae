"""Questions on the training passages with their answers marked -> a question set to fit on.

The questions are those of indexer/train/asked.tsv; answers.tsv says for each of them, by a digest
of its line, where in the passage its answer stands. They were marked by reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import LabelError
from corpus.notice import PREAMBLE, Clause, Notice
from eval.labels import digest
from eval.retrieval.sets import Asked, QuestionSet, Say
from eval.setindex import SetIndex
from indexer.build import index_notices
from indexer.encoders import Encoder
from indexer.index import Index
from indexer.train.asked import ASKED, asked_passages

ANSWERS = Path(__file__).with_name("answers.tsv")
NAME = "asked"


@contextmanager
def asked_set(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    """All passages, each a notice of one clause, and the questions that are marked."""
    marked = read_answers()
    titles: dict[str, str] = {}
    questions: list[tuple[str, str, tuple[int, int]]] = []
    for one in asked_passages(data / "train"):
        for text in (one.passage, *one.others):
            titles.setdefault(text, one.title)
        for question in one.questions:
            span = marked.get(name_of(question, one.passage))
            if span:
                questions.append((question, one.passage, span))
    if len(questions) < len(marked):
        raise LabelError(
            f"{ANSWERS.name}: {len(marked) - len(questions)} answers are of no question and "
            "passage in asked.tsv and the data; mark them again or take them out"
        )
    ids = {text: f"as{number}" for number, text in enumerate(titles)}
    with TemporaryDirectory(prefix="gongwen-eval-") as scratch:
        say("indexing the passages that are asked for")
        notices = (_notice(ids[text], title, text) for text, title in titles.items())
        index_notices(Path(scratch), notices, encoder, near=False)
        with Index.open(Path(scratch), encoder) as index:
            asked = tuple(
                Asked(
                    f"q{number}", question, "", frozenset([ids[passage]]),
                    said=(passage[slice(*span)],),
                )
                for number, (question, passage, span) in enumerate(questions)
            )  # fmt: skip
            data_digest = digest([ASKED, ANSWERS])
            yield QuestionSet(NAME, "", (1, 5), asked, SetIndex(index), data_digest)


def read_answers(path: Path = ANSWERS) -> dict[str, tuple[int, int]]:
    """Name of a question -> where its answer begins and ends in its passage."""
    found = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, start, end = line.split("\t")
            found[name] = (int(start), int(end))
    return found


def name_of(question: str, passage: str) -> str:
    """A question of a passage in ten signs; the same question may be asked of two."""
    return hashlib.sha256(f"{question}\t{passage}".encode()).hexdigest()[:10]


def _notice(name: str, title: str, text: str) -> Notice:
    return Notice(
        id=name, title=title, issuer=None, number=None, date=None, addressees=(), contacts=(),
        edition="official", official_url=None, source=name, cleaned=text,
        clauses=(Clause(PREAMBLE, "", 0, len(text), text),),
    )  # fmt: skip
