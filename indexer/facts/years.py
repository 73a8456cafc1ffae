"""A day without a year, the notice's date and the years named before -> its first and last day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from indexer.facts.points import Printed
from indexer.facts.stretch import Point, Stretch, next_after

LATER = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "上一年": -1, "上一年度": -1}


@dataclass(frozen=True, slots=True)
class Years:
    """What is known when a day is read: the notice's date, and the year that its sentence or
    heading named last."""

    issued: date | None
    named: int | None = None

    def naming(self, year: int | None) -> Years:
        return self if year is None else replace(self, named=year)

    def stretch(self, printed: Printed, ahead: bool) -> Stretch | None:
        """Its days; None where no year is known. `ahead`: it is yet to come, so that a year before
        the notice's own (为2019年的决算, 6月底前) does not count."""
        point, spoken = printed.point, printed.spoken
        if point.year is not None:
            return point.within(point.year)
        if spoken.endswith("月"):
            return self._month(spoken)
        named = self.named
        if named and ahead and self.issued and named < self.issued.year:
            named = None
        base = named or (self.issued.year if self.issued else None)
        if base is None or (point.only_year and spoken.startswith("每")):
            return None
        if spoken in ("今年", "本年", "本年度"):
            return point.within(self.issued.year if self.issued else base)
        if spoken in LATER:
            relative = spoken in ("次年", "翌年")
            year = base if relative or not self.issued else self.issued.year
            return point.within(year + LATER[spoken])
        if named or spoken in ("当年", "同年"):
            return point.within(base)
        return next_after(point, self.issued) if self.issued else None

    def _month(self, spoken: str) -> Stretch | None:
        """月底, 本月底 of the notice's month; 次月底 and 下月底 of the next."""
        if self.issued is None:
            return None
        month = self.issued.month + (spoken[0] in "次下")
        year = self.issued.year + (month > 12)
        return Point(year, (month - 1) % 12 + 1, None, "底").within(year)
