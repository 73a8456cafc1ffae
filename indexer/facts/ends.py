"""A place where the name of a body may begin -> the places where it may end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from indexer.facts.endings import ENDS
from indexer.facts.places import PLACES
from indexer.facts.verbs import word_at
from indexer.facts.words import MODAL

# doer: a verb must follow. object: a verb may follow. listed: only bodies stand there.
Mode = Literal["doer", "object", "listed"]

REACH = 60
PLACE_STARTS = frozenset(place[0] for place in PLACES)
# Weak endings of names, enough where a modal verb follows (产区要, 停产煤矿应); some of them also
# for those whom others support.
WEAK = re.compile("员(?!会)|港口|平台|[商户厂矿店站队团区镇乡村校者师民堂市]|(?<![器本他别])人")
# A modal verb, or what may stand before it, begins with one of these.
WEAK_DOERS = re.compile(f"(?:{WEAK.pattern})(?=[必务须应要不可需严禁一原均也都])")
WEAK_REACH = 20
WEAK_OBJECTS = frozenset("员户厂店站队者师民人港平")
HELD = re.compile("(?:一律|原则上|一般|均|也|都)(?:必须|务必|须|应|要|不得|可以|需)")


def ends_from(text: str, start: int, limit: int, mode: Mode) -> Iterator[int]:
    """Where the name may end, the likeliest first: places, endings of bodies."""
    if text[start : start + 1] in PLACE_STARTS:
        for size in (4, 3, 2):
            if text[start : start + size] in PLACES:
                at = start + size
                if (
                    text[at : at + 1] in ("市", "省", "州")
                    and text[at + 1 : at + 2] not in "以的内外"
                ):
                    yield at + 1
                if mode != "doer" or text[at : at + 1] == "、":
                    yield at
                break
    # One ending may begin inside another: 产业园 and 园区 in 产业园区.
    until = min(limit, start + REACH)
    match = ENDS.search(text, start, until)
    while match:
        yield match.end()
        match = ENDS.search(text, match.start() + 1, until)
    if mode == "listed":
        return
    weakly = WEAK if mode == "object" else WEAK_DOERS
    for weak in weakly.finditer(text, start + 1, min(until, start + WEAK_REACH)):
        at = weak.end()
        if at >= limit or word_at(text, weak.start()):
            continue
        enough = mode == "object" and weak[0][0] in WEAK_OBJECTS
        if enough or MODAL.match(text, at) or HELD.match(text, at):
            yield at
