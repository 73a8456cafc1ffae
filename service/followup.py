"""A question and what was asked before -> whether it goes on from there, and how it reads in full.

A question that names a document, has another place, issuer or year, or enough words of its own
begins anew: to answer a new question from an old notice is worse than to miss a follow-up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.text import segment, shadow
from service.named import cited_number
from service.places import Part, english_name, parts_of
from service.subject import LONGEST, own_words, subject_of
from service.wording import HAN

# So much of its own may stand behind 那 or "and", 品牌培训 or brand training: a Latin word counts
# 1, a Chinese character a half. With more a question stands alone.
MOST_OWN = 2.0
# 该通知对首席质量官培训有什么要求 points clearly.
MOST_POINTED = 6.0

_NOUN = "通知|文件|公告|通告|计划|方案|办法|意见|规定|政策|公文|名单|项目|活动|标准|纲要"
# This very notice: 该通知, the same circular.
_POINTS = re.compile(
    rf"(?:(?<!应)该|本|此|这一?[个份项篇]?|那[个份项篇]|上述|上面的?|前述|刚才的?)(?:{_NOUN})"
    r"(?:里面?|[中上内])?的?"
    r"|\b(?P<within>in |of |under |by )?(?:this|that|the same|the above|the said) (?:notice|"
    r"document|circular|plan|policy|file|announcement|scheme|programme|program|one)\b(?P<of>['’]s)?"
)
# What may point back: it, 其中, 这个.
_REFERS = re.compile(r"^(?:其中|它们?|其(?![他它余实])|这[个份]|那[个份]|上述|里面)的?")
_IT = re.compile(r"\b(?:its|it|they|them|the (?:notice|document))\b")
_LEAD = re.compile(
    r"^(?:(?:好的?|谢谢|请问|对了|ok(?:ay)?|thanks|well|so)[,，。. ]+)?"
    r"(?:那么|那(?![么些样时里个边种份项篇年批几]|天(?![津水门]))|还有|另外|此外|然后|以及"
    r"|(?:and|but|also|then)\b,? *(?:(?:what|how) about\b)?|(?:what|how) about\b)[，, ]*"
)
_TAIL = re.compile(r"(?:[呢吗啊呀]|\s|[?？。.!！])*$")
_GOES_ON = re.compile(r"呢[\s?？。.!！]*$")
_QUOTED = re.compile(r"《[^《》]{2,}》|[“「『\"][^”」』\"]{2,}[”」』\"]")
# What is left around a place or year that is taken out: in Tianjin, Tianjin's, 的.
_LEFT = re.compile(
    r"^\s*['’]s\b|^\s*(?:in|for|of|from|on|about)\s*$|\b(?:in|for|of|from)\s*$|^[在对]$", re.I
)
_RELATIVE_YEAR = re.compile(r"[去今明前]年|\b(?:last|this|next) year\b")


@dataclass(frozen=True, slots=True)
class Context:
    """What is remembered: the last notice and its title, the subject (content words of the last
    question that stood alone), and the last question as it was read."""

    notice: str | None
    title: str
    subject: str
    asked: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question as it reads in full; `notice` is where it is looked for first, `asks` is what a
    follow-up asks, and `subject` what about."""

    text: str
    notice: str | None
    is_follow_up: bool
    asks: str = ""
    subject: str = ""


def follow_up(text: str, context: Context | None) -> Resolved:
    """The question itself, unless it can only be understood from what was asked before."""
    alone = Resolved(text, None, False)
    text = text.strip()
    if context is None or not text or len(text) > LONGEST or _names_another(text):
        return alone
    led, core = _core(text)
    goes_on = bool(led or _GOES_ON.search(text))
    asks = _without_pointers(core)
    if not segment(asks):
        return alone
    own = _weight(asks)
    others = _others(core, context)
    kinds = [part.kind for part in parts_of(core)]
    if len(set(kinds)) < len(kinds):  # 那天津和北京呢 asks of two at once
        return alone
    if others:
        return _switched(core, others, context) if goes_on and not own else alone
    plain = shadow(core)
    refers = _REFERS.search(plain) or _IT.search(plain)
    most = MOST_POINTED if _POINTS.search(plain) else MOST_OWN if goes_on or refers else 0.0
    if own <= most:
        return _bound(asks, context)
    return alone


def _weight(asks: str) -> float:
    spans = own_words(asks)
    return sum((end - start) / 2 if HAN.match(asks[start]) else 1.0 for start, end in spans)


def _names_another(text: str) -> bool:
    """By a document number, a title or a term in quotes, or a year told from today."""
    plain = shadow(text)
    return bool(cited_number(text) or _QUOTED.search(plain) or _RELATIVE_YEAR.search(plain))


def _core(text: str) -> tuple[str, str]:
    """(what leads on from the last question, the rest without 呢 and marks at its end)."""
    lead = _LEAD.match(shadow(text))
    start = lead.end() if lead else 0
    rest = text[start:]
    return text[:start], _TAIL.sub("", rest, count=1)


def _without_pointers(core: str) -> str:
    """该通知的截止日期 is 截止日期, this notice's deadline is its deadline."""
    for pattern in (_POINTS, _REFERS):
        for match in reversed(list(pattern.finditer(shadow(core)))):
            core = core[: match.start()] + _instead(match) + core[match.end() :]
    return core.lstrip(" 的，,").rstrip()


def _instead(match: re.Match[str]) -> str:
    if HAN.search(match[0]) or match["within"]:
        return ""
    return "its" if match["of"] else "it"


def _others(core: str, context: Context) -> list[Part]:
    """The places, issuers and years that are not those of the subject or the notice."""
    before = f"{context.asked} {context.subject} {context.title}"
    known = {part.name for part in parts_of(before)}
    return [part for part in parts_of(core) if part.name not in known and part.name not in before]


def _switched(core: str, others: Sequence[Part], context: Context) -> Resolved:
    """The last question with another place or year: 那天津呢. With words that ask (那天津的截止日期
    呢) these are asked of the subject."""
    asks = _LEFT.sub("", _cut(core, parts_of(core))).strip(" 的")
    base = context.subject if asks else context.asked
    for part in others:
        base = _replaced(base, part, core[part.start : part.end])
    text = f"{base}：{asks}" if asks else base
    return Resolved(text, None, True, text.partition("：")[2], subject_of(text))


def _replaced(base: str, part: Part, typed: str) -> str:
    """The base with this part instead of those of its kind, or with it in front."""
    chinese = HAN.search(base) is not None
    if chinese != (HAN.search(typed) is not None) and part.kind == "where":
        typed = part.name if chinese else english_name(part.name)
    olds = [old for old in parts_of(base) if old.kind == part.kind]
    if not olds:
        return f"{typed}{'' if chinese else ' '}{base}"
    first = olds[0]
    base = _cut(base, olds[1:])
    if part.kind == "year":
        typed = part.name + base[first.start : first.end][4:]
    return base[: first.start] + typed + base[first.end :]


def _cut(text: str, parts: Sequence[Part]) -> str:
    for part in sorted(parts, key=lambda part: -part.start):
        text = text[: part.start] + text[part.end :]
    return text


def _bound(asks: str, context: Context) -> Resolved:
    """The question with its subject before it: 截止日期 alone finds any date."""
    subject = context.subject or context.title
    text = f"{subject}：{asks}" if subject else asks
    return Resolved(text, context.notice, True, asks, subject)
