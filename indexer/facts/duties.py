"""A notice and the names of bodies -> its duties: body, role, strength, task, by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.notice import Notice
from indexer.facts import Duty
from indexer.facts.benefits import benefit_claims
from indexer.facts.bodies import Bodies
from indexer.facts.claims import Claim, Span
from indexer.facts.lists import statements
from indexer.facts.objects import HINT, object_claims
from indexer.facts.played import played_claims
from indexer.facts.sentences import blanked, sentences
from indexer.facts.subjects import subject_claims

# What an issuer calls itself.
OURSELVES = re.compile("我[厅委部局办会署院]|本[厅委部局办署院]|本机关")


# What a standard or a paper is for: nobody is told to do it.
DESCRIBES = re.compile(r"[^，。；\n]{0,30}(?:主要)?(?:用于|包括|规定了)")


# The last line of a printed title.
TITLE = re.compile(
    "(?:通知|规定|意见|办法|方案|细则|复函|批复|决定|公告|计划|条例|通告|通报|指南|纲要)\\s*$|"
    "^\\s*(?:附件|联系)"
)


def duties_in(notice: Notice, bodies: Bodies) -> list[tuple[int, Duty]]:
    """(place of the clause in notice.clauses, duty), in the order of the text."""
    return [
        (place, duty)
        for place, clause in enumerate(notice.clauses)
        for duty in duties_of(clause.text, notice.issuer, bodies)
    ]


def duties_of(text: str, issuer: str | None, bodies: Bodies) -> list[Duty]:
    """The duties that one clause states; the same body has the same role once."""
    found: dict[tuple[str, str], Duty] = {}
    claims = sorted(_claims(text, bodies), key=lambda claim: claim.body)
    for claim in claims:
        duty = _duty(text, claim, issuer)
        found.setdefault((duty.body, duty.role), duty)
    return list(found.values())


def _claims(text: str, bodies: Bodies) -> Iterator[Claim]:
    plain = blanked(text)
    listed, plain = statements(plain, bodies)
    yield from listed
    before: Span | None = None
    for sentence in sentences(plain):
        if TITLE.search(plain, sentence.start, sentence.end):
            continue
        yield from subject_claims(plain, sentence, before, bodies)
        if DESCRIBES.match(plain, sentence.start, sentence.end):
            continue
        if HINT.search(plain, sentence.start, sentence.end):
            for part in sentence.parts:
                yield from object_claims(plain, part, bodies)
        if "发挥" in plain[sentence.start : sentence.end]:
            for part in sentence.parts:
                yield from played_claims(plain, part)
        yield from benefit_claims(plain, sentence, bodies)
        before = sentence.parts[0][0], sentence.parts[-1][1]


def _duty(text: str, claim: Claim, issuer: str | None) -> Duty:
    first, last = claim.body
    printed = text[first:last]
    name = "".join(printed.split())
    if issuer and OURSELVES.fullmatch(name):
        name = issuer
    begin, end = claim.task
    return Duty(
        body=name,
        printed=printed,
        role=claim.role,
        strength=claim.strength,
        task=text[begin:end],
        start=min(first, begin),
        end=max(last, end),
        body_start=first,
        task_start=begin,
        task_end=end,
    )
