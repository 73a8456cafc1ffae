"""What a generation says of itself (format, encoder, checksums): written last, read first."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexCorruptError

FORMAT = 4
MANIFEST = "manifest.json"

# Files up to this size are compared byte for byte at every open: 30 MB take 25 ms, so an index of
# 50,000 clauses is checked whole. Larger ones by size, and whole before every update.
_ALWAYS_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class FileSum:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    generation: str
    encoder: str
    fingerprint: str
    dims: int
    store: str
    corpus: str
    notices: int
    clauses: int
    passages: int
    files: dict[str, FileSum]


def sum_files(folder: Path) -> dict[str, FileSum]:
    """Size and sha256 of every file under `folder` but the manifest, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): FileSum(path.stat().st_size, sha256_of(path))
        for path in paths
        if path.name != MANIFEST
    }


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Writes it and returns the sha256 of its bytes, which the pointer keeps."""
    text = json.dumps(dataclasses.asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path, sha256: str) -> Manifest:
    """The manifest of a generation; IndexCorruptError when it is not the one that was published."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except OSError as error:
        raise corrupt(path, f"cannot be read ({error.strerror})") from error
    # the version first: another one may keep another checksum
    try:
        fields = json.loads(data)
        found = fields["format"]
    except (ValueError, KeyError, TypeError):
        raise corrupt(path, "is not a manifest") from None
    if found != FORMAT:
        if isinstance(found, int) and found > FORMAT:
            raise IndexCorruptError(
                f"{folder} has index format {found}, this gongwen reads {FORMAT}; "
                "update gongwen, or make another index with --index DIR"
            )
        raise corrupt(path, f"has index format {found}, this gongwen reads {FORMAT}")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise corrupt(path, "is not the one that was published")
    fields["files"] = {name: FileSum(**entry) for name, entry in fields["files"].items()}
    return Manifest(**fields)


def check_files(folder: Path, manifest: Manifest, verify: bool) -> None:
    """IndexCorruptError for the first file that is missing, of another size or changed."""
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise corrupt(path, "is missing") from error
        if size != expected.size:
            raise corrupt(path, f"has {size} bytes, {expected.size} were written")
        if (verify or size <= _ALWAYS_BYTES) and sha256_of(path) != expected.sha256:
            raise corrupt(path, "has changed since it was written (checksum)")


def corrupt(path: Path, reason: str) -> IndexCorruptError:
    return IndexCorruptError(
        f"{path} {reason}; run gongwen index --rebuild with the notices' files"
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
