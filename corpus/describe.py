"""A notice -> what `inspect` and `show` print: JSON after CONTRACT.md, and lines for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.errors import NotFoundError
from corpus.notice import Basis, Clause, Contact, Notice, Validity, numeral_path

ROLES = {"basis": "依据", "amends": "修改", "repeals": "废止", "cites": "引用"}
KINDS = {"notice": "正文", "inner": "所印发文件", "annex": "附件"}


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice's metadata; what is unknown is null, offsets are into the cleaned text."""
    validity = notice.validity
    return {
        "id": notice.id,
        "title": notice.title or None,
        "issuer": notice.issuer,
        "issuers": list(notice.issuers),
        "number": notice.number,
        "date": notice.date,
        "published": notice.published,
        "effective": notice.effective,
        "validity": {"text": validity.text, "until": validity.until} if validity else None,
        "category": notice.category,
        "addressees": list(notice.addressees),
        "contacts": [
            {
                "names": list(c.names),
                "phones": list(c.phones),
                "emails": list(c.emails),
                "address": c.address,
            }
            for c in notice.contacts
        ],
        "basis": [asdict(one) for one in notice.basis],
        "attachments": [asdict(one) for one in notice.attachments],
        "parts": [asdict(one) for one in notice.parts],
        "evidence": _evidence_json(notice),
        "edition": notice.edition,
        "official_url": notice.official_url,
        "source": notice.source,
    }


def _evidence_json(notice: Notice) -> dict[str, list[list[int]]]:
    """Field -> the spans that prove it; a field that the text does not print is absent."""
    spans: dict[str, list[list[int]]] = {}
    for one in notice.evidence:
        spans.setdefault(one.field, []).append([one.start, one.end])
    return spans


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
    """What the reader made of a file; offsets are into the cleaned text.

    `with_text` adds that text and its runs, which lead back to the reader's text: each is
    [start in the cleaned text, start in the reader's text, length].
    """
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
        document["runs"] = [[run.start, run.raw, run.length] for run in notice.runs]
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
    """Metadata and outline, one line an item; the six main fields are always there."""
    main = [
        ("题目 title", notice.title),
        ("发文机关 issuer", notice.issuer),
        ("发文字号 number", notice.number),
        ("成文日期 date", notice.date),
        ("主送机关 addressees", "；".join(notice.addressees)),
        ("联系方式 contacts", "；".join(_contact_line(c) for c in notice.contacts)),
    ]
    where = [
        ("版本 edition", "转述 restated" if notice.edition == "restated" else "正式文本 official"),
        ("官方发布 official", notice.official_url),
        ("来源 source", notice.source),
        ("编号 id", notice.id),
    ]
    known = [row for row in _more(notice) if row[1]]
    lines = [f"{name}: {value or '-'}" for name, value in (*main, *known, *where)]
    lines.append("")
    for clause in notice.clauses:
        indent = "  " * clause.path.count("/")
        head = clause.heading or clause.text.strip().replace("\n", " ")[:40]
        lines.append(f"{indent}{clause.path}  {head}")
    return lines


def _contact_line(contact: Contact) -> str:
    parts = (*contact.names, *contact.phones, *contact.emails, contact.address)
    return " ".join(part for part in parts if part)


def _more(notice: Notice) -> list[tuple[str, str]]:
    """The fields that many notices do not print."""
    validity = notice.validity
    return [
        ("文种 category", notice.category or ""),
        ("发布日期 published", notice.published or ""),
        ("施行日期 effective", notice.effective or ""),
        ("有效期 validity", _validity_line(validity) if validity else ""),
        *((f"{ROLES[one.role]} {one.role}", _basis_line(one)) for one in notice.basis),
        ("附件 attachments", "；".join(f"{a.label} {a.title}".strip() for a in notice.attachments)),
        (
            "部分 parts",
            "；".join(f"{KINDS[p.kind]} {p.title}".strip() for p in notice.parts)
            if len(notice.parts) > 1
            else "",
        ),
    ]


def _validity_line(validity: Validity) -> str:
    return validity.text if validity.until is None else f"{validity.text} (until {validity.until})"


def _basis_line(basis: Basis) -> str:
    return f"《{basis.title}》" + (f"（{basis.number}）" if basis.number else "")


def inspection_lines(notice: Notice) -> list[str]:
    """The outline with what was cleaned and the warnings."""
    lines = [*outline_lines(notice), ""]
    lines += [f"清理 cleaned: {c.what}: {c.count}" for c in notice.cleaning] or ["清理 cleaned: -"]
    lines += [f"注意 warning: {warning}" for warning in notice.warnings]
    return lines
