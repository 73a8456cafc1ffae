"""A zip file's bytes -> its members, with limits that no bomb passes; docx and ofd are zips."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import ReadError

# A notice of 300 pages unpacks to 20 MB of XML; more is a bomb or another kind of file.
UNPACKED_LIMIT = 256 * 1024 * 1024
# XML shrinks to a fiftieth at best in real documents; bombs shrink to a thousandth.
RATIO_LIMIT = 200
MEMBER_LIMIT = 20_000


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, when its members fit the limits; ReadError says what is wrong with it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ReadError("not a zip archive, or cut off; download it again") from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBER_LIMIT:
        raise ReadError(f"{len(members)} members are over the limit of {MEMBER_LIMIT}; split it")
    if unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * max(len(data), 10_000):
        raise ReadError(
            f"unpacks to {unpacked // 2**20} MB from {len(data) // 2**10} KB;"
            " such an archive is not opened, check where it comes from"
        )
    if any(member.flag_bits & 1 for member in members):
        raise ReadError("protected by a password; save it without one")
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes, never more than it declares; ReadError when it is broken or missing."""
    try:
        with archive.open(name) as file:
            size = archive.getinfo(name).file_size
            data = file.read(size + 1)
    except KeyError:
        raise ReadError(f"lacks its part {name}; download it again") from None
    except Exception as error:  # zlib, lzma and struct each have their own errors
        raise ReadError(
            f"its part {name} is broken ({type(error).__name__}); download it again"
        ) from None
    if len(data) > size:
        raise ReadError(f"its part {name} is larger than it says; such an archive is not opened")
    return data
