"""Markdown -> RawDocument: its marks taken off, the words and the printed numbers kept."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.readers import RawDocument, table_row, text

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
# - 3 - is a page number; * and + before a word without a space are the text's own.
BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)(?!\d+[ \t]*-\s*$)")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*")
RULE_CELL = r"[ \t]*:?-+:?"
TABLE_RULE = re.compile(rf"\|?{RULE_CELL}(?:[ \t]*\|{RULE_CELL})*(?:[ \t]*\|)?")
CELL_END = re.compile(r"(?<!\\)\|")
BREAK = re.compile(r"<br[ \t]*/?>", re.I)

# A target has a dot, a slash or a colon: 国发[2020](三)号 is no link.
TARGET = r"\([ \t]*<?(?=[^\s()<>]*[./:#])[^\s()<>]+>?(?:[ \t]+\"[^\"\n]*\"[ \t]*)?\)"
LINK = re.compile(rf"!?\[(?P<words>[^\[\]\n]*)\]{TARGET}")
ADDRESS = re.compile(r"<(?P<words>https?://[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>")
CODE = re.compile(r"`(?P<words>[^`\n]+)`")
STRONG = re.compile(r"(?P<mark>\*\*|__|~~)(?=\S)(?P<words>[^*_~\n]*[^*_~\s])(?P=mark)")
# A single * counts only at the edge of words: 5*3 and 带*的项目、带*的指标 stay.
EDGE = r"\s，。；：、！？（）()“”《》\"'"
EMPHASIS = re.compile(
    rf"(?:^|(?<=[{EDGE}]))(?P<mark>[*_])(?=[^\s*_])(?P<words>[^*_\n]*[^*_\s])(?P=mark)(?=[{EDGE}]|$)"
)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~<])")
# Escaped marks are put aside as characters that no text has, in Unicode's private use area.
ASIDE = 0xF000


def read(data: bytes) -> RawDocument:
    """The text as it is meant to be seen; what stands in a code fence is left as it is."""
    raw = text.read(data)
    return replace(raw, text="\n".join(_plain(_without_comments(raw.text).splitlines())))


def _without_comments(source: str) -> str:
    parts = []
    at = 0
    while (begin := source.find("<!--", at)) >= 0 and (end := source.find("-->", begin)) >= 0:
        parts.append(source[at:begin])
        at = end + 3
    return "".join(parts) + source[at:]


def _plain(lines: list[str]) -> list[str]:
    """The lines without marks: fences and table rules go, all other lines stay lines."""
    out: list[str] = []
    fence = ""
    in_table = False
    for at, line in enumerate(lines):
        mark = FENCE.match(line)
        if fence:
            closes = mark is not None and mark["mark"].startswith(fence)
            fence = "" if closes else fence
            if not closes:
                out.append(line)
            continue
        if mark:
            fence = mark["mark"]
            continue
        in_table = (in_table and "|" in line) or _begins_table(lines, at)
        if in_table:
            if not TABLE_RULE.fullmatch(line.strip()):
                out.append(_row(line))
            continue
        if RULE.fullmatch(line) or (out and out[-1].strip() and UNDERLINE.fullmatch(line)):
            continue
        out += _words(_unmarked(line)).split("\n")
    return out


def _begins_table(lines: list[str], at: int) -> bool:
    """Whether this line is the heading of a table: the next one is its rule, as many cells."""
    if "|" not in lines[at] or at + 1 == len(lines):
        return False
    rule = lines[at + 1].strip()
    is_rule = TABLE_RULE.fullmatch(rule) is not None
    return is_rule and len(_cells(rule)) == len(_cells(lines[at]))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = CELL_END.split(inner)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def _row(line: str) -> str:
    return table_row([_words(cell) for cell in _cells(line)])


def _unmarked(line: str) -> str:
    """A line without what marks it as a quotation, a heading or an item of a list."""
    quote = QUOTE.match(line)
    line = line[quote.end() :] if quote else line
    heading = HEADING.match(line)
    if heading:
        words = line[heading.end() :].strip()
        bare = words.rstrip("#")  # ## 标题 ##
        return bare.rstrip() if bare[-1:].isspace() else words
    bullet = BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _words(line: str) -> str:
    """The words of a line: links, emphasis and code without their marks, breaks as lines."""
    line = ESCAPE.sub(lambda match: chr(ASIDE + ord(match[1])), line)
    line = BREAK.sub("\n", line)
    for pattern in (LINK, LINK, ADDRESS, CODE, EMPHASIS, STRONG, EMPHASIS, STRONG):
        line = pattern.sub(lambda match: match["words"], line)
    return re.sub("[\uf000-\uf07f]", lambda match: chr(ord(match[0]) - ASIDE), line)
