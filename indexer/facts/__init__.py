"""Notices -> facts in them: who has to do what, and which days, sums and counts are stated."""

from __future__ import annotations

from dataclasses import dataclass

# Who leads, joins, assists, is responsible, organises, directs; on whom one relies; who is
# supported, encouraged; who takes part.
ROLES = ("牵头", "会同", "配合", "负责", "组织", "指导", "依托", "支持", "鼓励", "参与")
STRENGTHS = ("必须", "应当", "要", "可以", "鼓励", "不得")
KINDS = ("deadline", "date", "period", "money", "share", "count")


@dataclass(frozen=True, slots=True)
class Duty:
    """A body with a role in a clause; all offsets are into the clause's text.

    `body` is its full name: 我厅 is the issuer; `printed` is how the clause names it, at
    `body_start`. `role` is one of ROLES, `strength` one of STRENGTHS, or empty where the sentence
    merely states it (由省厅负责). The task is `text[task_start:task_end]`; `text[start:end]` is the
    stretch that says all of it.
    """

    body: str
    printed: str
    role: str
    strength: str
    task: str
    start: int
    end: int
    body_start: int
    task_start: int
    task_end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A day, period, sum of money, share or count that a clause states at `text[start:end]`.

    `kind` is one of KINDS. `low` and `high` are what it lies between, in `unit` (元, %, 工作日):
    equal for an exact number, None where it is open (不超过50%: None, 50). Days are ISO: `first`
    and `last` are the ends of a stretch of days, None where open (12月1日前: None, 2020-12-01);
    a deadline is met until `last`. `text` is the stretch itself.
    """

    kind: str
    text: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    first: str | None = None
    last: str | None = None
