"""An index folder -> its published generation; a finished new one -> published by one rename."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexCorruptError, IndexLockedError, IndexMissingError, StateError

CURRENT = "CURRENT"
GENERATIONS = "generations"
LOCK = "lock"
_NEXT = "CURRENT.next"

# Long enough for another writer's last step, short enough for a person at the command line.
_LOCK_WAIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: which generation, and the sha256 of its manifest."""

    generation: str
    manifest: str


def read_pointer(folder: Path) -> Pointer:
    """IndexMissingError when `folder` is no index, IndexCorruptError when its pointer is broken."""
    try:
        words = (folder / CURRENT).read_text(encoding="utf-8").split()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(_missing(folder)) from None
    except UnicodeDecodeError:
        words = []
    except OSError as error:
        raise StateError(
            f"{folder / CURRENT} cannot be read ({error.strerror}); check that you may read it"
        ) from error
    known = len(words) == 2 and _is_name(words[0])
    if not known or not (folder / GENERATIONS / words[0]).is_dir():
        raise IndexCorruptError(
            f"{folder / CURRENT} points to a generation that is not there; "
            "run gongwen index --rebuild with the notices' files"
        )
    return Pointer(*words)


def holds_index(folder: Path) -> bool:
    """Whether an index is published in `folder`; False where one can be made, also after a first
    one was interrupted. StateError when it holds anything else or is a file."""
    if (folder / CURRENT).exists():
        return True
    check_writable(folder)
    return False


def generation_folder(folder: Path, generation: str) -> Path:
    return folder / GENERATIONS / generation


def check_writable(folder: Path) -> None:
    """StateError when `folder` holds anything but an index: files are never mixed."""
    if not folder.exists() or (folder / CURRENT).exists():
        return
    if not folder.is_dir():
        raise StateError(
            f"{folder} is a file, not an index folder; choose another with --index DIR"
        )
    if strangers := _strangers(folder):
        raise StateError(
            f"{folder} is not an index and not empty (it holds {_some(strangers)}); "
            "choose another folder with --index DIR"
        )


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One writer at a time; IndexLockedError after a second when there is another."""
    import filelock

    lock = filelock.FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_LOCK_WAIT_S)
    except filelock.Timeout:
        raise IndexLockedError(
            f"{folder} is being written by another gongwen; try again when it is done"
        ) from None
    except OSError as error:
        raise StateError(
            f"{folder} cannot be written ({error.strerror}); choose another with --index DIR"
        ) from error
    try:
        yield
    finally:
        lock.release()


def newest_first(folder: Path) -> list[str]:
    """All generations on disk, finished or not."""
    return sorted(_names(folder / GENERATIONS), reverse=True)


@contextlib.contextmanager
def beginning(folder: Path) -> Iterator[Path]:
    """A new, empty folder for the next generation, gone again when writing it fails.

    What a killed writer left is swept away. StateError when the disk is full or may not be written.
    """
    generations = folder / GENERATIONS
    fresh = None
    try:
        generations.mkdir(exist_ok=True)
        last = max((int(name[1:]) for name in _names(generations)), default=0)
        _sweep(folder)
        fresh = generations / f"g{last + 1:06d}"
        fresh.mkdir()
        yield fresh
    except BaseException as error:
        if fresh is not None and not _is_current(folder, fresh.name):
            shutil.rmtree(fresh, ignore_errors=True)
        if isinstance(error, OSError):
            raise StateError(
                f"{folder} cannot be written ({error.strerror or error}); it is as it was before"
            ) from error
        raise


def publish(folder: Path, fresh: Path, manifest: str) -> None:
    """Makes `fresh` the current generation: readers see the old one or this one, whole.

    All its bytes are on disk before the rename; the generation before stays for readers that
    have just opened it, older ones go.
    """
    for path in (*fresh.rglob("*"), fresh, fresh.parent):
        _sync(path)
    with (folder / _NEXT).open("w", encoding="utf-8") as file:
        file.write(f"{fresh.name} {manifest}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(folder / _NEXT, folder / CURRENT)
    _sync(folder)
    _sweep(folder)


def _is_current(folder: Path, name: str) -> bool:
    try:
        return read_pointer(folder).generation == name
    except StateError:
        return False


def _sweep(folder: Path) -> None:
    """Removes every generation but the current one and the newest before it."""
    try:
        current = read_pointer(folder).generation
    except StateError:
        # nothing is published, or the pointer is broken: what is there may still be of use
        return
    names = sorted(_names(folder / GENERATIONS))
    before = [name for name in names if name < current][-1:]
    for name in names:
        if name != current and name not in before:
            shutil.rmtree(folder / GENERATIONS / name, ignore_errors=True)


def _names(generations: Path) -> list[str]:
    found = generations.iterdir() if generations.is_dir() else iter(())
    return [path.name for path in found if _is_name(path.name)]


def _is_name(name: str) -> bool:
    return re.fullmatch(r"g\d{6,}", name) is not None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"there is no index at {folder}; make one with gongwen index PATH --index {folder}"
    if not folder.is_dir():
        return f"{folder} is a file, not an index folder; choose another with --index DIR"
    if strangers := _strangers(folder):
        return (
            f"{folder} is not an index (it holds {_some(strangers)}); "
            "choose another folder with --index DIR"
        )
    return f"{folder} holds no finished index; make one with gongwen index PATH --index {folder}"


def _strangers(folder: Path) -> list[str]:
    ours = {CURRENT, _NEXT, GENERATIONS, LOCK}
    return sorted(path.name for path in folder.iterdir() if path.name not in ours)


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
