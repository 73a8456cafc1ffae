"""Hits -> how many are of each year and issuer, and state a deadline or a sum of money."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from indexer.facts import Value
from indexer.index import Index
from service.results import Hit, HitFacets

# Where buckets of sums end, in 元, and their names: what a small subsidy, a project and a fund are.
_ENDS = (100_000, 1_000_000, 10_000_000, 100_000_000)
BUCKETS = ("10万元以下", "10万-100万元", "100万-1000万元", "1000万-1亿元", "1亿元以上")


def hit_facets(index: Index, hits: Sequence[Hit]) -> HitFacets:
    """A hit counts once in each month and bucket that its clause states, however often."""
    years = Counter(hit.notice.date[:4] for hit in hits if hit.notice.date)
    issuers = Counter(hit.notice.issuer for hit in hits if hit.notice.issuer)
    months: Counter[str] = Counter()
    sums: Counter[int] = Counter()
    for hit in hits:
        values = index.values_of(hit.clause.ordinal)
        months.update({v.last[:7] for v in values if v.kind == "deadline" and v.last})
        sums.update({bucket for bucket in map(_bucket, values) if bucket is not None})
    return HitFacets(
        years=tuple(sorted(years.items(), reverse=True)),
        issuers=tuple(sorted(issuers.items(), key=lambda one: (-one[1], one[0]))),
        deadlines=tuple(sorted(months.items())),
        money=tuple((BUCKETS[bucket], many) for bucket, many in sorted(sums.items())),
    )


def _bucket(value: Value) -> int | None:
    """By the end that is stated, the lower one if both are."""
    known = value.low if value.low is not None else value.high
    if value.kind != "money" or value.unit != "元" or known is None:
        return None
    return bisect_right(_ENDS, known)
