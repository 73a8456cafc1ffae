"""（省A厅牵头，B厅、C局配合） and 责任单位：D -> claims, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.facts.bodies import Bodies
from indexer.facts.claims import Claim, Span, task
from indexer.facts.names import Named, names_at
from indexer.facts.words import NEVER, NO_DOER

LABEL = (
    "(?P<what>牵头|责任|配合|协助|协办|协同|参[加与]|主办|承办|落实|主管|完成|指导|实施)"
    "(?:责任)?(?:单位|部门|机构|处室|科室)(?:为)?\\s*[：:]"
)
SAID = (
    "(?P<said>牵头(?!单位|部门)|(?:共同|分别|具体|分工)?负责|配合|协助|协同|参[加与]|承担|落实|"
    "组织实施|实施|指导)"
)
LABELLED = re.compile(LABEL)
# Brackets inside brackets (含市、区) one level deep; nothing is tried twice.
STATEMENT = re.compile(
    r"[（(](?P<in>[^（）()]{2,600}(?:[（(][^（）()]{0,60}[）)][^（）()]{0,600}){0,8})[）)]"
)
ENDS_WELL = re.compile(
    "(?:牵头|负责|配合|协助|参[加与]|承担|落实|实施|指导)(?:落实|实施|组织实施|推进|"
    "完成)?\\s*[。；]?$"
)
# （A、B负责，排在第一位的为牵头单位）: how to read the list, no part of it.
RANKED = re.compile("[，,]?\\s*排[在名]?(?:第一|首位|最前)")
LISTS_UNTIL = re.compile(
    r"[。；;\n（(]|(?=(?:牵头|责任|配合|协助|协办|参[加与]|主办|承办)(?:责任)?(?:单位|部门)[：:])"
)
TAIL = re.compile(
    "(?:等)?分头|(?:等)?(?:按照?|依据|根据)?(?:各自)?(?:的)?(?:职责|职能|部门|任务)?(?:和|及)?(?:职责|"
    "任务)?分工(?:分别|共同)?|"
    "(?:按照?|依)(?:各自)?职责(?:分别)?|分别|共同|等$|具体|为主|协同$"
)
# No sentence is looked for farther back.
FARTHEST = 1000
ROLES = {
    "牵头": "牵头", "配合": "配合", "协助": "配合", "协办": "配合", "协同": "配合",
    "参加": "配合", "参与": "配合", "指导": "指导",
}  # fmt: skip
PLAIN = re.compile(r"[\u4e00-\u9fff]{2,14}?(?=等?(?:[、，,]|等?(?:和|及)|\Z|$)|等)")
ROLE_WORD = re.compile(rf"[等和及与或按由]|(?:{SAID})")
LIST_END = re.compile(rf"[，,；;。]?\s*(?:{SAID})")
WITH = re.compile("会同|(?<![工协])商(?![务业品定议联会])")
STOPS = re.compile(
    rf"[；;。]|(?<=[\u4e00-\u9fff])(?:{WITH.pattern})|{SAID}|{TAIL.pattern}|"
    rf"{LABEL.replace('?P<what>', '?:')}"
)
AFTER_NAMES = re.compile(rf"(?:{TAIL.pattern})?\s*{SAID}")


def statements(text: str, bodies: Bodies) -> tuple[list[Claim], str]:
    """Claims of the lists of responsible bodies, and the text with these lists blanked."""
    claims: list[Claim] = []
    kept: list[str] = []
    done = 0
    for start, end, inner in _places(text):
        found = list(_claims(text, inner, start, bodies)) if start >= done else []
        if found:
            claims += found
            kept += [text[done:start], "\n" * (end - start)]
            done = end
    return claims, "".join([*kept, text[done:]])


def _places(text: str) -> list[tuple[int, int, Span]]:
    """(start, end, what is inside) of each bracket and each labelled list."""
    places = []
    for match in STATEMENT.finditer(text):
        inner = match["in"]
        ranked = RANKED.search(inner)
        inner = inner[: ranked.start()] if ranked else inner
        if LABELLED.match(inner.strip()) or ENDS_WELL.search(inner[-12:]):
            places.append(
                (match.start(), match.end(), (match.start("in"), match.start("in") + len(inner)))
            )
    for match in LABELLED.finditer(text):
        if match.start() and text[match.start() - 1] in "（(，,":
            continue
        stop = LISTS_UNTIL.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.end() + 600)
        places.append((match.start(), end, (match.start(), end)))
    return sorted(places)


def _claims(text: str, inner: Span, before: int, bodies: Bodies) -> Iterator[Claim]:
    """A牵头，B、C配合 and 牵头单位：A，责任单位：B inside one list."""
    at, limit = inner
    doing = _sentence_before(text, before)
    role = "负责"
    labelled = False
    waiting: list[Span] = []
    while at < limit:
        label = LABELLED.match(text, at, limit)
        if label:
            role = ROLES.get(label["what"], "负责")
            labelled = True
            at = label.end()
            continue
        said = LIST_END.match(text, at, limit)
        if said and waiting:
            role_said = ROLES.get(said["said"], "负责")
            yield from (Claim(span, role_said, "", doing) for span in waiting)
            waiting = []
            at = said.end()
            continue
        tail = TAIL.match(text, at, limit)
        if tail and tail.end() > at:
            at = tail.end()
            continue
        until = _until(text, at, limit)
        names = names_at(text, at, until, bodies, "listed") or _unknown(text, at, until)
        if names is None:
            at += 1
            if text[at - 1] not in "，,、；;。 和及与\n等由":
                at = min(_next_mark(text, at, limit), max(until, at))
            continue
        joined = WITH.match(text, names.end, limit)
        others = (
            names_at(text, joined.end(), _until(text, joined.end(), limit), bodies, "listed")
            if joined
            else None
        )
        if others:
            for spans, part in ((names.spans, "牵头"), (others.spans, "会同")):
                yield from (Claim(span, part, "", doing) for span in spans)
            at = others.end
            said = LIST_END.match(text, at, limit)
            at = said.end() if said else at
            continue
        if labelled:
            after = _role_after(text, names.end, limit)
            yield from (Claim(span, after or role, "", doing) for span in names.spans)
        else:
            waiting += names.spans
        at = max(names.end, at + 1)


def _unknown(text: str, at: int, limit: int) -> Named | None:
    """供销合作总社 between bodies, as short as they are, is one; its end does not tell."""
    match = None if ROLE_WORD.match(text, at, limit) else PLAIN.match(text, at, limit)
    if match is None or NEVER.search(match[0]) or NO_DOER.match(match[0]):
        return None
    return Named((match.span(),), match.end())


def _until(text: str, at: int, limit: int) -> int:
    """The list of names goes on at most to the word that says their role."""
    stop = STOPS.search(text, at, min(limit, at + 400))
    return stop.start() if stop and stop.start() > at else limit


def _role_after(text: str, at: int, limit: int) -> str | None:
    match = AFTER_NAMES.match(text, at, limit)
    return ROLES.get(match["said"], "负责") if match else None


def _next_mark(text: str, at: int, limit: int) -> int:
    while at < limit and text[at] not in "，,、；;。：:":
        at += 1
    return at


def _sentence_before(text: str, end: int) -> Span:
    """The sentence that a list of bodies follows: what they have to do."""
    while end and text[end - 1] in " \n。；;":
        end -= 1
    start = max(text.rfind(mark, max(0, end - FARTHEST), end) for mark in "。\n！？")
    return task(max(start + 1, end - FARTHEST), end)
