"""A notice as it was read and as it is labelled -> what is right, missed and invented."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.notice import Notice
from eval.reading.labels import CUT, Labelled

# Values compared whole, and lists compared item by item.
WHOLE = ("title", "issuer", "number", "date", "published", "effective", "validity", "category")
LISTS = ("addressees", "basis", "attachments", "contacts")
GOLD = ("title", "issuer", "number")


@dataclass(frozen=True, slots=True)
class Outlined:
    """Paths of one document: (path, first characters) found, labelled and in common."""

    file: str
    split: str
    found: int
    labelled: int
    right: int
    started_right: int
    exact: bool
    missed: tuple[str, ...]
    invented: tuple[str, ...]


def outlined(notice: Notice, label: Labelled) -> Outlined:
    """Paths are right when they are labelled; the document, when all are, in that order, and each
    begins where it is labelled to begin."""
    found = {clause.path: bare(clause.text) for clause in notice.clauses}
    labelled = {path: bare(start) for path, start in label.clauses}
    started = [path for path in labelled if found.get(path, "").startswith(labelled[path])]
    return Outlined(
        file=label.file,
        split=label.split,
        found=len(found),
        labelled=len(labelled),
        right=len(found.keys() & labelled.keys()),
        started_right=len(started),
        exact=list(found) == list(labelled) == started,
        missed=tuple(path for path in labelled if path not in found),
        invented=tuple(path for path in found if path not in labelled),
    )


def outline_figures(rows: Sequence[Outlined]) -> dict[str, Any]:
    """Precision and recall over all clauses of all documents; share of documents exactly right."""
    found, labelled = sum(r.found for r in rows), sum(r.labelled for r in rows)
    right = sum(r.right for r in rows)
    return {
        "documents": len(rows),
        "clauses": labelled,
        "precision": right / max(1, found),
        "recall": right / max(1, labelled),
        "starts": sum(r.started_right for r in rows) / max(1, labelled),
        "exact": sum(r.exact for r in rows) / max(1, len(rows)),
    }


def whole_right(notice: Notice, label: dict[str, Any]) -> dict[str, bool]:
    """Field -> whether it is as labelled; null is right only where it is labelled null."""
    found: dict[str, Any] = {name: getattr(notice, name) or None for name in WHOLE}
    wanted = {name: label.get(name) for name in WHOLE}
    if notice.validity is not None:
        found["validity"] = notice.validity.until or notice.validity.text
    if wanted["validity"]:
        wanted["validity"] = wanted["validity"]["until"] or wanted["validity"]["text"]
    return {name: same(found[name], wanted[name]) for name in WHOLE}


def gold_right(notice: Notice, gold: dict[str, str]) -> dict[str, bool]:
    """Title, issuer and number where the publisher states them."""
    return {name: same(getattr(notice, name), gold[name]) for name in GOLD if gold.get(name)}


def list_counts(notice: Notice, label: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Field -> items found, labelled and in common."""
    found = {
        "addressees": list(notice.addressees),
        "basis": [f"{b.role} {b.title}" for b in notice.basis],
        "attachments": [f"{a.label} {a.title}" for a in notice.attachments],
        "contacts": [item for c in notice.contacts for item in (*c.names, *c.phones, *c.emails)],
    }
    wanted = {
        "addressees": label["addressees"],
        "basis": [f"{b['role']} {b['title']}" for b in label["basis"]],
        "attachments": [f"{a['label']} {a['title']}" for a in label["attachments"]],
        "contacts": [
            item
            for c in label["contacts"]
            for key in ("names", "phones", "emails")
            for item in c[key]
        ],
    }
    return {name: _matched(found[name], wanted[name]) for name in LISTS}


def _matched(found: Iterable[str], wanted: Iterable[str]) -> tuple[int, int, int]:
    left = list(found)
    total, labelled, right = len(left), list(wanted), 0
    for item in labelled:
        match = next((other for other in left if same(other, item)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return total, len(labelled), right


def same(found: str | None, wanted: str | None) -> bool:
    """Equal but for white space, width and brackets; a labelled text ending in … is a beginning."""
    if not found or not wanted:
        return not found and not wanted
    if wanted.endswith(CUT):
        return bare(found).startswith(bare(wanted[: -len(CUT)]))
    return bare(found) == bare(wanted)


def bare(text: str) -> str:
    return (
        re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        .replace("[", "〔")
        .replace("]", "〕")
    )
