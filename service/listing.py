"""Notices -> what lists and notice pages show: pages of a list, facets, and their JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import describe
from corpus.notice import Clause, Notice
from service.results import NoticeRef, clause_url, notice_url


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice in a list, with how many clauses it has."""

    notice: NoticeRef
    clauses: int

    def to_json(self) -> dict[str, Any]:
        return {
            **self.notice.to_json(),
            "url": notice_url(self.notice.id),
            "clauses": self.clauses,
        }


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A stretch of the list, newest first; `total` counts what the filters let through."""

    total: int
    limit: int
    offset: int
    notices: tuple[Listed, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "limit": self.limit,
            "offset": self.offset,
            "notices": [listed.to_json() for listed in self.notices],
        }


@dataclass(frozen=True, slots=True)
class Facets:
    """What the filters can be set to: issuers (most notices first) and years (newest first)."""

    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def list_notices(
    notices: Sequence[Listed],
    limit: int = 50,
    offset: int = 0,
    issuer: str | None = None,
    year: str | None = None,
) -> NoticePage:
    """`notices` whose issuer holds `issuer` and whose date is in `year`, newest first."""
    kept = [
        listed
        for listed in notices
        if (not issuer or issuer in (listed.notice.issuer or ""))
        and (not year or (listed.notice.date or "").startswith(year))
    ]
    kept.sort(key=lambda listed: listed.notice.id)
    kept.sort(key=lambda listed: listed.notice.date or "", reverse=True)
    return NoticePage(len(kept), limit, offset, tuple(kept[offset : offset + limit]))


def facets(notices: Iterable[Listed]) -> Facets:
    """The issuers and years that are there, so that no filter leads nowhere."""
    refs = [listed.notice for listed in notices]
    issuers = Counter(ref.issuer for ref in refs if ref.issuer)
    years = {ref.date[:4] for ref in refs if ref.date}
    return Facets(
        tuple(sorted(issuers, key=lambda name: (-issuers[name], name))),
        tuple(sorted(years, reverse=True)),
    )


def notice_json(notice: Notice, with_text: bool = False) -> dict[str, Any]:
    """Metadata and outline; `start` and `end` are offsets into the text that `with_text` adds."""
    body: dict[str, Any] = {
        **describe.notice_json(notice),
        "url": notice_url(notice.id),
        "clauses": [
            {
                "path": clause.path,
                "heading": clause.heading,
                "headings": list(clause.headings),
                "start": clause.start,
                "end": clause.end,
                "url": clause_url(notice.id, clause.path),
            }
            for clause in notice.clauses
        ],
        "cleaned": [{"what": done.what, "count": done.count} for done in notice.cleaning],
        "warnings": list(notice.warnings),
    }
    if with_text:
        body["text"] = notice.cleaned
    return body


def clause_json(notice: Notice, clause: Clause) -> dict[str, Any]:
    """One clause with its text, where it stands in the cleaned text, and its notice."""
    return {
        **describe.clause_json(clause),
        "url": clause_url(notice.id, clause.path),
        "notice": describe.notice_json(notice),
    }
