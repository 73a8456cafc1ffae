"""Marks of one text -> nodes with paths: which numeral stands under which, what starts anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.notice import numeral_path
from corpus.numerals import RANKS
from corpus.outline.headings import shown
from corpus.outline.marks import Mark

WARNINGS_SHOWN = 20


@dataclass(slots=True)
class Node:
    """A clause while the tree is built: its path and what its descendants show.

    `goes_on` says that the next numeral of its level is its successor; `last` is the value of its
    last child, by level.
    """

    mark: Mark
    path: str
    headings: tuple[str, ...]
    goes_on: bool
    leads: bool = False
    last: dict[str, int] = field(default_factory=dict)
    shown: tuple[str, ...] = ()  # the headings above its children, once the first one asks


class Tree:
    """The nodes so far and the stack of those that are open."""

    def __init__(self, text: str) -> None:
        self.nodes: list[Node] = []
        self._text = text
        self._stack: list[Node] = []
        self._root: dict[str, int] = {}
        self._before: dict[str, Mark] = {}
        self._used: dict[str, int] = {}
        self._warnings: list[str] = []
        self._upside_down: set[tuple[str, str]] = set()  # parent's level, child's level

    def grow(self, marks: Sequence[Mark], is_annex: bool) -> list[Node]:
        """The nodes of one document or annex, whose counts start anew."""
        self._stack, self._before, self._upside_down = [], {}, set()
        if not is_annex:
            self._root = {}
        following: dict[str, int] = {}
        successors: list[bool] = []
        for mark in reversed(marks):
            successors.append(following.get(mark.level) == mark.value + 1)
            following[mark.level] = mark.value
        first = len(self.nodes)
        for mark, goes_on in zip(marks, reversed(successors)):
            self._add(mark, goes_on)
        return self.nodes[first:]

    def unique(self, path: str) -> str:
        """A path met before gets ~2, ~3: what numbers anew keeps all its clauses."""
        copies = self._used.get(path, 0) + 1
        self._used[path] = copies
        if copies == 1:
            return path
        # A printed path never has a ~, so only copies of this very path can be in the way.
        return f"{path}~{copies}"

    def warnings(self) -> tuple[str, ...]:
        """One line for each numeral out of step, twenty at most."""
        shown_ones = self._warnings[:WARNINGS_SHOWN]
        more = len(self._warnings) - WARNINGS_SHOWN
        return (*shown_ones, *([f"and {more} more numerals out of step"] if more > 0 else []))

    def _add(self, mark: Mark, goes_on: bool) -> None:
        self._close(mark)
        stack = self._stack
        counts = stack[-1].last if stack else self._root
        self._check(mark, counts.get(mark.level, 0))
        counts[mark.level] = mark.value
        self._before[mark.level] = mark
        headings = self._headings(stack[-1]) if stack else ()
        node = Node(mark, self.unique(self._path(mark)), headings, goes_on)
        if stack:
            stack[-1].leads = True
        self.nodes.append(node)
        stack.append(node)

    def _close(self, mark: Mark) -> None:
        """Takes from the stack what this numeral ends, so that its parent is on top."""
        stack = self._stack
        if mark.numbers:
            del stack[_decimal_parent(stack, mark) :]
            return
        self._leave_box(mark)
        same = [at for at, node in enumerate(stack) if node.mark.level == mark.level]
        if same:
            del stack[same[-1] :]
        elif not self._stands_inside(mark):
            while stack and stack[-1].mark.rank >= mark.rank:
                stack.pop()

    def _leave_box(self, mark: Mark) -> None:
        """4. after the box's own 1. and 2. goes on with the 3. above the box."""
        stack = self._stack
        if mark.rank <= RANKS["box"]:
            return
        box = next((at for at, node in enumerate(stack) if node.mark.level == "box"), 0)
        if not box:
            return
        own = stack[box].last.get(mark.level, 0)
        outside = stack[box - 1].last.get(mark.level, 0)
        if mark.value != own + 1 and outside and mark.value == outside + 1:
            del stack[box:]

    def _stands_inside(self, mark: Mark) -> bool:
        """一、 under a （一） whose （二） follows stands upside down, and so does every later one;
        a list 1. stands under 1.1."""
        if mark.value != 1 or mark.rank < RANKS["dun"] or mark.level == "box" or not self._stack:
            return False
        top = self._stack[-1]
        levels = (top.mark.level, mark.level)
        if top.mark.rank < mark.rank:
            return False
        if top.mark.numbers and mark.level == "arabic":
            return True
        if top.goes_on:
            self._upside_down.add(levels)
        return levels in self._upside_down

    def _path(self, mark: Mark) -> str:
        own = _element(mark.printed)
        parents = self._stack
        if mark.level == "article":  # articles run through the whole notice
            parents = [node for node in parents if node.mark.level == "annex"]
        return f"{parents[-1].path}/{own}" if parents else own

    def _headings(self, parent: Node) -> tuple[str, ...]:
        if not parent.shown:
            parent.shown = (*parent.headings, shown(self._text, parent.mark))
        return parent.shown

    def _check(self, mark: Mark, known: int) -> None:
        """A numeral skipped or repeated is told; its text stays where it is."""
        if mark.level == "annex" or mark.numbers:
            return
        before = self._before.get(mark.level)
        expected = {known + 1, before.value + 1 if before else 1}
        again = before is not None and mark.value == before.value and "之" in mark.printed
        if mark.value in expected or again or (mark.value == 1 and not known):
            return
        if mark.level in ("chapter", "section") and mark.value == 1:
            return
        after = f"after {before.printed.strip()}" if before else "at the start of its level"
        self._warnings.append(
            f"numeral {mark.printed.strip()} {after}: one is missing, repeated or misprinted; "
            "text kept"
        )


@lru_cache(maxsize=4096)
def _element(printed: str) -> str:
    return numeral_path(printed)


def _decimal_parent(stack: Sequence[Node], mark: Mark) -> int:
    """How much of the stack stays open above 1.2.1: up to 1.2, else to 1, 1. or 一、."""
    numbers = mark.numbers
    for length in range(len(numbers) - 1, 0, -1):
        for at in range(len(stack) - 1, -1, -1):
            above = stack[at].mark
            plain = not above.numbers and above.level in ("arabic", "dun", "chapter")
            if above.numbers == numbers[:length] or (
                length == 1 and plain and above.value == numbers[0]
            ):
                return at + 1
    keep = len(stack)
    while keep and (stack[keep - 1].mark.numbers or stack[keep - 1].mark.rank >= mark.rank):
        keep -= 1
    return keep
