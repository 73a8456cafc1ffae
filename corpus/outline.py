"""Cleaned text -> clauses, following GB/T 9704 numbering; the pieces join to the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.notice import CLOSING, PREAMBLE, Clause, numeral_path
from corpus.numerals import Numeral, numeral_at

CONTENTS_LINE = re.compile(r"(?:\.{4,}|…{2,}|·{4,})\s*\d*\s*$")
SENTENCE = re.compile(r"[。；！？]")
LONE_SENTENCE = re.compile(r"[^。；：！？]+。")
HEADING_LIMIT = 45
# Measured on the headings of 149 real documents: longer lone sentences were all body.
LONE_LIMIT = 24
ARTICLE_LIMIT = 12
ORGAN = (
    r"(?:厅|局|部|委|院|府|办公室|委员会|协会|中心|小组|指挥部|银行|总局|公司|法院|检察院|大学"
    r"|司|会|署)"
)
SIGNATURE = re.compile(rf"^[^，。；：]{{2,40}}{ORGAN}(?:\s[^，。；：]{{2,40}}{ORGAN})*$")
ANNEX_LIST = re.compile(r"^附\s*件\s*[:：]\s*(?P<one>1\s*[.．、])?(?(one)|\s*$)")
DATE = re.compile(
    r"^[（(]?(?:\d{4}|[０-９]{4}|[一二三四五六七八九零〇○Ｏ]{4})\s*年\s*[\d０-９一二三四五六七八九十]{1,3}\s*月"
    r"\s*[\d０-９一二三四五六七八九十]{1,3}\s*日(?:签发|发布)?[）)]?$"
)
_FOOT = r"附\s*件\s*[:：]|[（(]?联系(?:人|电话|方式)|特此|此复|此函"
FOOT = re.compile(rf"^(?:{_FOOT})")
CLOSING_START = re.compile(
    rf"^(?:{_FOOT}|[（(]?(?:此件|信息公开|抄送)"
    r"|(?:请)?各(?:地|省|市|级|有关|单位|部门)[^。]{0,60}(?:要|应|请|按照|可|于)"
    r"|请(?:各|于|认真|遵照)|(?:以上|上述)(?:意见|各|政策)"
    r"|本(?:通知|意见|办法|规定|方案|公告|细则|措施|文件|政策|政策措施)[^。]{0,12}自)"
)


@dataclass(slots=True)
class _Node:
    """A numeral while the tree is being built."""

    numeral: Numeral
    path: str
    line: int
    shown: str  # as its descendants show it: numeral and heading
    headings: tuple[str, ...]
    leads: bool = False  # its line is followed by clauses below it


def outline(text: str) -> tuple[tuple[Clause, ...], tuple[str, ...]]:
    """Preamble, numbered clauses and closing in order, and warnings on skipped numerals.

    Every character of `text` is in exactly one piece. An empty text gives no piece.
    """
    lines = text.splitlines(keepends=True)
    starts = _offsets(lines)
    nodes, warnings = _tree(lines)
    if not text:
        return (), ()
    if not nodes:
        end = _closing_of_plain(lines)
        return tuple(_pieces(text, [(PREAMBLE, 0)], starts[end] if end else None)), warnings
    cuts = [(node.path, starts[node.line]) for node in nodes]
    if cuts[0][1] > 0:
        cuts.insert(0, (PREAMBLE, 0))
    closing = _closing_line(lines, nodes)
    pieces = _pieces(text, cuts, None if closing is None else starts[closing])
    by_path = {node.path: node for node in nodes}
    return tuple(_with_headings(piece, by_path) for piece in pieces), warnings


def _offsets(lines: list[str]) -> list[int]:
    offsets, position = [], 0
    for line in lines:
        offsets.append(position)
        position += len(line)
    return offsets


def _tree(lines: list[str]) -> tuple[list[_Node], tuple[str, ...]]:
    nodes: list[_Node] = []
    stack: list[_Node] = []
    warnings: list[str] = []
    used: set[str] = set()
    listed = _annex_lists(lines)
    for number, line in enumerate(lines):
        found = numeral_at(line, 0)
        if found is None or number in listed or CONTENTS_LINE.search(line):
            continue
        if _is_bare(found, line):
            continue
        while stack and stack[-1].numeral.rank >= found.rank:
            stack.pop()
        previous = _last_of_level(nodes, found, stack)
        if found.value != (previous.numeral.value if previous else 0) + 1 and found.value != 0:
            warnings.append(_out_of_step(found, previous))
        path = _unique(_path(found, stack), used)
        headings = tuple(node.shown for node in stack)
        node = _Node(found, path, number, _first_line(line, found), headings)
        if stack:
            stack[-1].leads = True
        nodes.append(node)
        stack.append(node)
    return nodes, tuple(warnings)


def _annex_lists(lines: list[str]) -> set[int]:
    """Lines of 附件： 1.… 2.… before a signature, a date or the end: annexes named, none begun."""
    listed: set[int] = set()
    for number, line in enumerate(lines):
        head = ANNEX_LIST.match(line)
        if not head:
            continue
        run = [number]
        expected = 2 if head["one"] else 1
        for following in range(number + 1, len(lines)):
            found = numeral_at(lines[following], 0)
            if found is None or found.level != "arabic" or found.value != expected:
                break
            run.append(following)
            expected += 1
        after = run[-1] + 1
        near = [line.strip() for line in lines[after : after + 4]]
        ended = not near or any(DATE.match(line) for line in near)
        if len(run) > 1 and (head["one"] or ended):
            listed.update(run)
    return listed


def _is_bare(found: Numeral, line: str) -> bool:
    """A numeral without words is a broken line, not a clause; an annex or chapter needs none."""
    return not line[found.end :].strip() and found.level not in (
        "annex",
        "chapter",
        "part",
        "section",
    )


def _last_of_level(nodes: list[_Node], found: Numeral, stack: list[_Node]) -> _Node | None:
    """The numeral this one should follow: its elder sibling, or the last where a level runs on."""
    parent = stack[-1].path if stack else ""
    for node in reversed(nodes):
        if node.numeral.rank == found.rank:
            runs_on = node.numeral.value + 1 == found.value
            return node if runs_on or _parent(node) == parent else None
        if node.numeral.rank < found.rank and found.level != "article" and found.value == 1:
            return None
    return None


def _parent(node: _Node) -> str:
    return node.path.rpartition("/")[0]


def _out_of_step(found: Numeral, previous: _Node | None) -> str:
    after = f"after {previous.numeral.printed}" if previous else "at the start of its level"
    return f"numeral {found.printed} {after}: one is missing, repeated or misprinted; text kept"


def _path(found: Numeral, stack: list[_Node]) -> str:
    own = numeral_path(found.printed)
    parents = stack
    if found.level == "article":  # articles run through the whole notice
        parents = [node for node in stack if node.numeral.level == "annex"]
    return f"{parents[-1].path}/{own}" if parents else own


def _unique(path: str, used: set[str]) -> str:
    """A path met before gets ~2, ~3: an inner document that numbers anew keeps all its clauses."""
    candidate, copy = path, 1
    while candidate in used:
        copy += 1
        candidate = f"{path}~{copy}"
    used.add(candidate)
    return candidate


def _closing_line(lines: list[str], nodes: list[_Node]) -> int | None:
    """The first line after the last clause that speaks to the addressee, signs, dates or names
    contacts; also any paragraph after it when all its siblings are single paragraphs."""
    last = nodes[-1]
    siblings = [
        (node, following)
        for node, following in pairwise(nodes)
        if node.numeral.rank == last.numeral.rank
    ]
    bare = len(lines[last.line].strip()) <= HEADING_LIMIT and not SENTENCE.search(lines[last.line])
    starts = FOOT if bare else CLOSING_START  # 各地要… under a mere heading is what it says
    single = len(siblings) >= 2 and all(b.line - a.line == 1 for a, b in siblings)
    for number in range(last.line + 1, len(lines)):
        line = lines[number].strip()
        if starts.match(line) or DATE.match(line) or _signs(lines, number):
            return number
        if single and len(lines[last.line].strip()) > HEADING_LIMIT and number == last.line + 1:
            return number
    return None


def _closing_of_plain(lines: list[str]) -> int | None:
    """For a notice without numerals: list of annexes, contacts or signature after some text."""
    for number in range(1, len(lines)):
        line = lines[number].strip()
        if FOOT.match(line) or _signs(lines, number) or (number > 1 and DATE.match(line)):
            return number
    return None


def _signs(lines: list[str], number: int) -> bool:
    """An organ's name followed by a date line, possibly with more organs between."""
    for following in lines[number : number + 8]:
        if DATE.match(following.strip()):
            return bool(SIGNATURE.match(lines[number].strip()))
        if not SIGNATURE.match(following.strip()):
            return False
    return False


def _pieces(text: str, cuts: list[tuple[str, int]], closing: int | None) -> list[Clause]:
    if closing is not None:
        cuts = [*cuts, (CLOSING, closing)]
    ends = [start for _, start in cuts[1:]] + [len(text)]
    return [
        Clause(path, "", start, end, text[start:end])
        for (path, start), end in zip(cuts, ends)
        if end > start
    ]


def _with_headings(piece: Clause, nodes: dict[str, _Node]) -> Clause:
    node = nodes.get(piece.path)
    if node is None:
        return piece
    numeral_end = node.numeral.end
    heading = heading_of(piece.text[numeral_end:], node.numeral.level, node.leads)
    return Clause(piece.path, heading, piece.start, piece.end, piece.text, node.headings)


def heading_of(body: str, level: str = "", leads: bool = False) -> str:
    """The clause's own heading: its first line when short and unpunctuated, else its first
    sentence when that reads like a heading; empty when the clause has none.

    A lone short sentence is a heading when lines or clauses follow below (`leads`); an article's
    first sentence is one only when it is very short, since articles mostly have none.
    """
    first, _, more = body.lstrip().partition("\n")
    first = first.strip()
    if level == "article" and not _short_heading(SENTENCE.split(first, maxsplit=1)[0], first):
        return ""
    if (leads or more.strip()) and len(first) <= LONE_LIMIT and LONE_SENTENCE.fullmatch(first):
        return first[:-1]
    if not SENTENCE.search(first):
        return first.rstrip("：:") if len(first) <= HEADING_LIMIT else ""
    sentence = SENTENCE.split(first, maxsplit=1)[0].strip()
    rest = first[len(sentence) + 1 :].strip()
    is_heading = len(sentence) <= HEADING_LIMIT and first[len(sentence)] == "。" and rest
    return sentence if is_heading and sentence.count("，") + sentence.count(",") <= 2 else ""


def _short_heading(sentence: str, line: str) -> bool:
    """Whether an article's first sentence, or its line before a list, can be its heading."""
    if sentence == line and not line.endswith(("：", ":")):
        return True
    return len(sentence.strip().rstrip("：:")) <= ARTICLE_LIMIT and "，" not in sentence


def _first_line(line: str, found: Numeral) -> str:
    """An ancestor as readers see it: numeral and heading, or the line's first 45 characters."""
    heading = heading_of(line[found.end :], found.level, leads=True)
    if heading:
        gap = "" if line[found.end - 1] in "、）)." else " "
        return line[: found.end].strip() + gap + heading
    text = line.strip()
    return text if len(text) <= HEADING_LIMIT else text[:HEADING_LIMIT] + "…"
