"""Search results and answers -> lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from service.results import Answer, Hit, Mend, NoticeRef, SearchResult, Suggestion

REASONS = {
    "no_hits": "没有找到相关条款 no clause matches",
    "low_confidence": "没有找到可靠的依据 nothing reliable was found",
    "filtered_out": "筛选条件下没有条款 the filters leave no clause",
}

NO_SUMMARY = {
    "abstained": "没有可靠的依据，没有问模型 nothing reliable, the model was not asked",
    "timeout": "模型没有按时答完 the model took too long",
    "refused": "模型没有作答 the model declined",
    "not_found": "模型认为条款不足以回答 the model finds no answer in the clauses",
    "nothing_verified": "没有一句与原文核对得上 no sentence agrees with the clauses",
    "unreachable": "模型不能用 the model cannot be used",
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
        lines = [*_understood(answer), *summary_lines(answer)]
        numbered = answer.generated is not None and answer.generated.used
        lines += [answer.lead] if answer.lead and not numbered else []
        for number, citation in enumerate(answer.citations, 1):
            lines += [
                f"{f'[{number}] ' if numbered else ''}「{citation.quote.strip()}」",
                f"  —— {describe(citation.notice)} {citation.clause.path}",
            ]
        doubt = "，把握不大 unsure" if answer.unsure else ""
        return [*lines, f"confidence {answer.confidence:.2f}{doubt}, {answer.took_ms:.1f} ms"]
    lines = [
        *_understood(answer),
        f"未找到 not found: {REASONS[answer.reason or 'no_hits']}",
    ]
    if answer.hits:
        lines.append("最接近的条款 nearest clauses:")
        lines += [f"  {describe(hit.notice)} {hit.clause.path}" for hit in answer.hits[:3]]
    return lines


def summary_lines(answer: Answer) -> list[str]:
    """The checked summary and who wrote it, or why there is none; nothing if none was wanted."""
    summary = answer.generated
    if summary is None:
        return []
    if not summary.used:
        return [f"没有概述 no summary: {NO_SUMMARY[summary.reason or 'unreachable']}"]
    removed = sum(not sentence.kept for sentence in summary.sentences)
    told = f"，删去 {removed} 句 {removed} removed" if removed else ""
    return [answer.answer or "", f"  —— 模型概述 summary by {summary.model}{told}", ""]


def describe(notice: NoticeRef) -> str:
    """One line that tells which notice it is."""
    parts = [notice.issuer, f"《{notice.title}》" if notice.title else notice.source]
    parts += [notice.number, notice.date, "转述 restated" if notice.edition == "restated" else None]
    return " ".join(part for part in parts if part)


def _understood(answer: Answer) -> list[str]:
    """How the question was read: as a follow-up, with words mended."""
    lines = _read_differently(answer.suggestions, answer.mends)
    followed = answer.conversation
    if not followed or not followed.follow_up:
        return lines
    if followed.notice:
        name = followed.title or followed.notice
        return [f"接着上一问，在《{name}》中查找 following up on this notice", *lines]
    read = f"接着上一问，按「{followed.read_as}」在全部通知中查找 following up in all notices"
    return [read, *lines]


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
