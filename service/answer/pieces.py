"""Hits -> what is read of them for an answer: stretches of clauses, cut at commas into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.text import sentences
from service.results import Hit

# So many hits are read, however few are shown.
READ = 6
# A clause up to this length is read whole, of a longer one the passage that was found.
WHOLE = 360
# Pieces read of one question: about 15 microseconds each.
MOST = 160

# Inside numbers a comma, a colon or a full stop cuts nothing: 1,000元, 17:00.
_CUT = re.compile(
    r"(?:[；。！？\n\r\u2028]|[，：](?!(?<=\d.)\d)|[,;:!?](?!\d))+[”’」』）》〉】)\]\"'\s]*"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """`pieces` cover what is read of a hit's clause, in order and without the blanks around them;
    `sentence` says for each piece in which sentence of the stretch it stands."""

    hit: Hit
    pieces: tuple[tuple[int, int], ...]
    sentence: tuple[int, ...]

    def text(self, place: int) -> str:
        """The piece itself."""
        start, end = self.pieces[place]
        return self.hit.clause.text[start:end]


def stretches(hits: Sequence[Hit]) -> list[Stretch]:
    """What is read of the first hits, best first; nothing twice, nothing blank."""
    found: list[Stretch] = []
    seen: set[tuple[str, str]] = set()
    left = MOST
    for hit in hits[:READ]:
        name = (hit.notice.id, hit.clause.path)
        whole = len(hit.clause.text) <= WHOLE
        if whole and name in seen:
            continue
        seen.add(name)
        start, end = (0, len(hit.clause.text)) if whole else hit.passage
        stretch = cut(hit, start, end)
        if stretch.pieces and left:
            # one endless sentence may be a passage
            found.append(Stretch(hit, stretch.pieces[:left], stretch.sentence[:left]))
            left -= len(found[-1].pieces)
    return found


def cut(hit: Hit, start: int, end: int) -> Stretch:
    """The pieces of `clause.text[start:end]`."""
    text = hit.clause.text
    pieces: list[tuple[int, int]] = []
    numbers: list[int] = []
    for number, (first, last) in enumerate(sentences(text[start:end])):
        for a, b in cut_pieces(text, start + first, start + last):
            pieces.append((a, b))
            numbers.append(number)
    return Stretch(hit, tuple(pieces), tuple(numbers))


def cut_pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between commas and stronger signs in `text[start:end]`, without blanks around."""
    ends = [match.end() for match in _CUT.finditer(text, start, end)]
    bounds = [start, *(place for place in ends if place < end), end]
    return _without_blanks(text, pairwise(bounds))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text, in order, without the blanks around them."""
    return _without_blanks(text, sentences(text))


def _without_blanks(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without the blanks at their ends; those of blanks alone are left out."""
    found = []
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end > start:
            found.append((start, end))
    return found
