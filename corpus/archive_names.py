"""A zip member's entry -> its name: Chinese names of Windows archives decoded, hidden ones told."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
WINDOWS_HIDDEN = 0x02
HAN = re.compile(r"[一-鿿]")
# In a message they would break the line, or turn what follows around.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e]")
# What systems and editors leave beside documents: ~$ is Word's note that a file is open.
LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def member_name(info: zipfile.ZipInfo) -> str:
    """The name with / between folders; a name without the UTF-8 flag is GB18030 or UTF-8."""
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG:
        packed = name.encode("cp437")
        name = _stated(packed, info.extra) or _decoded(packed) or name
    # Only now: the second byte of a GB18030 character can be a backslash.
    name = name.split("\0")[0].replace("\\", "/")
    name = CONTROL.sub("�", name)
    rooted = "/" if name.startswith("/") else ""
    return rooted + "/".join(part for part in name.split("/") if part not in ("", "."))


def is_hidden(name: str, info: zipfile.ZipInfo) -> bool:
    """True for what a reader of the folder does not see."""
    made_on_windows = info.create_system == 0
    return (made_on_windows and bool(info.external_attr & WINDOWS_HIDDEN)) or any(
        is_hidden_part(part) for part in name.split("/") if part != ".."
    )


def is_hidden_part(name: str) -> bool:
    """True for the name of a file or folder that is not shown, or lies beside documents."""
    return name in LITTER or name.startswith(("~$", "."))


def _decoded(packed: bytes) -> str:
    """UTF-8 when that gives Han characters (a few GB18030 names are valid UTF-8, as Hebrew)."""
    for encoding in ("utf-8", "gb18030"):
        try:
            name = packed.decode(encoding)
        except UnicodeDecodeError:
            continue
        if name.isascii() or HAN.search(name):
            return name
    return ""


def _stated(packed: bytes, extra: bytes) -> str:
    """The Unicode name beside the packed one (Info-ZIP's extra field), when it belongs to it."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == UNICODE_PATH and len(field) > 5 and field[0] == 1:
            checksum: int = struct.unpack_from("<I", field, 1)[0]
            if checksum == zlib.crc32(packed):
                return field[5:].decode("utf-8", errors="replace")
    return ""
