"""An OFD file -> its XML parts by their path in the package; no path leads out of it."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from defusedxml import DefusedXmlException, ElementTree

from corpus.archive import open_zip, read_member
from corpus.errors import ReadError

# A page with every character an object of its own takes 1 MB; parsed, XML takes thirty times that.
PART_LIMIT = 8 * 2**20
ENTRY = "OFD.xml"
# GM/T 0099: the list of what is enciphered stands beside OFD.xml under this name.
ENCIPHERED = "encryptions.xml"


class Node(Protocol):
    """What is used of an XML element; names are compared without namespace, see `local`."""

    tag: str
    text: str | None

    def get(self, key: str) -> str | None: ...
    def iter(self) -> Iterator[Node]: ...
    def itertext(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of one OFD file; `names` leads from a path in lower case to the zip's own name."""

    archive: zipfile.ZipFile
    names: dict[str, str]

    def resolve(self, base: str, reference: str) -> str:
        """The path that `reference`, written in the part `base`, leads to; with / in front it
        counts from the package's root. ReadError when it leads out of the package."""
        reference = reference.strip().replace("\\", "/")
        folder = "" if reference.startswith("/") else posixpath.dirname(base)
        path = posixpath.normpath(posixpath.join("/", folder, reference.lstrip("/")))[1:]
        climbed = posixpath.normpath(posixpath.join(folder, reference.lstrip("/")))
        if climbed.startswith("..") or reference[1:2] == ":" or "://" in reference:
            raise ReadError("a path in the OFD leads out of it; check where it comes from")
        # Some producers write a path from the root without the / in front.
        from_root = posixpath.normpath(reference.lstrip("/"))
        if path.lower() not in self.names and from_root.lower() in self.names:
            return from_root
        return path

    def holds(self, path: str) -> bool:
        return path.lower() in self.names

    def xml(self, path: str) -> Node:
        """The part's root element; ReadError when it is missing, broken or hostile."""
        name = self.names.get(path.lower())
        if name is None:
            raise ReadError(f"lacks its part {path[:100]}; download it again")
        if self.archive.getinfo(name).file_size > PART_LIMIT:
            limit = PART_LIMIT // 2**20
            raise ReadError(f"its part {path[:100]} is over {limit} MB; split the document")
        data = read_member(self.archive, name)
        try:
            root: Node = ElementTree.fromstring(data, forbid_dtd=True)
        except DefusedXmlException:
            raise ReadError(
                f"its part {path[:100]} declares XML entities, as no OFD does;"
                " check where it comes from"
            ) from None
        except (ElementTree.ParseError, ValueError, LookupError):
            raise ReadError(f"its part {path[:100]} is broken XML; download it again") from None
        return root


def open_package(data: bytes) -> Package:
    """The package; ReadError when it is no OFD, cut off or enciphered."""
    archive = open_zip(data)
    names = {
        posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower(): name
        for name in archive.namelist()
    }
    if ENCIPHERED in names:
        raise ReadError("the OFD is enciphered; open it with its key and save it without")
    if ENTRY.lower() not in names:
        raise ReadError("not an OFD: the archive holds no OFD.xml; check the file's ending")
    return Package(archive, names)


def local(node: Node) -> str:
    """The element's name without its namespace: producers write two, and some none."""
    return node.tag.rpartition("}")[2]


def attribute(node: Node, name: str) -> str:
    """The attribute without blanks around it, empty when it is not there."""
    return (node.get(name) or "").strip()


def every(node: Node, *wanted: str) -> Iterator[Node]:
    """The elements of these names below `node`, in the order of the file."""
    return (found for found in node.iter() if local(found) in wanted)


def first_text(node: Node, wanted: str) -> str:
    """The text of the first element of this name, or an empty one."""
    found = next(every(node, wanted), None)
    return "".join(found.itertext()).strip() if found is not None else ""
