"""styles.xml -> what a paragraph's style says of its number and of hidden text, inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from corpus.readers.docx.package import W

WHOLE = re.compile(r"-?\d{1,6}")
CONTENTS = re.compile(r"toc \d|toc heading|wpsoffice手动目录 \d", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, without what it inherits."""

    name: str
    based_on: str | None
    num_id: int | None
    level: int | None
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by id, and the one of a paragraph that names none."""

    by_id: dict[str, Style]
    default: str | None

    def chain(self, style_id: str | None) -> list[tuple[str, Style]]:
        """The style and what it is based on, nearest first; a circle ends it."""
        found: list[tuple[str, Style]] = []
        seen: set[str] = set()
        at = style_id
        while at is not None and at in self.by_id and at not in seen:
            seen.add(at)
            found.append((at, self.by_id[at]))
            at = self.by_id[at].based_on
        return found

    def hides(self, style_id: str | None) -> bool | None:
        """Whether text of this style is hidden; None when neither it nor its bases say."""
        return next((s.hidden for _, s in self.chain(style_id) if s.hidden is not None), None)

    def is_contents(self, style_id: str | None) -> bool:
        """Whether paragraphs of this style are entries of a table of contents."""
        style = self.by_id.get(style_id or "")
        return style is not None and CONTENTS.fullmatch(style.name) is not None


def read_styles(root: Any | None) -> Styles:
    """The styles of a document; none when it has no styles.xml."""
    by_id: dict[str, Style] = {}
    default = None
    for node in root.iter(f"{W}style") if root is not None else ():
        style_id = node.get(f"{W}styleId") or ""
        number = node.find(f"{W}pPr/{W}numPr")
        by_id[style_id] = Style(
            value(node.find(f"{W}name")) or "",
            value(node.find(f"{W}basedOn")),
            whole(number.find(f"{W}numId")) if number is not None else None,
            whole(number.find(f"{W}ilvl")) if number is not None else None,
            switch(node.find(f"{W}rPr/{W}vanish")),
        )
        if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on"):
            default = style_id
    return Styles(by_id, default)


def value(node: Any | None) -> str | None:
    """The w:val of an element, None when there is no element."""
    return None if node is None else node.get(f"{W}val")


def whole(node: Any | None) -> int | None:
    """The w:val as a number, None when it is absent or no number."""
    text = (value(node) or "").strip()
    return int(text) if WHOLE.fullmatch(text) else None


def switch(node: Any | None) -> bool | None:
    """An on/off property: present means on unless its value says off; None when absent."""
    return None if node is None else value(node) not in ("0", "false", "off")
