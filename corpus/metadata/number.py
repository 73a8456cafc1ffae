"""Head of a notice -> its own document number; a number that the body cites is not it."""

from __future__ import annotations

import re

from corpus.metadata.head import Head
from corpus.metadata.lines import Found
from corpus.metadata.number_forms import LOWER_HALF, NUMBER, normalised, numbers_of

WITH_YEAR = re.compile(r"[(（]?\s*\d{4}\s*年")


def own_numbers(head: Head, in_title: Found | None) -> list[Found]:
    """The numbers printed in the head in order, without repetition; the first is the notice's.

    A line of its own comes first, then the title's bracket, then the information table.
    """
    found: list[Found] = []
    for position, line in enumerate(head.lines):
        if line.kind == "number":
            found.extend(numbers_of(line.text, line.start))
        elif line.kind == "half":
            half = _with_upper_half(head, position)
            found.extend([half] if half else [])
    found.extend([in_title] if in_title else [])
    stated = head.info.get("number")
    if stated and stated.spans and (match := NUMBER.match(stated.value)):
        start = stated.spans[0][0]
        found.append(Found(normalised(match[0]), ((start, start + match.end()),)))
    first: dict[str, Found] = {}
    for number in found:
        first.setdefault(number.value, number)
    return list(first.values())


def _with_upper_half(head: Head, position: int) -> Found | None:
    """国务院令 / 第679号 -> 国务院令第679号; 2020年第5号 alone is a number, 第5号 alone is none."""
    line = head.lines[position]
    match = LOWER_HALF.fullmatch(line.text)
    if match is None:
        return None
    lower = (line.start + match.start("number"), line.start + match.end("number"))
    above = head.lines[position - 1] if position else None
    if above is not None and (above.kind == "decree" or above.text in ("公告", "通告")):
        upper = (above.start, above.start + len(above.text))
        return Found(normalised(above.text + match["number"]), (upper, lower))
    if WITH_YEAR.match(match["number"]):
        return Found(normalised(match["number"]), (lower,))
    return None
