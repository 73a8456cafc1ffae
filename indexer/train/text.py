"""Training files -> documents of short pieces, simplified Chinese, each piece with its heading."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import opencc

PIECE = 200  # characters: the size of the passages that the service embeds
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*[”」』）)]*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Pieces in reading order: neighbours share a subject, so they make hard negatives."""

    source: str
    title: str
    pieces: tuple[Piece, ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON-lines file; none where it is absent, as in a toy corpus."""
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def simplify(text: str) -> str:
    """Traditional to simplified by the same table as the service's own normalisation."""
    return str(_converter().convert(text))


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def sentences(text: str) -> list[str]:
    return [found for part in _SENTENCE.findall(text) if (found := tidy(part))]


def cut(text: str, longest: int = PIECE) -> list[str]:
    """Pieces of at most `longest` characters that end at sentence ends where that is possible."""
    pieces: list[str] = []
    current = ""
    for sentence in sentences(text):
        if current and len(current) + len(sentence) > longest:
            pieces.append(current)
            current = ""
        current += sentence
        while len(current) > longest:
            pieces.append(current[:longest])
            current = current[longest:]
    return [*pieces, current] if current else pieces


def documents(data: Path, news_limit: int | None = None) -> Iterator[Document]:
    """Laws, news and work reports: the monolingual text from which pairs are made."""
    yield from _laws(read_rows(data / "laws.jsonl.gz"))
    for number, row in enumerate(read_rows(data / "news.jsonl.gz")):
        if news_limit is not None and number >= news_limit:
            break
        pieces = cut(row["text"].replace("原标题：", ""))
        yield Document("news", "", tuple(Piece("", piece) for piece in pieces))
    for row in read_rows(data / "reports.jsonl.gz"):
        title = simplify(row["title"])
        pieces = cut(simplify(row["text"]))
        yield Document("reports", title, tuple(Piece("", piece) for piece in pieces))


def _laws(rows: Iterable[dict[str, Any]]) -> Iterator[Document]:
    title, pieces = "", list[Piece]()
    for row in rows:
        if row["law"] != title and pieces:
            yield Document("laws", title, tuple(pieces))
            pieces = []
        title = row["law"]
        chapter = tidy(re.sub(r"^第\S+[章节]\s*", "", row["chapter"]))
        pieces += [Piece(chapter, piece) for piece in cut(row["text"])]
    if pieces:
        yield Document("laws", title, tuple(pieces))


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    passages: tuple[str, ...]
    answer: str


def cmrc(data: Path, part: str) -> Iterator[Question]:
    """Questions over encyclopaedia passages; only `part == "train"` may be trained on."""
    for row in read_rows(data / "cmrc.jsonl.gz"):
        if row["part"] == part:
            passages = tuple(cut(simplify(row["passage"])))
            answer = row["answer"][0] if isinstance(row["answer"], list) else row["answer"]
            yield Question(simplify(row["question"]), passages, simplify(answer))


def sentence_pairs(data: Path) -> Iterator[tuple[str, str]]:
    """(English, Chinese) sentences."""
    for name in ("tatoeba", "ntrex"):
        for row in read_rows(data / f"{name}.jsonl.gz"):
            yield row["en"], simplify(row["zh"])


def paraphrases(data: Path) -> Iterator[tuple[str, str]]:
    for row in read_rows(data / "paraphrases.jsonl.gz"):
        if row["same"] == "1":
            yield row["a"], row["b"]


_SERVICE_QUESTIONS = {
    "handle_location": ("在哪里办理", "办理地点在哪", "去哪里办"),
    "handle_time_limit": ("需要多长时间", "多久可以办好", "办理时限是多少个工作日"),
    "accept_standard": ("需要什么条件", "谁可以申请", "申请条件有哪些"),
    "consult_phone": ("咨询电话是多少", "怎么联系", "电话咨询"),
    "DEPT_NAME": ("由哪个部门负责", "谁负责", "主管部门是哪个"),
}
_SERVICE_LABELS = {
    "handle_location": "",
    "handle_time_limit": "办理时限：",
    "accept_standard": "受理条件：",
    "consult_phone": "咨询电话：",
    "DEPT_NAME": "实施部门：",
}


def service_questions(data: Path) -> Iterator[Question]:
    """Questions about a public service, with the field of the register that answers them first."""
    for row in read_rows(data / "services.jsonl.gz"):
        name = row["TASK_NAME"]
        fields = {k: tidy(str(row.get(k) or "")) for k in _SERVICE_QUESTIONS}
        texts = {k: f"{name}。{_SERVICE_LABELS[k]}{v}"[:PIECE] for k, v in fields.items() if v}
        for number, (key, passage) in enumerate(texts.items()):
            asked = _SERVICE_QUESTIONS[key]
            others = tuple(text for text in texts.values() if text != passage)
            yield Question(
                name + asked[(number + len(name)) % len(asked)], (passage, *others), fields[key]
            )
