"""Candidate passages -> what speaks for each of them: a row of cheap features a passage."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.index import Index
from indexer.text import normalise
from service.candidates import Found, standard
from service.figures import agreement, ordinals_of, years_of
from service.late import late
from service.named import fits
from service.query import Question
from service.signs import sign_of_answer
from service.switches import ALL_ON, Switches
from service.texts import Sought, Texts, headings_of, issuer_of, read_texts, sought_in, title_of

Floats = npt.NDArray[np.float32]

# Every value is higher for a better passage but those from `bare` on and `missing`; z_ are standard
# scores over the candidates of the question, the others lie in [0, 1] where nothing else is said.
FEATURES = {
    "z_lexical": "BM25 of passage and context",
    "z_dense": "cosine of question and passage",
    "similarity": "the same cosine as it is",
    "z_notice_words": "BM25 of the whole notice",
    "notice_words": "the same, as a share of the best candidate's",
    "z_notice_cosine": "cosine of question and the notice's mean direction",
    "notice_cosine": "the same as it is",
    "notice_best": "mean fused score of the notice's three best candidates",
    "body": "share of the terms' weight in the passage",
    "context": "share of it in passage, title, issuer or headings",
    "title": "share of it in the title",
    "heading": "share of it in the headings",
    "pairs": "share of the question's character pairs in the passage",
    "rare_pairs": "the same, pairs weighted by rarity",
    "rare_context": "share of the pairs' weight in passage, title, issuer or headings",
    "rare_title": "share of it in the title",
    "rare_heading": "share of it in the headings",
    "rare_own": "share of it in the passage and not in the title",
    "missing": "weight of the heaviest term that is not there, as a share of the heaviest",
    "near": "share of the pairs' weight within 25 characters of one pair",
    "triples": "share of the question's runs of three characters in the passage",
    "late": "each word against its nearest word in the passage, weighted mean",
    "z_late": "the same as a standard score",
    "late_worst": "the cosine of the word that is farthest",
    "answers": "how well the passage can answer the kind of question",
    "answers_who": "the same where the question asks who",
    "answers_when": "... when",
    "answers_how_much": "... how much",
    "answers_where": "... where",
    "answers_contact": "... for a contact",
    "answers_document": "... for a document or its number",
    "answers_how": "... how something is done",
    "answers_list": "... for all items",
    "answers_scope": "... to whom or what it applies",
    "answers_yes_no": "... whether",
    "year": "the question's year is the notice's (1), another is (-1)",
    "ordinal": "the question's 第…批 is the notice's (1), another is (-1)",
    "clause": "the question names this clause (1) or one above it (.7)",
    "bare": "a mere heading",
    "length": "logarithm of the passage's length in characters",
    "place": "how far into its notice the passage stands, from 0 to 1",
    "opens": "the first passage of its clause",
}
NAMES = tuple(FEATURES)
# The features of a component that can be switched off.
GROUPS = {
    "late": ("late", "z_late", "late_worst"),
    "proximity": ("near", "triples"),
    "notice": (
        "z_notice_words", "notice_words", "z_notice_cosine", "notice_cosine", "notice_best",
    ),
    "headings": ("context", "title", "heading", "rare_context", "rare_title", "rare_heading"),
    "kind": tuple(name for name in NAMES if name.startswith("answers")),
    "figures": ("year", "ordinal"),
    "articles": ("clause",),
}  # fmt: skip
WINDOW = 25  # characters between pairs that stand together
_KINDS = tuple(name.removeprefix("answers_") for name in NAMES if name.startswith("answers_"))
_FACT = re.compile(r"[。；\d@]")


def measure(index: Index, question: Question, found: Found, switches: Switches = ALL_ON) -> Floats:
    """(n, len(NAMES)) the features of each candidate; those of components that are off are 0."""
    sought = sought_in(index, question)
    texts = read_texts(index, found.rows)
    places = sought.places_in(texts.bodies)
    columns: dict[str, npt.NDArray[Any]] = {
        "z_lexical": found.z_lexical,
        "z_dense": found.z_dense,
        "similarity": found.dense,
        **of_notices(found),
        **of_words(sought, texts, places >= 0),
        **of_places(sought, texts, places),
        **of_meaning(index, question, texts, switches.on("late")),
        **of_kind(question, texts),
        **of_figures(question, texts),
        **of_shape(question, texts),
        **of_place(index, found),
    }
    matrix = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    for group, names in GROUPS.items():
        if not switches.on(group):
            matrix[:, [NAMES.index(name) for name in names]] = 0.0
    return matrix


def of_notices(found: Found) -> dict[str, Floats]:
    """How well the whole notice of each candidate fits."""
    return {
        "z_notice_words": standard(found.notice_words),
        "notice_words": found.notice_words / max(float(found.notice_words.max(initial=0.0)), 1e-9),
        "z_notice_cosine": standard(found.notice_cosine),
        "notice_cosine": found.notice_cosine,
        "notice_best": _best_three(found.notice, found.z_lexical + found.z_dense),
    }


def of_words(sought: Sought, texts: Texts, pairs: npt.NDArray[np.bool_]) -> dict[str, Floats]:
    """What share of the question stands in the passage (`pairs` (n, Q) are there) and over it."""
    titles = [title_of(notice) for notice in texts.notices]
    headings = [headings_of(clause) for clause in texts.clauses]
    issuers = [issuer_of(notice) for notice in texts.notices]
    own, title, heading = (sought.terms_in(each) for each in (texts.bodies, titles, headings))
    terms, weights = sought.term_weights, sought.pair_weights
    context = np.maximum.reduce([own, title, heading, sought.terms_in(issuers)])
    in_title, in_heading = sought.pairs_in(titles), sought.pairs_in(headings)
    missing = ((1 - own) * terms).max(axis=1, initial=0.0)
    return {
        "body": _share(own, terms),
        "context": _share(context, terms),
        "title": _share(title, terms),
        "heading": _share(heading, terms),
        "pairs": _share(pairs, np.ones_like(weights)),
        "rare_pairs": _share(pairs, weights),
        "rare_context": _share(pairs | in_title | in_heading | sought.pairs_in(issuers), weights),
        "rare_title": _share(in_title, weights),
        "rare_heading": _share(in_heading, weights),
        "rare_own": _share(pairs & ~in_title, weights),
        "missing": missing / max(float(terms.max(initial=0.0)), 1e-9),
    }


def of_places(sought: Sought, texts: Texts, places: npt.NDArray[np.int32]) -> dict[str, Floats]:
    """Whether what is found stands together; `places` (n, Q) is where each pair stands first."""
    there = places >= 0
    apart = np.abs(places[:, :, None] - places[:, None, :])
    together = (apart <= WINDOW) & there[:, :, None] & there[:, None, :]
    near = (together @ sought.pair_weights).max(axis=1, initial=0.0)
    total = max(float(sought.pair_weights.sum()), 1e-9)
    return {"near": near / total, "triples": sought.triples_in(texts.bodies)}


def of_meaning(index: Index, question: Question, texts: Texts, on: bool) -> dict[str, Floats]:
    """How near the words of the passage come to those of the question."""
    if not on:
        return dict.fromkeys(GROUPS["late"], np.zeros(len(texts.bodies), np.float32))
    mean, worst = late(index, question.sought, texts.bodies)
    return {"late": mean, "z_late": standard(mean), "late_worst": worst}


def of_kind(question: Question, texts: Texts) -> dict[str, Floats]:
    """Whether the passage holds what the kind of question asks for."""
    signs = np.array([sign_of_answer(question, body) for body in texts.bodies], np.float32)
    nothing = np.zeros_like(signs)
    kinds = {f"answers_{kind}": signs if question.kind == kind else nothing for kind in _KINDS}
    return {"answers": signs, **kinds}


def of_figures(question: Question, texts: Texts) -> dict[str, Floats]:
    """Whether the notice is of the year and the batch that the question names."""
    asked = normalise(question.text)
    return {
        "year": _agreements(years_of(asked), years_of, texts),
        "ordinal": _agreements(ordinals_of(asked), ordinals_of, texts),
    }


def _agreements(
    asked: frozenset[int], read: Callable[[str], frozenset[int]], texts: Texts
) -> Floats:
    if not asked:
        return np.zeros(len(texts.bodies), np.float32)
    names = [f"{title_of(n)} {n.number or ''} {n.date or ''}" for n in texts.notices]
    known = {name: read(name) for name in dict.fromkeys(names)}
    found = [
        agreement(asked, known[name], read(body))
        for name, body in zip(names, texts.bodies, strict=True)
    ]
    return np.array(found, np.float32)


def of_shape(question: Question, texts: Texts) -> dict[str, Floats]:
    """What kind of clause it is."""
    words = [body.strip() for body in texts.bodies]
    cited = question.clauses
    named = [fits(cited, clause.path) if cited else 0.0 for clause in texts.clauses]
    bare = [len(text) <= 45 and not _FACT.search(text) for text in words]
    return {
        "clause": np.array(named, np.float32),
        "bare": np.array(bare, np.float32),
        "length": np.log1p(np.array([len(text) for text in words], np.float32)),
    }


def of_place(index: Index, found: Found) -> dict[str, Floats]:
    """Where in its notice a passage stands: what a notice is about is said early."""
    clauses = np.searchsorted(index.clause_notice, [found.notice, found.notice + 1])
    first, end = np.searchsorted(index.passage_clause, clauses)
    return {
        "place": ((found.rows - first) / np.maximum(end - first, 1)).astype(np.float32),
        "opens": (index.passage_span[found.rows, 0] == 0).astype(np.float32),
    }


def _best_three(notice: npt.NDArray[np.int64], fused: Floats) -> Floats:
    """For each candidate the mean of its notice's three best scores; a missing one counts 0."""
    scores: dict[int, list[float]] = {}
    for name, score in zip(notice.tolist(), fused.tolist(), strict=True):
        scores.setdefault(name, []).append(max(score, 0.0))
    means = {name: sum(sorted(found)[-3:]) / 3 for name, found in scores.items()}
    return np.array([means[name] for name in notice.tolist()], np.float32)


def _share(there: npt.NDArray[Any], weights: Floats) -> Floats:
    """(n,) of the weights (k,) the share that is there (n, k)."""
    total = float(weights.sum())
    share: Floats = there @ weights / total if total else np.zeros(len(there), np.float32)
    return share
