"""A .doc or .wps file -> RawDocument: Word's binary format through LibreOffice, others by theirs.

Many a .doc is really a web page, RTF, a .docx or plain text: its first bytes say which, and no
LibreOffice is needed for it.
"""

from __future__ import annotations

from importlib import import_module

from corpus.errors import ReadError
from corpus.readers import RawDocument, Reader
from corpus.readers.office.libreoffice import to_docx
from corpus.readers.sniff import OLE, sniff

READ_BY = {
    ".docx": "docx", ".html": "html", ".mht": "mhtml", ".ofd": "ofd", ".pdf": "pdf", ".rtf": "rtf",
    None: "text",
}  # fmt: skip
# In Word's binary format: the main stream's first word, and the bit that says it is enciphered.
MAGIC = b"\xec\xa5"
FLAGS_AT, ENCIPHERED = 11, 0x01
SECTOR = 512


def read(data: bytes) -> RawDocument:
    """The document's text; ReadError when it needs LibreOffice and there is none."""
    ending = sniff(data)
    if ending is None and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        ending = ".html"  # a table or paragraph that a web system wrote without a frame
    if ending == ".doc":
        if _has_password(data):
            raise ReadError("protected by a password; save it without one")
        converted = to_docx(data)
        return _reader("docx")(converted)
    if ending not in READ_BY or data.startswith(OLE):
        raise ReadError(f"not a text document, by its content {ending or 'unknown'}; convert it")
    return _reader(READ_BY[ending])(data)


def _reader(module: str) -> Reader:
    reader: Reader = import_module(f"corpus.readers.{module}").read
    return reader


def _has_password(data: bytes) -> bool:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    starts = (at for at in range(SECTOR, len(data) - SECTOR, SECTOR) if data.startswith(MAGIC, at))
    begin = next(starts, None)
    return begin is not None and bool(data[begin + FLAGS_AT] & ENCIPHERED)
