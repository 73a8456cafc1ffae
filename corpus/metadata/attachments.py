"""Text -> the annexes it names (附件：1.…) or heads (附件1), merged by their numbers."""

from __future__ import annotations

import re

from corpus.metadata.lines import Lines, one_line
from corpus.notice import Attachment
from corpus.numerals import value_of

LIST = re.compile(r"\s*附\s?件?\s?[:：]\s?")
HEADING = re.compile(
    r"\s*附\s?件\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?(?![\d年月])\s?(?P<mark>[:：.．、]?)\s?"
)
ITEM = re.compile(r"\s*(?:附\s?件\s?)?(?P<n>\d{1,2})\s?(?:[.．、:：](?!\d)|[)）])\s?")
# 附件1所列…, 附件2和附件3…: a reference that happens to begin a line.
REFERENCE = re.compile(r"[所的中和及与至、，,。；第（(]")
TITLE_LIMIT = 90
HEADING_LIMIT = 60
ENDS = "；;。，, \t"


def attachments(lines: Lines) -> list[Attachment]:
    """In the order of their numbers' first appearance; the list's title wins over the heading's."""
    found: dict[int, Attachment] = {}
    skip = 0
    for number, line in enumerate(lines.lines):
        if number < skip or not line.lstrip().startswith("附"):
            continue
        listed = LIST.match(line)
        if listed:
            items, skip = _listed(lines, number, listed.end())
        else:
            heading = _heading(lines, number)
            items = [heading] if heading else []
        for value, item in items:
            found.setdefault(value, item)
    # A lone 附件 that heads what the list calls 附件1 is no other annex.
    if 0 in found and len(found) > 1:
        del found[0]
    return list(found.values())


def _listed(lines: Lines, number: int, begin: int) -> tuple[list[tuple[int, Attachment]], int]:
    """The items of a list, on the line of 附件： or on the lines below it, and the line after."""
    items: list[tuple[int, Attachment]] = []
    line = lines.lines[number]
    first = ITEM.match(line, begin)
    if line[begin:].strip() and not (first and first["n"] == "1"):
        title = _titled(lines, number, begin, len(line), 0, "附件")
        return ([title] if title else []), number + 1
    expected = 1
    while number < len(lines.lines):
        line = lines.lines[number]
        found = _items_of(lines, number, begin, expected)
        if not found and line[begin:].strip():
            break
        items.extend(found)
        expected += len(found)
        number, begin = number + 1, 0
        if expected == 1 and items == [] and number >= len(lines.lines):
            break
    return items, number


def _items_of(lines: Lines, number: int, begin: int, expected: int) -> list[tuple[int, Attachment]]:
    """The items of one line, counted on: 1.… 2.… ; a figure out of turn belongs to a title."""
    line = lines.lines[number]
    found: list[tuple[int, Attachment]] = []
    mark = ITEM.match(line, begin)
    if mark is None or int(mark["n"]) != expected:
        return []
    while mark is not None:
        following = next(
            (m for m in ITEM.finditer(line, mark.end()) if int(m["n"]) == expected + 1), None
        )
        end = following.start() if following else len(line)
        item = _titled(lines, number, mark.end(), end, expected, f"附件{expected}")
        if item is not None:
            found.append(item)
        expected += 1
        mark = following
    return found


def _heading(lines: Lines, number: int) -> tuple[int, Attachment] | None:
    """附件1 on its own line with the title on the next, or both on one line."""
    line = lines.lines[number]
    match = HEADING.match(line)
    if match is None:
        return None
    value = value_of(match["n"])
    label = f"附件{value}" if value else "附件"
    rest = line[match.end() :].strip()
    if rest:
        plain = len(rest) <= HEADING_LIMIT and "。" not in rest and not REFERENCE.match(rest)
        clear = match["mark"] or match["n"] or plain
        return (
            _titled(lines, number, match.end(), len(line), value, label)
            if plain and clear
            else None
        )
    if number + 1 == len(lines.lines):
        return None
    following = lines.lines[number + 1]
    if len(following) > HEADING_LIMIT or following.rstrip().endswith(("。", "；", "：", ":")):
        start, end = lines.span(number)
        return value, Attachment(label, "", start, end)
    found = _titled(lines, number + 1, 0, len(following), value, label)
    if found is None:
        return None
    start = lines.span(number)[0]
    return value, Attachment(label, found[1].title, start, found[1].end)


def _titled(
    lines: Lines, number: int, begin: int, end: int, value: int, label: str
) -> tuple[int, Attachment] | None:
    raw = lines.lines[number][begin:end]
    title = _once(raw.strip()).rstrip(ENDS)
    if not title or len(title) > TITLE_LIMIT:
        return None
    start = lines.starts[number] + begin + len(raw) - len(raw.lstrip())
    return value, Attachment(label, one_line(title), start, start + len(title))


def _once(title: str) -> str:
    """Where line ends were lost, the annex's own heading follows the list: cut before it."""
    at = title.find("附件", 1)
    if at > 0 and (title.startswith(title[at + 2 : at + 6]) or title[at + 2 : at + 3].isdigit()):
        return title[:at]
    return title
