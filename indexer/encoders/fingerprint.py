"""Model folder -> one digest of everything that its vectors depend on."""

from __future__ import annotations

import hashlib
from pathlib import Path

# Documentation and what git or the hub's client leave beside a model do not change a vector.
_IGNORED = {".md", ".gitattributes", ".gitignore", ".lock", ".metadata", ".png", ".pyc"}
# Nor do the log of the training and the tables (.tsv.gz) that serve the lexical search.
_IGNORED |= {".gz", ".tsv"}
_LOG = "training.json"


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over names and contents of weights, tokenizer, configuration and prompts."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or path.suffix in _IGNORED or path.name == _LOG or not path.is_file():
            continue
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{relative.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()
