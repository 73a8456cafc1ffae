"""What the file states (front matter, meta tags) -> values, with the spans that print them."""

from __future__ import annotations

import re

from corpus.metadata.lines import Found, Lines, unspaced
from corpus.metadata.number_forms import normalised
from corpus.metadata.organs import organs_of

SEARCHED = 6000
# A page's source is often the site or paper that it was taken from, and those issue nothing.
NO_ISSUER = re.compile(r"(?:网|网站|门户|日报|新华社|电视台|本站|原创|公众号)$")


def credible(stated: dict[str, str]) -> dict[str, str]:
    """What is stated, without an issuer that is a site's or paper's name, and without blanks."""
    return {
        field: value.strip()
        for field, value in stated.items()
        if value.strip() and not (field == "issuer" and NO_ISSUER.search(value.strip()))
    }


def printed_as(value: str, lines: Lines, printed: list[Found]) -> Found:
    """A stated value with the span of the same value where it is printed, else without one."""
    for found in printed:
        if unspaced(found.value) == unspaced(value):
            return Found(value, found.spans)
    return Found(value, _located(value, lines.text[:SEARCHED]))


def _located(value: str, text: str) -> tuple[tuple[int, int], ...]:
    """The first place in the text that prints the value, whatever blanks and line ends it has."""
    places = [i for i, char in enumerate(text) if not char.isspace()]
    plain = "".join(text[i] for i in places)
    wanted = unspaced(value)
    at = plain.find(wanted) if wanted else -1
    return () if at < 0 else ((places[at], places[at + len(wanted) - 1] + 1),)


def stated_number(value: str, printed: list[Found]) -> Found:
    """As it is stated; an equal number in the head proves it, whatever its brackets."""
    same = next((found for found in printed if found.value == normalised(value)), None)
    return Found(value, same.spans if same else ())


def stated_issuers(value: str, lines: Lines, printed: list[Found]) -> list[Found]:
    """甲厅、乙局 are two issuers; 某部等十五部门 is one name."""
    names = organs_of(value) if re.search(r"[、\s]", value.strip()) else (value,)
    return [printed_as(name, lines, printed) for name in names or (value,)]
