"""A notice -> what `inspect` and `show` print: JSON after CONTRACT.md, and lines for a terminal."""

from __future__ import annotations

from typing import Any

from corpus.errors import NotFoundError
from corpus.notice import Clause, Notice, numeral_path


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice's metadata; what is unknown is null."""
    return {
        "id": notice.id,
        "title": notice.title or None,
        "issuer": notice.issuer,
        "number": notice.number,
        "date": notice.date,
        "addressees": list(notice.addressees),
        "contacts": [
            {"names": list(c.names), "phones": list(c.phones), "emails": list(c.emails)}
            for c in notice.contacts
        ],
        "edition": notice.edition,
        "official_url": notice.official_url,
        "source": notice.source,
    }


def clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "path": clause.path,
        "heading": clause.heading,
        "headings": list(clause.headings),
        "start": clause.start,
        "end": clause.end,
        "text": clause.text,
    }


def inspection(notice: Notice, with_text: bool = False) -> dict[str, Any]:
    """What the reader made of a file; offsets are into the cleaned text."""
    document: dict[str, Any] = {
        "file": notice.source,
        "notice": notice_json(notice),
        "clauses": [
            {"path": c.path, "heading": c.heading, "start": c.start, "end": c.end}
            for c in notice.clauses
        ],
        "cleaned": [{"what": c.what, "count": c.count} for c in notice.cleaning],
        "warnings": list(notice.warnings),
    }
    if with_text:
        document["text"] = notice.cleaned
    return document


def find_clause(notice: Notice, path: str) -> Clause:
    """The clause at a path; full-width brackets are taken too. NotFoundError lists some paths."""
    wanted = "/".join(numeral_path(part) for part in path.split("/"))
    for clause in notice.clauses:
        if clause.path in (path, wanted):
            return clause
    some = " ".join(clause.path for clause in notice.clauses[:12])
    raise NotFoundError(f"no clause {path} in {notice.id}; its clauses are {some} …")


def outline_lines(notice: Notice) -> list[str]:
    """Metadata and outline, one line an item."""
    edition = "转述 restated" if notice.edition == "restated" else "正式文本 official"
    phones = "；".join(" ".join((*c.names, *c.phones, *c.emails)) for c in notice.contacts)
    rows = [
        ("题目 title", notice.title),
        ("发文机关 issuer", notice.issuer),
        ("发文字号 number", notice.number),
        ("成文日期 date", notice.date),
        ("主送机关 addressees", "；".join(notice.addressees)),
        ("联系方式 contacts", phones),
        ("版本 edition", edition),
        ("官方发布 official", notice.official_url),
        ("来源 source", notice.source),
        ("编号 id", notice.id),
    ]
    lines = [f"{name}: {value or '-'}" for name, value in rows]
    lines.append("")
    for clause in notice.clauses:
        indent = "  " * clause.path.count("/")
        head = clause.heading or clause.text.strip().replace("\n", " ")[:40]
        lines.append(f"{indent}{clause.path}  {head}")
    return lines


def inspection_lines(notice: Notice) -> list[str]:
    """The outline with what was cleaned and the warnings."""
    lines = [*outline_lines(notice), ""]
    lines += [f"清理 cleaned: {c.what}: {c.count}" for c in notice.cleaning] or ["清理 cleaned: -"]
    lines += [f"注意 warning: {warning}" for warning in notice.warnings]
    return lines
