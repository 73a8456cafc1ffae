"""Files and folders -> notices, one after the other; what cannot be read is named and skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean
from corpus.errors import PathError, ReadError
from corpus.metadata import metadata
from corpus.notice import Notice, notice_id
from corpus.outline import outline
from corpus.readers import RawDocument, reader_for

BUNDLED = Path(__file__).parent / "notices"
# A notice of 2 MB is a book of 700,000 characters; more is another kind of file.
SIZE_LIMIT = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that gave no notice, and why."""

    source: str
    reason: str


def read_notice(path: Path, source: str | None = None) -> Notice:
    """The notice in one file; `source` is what the user called it. ReadError says what is wrong."""
    return parse(read_raw(path), source or str(path))


def read_raw(path: Path) -> RawDocument:
    """The file through the reader for its ending; ReadError for what cannot be read."""
    reader = reader_for(path)
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise ReadError(
                f"{size // 2**20} MB is over the limit of {SIZE_LIMIT // 2**20} MB; split it"
            )
        return reader(path.read_bytes())
    except OSError as error:
        raise ReadError(
            f"cannot be opened ({error.strerror}); check that you may read it"
        ) from None


def parse(raw: RawDocument, source: str) -> Notice:
    """Raw document -> notice: cleaned, described, cut into clauses."""
    repaired = clean(raw.text)
    cleaned = repaired.text
    if not cleaned:
        raise ReadError("no text is left after cleaning; is it only a web site's frame?")
    described = metadata(cleaned, raw.stated)
    outlined = outline(cleaned)
    edition = "restated" if raw.stated.get("edition") == "restated" else "official"
    return Notice(
        id=notice_id(described.number, described.issuer, described.title, described.date, cleaned),
        title=described.title,
        issuer=described.issuer,
        number=described.number,
        date=described.date,
        addressees=described.addressees,
        contacts=described.contacts,
        edition=edition,
        official_url=raw.stated.get("source"),
        source=source,
        cleaned=cleaned,
        clauses=outlined.clauses,
        cleaning=repaired.cleaning,
        warnings=described.warnings + outlined.warnings,
        parts=outlined.parts,
        runs=repaired.runs,
    )


def load(paths: Sequence[str | Path]) -> Iterator[Notice | Skipped]:
    """Notices of files and, recursively, folders in name order; PathError before any is read when
    a path that was named does not exist."""
    for path, source in find_files(paths):
        try:
            yield read_notice(path, source)
        except ReadError as error:
            yield Skipped(source, str(error))


def find_files(paths: Sequence[str | Path]) -> list[tuple[Path, str]]:
    """Each file with the name to remember it by: the path as given, folders expanded.

    Hidden files are left out. Raises PathError for a path that does not exist.
    """
    addresses = [str(path) for path in paths if "://" in str(path)]
    if addresses:
        raise PathError(
            f"web addresses are not read yet: {', '.join(addresses)}; save the page as a file"
        )
    missing = [str(path) for path in paths if not Path(path).exists()]
    if missing:
        raise PathError(f"no such file or folder: {', '.join(missing)}; check the spelling")
    found: list[tuple[Path, str]] = []
    for given in map(Path, paths):
        if given.is_file():
            found.append((given, _name(given)))
            continue
        # A link that leads nowhere is listed too, so that it is said to be skipped.
        inner = (p for p in given.rglob("*") if p.is_file() or (p.is_symlink() and not p.exists()))
        visible = (
            p for p in inner if not any(x.startswith(".") for x in p.relative_to(given).parts)
        )
        found.extend((path, _name(path)) for path in sorted(visible))
    return found


def _name(path: Path) -> str:
    """The path as given; a bundled notice is not named by where this program is installed."""
    return f"bundled://{path.name}" if path.parent == BUNDLED else str(path)
