"""What a server says and what the bytes say -> the file ending that chooses the reader."""

from __future__ import annotations

import re
import zipfile
from email.message import Message
from io import BytesIO
from pathlib import PurePosixPath

import httpx

from corpus.errors import ReadError

ENDINGS = frozenset((".html", ".pdf", ".docx", ".ofd", ".doc", ".wps", ".txt", ".md", ".zip"))
SAME = {".htm": ".html", ".shtml": ".html", ".xhtml": ".html", ".markdown": ".md"}
TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/ofd": ".ofd",
    "application/vnd.ofd": ".ofd",
    "application/vnd.ms-works": ".wps",
    "application/kswps": ".wps",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}
# Says nothing: any file may come so.
UNTOLD = ("", "application/octet-stream", "application/x-download", "application/force-download",
          "binary/octet-stream", "application/x-msdownload")  # fmt: skip
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--|<\?xml|<!doctype html|<html|<head|<body)", re.I)


def ending_of(url: httpx.URL, headers: httpx.Headers, data: bytes) -> str:
    """The ending, with its dot. The first bytes are believed before the server, the file's name
    before a type that fits every file; ReadError for what is no document."""
    kind, _ = content_type(headers)
    named = _named(url, headers)
    if (found := _sniffed(data)) is not None:
        # The same bytes open a .doc and a .wps.
        return named if found == ".doc" and named == ".wps" else found
    if kind == "text/plain" and named == ".md":
        return ".md"
    if kind in TYPES:
        return TYPES[kind]
    if kind not in UNTOLD:
        raise ReadError(f"it is {kind[:60]}, which is no document; check the address")
    if named:
        return named
    return ".html" if HTML.match(data[:1024]) else ".txt"


def content_type(headers: httpx.Headers) -> tuple[str, str | None]:
    """The type in lower case and the charset that Content-Type gives, if any."""
    message = Message()
    message["content-type"] = headers.get("content-type", "")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    plain = charset.strip(" \"'") if isinstance(charset, str) else ""
    return kind, plain if re.fullmatch(r"[A-Za-z0-9_.:-]{1,40}", plain) else None


def _named(url: httpx.URL, headers: httpx.Headers) -> str:
    """The ending of the file's name: as the server gives it, else as the address ends."""
    message = Message()
    message["content-disposition"] = headers.get("content-disposition", "")
    for name in (message.get_filename() or "", url.path):
        ending = PurePosixPath(name).suffix.lower()
        ending = SAME.get(ending, ending)
        if ending in ENDINGS:
            return ending
    return ""


def _sniffed(data: bytes) -> str | None:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(OLE2):
        return ".doc"
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    return ".html" if HTML.match(data[:1024]) else None


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ".zip"
    if "word/document.xml" in names:
        return ".docx"
    return ".ofd" if "OFD.xml" in names else ".zip"
