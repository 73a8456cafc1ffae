"""Clause text and content terms -> spans of the matched terms, as offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.terms import character_pairs, plain


def highlights(text: str, terms: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in the text, merged and in order; Latin words only as whole words.

    A Chinese term that does not occur as a whole is looked for by its pairs of characters.
    """
    normal = plain(text)
    marked = bytearray(len(normal))
    for term in terms:
        pieces = () if term in normal else character_pairs(term)
        for piece in pieces or (term,):
            for start, end in _occurrences(normal, piece):
                marked[start:end] = b"\x01" * (end - start)
    return tuple((match.start(), match.end()) for match in re.finditer(b"\x01+", bytes(marked)))


def _occurrences(normal: str, piece: str) -> list[tuple[int, int]]:
    if piece not in normal:
        return []
    if piece.isascii():
        pattern = rf"(?<![a-z0-9]){re.escape(piece)}(?![a-z0-9])"
        return [match.span() for match in re.finditer(pattern, normal)]
    found, at = [], normal.find(piece)
    while at >= 0 and piece:
        found.append((at, at + len(piece)))
        at = normal.find(piece, at + len(piece))
    return found
