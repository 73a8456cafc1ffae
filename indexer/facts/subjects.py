"""Parts of a sentence -> claims on who does it: by verbs and modals after a name, or after 由."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.facts.bodies import Bodies
from indexer.facts.claims import Claim, Span, task
from indexer.facts.doing import OF_THEIRS, PURPOSE, does, later_roles, roles_of
from indexer.facts.names import names_at
from indexer.facts.objects import DONE, DRAFTED
from indexer.facts.sentences import Sentence
from indexer.facts.words import MODAL, STRENGTH

BY = re.compile(
    "(?<![自理经事缘励持导])由(?![于此来衷])|(?<=均)需(?!要)|(?<=，)需(?=各|[省市县区]|有关|相关)"
)
WITH = re.compile(
    "(?:积极|主动|共同|可以?|应当?|将|要|须|负责|及时)*(?:会同|商(?![务业品定议会])|联合|与|和)"
)
JOINTLY = re.compile("[^，,。；]{0,4}?(?:共同|联合|协同|合作)")
CONDITION = ("的", "时", "后", "之前", "之后", "之日起", "的话")
# 印发给你们，请执行: those to whom it is sent do it.
YOU = ("你们，", "你们,")
# 各单位在…基础上，组织…: what they do comes in the next part.
PREPOSED = re.compile(
    "(?:要|应当?|须|可以?)?(?:在|按照?|根据|围绕|对照|依据|经)[^，,；;。]{2,60}(?:上|中|下|前|后|时|规定|要求|实际|情况|程序|职责|分工|同意|批准)"
)
BLANK = re.compile(
    "[\\s\u3000]+(?:[（(]?[一二三四五六七八九十\\d]{1,3}[）)、.．])?(?=[\u4e00-\u9fff]{2,24}[^\\s\u3000]*$)"
)
GOES_ON = re.compile("(?:具体|共同|分别|统一)*(?:会同|负责|牵头|承担)")
# Names that wait for their verb in a later part; a list of parts without any is no sentence.
MOST = 20


@dataclass(slots=True)
class Doers:
    """Who acts in a sentence, from the part where they are named on."""

    spans: tuple[Span, ...]
    strength: str
    roles: set[str]
    by: bool = False
    waiting: bool = False


def subject_claims(
    text: str, sentence: Sentence, before: Span | None, bodies: Bodies
) -> Iterator[Claim]:
    """The claims on doers; `before` is the sentence before, the task of a bare 由A负责."""
    doers: Doers | None = None
    # Names of a list that goes on in the next part, and names whose verb may come there.
    begun: tuple[Span, ...] = ()
    held: tuple[Span, ...] = ()
    for start, end in sentence.parts:
        conditional = text.endswith(CONDITION, start, end)
        found = _doers(text, start, end, bodies)
        if found is None:
            if (begun or held) and not conditional and _goes_on(text, start, end):
                doers = Doers(begun or held, _strength(text, start, end), set())
                yield from _claims(text, doers, start, end, before, bodies)
                begun = held = ()
            elif doers and not conditional:
                yield from _later(text, doers, start, end)
            continue
        spans, at, by = found
        conditional = conditional and not PREPOSED.fullmatch(text, at, end)
        if at >= end and not by:
            goes_on = text[end : end + 1] in ("，", ",")
            begun = (*begun[-MOST:], *spans) if goes_on else ()
            held = ()
            continue
        strength = _strength(text, at, end)
        if not strength and OF_THEIRS.match(text, at, end):
            begun, held, doers = (), (), None
            continue
        strength = strength or _next_strength(text, end)
        if not by and (conditional or not (strength or does(text, spans, at, end))):
            begun, held, doers = (), spans, None
            continue
        doers = Doers((*begun, *spans), strength, set(), by)
        begun = held = ()
        yield from _claims(text, doers, at, end, before, bodies)


def _doers(
    text: str, start: int, end: int, bodies: Bodies
) -> tuple[tuple[Span, ...], int, bool] | None:
    """The bodies that a part begins with or names after 由, where their list ends, whether 由."""
    names = names_at(text, start, end, bodies, "doer")
    if names is None:
        # 做好救治 各地要…: a heading that a blank parts from its text.
        blank = BLANK.search(text, start + 6, end)
        names = names_at(text, blank.end(), end, bodies, "doer") if blank else None
    if names and not text.startswith("由", names.end):
        return names.spans, names.end, False
    if text.startswith("请", start) and not text.startswith(("请示", "请求"), start):
        if text.startswith(YOU, start - 3):
            return ((start - 3, start - 1),), start + 1, True
        names = names_at(text, start + 1, end, bodies, "doer")
        return (names.spans, names.end, True) if names and names.end < end else None
    if text.find("由", start, end) < 0 and text.find("需", start, end) < 0:
        return None
    for by in BY.finditer(text, start, end):
        names = names_at(text, by.end(), end, bodies, "object")
        if (
            names
            and names.end < end
            and not text.startswith(("组成", "构成", "为主", "主导"), names.end)
        ):
            return names.spans, names.end, True
    return None


def _next_strength(text: str, end: int) -> str:
    """纳税人首次享受，应当…: the modal verb that begins the next part."""
    match = MODAL.match(text, end + 1) if text[end : end + 1] in ("，", ",") else None
    return STRENGTH[match.lastgroup or ""] if match else ""


def _goes_on(text: str, start: int, end: int) -> bool:
    """A、B，要…: the names stood alone, their verb comes now."""
    if _strength(text, start, min(end, start + 24)):
        return True
    return GOES_ON.match(text, start, end) is not None


def _claims(
    text: str, doers: Doers, at: int, end: int, before: Span | None, bodies: Bodies
) -> Iterator[Claim]:
    """What the part that names the doers says of them."""
    told = task(at, end)
    if end - at <= 6 and before:
        told = task(*before)
    joined = WITH.match(text, at, end)
    if joined:
        others = names_at(text, joined.end(), end, bodies, "doer")
        plain = joined[0].endswith(("与", "和"))
        if others and DRAFTED.match(text, others.end, end):
            return
        if others and (not plain or JOINTLY.match(text, others.end, end)):
            yield from _each(doers, "牵头", told)
            yield from (Claim(span, "会同", doers.strength, told) for span in others.spans)
            return
    if PREPOSED.fullmatch(text, at, end) and text[end : end + 1] in ("，", ","):
        doers.waiting = True
        return
    for role in roles_of(text[at:end]):
        yield from _each(doers, role, told)


def _later(text: str, doers: Doers, start: int, end: int) -> Iterator[Claim]:
    """What a later part of the sentence adds to the roles of its doers."""
    rest = text[start:end]
    strength = _strength(text, start, end)
    if strength and not doers.strength:
        doers.strength = strength
    roles = roles_of(rest) if doers.waiting else later_roles(rest)
    doers.waiting = False
    if not roles and doers.roles <= {"参与"} and not PURPOSE.match(rest) and not doers.by:
        roles = ["负责"]
    for role in roles:
        yield from _each(doers, role, task(start, end))


def _each(doers: Doers, role: str, does: Span) -> Iterator[Claim]:
    if role not in doers.roles:
        doers.roles.add(role)
        yield from (Claim(span, role, doers.strength, does) for span in doers.spans)


def _strength(text: str, at: int, end: int) -> str:
    """The first modal verb near the doer."""
    match = MODAL.search(text, at, min(end, at + 30))
    if match and DONE.search(text, at, match.start()):
        return ""
    return STRENGTH[match.lastgroup or ""] if match else ""
