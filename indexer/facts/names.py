"""A place in a text where bodies may be listed -> their names, and where the list ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.facts.after import begins_with_verb
from indexer.facts.bodies import Bodies
from indexer.facts.ends import REACH, Mode
from indexer.facts.name import (
    JOINS,
    LISTED_JOINS,
    REST_OF_LIST,
    Span,
    another,
    name_at,
)
from indexer.facts.places import PLACES
from indexer.facts.words import NO_DOER

AMONG = re.compile("等(?:\\d{1,3}|[一二三四五六七八九十]{1,3})?个?")
# Longer ones after 等 describe the bodies just listed: 某大学等新建高校.
LONGEST_REST = 5
PERSON_TAIL = re.compile("(?:负责人|负责同志|领导|领导同志|工作人员|主要负责同志|人员|代表)$")


@dataclass(frozen=True, slots=True)
class Named:
    """The bodies listed in one place; `end` is where the list ends, with 等 and brackets."""

    spans: tuple[Span, ...]
    end: int


def names_at(text: str, start: int, limit: int, bodies: Bodies, mode: Mode) -> Named | None:
    """The bodies that begin at `start`, parted by 、 and 和; None where none stands there."""
    if mode == "doer" and _has_no_doer(text, start, limit) and not _known(text, start, bodies):
        return None
    spans: list[Span] = []
    at, end = start, start
    joins = LISTED_JOINS if mode == "listed" else JOINS
    while at < limit:
        found = name_at(text, at, limit, bodies, mode, bool(spans))
        if found is None:
            if mode == "doer" and spans:
                return None
            break
        span, end = found
        if spans and PERSON_TAIL.search(text[slice(*span)]) and _only_ranks(text, spans[-1]):
            # 部门、单位负责人 is one; in 部门或者单位的负责人 部门 only qualifies.
            first = spans.pop()[0]
            span = span if "的" in text[first : span[1]] else (first, span[1])
        while spans and _shares_its_place(text, spans[-1], span):
            span = spans.pop()[0], span[1]
        spans.append(span)
        among = AMONG.match(text, end, limit)
        if among:
            end = among.end()
            rest = (
                None if joins.match(text, end, limit) else name_at(text, end, limit, bodies, mode)
            )
            if rest:
                (first, last), end = rest
                if text[first:last] not in REST_OF_LIST and last - first <= LONGEST_REST:
                    spans.append((first, last))
        join = joins.match(text, end, limit)
        if join is None:
            # 各地各部门: the next name begins with 各, without a mark between them.
            if not another(text, span, end):
                break
            at = end
            continue
        at = join.end()
    return Named(tuple(spans), end) if spans else None


def _has_no_doer(text: str, start: int, limit: int) -> bool:
    """对, 按 and the like never begin a doer; a verb may where 的 follows: 承担任务的单位."""
    if NO_DOER.match(text, start, limit):
        return True
    return begins_with_verb(text, start) and text.find("的", start, min(limit, start + REACH)) < 0


def _known(text: str, start: int, bodies: Bodies) -> bool:
    return next(bodies.ends_at(text, start, len(text)), 0) > 0


def _shares_its_place(text: str, before: Span, span: Span) -> bool:
    """广州、韶关市人民政府: a bare place goes on to the organ that it shares with the next."""
    name = text[slice(*span)]
    first = PLACES & {name[:2], name[:3], name[:4]}
    return (
        all(place in PLACES for place in text[slice(*before)].split("、"))
        and bool(first)
        and len(name) > 4
    )


def _only_ranks(text: str, span: Span) -> bool:
    """有关部门 in 有关部门、单位负责人, where both share what follows."""
    return text[span[0] : span[1]].endswith(("部门", "单位")) and span[1] - span[0] <= 7
