"""Files and folders on disk -> names that can be printed, what a folder holds, a file's bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from corpus.archive_names import CONTROL, is_hidden_part
from corpus.errors import ReadError

# A notice of 2 MB is a book of 700,000 characters; more is another kind of file.
SIZE_LIMIT = 32 * 2**20
ARCHIVE_LIMIT = 256 * 2**20
ARCHIVE = ".zip"


def shown(path: Path | str) -> str:
    """The name as text of one line: bytes that are no UTF-8 and control characters written out."""
    text = os.fsencode(path).decode("utf-8", errors="backslashreplace")
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def inside(folder: Path) -> list[Path]:
    """All files below a folder in name order, hidden ones left out.

    What cannot be read is listed too, so that it is said to be skipped: pipes, links that lead
    nowhere or to a folder elsewhere, folders that may not be opened.
    """
    home = os.path.realpath(folder)
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, folders, files in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not is_hidden_part(name)]
        found += [Path(place, name) for name in files if not is_hidden_part(name)]
        links = [path for name in folders if os.path.islink(path := os.path.join(place, name))]
        found += [Path(link) for link in links if not _lies_in(os.path.realpath(link), home)]
    return sorted(found)


def read_bytes(path: Path) -> bytes:
    """The file's bytes, when it is not too large to be a document; ReadError says why not."""
    limit = ARCHIVE_LIMIT if path.suffix.lower() == ARCHIVE else SIZE_LIMIT
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadError(_closed(path))
        if not stat.S_ISREG(found.st_mode):  # reading it may wait or go on for ever
            raise ReadError("a pipe or a device, not a file; save what it holds as a file")
        if found.st_size > limit:
            raise ReadError(
                f"{found.st_size // 2**20} MB is over the limit of {limit // 2**20} MB; split it"
            )
        return path.read_bytes()
    except OSError as error:
        if os.path.islink(path):
            raise ReadError("a link that leads to no file; give the file itself") from None
        if isinstance(error, FileNotFoundError):
            raise ReadError("gone since the folder was listed; index it again") from None
        raise ReadError(
            f"cannot be opened ({error.strerror}); check that you may read it"
        ) from None


def _lies_in(path: str, folder: str) -> bool:
    return os.path.commonpath((path, folder)) == folder


def _closed(folder: Path) -> str:
    if os.path.islink(folder):
        return "a link to a folder elsewhere, which is not followed; give that folder itself"
    return "a folder that cannot be opened; check that you may read it"
