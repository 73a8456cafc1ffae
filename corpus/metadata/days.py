"""Signature, head, information table -> the notice's day and the day it was made public."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.dates import DAY, iso_date
from corpus.metadata.head import Head
from corpus.metadata.lines import Found, Lines
from corpus.metadata.signature import Signature, made_public, printed_on

HISTORY = re.compile(DAY)


@dataclass(frozen=True, slots=True)
class Days:
    """`date` is 成文日期; `printed` is the day of the printing line (印发)."""

    date: Found | None
    published: Found | None
    printed: Found | None


def days(lines: Lines, head: Head, signed: Signature | None) -> Days:
    """The date under the signature, else of the information table, else of a regulation's history.

    The printing line is the last resort: a notice is printed on its day or soon after.
    """
    printed = printed_on(lines)
    date = (
        (signed.date if signed else None)
        or _listed(head, "date")
        or _history(head)
        or _alone(head)
        or printed
    )
    return Days(date, _listed(head, "published") or made_public(lines, signed), printed)


def stated_day(stated: dict[str, str], field: str, printed: Found | None) -> Found | None:
    """The day that the file states, proved where the text prints the same; else the printed."""
    if field not in stated:
        return printed
    value = iso_date(stated[field])
    if value is None:
        return None
    return printed if printed and printed.value == value else Found(value)


def _listed(head: Head, field: str) -> Found | None:
    found = head.info.get(field)
    value = iso_date(found.value) if found else None
    return Found(value, found.spans) if found and value else None


def _history(head: Head) -> Found | None:
    """（2019年3月2日国务院令第710号公布）: the day of publication is the regulation's day.

    The day when a congress passed it (通过) counts only where nothing else is printed, since a
    law is dated by the decree that publishes it. Of several days the last made the text as it is.
    """
    passed: Found | None = None
    published: Found | None = None
    for line in head.of("note"):
        found = list(HISTORY.finditer(line.text))
        for match, following in zip(found, [*found[1:], None]):
            event = line.text[match.end() : following.start() if following else None]
            value = iso_date(match[0])
            span = line.start + match.start(), line.start + match.end()
            if value and re.search(r"公布|发布|印发", event):
                published = Found(value, (span,))
            elif value and re.search(r"通过|修订|修正|批准", event):
                passed = Found(value, (span,))
    return published or passed


def _alone(head: Head) -> Found | None:
    """A date on a line of its own under the title."""
    for line in head.of("date"):
        value = iso_date(line.text)
        if value:
            return Found(value, ((line.start, line.start + len(line.text)),))
    return None
