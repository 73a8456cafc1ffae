"""The names of a generation's files, and what is in the plain arrays among them."""

from __future__ import annotations

from pathlib import Path

CATALOG = "catalog.sqlite"
CLAUSES = "clauses.npy"  # (C,) int32: the notice of each clause
PASSAGES = "passages.npy"  # (P, 3) int32: clause, start, end of each passage
VECTORS = "vectors.npy"  # (P, dims) float32: the unit vector of each passage
LEXICAL = "lexical"
NOTICE_VECTORS = "notices.npy"  # (N, dims) float32: the mean direction of a notice's passages
NOTICE_LEXICAL = "lexical-notices"  # postings of whole notices, a row each
FACTS = "facts.sqlite"  # duties and stated values; derived, so apart from the catalog


def default_folder() -> Path:
    """Where an index is kept when nothing else is said, such as ~/.local/share/gongwen/index."""
    from platformdirs import user_data_path

    return user_data_path("gongwen", appauthor=False) / "index"
