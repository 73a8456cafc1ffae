"""Segmented passages -> tantivy postings; terms with field and weight -> rows by BM25."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.text import bigrams_of, normalise, words_of

if TYPE_CHECKING:
    import tantivy

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

FIELDS = ("grams", "words", "context_grams", "context_words")

# A segment is written when the heap is full. One thread and room for about a million passages
# make one segment, so that the same notices give the same postings and the same ranking.
_HEAP_BYTES = 1_000_000_000


# So many values are cheaper as a set than as that many terms: a set costs 0.5 ms on 12,000 rows
# however small it is, 150 terms 0.3 ms.
_SET_FROM = 200


@dataclass(frozen=True, slots=True)
class Term:
    """A word or bigram, normalised, looked for in one of FIELDS; its BM25 counts `weight` times."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """Terms of which any may match; a row's score is the weighted sum of their BM25 scores."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, text: str, weights: Mapping[str, float]) -> LexicalQuery:
        """Every bigram or word of `text` once, in each field that `weights` names."""
        normal = normalise(text)
        forms = {
            "grams": dict.fromkeys(bigrams_of(normal)),
            "words": dict.fromkeys(words_of(normal)),
        }
        return cls(
            tuple(
                Term(field, term, weight)
                for field, weight in weights.items()
                for term in forms[field.removeprefix("context_")]
            )
        )


@dataclass(frozen=True, slots=True)
class Posting:
    """One passage as it goes into the postings; `context` is its title and headings."""

    row: int
    notice: int
    body: str
    context: tuple[str, ...]


def write_postings(folder: Path, notices: Path, postings: Iterable[Posting]) -> None:
    """Writes the postings of all passages into `folder`, and those of whole notices, a row each
    with the field `grams` alone, into `notices`; both folders are made.

    The postings of a notice come together, in the order of the notices.
    """
    passages, wholes = _writer(folder), _writer(notices)
    # a title or heading stands over many clauses: cut once
    cut = functools.lru_cache(maxsize=1024)(_grams_and_words)
    for notice, of_notice in itertools.groupby(postings, key=lambda posting: posting.notice):
        whole: list[str] = []
        for posting in of_notice:
            grams, words = _grams_and_words(posting.body)
            context = [cut(part) for part in posting.context]
            _add(
                passages, posting.row, notice, grams=grams, words=words,
                context_grams=" ".join(part for part, _ in context),
                context_words=" ".join(part for _, part in context),
            )  # fmt: skip
            whole += [grams] if whole else [*(part for part, _ in context[:1]), grams]
        _add(wholes, notice, notice, grams=" ".join(whole))
    for writer in (passages, wholes):
        writer.commit()
        writer.wait_merging_threads()


def _writer(folder: Path) -> Any:
    import tantivy

    folder.mkdir(parents=True)
    schema = tantivy.SchemaBuilder()
    for field in FIELDS:
        # no positions: nothing asks for phrases
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("row", fast=True, indexed=True)
    schema.add_unsigned_field("notice", fast=True, indexed=True)
    return tantivy.Index(schema.build(), path=str(folder)).writer(_HEAP_BYTES, num_threads=1)


def _add(writer: Any, row: int, notice: int, **fields: str) -> None:
    import tantivy

    document = tantivy.Document()
    for field, terms in fields.items():
        document.add_text(field, terms)
    # add_unsigned and nothing else: a plain int kills the writer
    document.add_unsigned("row", row)
    document.add_unsigned("notice", notice)
    writer.add_document(document)


def _grams_and_words(text: str) -> tuple[str, str]:
    normal = normalise(text)
    return " ".join(bigrams_of(normal)), " ".join(words_of(normal))


class Lexical:
    """Opened postings; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(
        self,
        query: LexicalQuery,
        limit: int,
        allowed: Sequence[int] | None = None,
        rows: Rows | None = None,
    ) -> tuple[Rows, Scores]:
        """At most `limit` rows that hold a term, BM25, higher is better; ties by row.

        `allowed` are notice ordinals, `rows` the only rows that may be found; None allows all, an
        empty sequence none.
        """
        nothing = any(some is not None and not len(some) for some in (allowed, rows))
        if not query.terms or limit < 1 or nothing:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        wanted = self._any_of(query)
        if allowed is not None:
            wanted = self._within("notice", allowed, wanted)
        if rows is not None:
            wanted = self._within("row", rows, wanted)
        return self._ranked(wanted, limit)

    def frequency(self, field: str, term: str) -> int:
        """How many rows hold the term in this field."""
        return int(self._searcher.doc_freq(field, term))

    def _any_of(self, query: LexicalQuery) -> tantivy.Query:
        from tantivy import Occur, Query

        parts = []
        for term in query.terms:
            part = Query.term_query(self._schema, term.field, term.text, index_option="freq")
            # unboosted terms alone let tantivy skip blocks that cannot win
            parts.append(part if term.weight == 1.0 else Query.boost_query(part, term.weight))
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def _within(
        self, field: str, numbers: Sequence[int] | Rows, wanted: tantivy.Query
    ) -> tantivy.Query:
        from tantivy import Occur, Query

        names = [int(number) for number in numbers]
        if len(names) < _SET_FROM:
            each = [Query.term_query(self._schema, field, name) for name in names]
            within = Query.boolean_query([(Occur.Should, one) for one in each])
        else:
            within = Query.term_set_query(self._schema, field, names)
        return Query.boolean_query(
            [(Occur.Must, Query.const_score_query(within, 0.0)), (Occur.Must, wanted)]
        )

    def _ranked(self, wanted: tantivy.Query, limit: int) -> tuple[Rows, Scores]:
        hits = self._searcher.search(wanted, limit, count=False).hits
        addresses = [address for _, address in hits]
        rows = np.array(self._searcher.fast_field_values("row", addresses), np.int64)
        scores = np.array([score for score, _ in hits], np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]
