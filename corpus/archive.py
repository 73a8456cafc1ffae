"""A zip file -> its members, with limits that no bomb passes; docx and ofd are zip files too."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.archive_names import is_hidden, member_name
from corpus.errors import ReadError

# A notice of 300 pages unpacks to 20 MB of XML; more is a bomb or another kind of file.
UNPACKED_LIMIT = 256 * 2**20
# XML shrinks to a fiftieth at best in real documents; bombs shrink to a thousandth.
RATIO_LIMIT = 200
MEMBER_LIMIT = 20_000

# An archive of documents: a member as large as a file may be, and a thousand notices in all.
DOCUMENT_LIMIT = 32 * 2**20
DOCUMENTS_LIMIT = 2**30
DEPTH_LIMIT = 3

# The standards of docx and ofd allow these two; the others unpack without bound in one step.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENTRY = b"PK\x01\x02"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; in an archive inside it the name is `inner.zip/notice.docx`."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """A member that cannot be given, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class _Budget:
    """What an archive and all archives inside it may still hold."""

    members: int = MEMBER_LIMIT
    unpacked: int = DOCUMENTS_LIMIT


def members(data: bytes) -> Iterator[Member | Broken]:
    """The files of an archive, one after the other, those of archives inside it too.

    Folders and hidden files are left out. A damaged member, or one whose name leads out of the
    archive, comes as Broken and the others go on. Raises ReadError, before the first member, for
    what is no zip archive, is cut off, holds nothing or is over the limits. Nothing is written.
    """
    yield from _members(data, "", 1, _Budget())


def _members(data: bytes, folder: str, depth: int, budget: _Budget) -> Iterator[Member | Broken]:
    archive = opened(data)
    found = [(member_name(info), info) for info in archive.infolist() if not info.is_dir()]
    visible = [(name, info) for name, info in found if not is_hidden(name, info)]
    if not visible:
        raise ReadError("the archive holds no files; check that it is the right one")
    planned = [(folder + name, info, _refusal(name, info)) for name, info in visible]
    _spend(budget, planned)
    for name, info, reason in planned:
        if reason:
            yield Broken(name, reason)
            continue
        try:
            content = _content(archive, info)
            if not name.lower().endswith(".zip"):
                yield Member(name, content)
            elif depth == DEPTH_LIMIT:
                yield Broken(name, f"an archive more than {DEPTH_LIMIT} deep; unpack it first")
            else:
                yield from _members(content, name + "/", depth + 1, budget)
        except ReadError as error:
            yield Broken(name, str(error))


def _spend(budget: _Budget, planned: list[tuple[str, zipfile.ZipInfo, str]]) -> None:
    """Take what is declared from what is allowed; a member cannot give more than it declares."""
    unpacked = sum(info.file_size for _, info, reason in planned if not reason)
    if len(planned) > budget.members:
        raise ReadError(f"more than {MEMBER_LIMIT} members in the archive; split it")
    if unpacked > budget.unpacked:
        raise ReadError(f"unpacks to more than {DOCUMENTS_LIMIT // 2**20} MB; split it")
    budget.members -= len(planned)
    budget.unpacked -= unpacked


def _refusal(name: str, info: zipfile.ZipInfo) -> str:
    """Why a member is not even opened; empty when it is."""
    if not name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        return "its name leads out of the archive; such a member is not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, not a file; pack the file itself"
    if info.flag_bits & 1:
        return "protected by a password; pack it without one"
    if info.compress_type not in METHODS:
        return f"packed with method {info.compress_type}, which is not read; pack it as plain zip"
    if info.file_size > DOCUMENT_LIMIT:
        limit = DOCUMENT_LIMIT // 2**20
        return f"{info.file_size // 2**20} MB is over the limit of {limit} MB; split it"
    if info.file_size > RATIO_LIMIT * max(info.compress_size, 10_000):
        return "unpacks to far more than a document does; check where it comes from"
    return ""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive that is one document; ReadError when its members do not fit the limits."""
    archive = opened(data)
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * max(len(data), 10_000):
        raise ReadError(
            f"unpacks to {unpacked // 2**20} MB from {len(data) // 2**10} KB;"
            " such an archive is not opened, check where it comes from"
        )
    if any(info.flag_bits & 1 for info in infos):
        raise ReadError("protected by a password; save it without one")
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes, never more than it declares; ReadError when it is broken or missing."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise ReadError(f"lacks its part {name}; download it again") from None
    try:
        return _content(archive, info)
    except ReadError as error:
        raise ReadError(f"its part {name} is broken: {error}") from None


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive with its list of members, nothing unpacked; ReadError when there is no list."""
    # Counted first: a list of members costs twenty times its bytes in memory.
    if data.count(ENTRY) > MEMBER_LIMIT:
        raise ReadError(f"more than {MEMBER_LIMIT} members in the archive; split it")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # struct, unicode and zip errors, by what the damage hit
        if data.startswith(b"PK\x03\x04"):
            raise ReadError("the zip archive is damaged or cut off; download it again") from None
        raise ReadError("not a zip archive; check the file's ending") from None
    if sum(info.compress_size for info in archive.infolist()) > len(data):
        raise ReadError("its members lie over each other; such an archive is not opened")
    return archive


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type not in METHODS:
        raise ReadError(f"packed with method {info.compress_type}, which is not read")
    try:
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)
    except Exception as error:  # zlib, struct and zip errors, by what the damage hit
        raise ReadError(f"damaged ({type(error).__name__}); download it again") from None
    if len(data) != info.file_size:
        raise ReadError("not as large as it says; download it again")
    return data
