"""A number's place in a text -> whether it is a floor, a ceiling, or neither."""

from __future__ import annotations

import re

LOW, HIGH = "low", "high"
NEAR = 24  # characters looked at on either side

_LOW_BEFORE = re.compile(
    r"(?:不少于|不低于|不得少于|不得低于|不小于|至少|最少|(?<!不)(?<!不得)(?:超过|高于|大于|多于)"
    r"|at least|(?:no|not) (?:fewer|less) than|minimum of|(?<!no )(?<!not )(?:more|later) than"
    r"|\bafter|\bfrom|\bsince|\bstarting)\s*(?:达到?|the|a total of|rmb|¥)?\s*$",
    re.I,
)
_HIGH_BEFORE = re.compile(
    r"(?:不超过|不高于|不得超过|不得高于|不多于|不大于|至多|最多|最高|(?<!不)(?<!不得)(?:低于|少于|小于)"
    r"|at most|(?:no|not) (?:more|later) than|not (?:to )?exceed(?:ing)?|up to|maximum of"
    r"|(?<!no )(?<!not )(?:less|fewer) than|\bwithin)"
    r"\s*(?:the|a total of|rmb|¥)?\s*$",
    re.I,
)
# Of days only: "rise by 20 percent" is no ceiling.
_DAY_BEFORE = re.compile(r"\b(?:by|before|until|till)\s*(?:the)?\s*$", re.I)
_LOW_AFTER = re.compile(r"\s*(?:[（(]含[)）])?\s*(?:及|或)?(?:以上|以后|之后|以来|起|后(?!续))")
_HIGH_AFTER = re.compile(
    r"\s*(?:[（(]含[)）])?\s*(?:底|末|中旬|上旬|下旬)?(?:及|或)?(?:以下|以内|之内|以前|之前|前|内|截止)"
)


def bound_at(text: str, start: int, end: int, of_day: bool = False) -> str:
    """ "low" for 不少于十家 and 5月1日起, "high" for 不超过50% and 12月1日前, else ""."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if _HIGH_BEFORE.search(before) or _HIGH_AFTER.match(after):
        return HIGH
    if of_day and _DAY_BEFORE.search(before):
        return HIGH
    if _LOW_BEFORE.search(before) or _LOW_AFTER.match(after):
        return LOW
    return ""


def agrees(one: str, other: str) -> bool:
    """不少于 and 不超过 do not; a bound and none do."""
    return not one or not other or one == other
