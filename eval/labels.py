"""A labelled set's folder in BEIR layout -> its queries, judgements, corpus, checked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import LabelError

BUNDLED_SET = Path(__file__).parent / "sets" / "bundled"
HEADER = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class Query:
    """A question; what its set does not say is None or empty.

    `answers` and `evidence` are alternatives: any one of them counts. `split` is "tune" or
    "report", `difficulty` "easy" or "paraphrased" in our own sets, anything in others.
    """

    id: str
    text: str
    lang: str | None = None
    kind: str | None = None
    split: str | None = None
    difficulty: str | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One unit of the set's own corpus; ours have ids NOTICE_ID#PATH."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Queries in file order; `judgements[query id][document id]` is the grade, relevant from 1.

    `documents` is None when the set brings no corpus. `digest` is the sha256 of the files read.
    """

    name: str
    queries: tuple[Query, ...]
    judgements: Mapping[str, Mapping[str, int]]
    documents: tuple[Document, ...] | None
    digest: str

    def relevant(self, query_id: str) -> dict[str, int]:
        """Relevant documents and their grades; empty: the query is unanswerable."""
        grades = self.judgements.get(query_id, {})
        return {document: grade for document, grade in grades.items() if grade > 0}

    def only(self, split: str) -> LabelledSet:
        """The same set with only the queries of one split; LabelError when there are none."""
        queries = tuple(query for query in self.queries if query.split == split)
        if not queries:
            raise LabelError(f"{self.name}: no query has split {split}; see metadata.split")
        return replace(self, queries=queries)


def read_set(folder: Path) -> LabelledSet:
    """Reads and checks a whole set; LabelError names the file and the line that is wrong."""
    qrels = qrels_file(folder)
    queries = read_queries(folder / "queries.jsonl")
    judgements = read_qrels(qrels, {query.id for query in queries})
    elsewhere = judged_elsewhere(qrels) - set(judgements)
    corpus = folder / "corpus.jsonl"
    return LabelledSet(
        name=folder.resolve().name,
        queries=tuple(query for query in queries if query.id not in elsewhere),
        judgements=judgements,
        documents=read_documents(corpus) if corpus.exists() else None,
        digest=digest([folder / "queries.jsonl", qrels, corpus]),
    )


def qrels_file(folder: Path) -> Path:
    """qrels/test.tsv, or the only other file there is."""
    if not (folder / "queries.jsonl").is_file():
        raise LabelError(f"{folder}: no queries.jsonl there; a labelled set is a folder with one")
    test = folder / "qrels" / "test.tsv"
    found = sorted((folder / "qrels").glob("*.tsv"))
    if test in found:
        return test
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "no file"
    raise LabelError(f"{folder}/qrels: {names} there; test.tsv (or a single .tsv) is needed")


def read_queries(path: Path) -> list[Query]:
    queries: dict[str, Query] = {}
    for number, row in json_rows(path):
        query = read_query(row, f"{path}:{number}")
        if query.id in queries:
            raise LabelError(f"{path}:{number}: query {query.id} is there twice; rename one")
        queries[query.id] = query
    if not queries:
        raise LabelError(f"{path}: no queries in it; write one JSON object a line")
    return list(queries.values())


def read_query(row: Mapping[str, Any], where: str) -> Query:
    known = row.get("metadata") or {}
    if not isinstance(known, dict):
        raise LabelError(f"{where}: metadata is no JSON object; write {{}} or leave it out")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LabelError(f"{where}: text is missing or empty; every query needs its question")
    return Query(
        id=identifier(row, where),
        text=text,
        lang=word(known, "lang", where),
        kind=word(known, "kind", where),
        split=word(known, "split", where),
        difficulty=word(known, "difficulty", where),
        answers=alternatives(known, "answer", where),
        evidence=alternatives(known, "evidence", where),
    )


def read_documents(path: Path) -> tuple[Document, ...]:
    documents: dict[str, Document] = {}
    for number, row in json_rows(path):
        where = f"{path}:{number}"
        name, title, text = identifier(row, where), row.get("title") or "", row.get("text")
        if not isinstance(text, str) or not isinstance(title, str):
            raise LabelError(f"{where}: title and text must be strings; text is required")
        if name in documents:
            raise LabelError(f"{where}: document {name} is there twice; rename one")
        documents[name] = Document(name, title, text)
    return tuple(documents.values())


def read_qrels(path: Path, query_ids: set[str]) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for number, query, document, score in qrels_rows(path):
        where = f"{path}:{number}"
        if query not in query_ids:
            raise LabelError(f"{where}: query {query} is not in queries.jsonl; add it there")
        if document in judgements.setdefault(query, {}):
            raise LabelError(f"{where}: {query} and {document} are judged twice; keep one line")
        judgements[query][document] = grade(score, where)
    return judgements


def grade(score: str, where: str) -> int:
    # Negative grades occur in TREC's own files (unjudgeable, spam): read, and not relevant.
    if not re.fullmatch(r"-?[0-9]{1,6}", score):
        raise LabelError(f"{where}: score {score!r} is no whole number; write 0, 1, 2…")
    return int(score)


def judged_elsewhere(qrels: Path) -> set[str]:
    """Queries that the other qrels files judge: those of another split, not unanswerable ones."""
    others = [path for path in sorted(qrels.parent.glob("*.tsv")) if path != qrels]
    return {query for path in others for _, query, _, _ in qrels_rows(path)}


def qrels_rows(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """(line number, query, document, score as written) of a tab-separated file with its header."""
    for number, line in enumerate(lines_of(path), start=1):
        cells = tuple(line.split("\t"))
        if number == 1:
            if cells != HEADER:
                raise LabelError(f"{path}:1: the header must be {' TAB '.join(HEADER)}")
        elif line.strip():
            if len(cells) != 3:
                raise LabelError(f"{path}:{number}: {len(cells)} columns, not 3; separate by tabs")
            yield number, cells[0], cells[1], cells[2]


def json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise LabelError(f"{path}:{number}: not JSON ({error}); one object a line") from None
        if not isinstance(row, dict):
            raise LabelError(f"{path}:{number}: not a JSON object; one object a line")
        yield number, row


def lines_of(path: Path) -> list[str]:
    # split("\n") and not splitlines(): a U+2028 inside a text must not end its line.
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path}: cannot be read as UTF-8 ({error}); save it as UTF-8") from None
    return [line.removesuffix("\r") for line in text.split("\n")]


def identifier(row: Mapping[str, Any], where: str) -> str:
    name = row.get("_id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        raise LabelError(f"{where}: _id is missing; every line needs one")
    if name.split() != [name]:
        raise LabelError(f"{where}: _id {name!r} has white space, which TREC run files cannot hold")
    return name


def word(known: Mapping[str, Any], key: str, where: str) -> str | None:
    value = known.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise LabelError(f"{where}: metadata.{key} is no string; write one or leave it out")


def alternatives(known: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = known.get(key)
    values = value if isinstance(value, list) else [value] if value is not None else []
    if not all(isinstance(item, str) for item in values):
        raise LabelError(f"{where}: metadata.{key} is neither a string nor a list of strings")
    return tuple(item for item in values if item.strip())


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        if path.exists():
            total.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()
