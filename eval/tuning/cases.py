"""Labelled questions -> cases: what search() and ask() saw of each candidate, which is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.load import BUNDLED, parse
from corpus.readers import RawDocument
from eval.labels import BUNDLED_SET, read_set
from indexer.build import index_notices, index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer.extractive import FEATURES as QUOTE_FEATURES
from service.answer.extractive import Quote, quotes
from service.query import understand
from service.rank import FEATURES
from service.search import candidates_with_evidence, search

Floats = npt.NDArray[np.float64]
Answers = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its index, the group that folds keep together, and tests of what answers:
    `in_clause(notice, path, text)`, `in_quote(notice, path, sentence)`."""

    source: str
    index: Index
    text: str
    group: str
    in_clause: Answers
    in_quote: Answers
    answerable: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Candidates of one question: features (n, f), right or not (n,), the clause of each (n,)."""

    source: str
    language: str
    group: str
    features: Floats
    right: npt.NDArray[np.bool_]
    clauses: npt.NDArray[np.int64]


def bundled(folder: Path) -> list[Labelled]:
    """The tuning half of the bundled set; the reporting half is never looked at here."""
    labelled = read_set(BUNDLED_SET).only("tune")
    index_paths(folder, [BUNDLED], load_encoder())
    index = Index.open(folder)
    found = []
    for query in labelled.queries:
        wanted = frozenset(labelled.relevant(query.id))
        answer = plain(query.answers[0]) if query.answers else "\0"

        def in_clause(notice: str, path: str, _: str, wanted: frozenset[str] = wanted) -> bool:
            return f"{notice}#{path}" in wanted

        def in_quote(
            notice: str,
            path: str,
            sentence: str,
            wanted: frozenset[str] = wanted,
            answer: str = answer,
        ) -> bool:
            return f"{notice}#{path}" in wanted and answer in plain(sentence)

        group = min(wanted, default="").partition("#")[0]
        found.append(
            Labelled("bundled", index, query.text, group, in_clause, in_quote, bool(wanted))
        )
    return found


def ncp(data: Path, folder: Path) -> list[Labelled]:
    """NCP's documents through our reader; a text answers that holds most of the answer."""
    notices = []
    for line in (data / "docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        notice = parse(RawDocument(document["text"], "utf-8"), document["docid"])
        notices.append(replace(notice, id=document["docid"]))
    index_notices(folder, notices, load_encoder(), near=False)
    index = Index.open(folder)
    found = []
    for line in (data / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        own, answer = question["docid"], question["answer"]

        def in_clause(notice: str, _: str, text: str, own: str = own, answer: str = answer) -> bool:
            return notice == own and holds(text, answer)

        def in_quote(notice: str, _: str, text: str, own: str = own, answer: str = answer) -> bool:
            return notice == own and (holds(text, answer) or holds(answer, text))

        found.append(Labelled("ncp", index, question["question"], own, in_clause, in_quote, True))
    return found


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def holds(text: str, answer: str) -> bool:
    """Whether the text has the answer, or three fifths of a long one by stretches of 8 signs."""
    text, answer = plain(text), plain(answer)
    if not answer or answer in text or len(answer) <= 20:
        return bool(answer) and answer in text
    stretches = [answer[i : i + 8] for i in range(0, len(answer) - 8, 4)]
    return sum(stretch in text for stretch in stretches) > 0.6 * len(stretches)


def ranking_case(labelled: Labelled) -> Iterator[Case]:
    """The passages that search() reranks; nothing when none of them answers."""
    index, question = labelled.index, understand(labelled.text)
    evidence = candidates_with_evidence(index, question)
    clauses = [int(index.passage_clause[item.row]) for item in evidence]
    right = []
    for item, ordinal in zip(evidence, clauses, strict=True):
        clause = index.clause(ordinal)
        start, end = (int(x) for x in index.passage_span[item.row])
        notice = index.notice_refs[clause.notice].id
        right.append(labelled.in_clause(notice, clause.path, clause.text[start:end]))
    if any(right):
        features = np.array([[float(getattr(e, name)) for name in FEATURES] for e in evidence])
        yield Case(
            labelled.source, question.language, labelled.group, features, np.array(right),
            np.array(clauses),
        )  # fmt: skip


def quote_case(labelled: Labelled) -> Iterator[Case]:
    """The sentences of the first five clauses; nothing when none or all of them answer."""
    question = understand(labelled.text)
    hits = search(labelled.index, labelled.text, 5).hits
    found = quotes(labelled.index, question, hits)
    right = np.array([_quote_is_right(labelled, quote) for quote in found], bool)
    if right.any() and not right.all():
        features = np.array([[float(getattr(q, name)) for name in QUOTE_FEATURES] for q in found])
        yield Case(
            labelled.source, question.language, labelled.group, features, right,
            np.arange(len(found)),
        )  # fmt: skip


def _quote_is_right(labelled: Labelled, quote: Quote) -> bool:
    return labelled.in_quote(quote.hit.notice.id, quote.hit.clause.path, quote.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The quote that would be given (features (f,)) and whether its clause answers."""

    source: str
    language: str
    features: Floats
    right: bool


def verdicts(labelled: Labelled, elsewhere: Index | None) -> Iterator[Verdict]:
    """The best quote for a question; and, for NCP, the best one where its answer is not: in
    another collection (`elsewhere`), and in its own without its document."""
    question = understand(labelled.text)
    hits = search(labelled.index, labelled.text, 12).hits
    for quote in quotes(labelled.index, question, hits[:5])[:1]:
        clause = quote.hit.clause
        right = labelled.in_clause(quote.hit.notice.id, clause.path, clause.text)
        source = labelled.source if labelled.answerable else f"{labelled.source}, unanswerable"
        yield Verdict(source, question.language, _of(quote), right)
    if elsewhere is not None:
        others = [hit for hit in hits if hit.notice.id != labelled.group][:5]
        for quote in quotes(labelled.index, question, others)[:1]:
            yield Verdict("ncp, own document left out", question.language, _of(quote), False)
        for quote in quotes(elsewhere, question, search(elsewhere, labelled.text, 5).hits)[:1]:
            yield Verdict("ncp, asked of the bundled notices", question.language, _of(quote), False)


def _of(quote: Quote) -> Floats:
    return np.array([float(getattr(quote, name)) for name in QUOTE_FEATURES])
