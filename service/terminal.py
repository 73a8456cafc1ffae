"""Search results and answers -> lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from service.deadlines import Deadline
from service.duties import ListedDuty
from service.results import Answer, Hit, Mend, NoticeRef, SearchResult, Suggestion
from service.words_en import ROLES_EN, STRENGTHS_EN

REASONS = {
    "no_hits": "没有找到相关条款 no clause matches",
    "low_confidence": "没有找到可靠的依据 nothing reliable was found",
    "filtered_out": "筛选条件下没有文件 the filters leave no notice",
}


def search_lines(result: SearchResult) -> list[str]:
    """A hit a block; an honest line when there is none."""
    lines = _read_differently(result.suggestions, result.mends)
    if not result.hits:
        return [*lines, "没有找到相关条款 no clause matches"]
    for hit in result.hits:
        lines += [*_hit_lines(hit), ""]
    lines.append(f"{len(result.hits)} / {result.total_clauses} clauses, {result.took_ms:.1f} ms")
    return lines


def answer_lines(answer: Answer) -> list[str]:
    """The quotes with where they stand, or why there is no answer and the nearest clauses."""
    if answer.status == "answered":
        lines = _read_differently(answer.suggestions, answer.mends)
        for citation in answer.citations:
            lines += [
                f"「{citation.quote.strip()}」",
                f"  —— {describe(citation.notice)} {citation.clause.path}",
            ]
        return [*lines, f"confidence {answer.confidence:.2f}, {answer.took_ms:.1f} ms"]
    lines = [
        *_read_differently(answer.suggestions, answer.mends),
        f"未找到 not found: {REASONS[answer.reason or 'no_hits']}",
    ]
    if answer.hits:
        lines.append("最接近的条款 nearest clauses:")
        lines += [f"  {describe(hit.notice)} {hit.clause.path}" for hit in answer.hits[:3]]
    return lines


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


def describe(notice: NoticeRef) -> str:
    """One line that tells which notice it is."""
    parts = [notice.issuer, f"《{notice.title}》" if notice.title else notice.source]
    parts += [notice.number, notice.date, "转述 restated" if notice.edition == "restated" else None]
    return " ".join(part for part in parts if part)


def _read_differently(suggestions: Sequence[Suggestion], mends: Sequence[Mend]) -> list[str]:
    """What was searched for instead of a misspelt word, and which numbers may be meant."""
    lines = [f"已按「{m.meant}」查找，原文「{m.typed}」 read as {m.meant}" for m in mends]
    if suggestions:
        lines.append("没有这个文号，相近的有 no notice has this number, near ones are:")
        lines += [f"  {near.number} 《{near.title}》" for near in suggestions]
    return lines


def _hit_lines(hit: Hit) -> list[str]:
    start, end = hit.passage
    headings = " > ".join(hit.clause.headings)
    return [
        f"{hit.rank}. [{hit.score:.2f}] {hit.clause.path} {headings}".rstrip(),
        f"   {describe(hit.notice)}",
        f"   {hit.clause.text[start:end].strip()}",
    ]
