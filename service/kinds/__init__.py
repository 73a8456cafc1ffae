"""A question and its language -> what it asks for, one of twelve kinds."""

from __future__ import annotations

import re

from indexer.text import normalise
from service.kinds.chinese import chinese_kind
from service.kinds.english import english_kind

KINDS = (
    "who",  # which body does, leads, reviews
    "when",  # a day, a period, how long
    "where",  # a place, an address, which cities
    "how_much",  # money, a number, a share, a score
    "document",  # which document, its number, on what basis
    "contact",  # phone, e-mail, the person to ask
    "how",  # procedure, method, conditions
    "list",  # all the items
    "scope",  # to whom or what it applies
    "yes_no",  # whether
    "compare",  # how two differ, which is more
    "what",  # a definition, a goal, a reason; all the rest
)
_LATIN = re.compile(r"[a-z]{3}")


def kind_of(text: str, language: str) -> str:
    """What a question asks for; `language` is zh or en, as language_of says.

    What stands behind the last colon asks, if it asks at all: before it stands the name of a
    notice, whose words ask nothing (《省发展改革委关于…的通知》：截止日期).
    """
    normal = normalise(text)
    asked = normal.rpartition(":")[2]
    kind = _kind(asked, language) if asked != normal else "what"
    return _kind(normal, language) if kind == "what" else kind


def _kind(normal: str, language: str) -> str:
    """A Chinese question may ask in English (SME 补贴 how much), so what the Chinese rules leave as
    `what` is looked at once more."""
    if language == "en":
        return english_kind(normal)
    kind = chinese_kind(normal)
    return english_kind(normal) if kind == "what" and _LATIN.search(normal) else kind
