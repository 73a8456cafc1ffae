"""Lines -> who signed (落款) and when, and what the printing line (印发) says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.dates import DAY, iso_date
from corpus.metadata.lines import Found, Lines
from corpus.metadata.organs import is_person, organs_of

SIGNED_ON = re.compile(
    rf"^(?P<organs>[^，。；：:\d]{{2,200}}?)?\s*[（(]?(?P<date>{DAY}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    r"(?:签发|发布)?[）)]?$"
)
MADE_PUBLIC = re.compile(rf"^[（(]?(?P<date>{DAY})\s?(?:发布|公布|公开)[）)]?$")
PRINTED = re.compile(rf"^(?P<who>[^，。]{{2,40}}?)\s*(?P<date>{DAY})\s?印发$")
LINE_LIMIT = 120
# Joint notices are signed by up to twenty organs, a line each.
SIGNERS_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Signature:
    """The organs above the date (none for a lone date) and the date, each with its span."""

    organs: tuple[Found, ...]
    date: Found | None
    line: int


def signature(lines: Lines) -> Signature | None:
    """The first date line with organs above it; else the first lone date of the second half.

    A carried regulation or an annex may be signed too, and comes after the letter's signature.
    """
    lone: Signature | None = None
    for number, line in enumerate(lines.lines):
        if number == 0 or line[-1:] not in "日）)布发0123456789" or len(line) > LINE_LIMIT:
            continue
        text, start = lines.stripped(number)
        match = SIGNED_ON.match(text)
        value = iso_date(match["date"]) if match else None
        if match is None or value is None:
            continue
        span = start + match.start("date"), start + match.end("date")
        date = Found(value, (span,))
        beside = match["organs"]
        if beside:
            signers = _spanned(organs_of(beside), beside, start + match.start("organs"))
        else:
            signers = _above(lines, number)
        if signers:
            return Signature(tuple(signers), date, number)
        if lone is None and not beside and _can_stand_alone(lines, number):
            lone = Signature((), date, number)
    return lone or _undated(lines)


def _above(lines: Lines, number: int) -> list[Found]:
    """The organs on the lines above a date; who signs a decree (国务院总理 …) is passed over."""
    found: list[Found] = []
    for above in range(number - 1, max(-1, number - 1 - SIGNERS_LIMIT), -1):
        text, start = lines.stripped(above)
        if not text or is_person(text):
            continue
        organs = organs_of(text)
        if not organs:
            break
        found[:0] = _spanned(organs, text, start)
    return found


def _spanned(organs: tuple[str, ...], text: str, start: int) -> list[Found]:
    """Each organ with the stretch of the line that prints it, blanks inside included."""
    found = []
    position = 0
    for organ in organs:
        begin: int | None = None
        for char in organ:
            position = text.index(char, position) + 1
            begin = position - 1 if begin is None else begin
        found.append(Found(organ, ((start + (begin or 0), start + position),)))
    return found


def _can_stand_alone(lines: Lines, number: int) -> bool:
    """A date without signer counts near the end, or under persons who signed."""
    late = number > len(lines.lines) * 0.5 and "年" in lines.lines[number]
    return late or is_person(lines.lines[number - 1].strip())


def _undated(lines: Lines) -> Signature | None:
    """A signer on the last line below a sentence, the date left out."""
    last = len(lines.lines) - 1
    if last < 2 or not lines.lines[last - 1].strip().endswith(("。", "）", ")")):
        return None
    text, start = lines.stripped(last)
    organs = organs_of(text)
    return Signature(tuple(_spanned(organs, text, start)), None, last) if organs else None


def printed_on(lines: Lines) -> Found | None:
    """The day of the printing line at the end: 某省人民政府办公厅 2019年3月15日印发."""
    for number in range(max(0, len(lines.lines) - 6), len(lines.lines)):
        text, start = lines.stripped(number)
        match = PRINTED.match(text) if len(text) <= LINE_LIMIT else None
        value = iso_date(match["date"]) if match else None
        if match and value:
            return Found(value, ((start + match.start("date"), start + match.end("date")),))
    return None


def made_public(lines: Lines, signed: Signature | None) -> Found | None:
    """2018年8月3日发布 on a line under the signature."""
    if signed is None:
        return None
    for number in range(signed.line, min(signed.line + 4, len(lines.lines))):
        text, start = lines.stripped(number)
        match = MADE_PUBLIC.match(text) if len(text) <= LINE_LIMIT else None
        value = iso_date(match["date"]) if match else None
        if match and value:
            return Found(value, ((start + match.start("date"), start + match.end("date")),))
    return None
