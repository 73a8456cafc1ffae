"""A question -> candidate clauses as qrels lines; a judgement -> a line more in qrels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import LabelError, NotFoundError
from corpus.notice import Notice
from eval.labels import LabelledSet, qrels_file, read_set
from eval.setindex import open_set_index

NEW = "NEW"  # stands for the query id in lines of a question that is not in the set yet


def candidates(
    folder: Path,
    question: str | None,
    query_id: str | None,
    k: int,
    index: Path | None,
    encoder: str | None,
    progress: Callable[[str], None],
) -> list[dict[str, Any]]:
    """The first k clauses: rank, id, title, passage, and the qrels line that judges it relevant.

    Without a question the one of `query_id` is taken. Candidates come from our own search, so
    a set made of them alone would favour it: look for the answer in the notices too.
    """
    from indexer.encoders import load_encoder
    from service.search import search

    labels = read_set(folder)
    text = question or text_of(labels, query_id)
    chosen = load_encoder(encoder) if encoder else None
    with open_set_index(labels, index, chosen, progress) as opened:
        hits = search(opened.index, text, k=k).hits
        names = [opened.name(hit.notice.id, hit.clause.path) for hit in hits]
    return [
        {
            "rank": hit.rank,
            "id": name,
            "title": hit.notice.title,
            "passage": hit.clause.text[slice(*hit.passage)].strip(),
            "line": f"{query_id or NEW}\t{name}\t1",
        }
        for hit, name in zip(hits, names, strict=True)
    ]


def text_of(labels: LabelledSet, query_id: str | None) -> str:
    for query in labels.queries:
        if query.id == query_id:
            return query.text
    raise NotFoundError(f"query {query_id} is not in {labels.name}; add it to queries.jsonl first")


def judge(
    folder: Path, query_id: str, relevant: Sequence[str], grade: int, index: Path | None
) -> list[str]:
    """Appends one line per clause and returns them; nothing is written when one is wrong."""
    labels = read_set(folder)
    text_of(labels, query_id)
    known = clause_names(labels, index)
    for name in relevant:
        if name not in known:
            raise NotFoundError(f"clause {name} is not there; gongwen show prints a notice's paths")
        if name in labels.judgements.get(query_id, {}):
            raise LabelError(f"{query_id} and {name} are judged already; edit qrels by hand")
    lines = [f"{query_id}\t{name}\t{grade}" for name in dict.fromkeys(relevant)]
    append(qrels_file(folder), lines)
    return lines


def append(path: Path, lines: Sequence[str]) -> None:
    with path.open("r+", encoding="utf-8", newline="") as file:
        before = file.read()
        between = "" if before.endswith("\n") else "\n"
        file.write(between + "".join(line + "\n" for line in lines))


def clause_names(labels: LabelledSet, index: Path | None) -> set[str]:
    """Every id that may be judged: of the set's corpus, the index given, or the bundled notices."""
    if labels.documents is not None:
        return {document.id for document in labels.documents}
    notices = bundled_notices() if index is None else indexed_notices(index)
    return {f"{notice.id}#{clause.path}" for notice in notices for clause in notice.clauses}


def bundled_notices() -> list[Notice]:
    from corpus.load import BUNDLED, load

    return [notice for notice in load([BUNDLED]) if isinstance(notice, Notice)]


def indexed_notices(folder: Path) -> list[Notice]:
    from indexer.index import Index

    index = Index.open(folder)
    try:
        return [index.notice(ref.id) for ref in index.notice_refs]
    finally:
        index.close()
