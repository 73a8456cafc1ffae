"""A day without a year, the notice's date and the years named before -> its first and last day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from indexer.facts.points import Printed
from indexer.facts.stretch import YEARS, Stretch, next_after

LATER = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "上一年": -1, "上一年度": -1}


@dataclass(frozen=True, slots=True)
class Years:
    """What is known when a day is read: the notice's date, and the year that its sentence or
    heading named last."""

    issued: date | None
    named: int | None = None

    def naming(self, year: int | None) -> Years:
        return self if year not in YEARS else replace(self, named=year)

    def stretch(self, printed: Printed, ahead: bool, past: bool = False) -> Stretch | None:
        """Its days; None where no year is known. `ahead`: it is yet to come, so that a year before
        the notice's own (为2019年的决算, 6月底前) does not count. `past`: it has been."""
        point, spoken = printed.point, printed.spoken
        if point.year is not None:
            return point.within(point.year)
        if spoken.endswith("月"):
            return self._month(printed)
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
        if self.issued is None:
            return None
        here = point.within(self.issued.year)
        if past and here:
            return here if here.last <= self.issued else point.within(self.issued.year - 1)
        return next_after(point, self.issued)

    def _month(self, printed: Printed) -> Stretch | None:
        """本月底, 次月5日: of the notice's month or the next; 每月5日: the next 5th."""
        if self.issued is None:
            return None
        found = None
        for later in (0, 1) if printed.spoken == "每月" else (printed.spoken[0] in "次下",):
            years, month = divmod(self.issued.month - 1 + later, 12)
            point = replace(printed.point, month=month + 1)
            found = point.within(self.issued.year + years)
            if found and found.last >= self.issued:
                break
        return found
