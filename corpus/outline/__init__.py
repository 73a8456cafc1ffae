"""Cleaned text -> clauses, parts and warnings, after GB/T 9704; both join to the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.notice import CLOSING, PREAMBLE, Clause, Part
from corpus.outline.annexes import annexes
from corpus.outline.closing import plain_closing
from corpus.outline.counting import counted
from corpus.outline.headings import LOOK, heading_of, like_siblings
from corpus.outline.marks import read_marks
from corpus.outline.notclauses import outside
from corpus.outline.sections import Section, letter_end, split_sections, title_in
from corpus.outline.signature import Signed, signatures
from corpus.outline.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text is made of: its pieces, the documents they belong to, numerals out of step."""

    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Piece:
    path: str
    start: int
    node: Node | None = None


def outline(text: str) -> Outline:
    """Preamble, numbered clauses and closing in order, and warnings on skipped numerals.

    Every character of `text` is in exactly one piece and one part. An empty text gives none.
    """
    if not text:
        return Outline((), (), ())
    signed = signatures(text)
    marks = annexes(counted(outside(read_marks(text), text), text), text, signed)
    sections = split_sections(text, marks, signed)
    if not sections:
        return Outline(_plain(text, signed), (Part("notice", "", 0, len(text)),), ())
    tree = Tree(text)
    pieces: list[_Piece] = []
    for section in sections:
        pieces += _section_pieces(text, section, tree)
    return Outline(_clauses(text, pieces), _parts(text, sections, signed), tree.warnings())


def _plain(text: str, signed: Sequence[Signed]) -> tuple[Clause, ...]:
    """A notice without numerals: all preamble, but for its signature and foot."""
    closing = plain_closing(text, signed)
    pieces = [_Piece(PREAMBLE, 0)] + ([_Piece(CLOSING, closing)] if closing else [])
    return _clauses(text, pieces)


def _section_pieces(text: str, section: Section, tree: Tree) -> list[_Piece]:
    nodes = tree.grow(section.marks, section.kind == "annex")
    pieces: list[_Piece] = []
    begin = _line_start(text, nodes[0].mark.start) if nodes else section.end
    if section.head < (section.closing if not nodes and section.closing is not None else begin):
        pieces.append(_Piece(tree.unique(PREAMBLE), section.head))
    for node in nodes:
        start = node.mark.start if node.mark.inside else _line_start(text, node.mark.start)
        pieces.append(_Piece(node.path, start, node))
    if section.closing is not None and section.closing < section.end:
        pieces.append(_Piece(tree.unique(CLOSING), section.closing))
    return pieces


def _line_start(text: str, position: int) -> int:
    """Where the numeral's line begins: number signs and blanks before it are its own."""
    return text.rfind("\n", 0, position) + 1


def _clauses(text: str, pieces: Sequence[_Piece]) -> tuple[Clause, ...]:
    ends = [piece.start for piece in pieces[1:]] + [len(text)]
    headings = _own_headings(text, pieces, ends)
    return tuple(
        Clause(
            piece.path,
            heading,
            piece.start,
            end,
            text[piece.start : end],
            piece.node.headings if piece.node else (),
        )
        for piece, end, heading in zip(pieces, ends, headings)
        if end > piece.start
    )


def _own_headings(text: str, pieces: Sequence[_Piece], ends: Sequence[int]) -> list[str]:
    """The pieces' own headings, each compared with those of its siblings."""
    bodies = [
        text[piece.node.mark.end : min(end, piece.node.mark.end + LOOK)] if piece.node else ""
        for piece, end in zip(pieces, ends)
    ]
    headings = [""] * len(pieces)
    siblings: dict[tuple[str, str], list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.node is None:
            continue
        level = piece.node.mark.level
        headings[at] = heading_of(bodies[at], level, piece.node.leads)
        siblings.setdefault((piece.path.rpartition("/")[0], level), []).append(at)
    for group in siblings.values():
        alike = like_siblings([headings[at] for at in group], [bodies[at] for at in group])
        for at, heading in zip(group, alike):
            headings[at] = heading
    return headings


def _parts(text: str, sections: Sequence[Section], signed: Sequence[Signed]) -> tuple[Part, ...]:
    """The sections as parts; a letter without numerals is parted from what it carries."""
    parts: list[Part] = []
    for section in sections:
        start, kind = section.head, section.kind
        if kind == "notice" and section.marks:
            head = letter_end(text, section.marks[0], signed)
            if head is not None:
                parts.append(Part("notice", "", start, head))
                start, kind = head, "inner"
        parts.append(Part(kind, _title(text, section, start, kind), start, section.end))
    return tuple(parts)


def _title(text: str, section: Section, start: int, kind: str) -> str:
    if kind == "notice":
        return ""
    if kind == "inner":
        return title_in(text, start, section.marks[0].start)
    head = section.marks[0]
    first = section.marks[1].start if len(section.marks) > 1 else section.end
    return head.rest(text) if head.titled else title_in(text, head.line_end + 1, first)
