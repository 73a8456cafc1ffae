"""The names of a generation's files, and what is in the plain arrays among them."""

from __future__ import annotations

CATALOG = "catalog.sqlite"
CLAUSES = "clauses.npy"  # (C,) int32: the notice of each clause
PASSAGES = "passages.npy"  # (P, 3) int32: clause, start, end of each passage
VECTORS = "vectors.npy"  # (P, dims) float32: the unit vector of each passage
LEXICAL = "lexical"
