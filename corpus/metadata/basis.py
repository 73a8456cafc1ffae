"""Text -> the documents that it cites as 《title》（number）, each with the role that it plays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.metadata.basis_words import (
    ABBREVIATION,
    ABOLISHED,
    AMENDED,
    AMENDS,
    ANNEXED,
    CARRIED,
    CITES_ALONE,
    FORM,
    GROUNDS,
    LINK,
    REPEALS,
    is_document,
)
from corpus.metadata.lines import Lines, Span, unspaced
from corpus.metadata.number_forms import NUMBER, normalised
from corpus.notice import Attachment, Basis
from corpus.numerals import numeral_at

# One nesting of book marks inside another; bounded, so that a text of 《《《 costs nothing.
CITED = re.compile(r"《(?P<title>[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,80}){0,2})》")
BRACKET = re.compile(r"\s?[（(](?P<inside>[^（）()\n]{0,80}(?:[（(][^（）()\n]{0,20}[）)][^（）()\n]{0,60})?)[）)]")
NUMBER_BEFORE = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[【﹝［(（]\d{4}[〕\]】﹞］)）]\s?第?\s?\d{1,5}\s?号(?:文|文件)?\s?$")
BEFORE, AFTER = 60, 60
SENTENCE_MARKS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class _Citation:
    """《title》 with its number, if one stands beside it; `start:end` covers both."""

    title: str
    number: str | None
    start: int
    end: int


def basis(
    lines: Lines, title: str, annexes: list[Attachment], signed_line: int | None
) -> list[Basis]:
    """Documents in order of first citation, one entry each; a plain mention counts only where the
    document plays no other part. This notice's own title and its annexes are none."""
    if "《" not in lines.text:
        return []
    known = {_key(title)} | {_key(annex.title) for annex in annexes}
    grounds = _ground_spans(lines, signed_line)
    found: dict[tuple[str, str], Basis] = {}
    for run in _runs(lines.text):
        role = _role(lines.text, run, grounds)
        for one in run:
            document = _document(lines.text, one, role, known)
            if document is not None:
                found.setdefault((_key(document.title), document.role), document)
    played = {key for key, role in found if role != "cites"}
    return [one for (key, role), one in found.items() if role != "cites" or key not in played]


def _key(title: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"]", "", title)


def _ground_spans(lines: Lines, signed_line: int | None) -> list[Span]:
    """Where a cited document is the ground of issuing: the text before the first numeral, the
    same of a carried document below the signature, and the first article."""
    spans = [_until_numeral(lines, 0)]
    if signed_line is not None and lines.starts[signed_line] >= spans[0][1]:
        spans.append(_until_numeral(lines, signed_line + 1))
    first = next((n for n in lines.with_any(("第一条", "第 一 条")) if _opens_article(lines, n)), None)
    if first is not None:
        spans.append(lines.span(first))
    return spans


def _opens_article(lines: Lines, number: int) -> bool:
    return unspaced(lines.lines[number][:8]).startswith("第一条")


def _until_numeral(lines: Lines, first: int) -> Span:
    for number in range(first, len(lines.lines)):
        line = lines.lines[number].lstrip()
        if line[:1] in "第一二三四五六七八九十（(附" or line[:1].isdigit():
            if numeral_at(line, 0):
                return lines.starts[first], lines.starts[number]
    end = len(lines.text)
    return (lines.starts[first] if first < len(lines.lines) else end), end


def _runs(text: str) -> Iterator[list[_Citation]]:
    """Citations that stand in one list (《甲》（…）、《乙》和《丙》) and so share a role."""
    run: list[_Citation] = []
    for match in CITED.finditer(text):
        if run and match.start() < run[-1].end:
            continue  # （以下简称《指引》） inside the bracket of the one before
        one = _citation(text, match)
        if run and not LINK.fullmatch(text, run[-1].end, one.start):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _citation(text: str, match: re.Match[str]) -> _Citation:
    start, end = match.span()
    number: str | None = None
    bracket = BRACKET.match(text, end)
    if bracket:
        inside = NUMBER.match(bracket["inside"].lstrip())
        if inside:
            number = normalised(inside[0])
        if inside or ABBREVIATION.search(bracket["inside"]):
            end = bracket.end()
    before = NUMBER_BEFORE.search(text, max(0, start - 30), start) if number is None else None
    if before:
        number = normalised(re.sub(r"文件?\s?$", "", before[0]))
        start = before.start()
    return _Citation(match["title"], number, start, end)


def _role(text: str, run: list[_Citation], grounds: list[Span]) -> str:
    start, end = run[0].start, run[-1].end
    before = text[max(0, start - BEFORE) : start]
    after = text[end : end + AFTER]
    before = before[max(before.rfind(mark) for mark in SENTENCE_MARKS) + 1 :]
    cut = min((at for mark in SENTENCE_MARKS if (at := after.find(mark)) >= 0), default=AFTER)
    after = after[:cut]
    if ABOLISHED.match(after) or REPEALS.search(before):
        return "repeals"
    if AMENDED.match(after) or AMENDS.search(before):
        return "amends"
    since = before[before.rfind("》") + 1 :]
    ground = GROUNDS.search(since) and not CITES_ALONE.match(after)
    if ground and any(a <= start < b for a, b in grounds):
        return "basis"
    if CARRIED.match(after) or ANNEXED.match(after):
        return "own"
    return "cites"


def _document(text: str, one: _Citation, role: str, known: set[str]) -> Basis | None:
    """The citation as an entry; None for this notice's own parts, forms and abbreviations."""
    key = _key(one.title)
    if role == "own" or key in known or len(key) < 3:
        return None
    if FORM.search(key) and one.number is None:
        return None
    if role == "cites" and one.number is None and not is_document(key):
        return None
    return Basis(one.title, one.number, role, one.start, one.end)
