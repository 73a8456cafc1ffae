"""Data folder -> the question sets that are measured, each with the open index it is asked of."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.load import parse
from corpus.notice import Notice
from corpus.readers import RawDocument
from eval.labels import BUNDLED_SET, Document, LabelledSet, Query, digest, read_set
from eval.setindex import SetIndex, open_set_index
from indexer.build import index_notices, index_paths
from indexer.encoders import Encoder
from indexer.index import Index

NOTICES_SET = BUNDLED_SET.with_name("notices")
# A passage answers when it holds this much of the answer: the measure of the acceptance sets.
BEGINNING = 30
# No target is set on CMRC, so a part of its 3,219 questions is reported.
AT_MOST = {"cmrc": 1000}
FITTED = "weights are fitted on a part of these questions too, see tuning.md"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what answers it.

    `relevant` are clauses (NOTICE_ID#PATH); but where `answer` is set, a passage that holds it,
    in one of the notices `relevant`. Nothing relevant: unanswerable. `part` is the language of the
    question (en, or zh for both scripts): figures are by part. `said` are answers, any of which a
    quote should have; `evidence` are sentences in which they stand.
    """

    id: str
    text: str
    part: str
    relevant: frozenset[str]
    answer: str = ""
    split: str = ""
    said: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A clause put forward: its `name` is NOTICE_ID#PATH or the set's own id, `text` the whole
    clause, `passage` the stretch of it that is shown."""

    notice: str
    name: str
    passage: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`depths` are the two ranks of its figures; `note` says what a reader must know of it."""

    name: str
    note: str
    depths: tuple[int, int]
    questions: tuple[Asked, ...]
    opened: SetIndex
    data: str

    @property
    def answerable(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.relevant]


def answers(asked: Asked, notice: str, name: str, shown: str) -> bool:
    """Whether what is shown of a clause answers the question."""
    if asked.answer:
        return notice in asked.relevant and asked.answer in bare(shown)
    return name in asked.relevant


def bare(text: str) -> str:
    """Without white space: scraped answers and texts differ in nothing else."""
    return re.sub(r"\s+", "", text)


@contextmanager
def ncp(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    folder = data / "ncp"
    rows = read_rows(folder / "questions.jsonl")
    questions = tuple(
        Asked(
            row["id"], row["question"], "zh", frozenset([row["docid"]]),
            bare(row["answer"])[:BEGINNING], said=(row["answer"],),
        )
        for row in rows
    )  # fmt: skip
    with TemporaryDirectory(prefix="gongwen-eval-") as scratch:
        say("indexing the documents of ncp")
        index_notices(Path(scratch), ncp_notices(folder), encoder, near=False)
        with Index.open(Path(scratch), encoder) as index:
            yield QuestionSet(
                name="ncp",
                note="the passage shown holds the answer's first 30 characters; weights are fitted "
                "on these questions too: figures out of fold are in tuning.md",
                depths=(1, 5),
                questions=questions,
                opened=SetIndex(index),
                data=digest([folder / "docs.jsonl", folder / "questions.jsonl"]),
            )


def ncp_notices(folder: Path) -> Iterator[Notice]:
    """NCP's documents through our reader, under their own ids."""
    for row in read_rows(folder / "docs.jsonl"):
        notice = parse(RawDocument(row["text"], "utf-8"), row["docid"])
        yield replace(notice, id=row["docid"])


@contextmanager
def xquad(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    rows = read_rows(data / "xquad" / "questions.jsonl")
    asked = [
        (
            Query(f"{language}{number}", row[language], language, answers=answers_in(row)),
            row["passage"],
        )
        for language in ("en", "zh")
        for number, row in enumerate(rows)
    ]
    with passages("xquad", data / "xquad", asked, encoder, say) as found:
        note = "an encyclopaedia's passages; the same questions in English and in Chinese"
        yield replace(found, note=note)


@contextmanager
def drcd(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    rows = read_rows(data / "drcd" / "questions.jsonl")
    asked = [
        (
            Query(f"q{number}", row["question"], "zh-Hant", answers=answers_in(row)),
            row["passage"],
        )
        for number, row in enumerate(rows)
    ]
    with passages("drcd", data / "drcd", asked, encoder, say) as found:
        yield replace(found, note=f"the same in Traditional characters; {FITTED}")


@contextmanager
def cmrc(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    path = data / "train" / "cmrc.jsonl.gz"
    rows = [row for row in read_rows(path) if row["part"] == "dev"]
    texts = list(dict.fromkeys(row["passage"] for row in rows))
    names = {text: f"cm{number}" for number, text in enumerate(texts)}
    labels = labelled(
        "cmrc",
        [Document(name, "", text) for text, name in names.items()],
        [
            (
                Query(f"q{number}", row["question"], "zh", answers=answers_in(row)),
                names[row["passage"]],
            )
            for number, row in enumerate(rows)
        ],
        digest([path]),
    )
    with opened(labels, encoder, say) as found:
        yield replace(found, note=f"an encyclopaedia's passages, dev part; {FITTED}")


@contextmanager
def bundled(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    """Both halves: figures of retrieval are of the reporting half, see `reporting`."""
    with opened(read_set(BUNDLED_SET), encoder, say, depths=(1, 5)) as found:
        yield replace(found, note="our notices in the repository; reporting half")


@contextmanager
def notices(data: Path, encoder: Encoder, say: Say) -> Iterator[QuestionSet]:
    labels = read_set(NOTICES_SET)
    with TemporaryDirectory(prefix="gongwen-eval-") as scratch:
        say("indexing the notices of the data folder")
        index_paths(Path(scratch), [data / "notices"], encoder)
        with opened(labels, encoder, say, Path(scratch), (1, 5)) as found:
            missing = found.opened.missing(labels)
            gone = f"; {len(missing)} labelled clauses are not in the index" if missing else ""
            yield replace(found, note=f"150 real notices{gone}")


Loader = Callable[[Path, Encoder, Say], AbstractContextManager[QuestionSet]]
SETS: dict[str, Loader] = {
    "ncp": ncp,
    "xquad": xquad,
    "drcd": drcd,
    "cmrc": cmrc,
    "bundled": bundled,
    "notices": notices,
}


def missing_file(name: str, data: Path) -> Path | None:
    """The first file or folder that the set needs and that is not there."""
    needed = {
        "ncp": [data / "ncp"],
        "xquad": [data / "xquad"],
        "drcd": [data / "drcd"],
        "cmrc": [data / "train" / "cmrc.jsonl.gz"],
        "bundled": [],
        "notices": [NOTICES_SET, data / "notices"],
    }[name]
    return next((path for path in needed if not path.exists()), None)


def reporting(found: QuestionSet) -> QuestionSet:
    """Only the half named report, where a set has halves: the other one is tuned on. Of a set
    without targets as many as are enough, drawn with seed 0."""
    half = [asked for asked in found.questions if asked.split == "report"] or list(found.questions)
    most = AT_MOST.get(found.name, len(half))
    if len(half) > most:
        half = [half[place] for place in sorted(random.Random(0).sample(range(len(half)), most))]
    return replace(found, questions=tuple(half))


@contextmanager
def passages(
    name: str, folder: Path, asked: list[tuple[Query, str]], encoder: Encoder, say: Say
) -> Iterator[QuestionSet]:
    """A folder's passages, each a notice of one clause, and questions that one passage answers."""
    files = [folder / "passages.jsonl", folder / "questions.jsonl"]
    documents = [Document(row["id"], "", row["text"]) for row in read_rows(files[0])]
    with opened(labelled(name, documents, asked, digest(files)), encoder, say) as found:
        yield found


def answers_in(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The labelled answer, where the row has one."""
    return (row["answer"],) if row.get("answer") else ()


def labelled(
    name: str, documents: list[Document], asked: list[tuple[Query, str]], data: str
) -> LabelledSet:
    queries = tuple(query for query, _ in asked)
    judged = {query.id: {passage: 1} for query, passage in asked}
    return LabelledSet(name, queries, judged, tuple(documents), data)


@contextmanager
def opened(
    labels: LabelledSet,
    encoder: Encoder,
    say: Say,
    index: Path | None = None,
    depths: tuple[int, int] = (1, 10),
) -> Iterator[QuestionSet]:
    """A labelled set on its own corpus, an index given, or the bundled notices."""
    questions = tuple(
        Asked(
            query.id, query.text, "en" if query.lang == "en" else "zh",
            frozenset(labels.relevant(query.id)), split=query.split or "",
            said=query.answers, evidence=query.evidence,
        )
        for query in labels.queries
    )  # fmt: skip
    with open_set_index(labels, index, encoder, say) as set_index:
        yield QuestionSet(labels.name, "", depths, questions, set_index, labels.digest)


def read_rows(path: Path) -> list[Mapping[str, Any]]:
    """The JSON objects of a .jsonl or .jsonl.gz file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode().split("\n") if line.strip()]
