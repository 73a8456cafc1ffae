"""Filters and an index -> the notices and the clauses that may be found."""

from __future__ import annotations

import re

import numpy as np

from corpus.notice import normal_number
from indexer.facts.read import Clauses
from indexer.facts.wanted import WantedValues
from indexer.index import Index, NoticeMeta
from indexer.text import normalise
from service.query import Question
from service.results import Filters


def allowed_notices(index: Index, filters: Filters, question: Question) -> list[int] | None:
    """Ordinals of the notices that may answer; None is all of them.

    A document number in the question limits it to that notice when the index holds it. Where
    filters choose clauses, only notices with such a clause are left.
    """
    chosen = notices_passing(index, filters)
    clauses = allowed_clauses(index, filters)
    if clauses is not None:
        holders = np.unique(index.clause_notice[clauses]).tolist()
        kept = set(holders if chosen is None else chosen)
        chosen = [i for i in holders if i in kept]
    if question.notices:
        kept = set(question.notices if chosen is None else chosen)
        chosen = [i for i in question.notices if i in kept]
    return chosen


def allowed_clauses(index: Index, filters: Filters) -> Clauses | None:
    """Ordinals of the clauses that state a deadline and a sum as the filters ask, ascending; None
    is all of them. They may be of any notice."""
    chosen: Clauses | None = None
    for wanted in _stated(filters):
        clauses = index.clauses_stating(wanted)
        chosen = clauses if chosen is None else np.intersect1d(chosen, clauses)
    return chosen


def _stated(filters: Filters) -> list[WantedValues]:
    wanted = []
    if filters.due_from or filters.due_to:
        wanted.append(WantedValues("deadline", first_day=filters.due_from, last_day=filters.due_to))
    if filters.amount_min is not None or filters.amount_max is not None:
        wanted.append(WantedValues("money", "元", low=filters.amount_min, high=filters.amount_max))
    return wanted


def notices_passing(index: Index, filters: Filters) -> list[int] | None:
    """Ordinals of the notices whose own metadata the filters let through; None is all of them."""
    own = (filters.issuer, filters.number, filters.date_from, filters.date_to, filters.notice)
    if not any(own):
        return None
    return [i for i, meta in enumerate(index.notice_refs) if passes(meta, filters)]


def passes(meta: NoticeMeta, filters: Filters) -> bool:
    """Whether a notice is let through; a notice without a date passes no date filter."""
    # of invisible characters nothing is left: then they are looked for as they are
    issuer = filters.issuer and (normalise(filters.issuer) or filters.issuer)
    if issuer and issuer not in normalise(meta.issuer or ""):
        return False
    if filters.number and not _has_number(meta, filters.number):
        return False
    if filters.date_from and (meta.date is None or meta.date < filters.date_from):
        return False
    if filters.date_to and (meta.date is None or meta.date > filters.date_to):
        return False
    wanted = filters.notice
    return not wanted or wanted == meta.id or normal_number(wanted) in (meta.id, meta.number)


def _has_number(meta: NoticeMeta, number: str) -> bool:
    """国发〔2018〕4 is a part of 国发〔2018〕4号 but not of 国发〔2018〕41号."""
    wanted = re.escape(normalise(normal_number(number)) or number)
    return re.search(rf"{wanted}(?!\d)", normalise(normal_number(meta.number or ""))) is not None
