"""Values of one field that contradict each other -> warnings, one line each."""

from __future__ import annotations

import re

from corpus.metadata.days import Days
from corpus.metadata.lines import Found
from corpus.metadata.number_forms import normalised


def conflicts(
    stated: dict[str, str],
    printed_issuers: list[Found],
    numbers: list[Found],
    printed: Days,
    date: str | None,
    published: str | None,
) -> tuple[str, ...]:
    """What the file states against what the text prints, and days in an impossible order."""
    warnings = [
        f"{field} '{stated[field]}' in the front matter is not a date; left unknown"
        for field, value in (("date", date), ("published", published))
        if stated.get(field) and value is None
    ]
    signed = "、".join(found.value for found in printed_issuers)
    if stated.get("issuer") and signed and not _same_issuer(stated["issuer"], signed):
        warnings.append(f"issuer stated as {stated['issuer']}, signed by {signed}")
    values = [found.value for found in numbers]
    if stated.get("number") and values and normalised(stated["number"]) not in values:
        warnings.append(f"number stated as {stated['number']}, printed as {values[0]}")
    if not stated.get("number") and len(values) > 1:
        warnings.append(f"the head prints several numbers: {' '.join(values)}; the first is taken")
    if stated.get("date") and date and printed.date and printed.date.value != date:
        warnings.append(f"date stated as {date}, printed as {printed.date.value}")
    if date and printed.printed and printed.printed.value < date:
        warnings.append(f"printed (印发) on {printed.printed.value}, before its date {date}")
    if date and published and published < date:
        warnings.append(f"published on {published}, before its date {date}")
    return tuple(warnings)


def _same_issuer(stated: str, signed: str) -> bool:
    a, b = (re.sub(r"[、，, \u3000]", "", name) for name in (stated, signed))
    return a in b or b in a or "等" in stated
