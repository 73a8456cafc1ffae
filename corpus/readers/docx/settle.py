"""The tree of a part -> the tree as it stands when all tracked changes are accepted."""

from __future__ import annotations

from typing import Any

from corpus.readers.docx.package import W
from corpus.readers.docx.text import BOX, MC, WORD_ART, T

DROPPED = (f"{W}del", f"{W}moveFrom")
# There they mark a paragraph's end or a table's row and hold nothing.
MARKED = (f"{W}rPr", f"{W}trPr")
ALTERNATIVES = f"{MC}AlternateContent"
PLACEHOLDER = f"{W}sdtPr/{W}showingPlcHdr"


def settle(root: Any) -> bool:
    """Deleted stretches, prompts of empty form fields and second versions of one drawing are
    taken out of the tree. Returns whether every field that begins also ends."""
    for node in list(root.iter(*DROPPED)):
        if node.getparent() is not None and node.getparent().tag not in MARKED:
            node.getparent().remove(node)
    for node in list(root.iter(f"{W}sdt")):
        if node.find(PLACEHOLDER) is not None and node.getparent() is not None:
            node.getparent().remove(node)
    for node in list(root.iter(ALTERNATIVES)):
        kept = _version(node)
        for version in list(node):
            if version is not kept:
                node.remove(version)
    return _balanced(root)


def _version(alternatives: Any) -> Any | None:
    """The first version that has words, as a drawing stands in a new and an old form."""
    for version in alternatives:
        if next(version.iter(T, BOX, WORD_ART), None) is not None:
            return version
    return next(iter(alternatives), None)


def _balanced(root: Any) -> bool:
    depth = 0
    for mark in root.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0
