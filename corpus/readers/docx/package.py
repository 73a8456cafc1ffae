"""A .docx file's bytes -> its XML parts; what is no Word document is refused with a next step."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from corpus.archive import open_zip, read_member
from corpus.errors import ReadError
from corpus.readers.sniff import sniff

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO 29500 strict names the same elements by other addresses.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Elements (with their ends) and attributes of one part. 1,000 pages of ordinary runs have 2
# million; at 130 bytes of memory each, the worst part takes 0.8 GB.
NODE_LIMIT = 6_000_000
# What a file is by its bytes, when it is called .docx and is not one.
OTHERS = {
    ".pdf": "is a PDF with another ending; rename it to .pdf",
    ".rtf": "is an RTF file with another ending; rename it to .rtf or save it as .docx",
    ".html": "is a web page with another ending; rename it to .html",
    ".mht": "is a saved web page with another ending; rename it to .mht or save it as .docx",
    ".ofd": "is an OFD with another ending; rename it to .ofd",
    ".odt": "is an OpenDocument file; save it as .docx",
    ".xlsx": "holds a spreadsheet, not a document; save its text as .docx or .txt",
    ".pptx": "holds slides, not a document; save its text as .docx or .txt",
}


@dataclass(frozen=True, slots=True)
class Package:
    """The archive's parts; `names` leads from a part's name in lower case to the zip's own."""

    archive: zipfile.ZipFile
    names: dict[str, str]

    def xml(self, name: str) -> Any:
        """The part's root element; ReadError when it is missing, broken or hostile."""
        if name.lower() not in self.names:
            raise ReadError(f"lacks its part {name[:100]}; download it again")
        return _parse(read_member(self.archive, self.names[name.lower()]), name)

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` ("" is the package) is joined to as `kind`, those that exist."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if name.lower() not in self.names:
            return []
        found = []
        for link in self.xml(name).iter(RELATIONSHIP):
            target = (link.get("Target") or "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if (link.get("Type") or "").endswith("/" + kind) and path.lower() in self.names:
                found.append(path)
        return found

    def first(self, part: str, kind: str) -> Any:
        """The root of the first such part, or None."""
        names = self.related(part, kind)
        return self.xml(names[0]) if names else None


def open_package(data: bytes) -> Package:
    """The package; ReadError when the file is cut off, enciphered or of another kind."""
    if data.startswith(OLE):
        raise ReadError(_ole(data))
    if (kind := sniff(data)) in OTHERS:
        raise ReadError(OTHERS[kind])
    if not data.startswith(b"PK"):
        raise ReadError("not a Word document; open it in Word or WPS and save it as .docx")
    archive = open_zip(data)
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    return Package(archive, names)


def main_document(package: Package) -> tuple[str, Any]:
    """Name and root of the part that holds the text."""
    names = package.related("", "officeDocument") or ["word/document.xml"]
    if names[0].lower() not in package.names:
        raise ReadError("an archive without word/document.xml is no Word document; check its kind")
    root = package.xml(names[0])
    if root.tag != f"{W}document":
        kind = root.tag.rpartition("}")[2][:40]
        raise ReadError(f"its main part is <{kind}>, not a Word document; save it as .docx again")
    return names[0], root


def _ole(data: bytes) -> str:
    """Word's old format and enciphered new files lie in the same kind of container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "protected by a password; open it in Word or WPS and save it without one"
    if "WordDocument".encode("utf-16-le") in data:
        return "is an old Word file (.doc) with another ending; save it as .docx in Word or WPS"
    return "an old Office file, not a .docx; open it in Word or WPS and save it as .docx"


def _parse(data: bytes, name: str) -> Any:
    from lxml import etree

    if data.count(b"<") + data.count(b"=") > NODE_LIMIT:
        raise ReadError(f"its part {name[:100]} has too many elements; split the document")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    hostile = b"<!DOCTYPE" in data
    for strict, transitional in STRICT.items():
        data = data.replace(strict, transitional)
    try:
        root = None if hostile else etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise ReadError(f"its part {name[:100]} is broken XML; download it again") from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(
            f"its part {name[:100]} declares XML entities, as no Word document does;"
            " check where it comes from"
        )
    return root
