"""Duties and deadlines -> lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from service.deadlines import Deadline
from service.duties import ListedDuty
from service.results import NoticeRef
from service.words_en import ROLES_EN, STRENGTHS_EN


def duty_lines(duties: Sequence[ListedDuty]) -> list[str]:
    """A duty a line: body, role, strength, task, where it stands; then how many there are."""
    if not duties:
        return ["没有找到职责 no duty matches"]
    lines = []
    for one in duties:
        duty = one.duty
        strength = f"{duty.strength} {STRENGTHS_EN[duty.strength]}" if duty.strength else "-"
        role = f"{duty.role} {ROLES_EN[duty.role]}"
        place = f"{_short(one.notice)} {one.clause.path}"
        lines.append("\t".join([duty.body, role, strength, _one_line(duty.task), place]))
    return [*lines, f"共 {len(duties)} 项 duties"]


def deadline_lines(deadlines: Sequence[Deadline]) -> list[str]:
    """A deadline a line: day, words, sentence, where it stands; then how many there are."""
    if not deadlines:
        return ["没有找到期限 no deadline matches"]
    lines = []
    for one in deadlines:
        place = f"{_short(one.notice)} {one.clause.path}"
        lines.append("\t".join([one.day, one.value.text, _one_line(one.sentence), place]))
    return [*lines, f"共 {len(deadlines)} 项 deadlines"]


def _short(notice: NoticeRef) -> str:
    return f"{notice.number or notice.id}《{notice.title}》" if notice.title else notice.id


def _one_line(text: str) -> str:
    return " ".join(text.split())
