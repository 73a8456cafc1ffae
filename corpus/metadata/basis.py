"""Text -> the documents that it cites as 《title》（number）, each with the role that it plays."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.metadata.basis_words import (
    ABOLISHED,
    AMENDED,
    ANNEXED,
    CARRIED,
    CITES_ALONE,
    FORM,
    GROUNDS,
    GROUNDS_AFTER,
    LISTED,
    MAKES_OWN,
    MAY_AMEND,
    MAY_AMEND_BEFORE,
    ON_AMENDING,
    REPEALS,
    SHORT_NAME,
    is_document,
)
from corpus.metadata.citations import CITED, Citation, runs
from corpus.metadata.lines import Found, Lines, Span, unspaced
from corpus.notice import Attachment, Basis
from corpus.numerals import numeral_at

# 关于印发《…办法》的通知 brings what it names, and does not cite it.
BROUGHT = re.compile(
    r"(?:印发|公布|发布)(?P<title>.+)的(?:通知|公告|决定|通告|函)|《(?P<draft>[^《》]+)》.{0,12}征求"
)
# A title of four characters or fewer (《办法》, 《若干政策》) is a short name, but for laws.
SHORT_LIMIT = 4
LAW = re.compile(r"(?<!办)法$|公约$")
BEFORE, AFTER = 60, 60
SENTENCE_MARKS = "。；！？\n"


def basis(
    lines: Lines, title: Found, annexes: list[Attachment], signed_line: int | None
) -> list[Basis]:
    """Documents in order of first citation, one entry each; a plain mention counts only where the
    document plays no other part. This notice's own title and its annexes are none, and what the
    title names counts where the text names it."""
    if "《" not in lines.text:
        return []
    known = _own_titles(lines.text, title.value, annexes)
    grounds = _ground_spans(lines, signed_line)
    found: dict[tuple[str, str], Basis] = {}
    for run in runs(lines.text):
        if any(start <= run[0].start < end for start, end in title.spans):
            continue
        role = _role(lines.text, run, grounds, title.value)
        for one in run:
            document = _document(one, role, known)
            if document is not None:
                _add(found, document)
    played = {key for key, role in found if role != "cites"}
    return [one for (key, role), one in found.items() if role != "cites" or key not in played]


def _add(found: dict[tuple[str, str], Basis], document: Basis) -> None:
    """The first citation stands, but for a later one that prints the number first left out."""
    key = _key(document.title), document.role
    first = found.setdefault(key, document)
    if first.number is None and document.number is not None:
        found[key] = replace(document, title=first.title)


def _own_titles(text: str, title: str, annexes: list[Attachment]) -> set[str]:
    """Titles of this notice, of the document that it brings, of its annexes, and short names."""
    # 转发《…》 and 关于修改《…》 name another document, 印发《…》 the one that the notice brings.
    brought = BROUGHT.search(title)
    own = (brought["title"] or brought["draft"]) if brought else ""
    named = [own, *(annex.title for annex in annexes)]
    names = [title, *named, *(match["name"] for match in SHORT_NAME.finditer(text))]
    names += [match["title"] for name in named for match in CITED.finditer(name)]
    return {_key(name) for name in names}


def _key(title: str) -> str:
    """For comparison: 关于 and 的 come and go between a title and what is said of it."""
    return re.sub(r"^关于|[\s《》〈〉<>“”\"的]", "", title)


def _ground_spans(lines: Lines, signed_line: int | None) -> list[Span]:
    """Where a cited document is the ground of issuing: the text before the first numeral, the
    same of a carried document below the signature, and the first article."""
    spans = [_until_numeral(lines, 0)]
    if signed_line is not None and lines.starts[signed_line] >= spans[0][1]:
        spans.append(_until_numeral(lines, signed_line + 1))
    first = next(
        (n for n in lines.with_any(("第一条", "第 一 条")) if _opens_article(lines, n)), None
    )
    if first is not None:
        spans.append(lines.span(first))
    return spans


def _opens_article(lines: Lines, number: int) -> bool:
    return unspaced(lines.lines[number][:8]).startswith("第一条")


def _until_numeral(lines: Lines, first: int) -> Span:
    for number in range(first, len(lines.lines)):
        line = lines.lines[number].lstrip()
        likely = line[:1] in "第一二三四五六七八九十（(附" or line[:1].isdigit()
        if likely and numeral_at(line, 0):
            return lines.starts[first], lines.starts[number]
    end = len(lines.text)
    return (lines.starts[first] if first < len(lines.lines) else end), end


def _role(text: str, run: list[Citation], grounds: list[Span], title: str) -> str:
    start, end = run[0].start, run[-1].end
    before = text[max(0, start - BEFORE) : start]
    after = text[end : end + AFTER]
    before = before[max(before.rfind(mark) for mark in SENTENCE_MARKS) + 1 :]
    cut = min((at for mark in SENTENCE_MARKS if (at := after.find(mark)) >= 0), default=AFTER)
    after = after[:cut]
    if ABOLISHED.match(after) or REPEALS.search(before):
        return "repeals"
    if "废止" in title and LISTED.fullmatch(before):
        return "repeals"
    if AMENDED.match(after):
        return "amends"
    if ON_AMENDING.search(title) and (MAY_AMEND.match(after) or MAY_AMEND_BEFORE.search(before)):
        return "amends"
    since = before[before.rfind("》") + 1 :]
    ground = GROUNDS.search(since) or GROUNDS_AFTER.match(after)
    issuing = MAKES_OWN.match(after) or any(a <= start < b for a, b in grounds)
    if ground and issuing and not CITES_ALONE.match(after):
        return "basis"
    if CARRIED.match(after) or ANNEXED.match(after):
        return "own"
    return "cites"


def _document(one: Citation, role: str, known: set[str]) -> Basis | None:
    """The citation as an entry; None for this notice's own parts, forms and abbreviations."""
    key = _key(one.title)
    short = len(key) <= SHORT_LIMIT and one.number is None and not LAW.search(key)
    if role == "own" or key in known or short:
        return None
    if FORM.search(key) and one.number is None:
        return None
    if role == "cites" and one.number is None and not is_document(key):
        return None
    return Basis(one.title, one.number, role, one.start, one.end)
