"""numbering.xml and the paragraphs' list levels -> the numerals that Word prints before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from corpus.readers.docx.numerals import printed
from corpus.readers.docx.package import W
from corpus.readers.docx.styles import Style, Styles, switch, value, whole

LEVELS = 9
# Word takes no larger start and no longer text; a hostile file must not make lines of megabytes.
START_LIMIT, TEXT_LIMIT = 32_767, 100
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `restart` counts levels from 1, 0 is never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A w:num: the counter that it shares with other lists, its levels, where it starts anew."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph, and what Word puts after it: tab, space or nothing."""

    text: str
    suffix: str


class Numbering:
    """The lists of a document and their counts so far; paragraphs are asked for in order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _read_lists(root, styles) if root is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    def label(self, properties: Any | None, style_id: str | None) -> Label | None:
        """The label of the next paragraph, or None when it has none; its level is counted on."""
        place = self._place(properties, style_id)
        if place is None:
            return None
        num_id, at = place
        numbered = self._lists[num_id]
        level = numbered.levels.get(at)
        if level is None:
            return None
        counts = self._counts.setdefault(numbered.counter, [None] * LEVELS)
        self._count(num_id, numbered, at, counts)
        text = "" if level.form == "bullet" or level.hidden else _fill(numbered, at, counts)
        return Label(text, level.suffix) if text else None

    def _place(self, properties: Any | None, style_id: str | None) -> tuple[int, int] | None:
        """List and level: the paragraph's own, else its style's. numId 0 takes a number away."""
        direct = None if properties is None else properties.find(f"{W}numPr")
        num_id = None if direct is None else whole(direct.find(f"{W}numId"))
        at = None if direct is None else whole(direct.find(f"{W}ilvl"))
        chain = self._styles.chain(style_id)
        if num_id is None:
            num_id = next((s.num_id for _, s in chain if s.num_id is not None), None)
            if num_id in self._lists and at is None:
                at = _styled_level(self._lists[num_id], chain)
        if num_id is None or num_id not in self._lists:
            return None
        return num_id, min(max(at or 0, 0), LEVELS - 1)

    def _count(self, num_id: int, numbered: List, at: int, counts: list[int | None]) -> None:
        start = numbered.levels[at].start
        before = counts[at]
        if at in numbered.starts and (num_id, at) not in self._started:
            before, start = None, numbered.starts[at]
        self._started.add((num_id, at))
        counts[at] = start if before is None else before + 1
        for deeper in range(at + 1, LEVELS):
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            # A restart after a level that is not above is as none: after any level above.
            if restart is None or restart > deeper or at < restart:
                counts[deeper] = None


def _styled_level(numbered: List, chain: list[tuple[str, Style]]) -> int | None:
    """The level that is tied to the nearest style that has one, or that the style itself names."""
    for name, style in chain:
        linked = next((at for at, level in numbered.levels.items() if level.style == name), None)
        if linked is not None or style.level is not None:
            return style.level if linked is None else linked
    return None


def _fill(numbered: List, at: int, counts: list[int | None]) -> str:
    """第%1条 -> 第三条; a level not yet counted shows where it would start, as Word does."""
    level = numbered.levels[at]

    def one(match: re.Match[str]) -> str:
        wanted = int(match[1]) - 1
        shown = numbered.levels.get(wanted)
        if shown is None:
            return ""
        count = counts[wanted]
        form = "decimal" if level.legal and shown.form not in ("none", "bullet") else shown.form
        return printed(shown.start if count is None else count, form)

    # %1.%2 under a level that prints nothing begins with its dot.
    return PLACE.sub(one, level.text).strip(" \t\u3000").lstrip(".")


def _read_lists(root: Any, styles: Styles) -> dict[int, List]:
    kinds = {node.get(f"{W}abstractNumId") or "": node for node in root.iter(f"{W}abstractNum")}
    nums = {_id(node, "numId"): node for node in root.iter(f"{W}num")}
    levels: dict[str, dict[int, Level]] = {}
    lists: dict[int, List] = {}
    for num_id, node in nums.items():
        kind = _kind(node, kinds, nums, styles)
        if num_id is None or num_id == 0 or kind is None:
            continue
        if kind not in levels:
            levels[kind] = {
                at: _level(level)
                for level in kinds[kind].iterchildren(f"{W}lvl")
                if (at := _id(level, "ilvl")) is not None and at < LEVELS
            }
        own = dict(levels[kind])
        starts: dict[int, int] = {}
        for override in node.iterchildren(f"{W}lvlOverride"):
            at = _id(override, "ilvl")
            if at is None or at >= LEVELS:
                continue
            if (level := override.find(f"{W}lvl")) is not None:
                own[at] = _level(level)
            start = whole(override.find(f"{W}startOverride"))
            if start is not None:
                starts[at] = _bounded(start)
                own[at] = replace(own.get(at, Level()), start=starts[at])
        lists[num_id] = List(kind, own, starts)
    return lists


def _kind(
    num: Any, kinds: dict[str, Any], nums: dict[int | None, Any], styles: Styles
) -> str | None:
    """The w:abstractNum behind a list; numStyleLink leads on to the one of a numbering style."""
    kind = value(num.find(f"{W}abstractNumId"))
    for _ in range(3):
        if kind not in kinds:
            return None
        link = value(kinds[kind].find(f"{W}numStyleLink"))
        style = styles.by_id.get(link or "")
        if style is None or style.num_id not in nums:
            return kind
        kind = value(nums[style.num_id].find(f"{W}abstractNumId"))
    return None


def _level(node: Any) -> Level:
    # A custom format stands in an AlternateContent; its fallback is a format that all know.
    form = node.find(f"{W}numFmt")
    if form is None:
        form = next(reversed(list(node.iter(f"{W}numFmt"))), None)
    start = whole(node.find(f"{W}start"))
    return Level(
        _bounded(0 if start is None else start),
        value(form) or "decimal",
        (value(node.find(f"{W}lvlText")) or "")[:TEXT_LIMIT],
        whole(node.find(f"{W}lvlRestart")),
        bool(switch(node.find(f"{W}isLgl"))),
        value(node.find(f"{W}suff")) or "tab",
        value(node.find(f"{W}pStyle")),
        bool(switch(node.find(f"{W}rPr/{W}vanish"))),
    )


def _id(node: Any, name: str) -> int | None:
    text = node.get(f"{W}{name}") or ""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def _bounded(start: int) -> int:
    return min(max(start, 0), START_LIMIT)
