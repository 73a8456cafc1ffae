"""Parts of a sentence -> claims on those whose part is to be played: 发挥行业协会桥梁作用."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.facts.claims import Claim, Span, task
from indexer.facts.endings import ENDS
from indexer.facts.name import BRACKET, name_between
from indexer.facts.words import modal_before

PLAYED = re.compile(
    "发挥好?(?:各)?(?P<who>[^，,；;。\n《]{2,80}?)(?:的)?(?:作用|[示带引辐集]\\w{1,3}效应)"
)
# What may stand between a body and its 作用; 政府引导基金作用 is not the government's.
PLAYS = re.compile(
    "(?![^，,；;。、]{0,12}(?:基金|资金|机制|平台|政策|体系|标准|质量奖|工程|网络|系统|载体|项目|"
    "优势互补|制度|资源))"
    "(?:的|等)?(?:在[^，,；;。]{2,30})?[^，,；;。]{0,12}"
)
ALSO_PLAYED = re.compile("[和、](?P<who>[^，,；;。\\n《]{2,30}?)(?:的)?作用")
WHERE = re.compile("[在的]")
EVERYONE = re.compile("和|、|及|与|以及")


def played_claims(text: str, part: Span) -> Iterator[Claim]:
    """The claims of one part of a sentence, in the order of the text."""
    start, limit = part
    for match in _played(text, start, limit):
        for span in _players(text, match.span("who")):
            strength = modal_before(text, start, match.start())
            yield Claim(span, "依托", strength, task(match.start(), match.end()))


def _played(text: str, start: int, limit: int) -> Iterator[re.Match[str]]:
    """发挥A作用, and the 和B作用 that follows it."""
    if text.find("发挥", start, limit) < 0:
        return
    for match in PLAYED.finditer(text, start, limit):
        also: re.Match[str] | None = match
        while also:
            yield also
            also = ALSO_PLAYED.match(text, also.end(), limit)


def _players(text: str, who: Span) -> Iterator[Span]:
    """基层党组织 and 党员 in 发挥基层党组织战斗堡垒作用和党员先锋模范作用."""
    start, end = who
    # 在…等方面的作用 tells where, of all of them.
    where = text.find("在", start + 2, end)
    limit = end if where < 0 else where
    for join in EVERYONE.finditer(text, start, limit):
        yield from _player(text, start, join.start())
        start = join.end()
    yield from _player(text, start, limit if where >= 0 else end)


def _player(text: str, start: int, limit: int) -> Iterator[Span]:
    """The body that a stretch begins with, where only what it plays follows."""
    part = BRACKET.sub(lambda match: "（" * len(match[0]), text[start : limit + 2])
    said = WHERE.search(part, 2)
    last = None
    for ending in ENDS.finditer(part):
        if ending.end() <= (said.start() if said else limit - start):
            last = ending
    if last is None:
        return
    end = start + last.end()
    bracket = BRACKET.match(text, end, limit)
    end = bracket.end() if bracket else end
    rest = PLAYS.match(text, end, limit)
    name = name_between(text, start, end)
    if name and rest and rest.end() == limit:
        yield name
