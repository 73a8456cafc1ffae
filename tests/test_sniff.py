"""What a file really is, told by its bytes and not by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.sniff import sniff

FIXTURES = Path(__file__).parent / "fixtures"


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "通知")
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    """The head of an OLE file and the names in its directory."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


DOCX = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
MHTML = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"

TOLD = {
    "pdf": (b"%PDF-1.7\n", ".pdf"),
    "pdf after a server's blank lines": (b"\r\n\r\n%PDF-1.4\n", ".pdf"),
    "docx": (DOCX, ".docx"),
    "docx cut off": (DOCX[:200], ".docx"),
    "ofd": (packed("OFD.xml", "Doc_0/Document.xml"), ".ofd"),
    "ofd cut off": (packed("OFD.xml", "Doc_0/Document.xml")[:60], ".ofd"),
    "xlsx": (packed("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    "pptx": (packed("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
    "odt": (packed("mimetype", "content.xml"), ".odt"),
    "zip of documents": (packed("通知.docx", "附件1.docx"), ".zip"),
    "zip of a docx that is not packed": (packed("a.docx").replace(b"a.docx", b"word/a"), ".zip"),
    "zip with a folder called word": (packed("word/通知.txt"), ".zip"),
    "zip without members": (packed(), ".zip"),
    "doc": (ole("Root Entry", "1Table", "WordDocument"), ".doc"),
    "doc with a sheet in it": (ole("Root Entry", "WordDocument", "Workbook"), ".doc"),
    "docx with a password": (ole("Root Entry", "EncryptedPackage"), ".doc"),
    "xls": (ole("Root Entry", "Workbook"), ".xls"),
    "ppt": (ole("Root Entry", "PowerPoint Document"), ".ppt"),
    "another OLE": (ole("Root Entry", "__properties_version1.0"), None),
    "html": (b"<!DOCTYPE html>\n<html>", ".html"),
    "html of Word": (
        b'\xef\xbb\xbf\r\n <html xmlns:o="urn:schemas-office">',
        ".html",
    ),
    "xhtml": (b'<?xml version="1.0"?>\n<!-- saved -->\n<!DOCTYPE HTML PUBLIC "-//W3C">', ".html"),
    "html in utf-16": ("<HTML><body>通知".encode("utf-16"), ".html"),
    "rtf": (b"{\\rtf1\\ansi 1}", ".rtf"),
    "mhtml": (f"From: <Saved by Word>\r\n{MHTML}Content-Type: text/html\r\n".encode(), ".mht"),
    "word xml": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
        ".doc",
    ),
    "other xml": (b'<?xml version="1.0"?><rss><html/></rss>', None),
    "text": ("关于开展培训的通知\n一、内容".encode(), None),
    "text of gb18030": ("关于开展培训的通知\n一、内容".encode("gb18030"), None),
    "text about html": ("网页以<html>开头。".encode(), None),
    "header-like text": (b"Subject: mime-version: 1.0", None),
    "nothing": (b"", None),
    "an endless comment": (b"<!-- " * 2000, None),
}


@pytest.mark.parametrize(("data", "ending"), TOLD.values(), ids=TOLD.keys())
def test_content_tells_the_ending(data: bytes, ending: str | None) -> None:
    assert sniff(data) == ending


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("notice.doc", ".doc"),
        ("notice.wps", ".doc"),
        ("notice.rtf", ".rtf"),
        ("notice.ofd", ".ofd"),
    ],
)
def test_files_of_real_programs_are_told(name: str, ending: str) -> None:
    assert sniff((FIXTURES / name).read_bytes()) == ending


@given(st.sampled_from([data for data, _ in TOLD.values()]), st.binary(max_size=40))
def test_any_bytes_are_told_or_unknown(beginning: bytes, rest: bytes) -> None:
    for data in (rest, beginning + rest, beginning[: len(rest)] + rest):
        ending = sniff(data)
        assert ending is None or ending.startswith(".")
