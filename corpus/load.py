"""Files and folders -> notices, one after the other; what cannot be read is named and skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.archive import Broken, members
from corpus.clean import clean
from corpus.errors import PathError, ReadError
from corpus.files import ARCHIVE, inside, read_bytes, shown
from corpus.metadata import metadata
from corpus.notice import Notice, notice_id
from corpus.outline import outline
from corpus.readers import RawDocument, reader_for
from corpus.readers.sniff import sniff
from corpus.script import cut_from, in_own_words
from corpus.simplify import simplifier

BUNDLED = Path(__file__).parent / "notices"
# Eighteen MB of Chinese text, 6,000 pages. A million characters in short clauses take 4 seconds and
# 110 MB to index.
TEXT_LIMIT = 6_000_000
# All that an archive holds: texts shrink to a hundredth in a zip made to keep a service busy.
TEXTS_LIMIT = 20_000_000


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that gave no notice, and why."""

    source: str
    reason: str


def read_notice(path: Path, source: str | None = None) -> Notice:
    """The notice in one file; `source` is what the user called it. ReadError says what is wrong."""
    if path.suffix.lower() == ARCHIVE:
        raise ReadError("an archive of documents, not one document; index it, or unpack it first")
    return parse(read_raw(read_bytes(path), path.name), source or shown(path))


def read_documents(
    data: bytes, name: str, source: str, charset: str | None = None
) -> Iterator[Notice | Skipped]:
    """The notice in a file's bytes, or each one in an archive's; ReadError for an unreadable file.

    `charset` is what a web server said of a page. What an archive holds is called SOURCE/MEMBER; a
    member that cannot be read is skipped.
    """
    ending = true_ending(data, name)
    if ending != ARCHIVE:
        yield parse(_read_as(ending, data, charset), source)
        return
    left = TEXTS_LIMIT
    for member in members(data):
        inner = f"{source}/{member.name}"
        if isinstance(member, Broken):
            yield Skipped(inner, member.reason)
            continue
        try:
            raw = read_raw(member.data, member.name)
            if len(raw.text) > left:
                million = TEXTS_LIMIT // 10**6
                raise ReadError(f"the archive holds over {million} million characters; split it")
            notice = parse(raw, inner)
            left -= len(raw.text)
            yield notice
        except ReadError as error:
            yield Skipped(inner, str(error))


def read_raw(data: bytes, name: str, charset: str | None = None) -> RawDocument:
    """The bytes through the reader for what they are; ReadError for what cannot be read."""
    return _read_as(true_ending(data, name), data, charset)


def _read_as(ending: str, data: bytes, charset: str | None) -> RawDocument:
    if ending in (".html", ".htm", ".shtml"):
        from corpus.readers import html

        return html.read(data, charset)
    return reader_for(ending)(data)


def true_ending(data: bytes, name: str) -> str:
    """The ending that the bytes call for, else the name's: a .doc may be a web page.

    ReadError for no bytes at all.
    """
    if not data:
        raise ReadError("the file is empty; nothing to index")
    return sniff(data) or PurePath(name).suffix.lower() or PurePath(name).name


def parse(raw: RawDocument, source: str) -> Notice:
    """Raw document -> notice: cleaned, described, cut into clauses; ReadError for no text, or more
    than a book."""
    if len(raw.text) > TEXT_LIMIT:
        million = TEXT_LIMIT // 10**6
        raise ReadError(f"over {million} million characters, more than a notice has; split it")
    cleaned = clean(raw.text)
    if not cleaned.text:
        raise ReadError("no text is left after cleaning; is it only a web site's frame?")
    plain = cleaned.plain
    if plain == cleaned.text:
        said, outlined = metadata(plain, raw.stated), outline(plain)
    else:
        stated = {name: simplifier()(value) for name, value in raw.stated.items()}
        said = in_own_words(metadata(plain, stated), plain, cleaned.text)
        outlined = cut_from(outline(plain), plain, cleaned.text)
    return Notice(
        id=notice_id(said.number, said.issuer, said.title, said.date, cleaned.text),
        title=said.title,
        issuer=said.issuer,
        number=said.number,
        date=said.date,
        addressees=said.addressees,
        contacts=said.contacts,
        edition="restated" if raw.stated.get("edition") == "restated" else "official",
        official_url=raw.stated.get("source"),
        source=source,
        cleaned=cleaned.text,
        clauses=outlined.clauses,
        cleaning=raw.cleaning + cleaned.cleaning,
        warnings=raw.warnings + said.warnings + outlined.warnings,
        issuers=said.issuers,
        published=said.published,
        effective=said.effective,
        validity=said.validity,
        category=said.category,
        basis=said.basis,
        attachments=said.attachments,
        parts=outlined.parts,
        evidence=said.evidence,
        runs=cleaned.runs,
    )


def load(paths: Sequence[str | Path]) -> Iterator[Notice | Skipped]:
    """Notices of files and, recursively, folders in name order; PathError before any is read when
    a path that was named does not exist. Web addresses are for indexing and are skipped."""
    for given in find_inputs(paths):
        try:
            if given.path is None:
                raise ReadError(
                    "a web address is fetched by gongwen index; save the page as a file"
                )
            yield from read_documents(read_bytes(given.path), given.path.name, given.source)
        except ReadError as error:
            yield Skipped(given.source, str(error))


@dataclass(frozen=True, slots=True)
class Input:
    """One file or web address to read, by the name to remember it by; `path` None: an address."""

    source: str
    path: Path | None


def find_inputs(paths: Sequence[str | Path]) -> list[Input]:
    """Files and addresses as given, folders expanded. Hidden files are left out.

    Raises PathError for a path that does not exist.
    """
    if "" in paths:  # for Path it is the folder that the user is in
        raise PathError("an empty name stands for no file; check the variable that it came from")
    missing = [
        shown(Path(path))
        for path in paths
        if not is_address(str(path)) and not os.path.exists(path)
    ]
    if missing:
        raise PathError(f"no such file or folder: {', '.join(missing)}; check the spelling")
    found: list[Input] = []
    for given in paths:
        if is_address(str(given)):
            found.append(Input(shown(str(given)), None))
        elif Path(given).is_dir():
            found.extend(Input(_name(path), path) for path in inside(Path(given)))
        else:
            found.append(Input(_name(Path(given)), Path(given)))
    return found


def is_address(text: str) -> bool:
    """Whether it is meant as a web address: a scheme in front, as in https://."""
    return "://" in text


def _name(path: Path) -> str:
    """The path as given; a bundled notice is not named by where this program is installed."""
    return f"bundled://{path.name}" if path.parent == BUNDLED else shown(path)
