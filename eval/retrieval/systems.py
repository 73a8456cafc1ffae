"""An open index -> the systems that are compared: question in, its ten best clauses out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus.errors import QueryError
from eval.retrieval.bm25 import Bm25
from eval.retrieval.sets import Found, bare
from eval.setindex import SetIndex
from indexer.index import Index
from indexer.text import bigrams, segment
from service.rerankers import Reranker
from service.search import search
from service.switches import ALL_ON, Switches, make_switches

System = Callable[[str], list[Found]]

SHOWN = 10  # hits a search gives when it is not told how many
PIECE, STEP = 200, 100
WHOLE, FUSION, BIGRAMS, RERANKED = "whole", "fusion only", "bigram BM25", "whole + reranker"
PIECES, PASSAGES = "bigram BM25, 200 characters", "bigram BM25, by passage"


def systems(opened: SetIndex, reranker: Reranker | None = None) -> dict[str, System]:
    """The whole comes first: its times are taken while nothing is remembered yet."""
    plain = plain_systems(opened)
    found = {
        WHOLE: service(opened),
        **plain,
        "lexical only": service(opened, mode="lexical"),
        "dense only": service(opened, mode="dense"),
        FUSION: service(opened, switches=make_switches(["rerank"])),
    }
    if reranker is not None:
        found[RERANKED] = service(opened, reranker=reranker)
    return found


def service(
    opened: SetIndex,
    mode: str = "hybrid",
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
) -> System:
    """search() as users get it; a question that it refuses finds nothing."""

    def ten_best(text: str) -> list[Found]:
        try:
            found = search(opened.index, text, SHOWN, mode, switches=switches, reranker=reranker)
        except QueryError:
            return []
        return [
            Found(
                hit.notice.id, opened.name(hit.notice.id, hit.clause.path),
                hit.clause.text[slice(*hit.passage)], hit.clause.text,
            )
            for hit in found.hits
        ]  # fmt: skip

    return ten_best


def plain_systems(opened: SetIndex) -> dict[str, System]:
    """BM25 over the passages of the index, without title and headings; clauses by their best."""
    units = units_of(opened)
    texts = [found.passage for found in units]
    return {
        name: by_clause(Bm25(texts, cut), units)
        for name, cut in ((BIGRAMS, bigrams), ("jieba BM25", segment))
    }


def units_of(opened: SetIndex) -> list[Found]:
    return [unit(opened, row) for row in range(len(opened.index.passage_clause))]


def unit(opened: SetIndex, row: int) -> Found:
    index = opened.index
    clause = index.clause(int(index.passage_clause[row]))
    notice = index.notice_refs[clause.notice].id
    start, end = (int(offset) for offset in index.passage_span[row])
    name = opened.name(notice, clause.path)
    return Found(notice, name, clause.text[start:end].rstrip(), clause.text)


def by_clause(bm25: Bm25, units: Sequence[Found]) -> System:
    return lambda text: first_of_each(units[row] for row in bm25.rows(text))


def by_passage(bm25: Bm25, units: Sequence[Found]) -> System:
    return lambda text: [units[row] for row in bm25.rows(text)[:SHOWN]]


def first_of_each(ranked: Iterable[Found]) -> list[Found]:
    """The first ten clauses, each by the first of its passages."""
    best: dict[str, Found] = {}
    for found in ranked:
        best.setdefault(found.name, found)
        if len(best) == SHOWN:
            break
    return list(best.values())


def systems_by_passage(opened: SetIndex) -> dict[str, System]:
    """Bigram BM25 where a clause may come more than once: over the passages of the index, and over
    windows of 200 characters, every 100, white space left out, which is what one does without
    clauses. The latter is here to show that our measure agrees with that of the issue."""
    units = units_of(opened)
    pieces = pieces_of(opened.index)
    return {
        PASSAGES: by_passage(Bm25([found.passage for found in units], bigrams), units),
        PIECES: by_passage(Bm25([found.passage for found in pieces], bigrams), pieces),
    }


def pieces_of(index: Index) -> list[Found]:
    pieces = []
    for meta in index.notice_refs:
        text = bare(index.notice(meta.id).cleaned)
        for start in range(0, max(1, len(text) - STEP), STEP):
            piece = text[start : start + PIECE]
            pieces.append(Found(meta.id, f"{meta.id}@{start}", piece, piece))
    return pieces
