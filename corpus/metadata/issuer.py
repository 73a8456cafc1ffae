"""Signature, title and head -> the organs that issue a notice (发文机关)."""

from __future__ import annotations

import re

from corpus.metadata.head import RED_HEAD, Head
from corpus.metadata.lines import Found, Lines, Span, unspaced
from corpus.metadata.organs import SEVERAL, organs_of
from corpus.metadata.signature import Signature

# Where, in a title, the issuer's name ends; 海关总署 has a 关 of its own.
NAMED = re.compile(r"^(?P<organs>.{2,120}?)\s*(?:关于|印发|转发|批转|对(?!外))")
DECREED_BY = re.compile(r"^(?P<organ>[\u4e00-\u9fff\s]{2,40}?)(?:令|公\s?告|通\s?告)")


def issuers(
    head: Head, title: Found, signed: Signature | None, numbers: list[Found], lines: Lines
) -> list[Found]:
    """The issuing organs in order; empty where none is printed.

    Joint signers all count, since a title may name only the first (某部等十五部门). A single signer
    gives way to the fuller name in the title or the information table: 省人民政府 signs,
    广东省人民政府 is named there.
    """
    signers = list(signed.organs) if signed else []
    if len(signers) > 1:
        return signers
    named = _in_title(title, lines)
    if named:
        return named
    stated = head.info.get("issuer")
    listed = _organs(stated.value, stated.spans) if stated else []
    if signers and listed and unspaced(listed[0].value).endswith(signers[0].value):
        return listed
    return signers or listed or _red_head(head) or _by_decree(head, numbers, lines)


def _in_title(title: Found, lines: Lines) -> list[Found]:
    if not title.spans:
        match = NAMED.match(title.value)
        return [Found(one.value) for one in _organs(match["organs"], ())] if match else []
    start, end = title.spans[0]
    printed = lines.text[start:end]
    match = NAMED.match(printed.replace("\n", " "))
    if match is None:
        return []
    return _organs(match["organs"], ((start, start + match.end("organs")),))


def _organs(text: str, spans: tuple[Span, ...]) -> list[Found]:
    """The organs of a stretch of text, all proved by the same span."""
    names = organs_of(text) or organs_of(unspaced(text))
    if not names and SEVERAL.search(unspaced(text)):
        names = (unspaced(text),)
    return [Found(name, spans) for name in names]


def _red_head(head: Head) -> list[Found]:
    """某省人民政府文件 over the number, or the organ's bare name there."""
    for line in head.of("red"):
        match = RED_HEAD.match(line.text)
        if match:
            span = line.start, line.start + match.end("organs")
            return _organs(match["organs"], (span,))
    return [
        found
        for line in head.of("organ")[:1]
        for found in _organs(line.text, ((line.start, line.start + len(line.text)),))
    ]


def _by_decree(head: Head, numbers: list[Found], lines: Lines) -> list[Found]:
    """国务院令第679号 and 某部公告 name who issues them."""
    places = [(line.start, line.text) for line in head.of("decree")]
    places += [(a, lines.text[a:b]) for number in numbers for a, b in number.spans[:1]]
    for start, text in places:
        match = DECREED_BY.match(text)
        if match is None:
            continue
        span = start, start + match.end("organ")
        name = unspaced(match["organ"])
        found = (
            [Found(name, (span,))] if name.endswith("主席") else _organs(match["organ"], (span,))
        )
        if found:
            return found
    return []
