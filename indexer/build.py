"""Files or notices in, a new generation of the index out: added, changed, removed, published."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NotFoundError, ReadError
from corpus.files import read_bytes
from corpus.load import Input, Skipped, find_inputs, read_documents
from corpus.notice import Notice, normal_number
from indexer import generations
from indexer.catalog import FileRow
from indexer.merge import Read, State, changes
from indexer.open import Last, check_encoder, open_last
from indexer.write import Progress, write_generation

if TYPE_CHECKING:
    from corpus.web.fetch import Fetcher
    from indexer.encoders import Encoder


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an update did, in notices; `notices` and `clauses` are what the index now holds."""

    added: int = 0
    updated: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    notices: int = 0
    clauses: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def index_paths(
    folder: Path,
    paths: Sequence[str | Path],
    encoder: Encoder,
    *,
    rebuild: bool = False,
    allow_private: bool = False,
    store: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Adds or updates the notices of files, folders and web addresses; publishes once, at the end,
    or not at all.

    A file with the bytes it had last time is not read, nor a page that its server says is the
    same. Addresses inside a network are fetched with `allow_private` only. A changed file's notice
    takes the place of the one it gave before; a file that cannot be read any more leaves its old
    notice as it was.
    `rebuild` reads all given files again and makes vectors and postings anew, for the notices
    that are there too: after another encoder was chosen, or when the index is broken.
    Raises PathError, StateError, EncoderMismatchError; unreadable files are in `skipped`.
    """
    inputs = find_inputs(paths)

    def read(state: State) -> Iterator[Read | Skipped]:
        with contextlib.ExitStack() as stack:
            fetcher = None
            if any(given.path is None for given in inputs):
                fetcher = stack.enter_context(_fetcher(allow_private))
            for number, given in enumerate(inputs, 1):
                try:
                    found = list(_read(given, fetcher, state, rebuild))
                except ReadError as error:
                    found = [Skipped(given.source, str(error))]
                yield from found
                if found and progress is not None:
                    progress(f"read {number} of {len(inputs)} files")

    return _update(folder, read, encoder, rebuild, store, progress)


def _read(
    given: Input, fetcher: Fetcher | None, state: State, rebuild: bool
) -> Iterator[Read | Skipped]:
    """The notices of one input, none when it has the bytes that it had last time.

    An archive of which something was skipped is read again the next time, to say so again.
    """
    key = _key(given.source)
    rows = [state.owners[id][key] for id in state.given.get(key, ())] if not rebuild else []
    fetched = None
    if given.path is not None:
        fetched = Fetched(read_bytes(given.path), given.path.name)
    elif fetcher is not None:
        fetched = _fetch(fetcher, given.source, rows)
    if fetched is None:
        return
    sha256 = hashlib.sha256(fetched.data).hexdigest()
    if rows and all(row.sha256 == sha256 for row in rows):
        return
    found = list(read_documents(fetched.data, fetched.name, given.source, fetched.charset))
    whole = all(isinstance(one, Notice) for one in found)
    for one in found:
        if isinstance(one, Skipped):
            yield one
        else:
            yield Read(one, key, sha256 if whole else None, fetched.etag, fetched.modified)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An input's bytes, with a name whose ending says what they are."""

    data: bytes
    name: str
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


def _fetcher(allow_private: bool) -> Fetcher:
    from corpus.web.addresses import any_addresses, public_addresses
    from corpus.web.fetch import Fetcher

    return Fetcher(resolve=any_addresses if allow_private else public_addresses)


def _fetch(fetcher: Fetcher, address: str, rows: Sequence[FileRow]) -> Fetched | None:
    """The page; None when its server says that it has not changed since `rows`."""
    from corpus.web.fetch import Known, Unchanged

    known = Known(rows[0].etag, rows[0].modified) if rows else None
    page = fetcher.fetch(address, known)
    if isinstance(page, Unchanged):
        return None
    return Fetched(
        page.data, f"page{page.ending}", page.charset, page.known.etag, page.known.last_modified
    )


def index_notices(
    folder: Path,
    notices: Iterable[Notice | Skipped],
    encoder: Encoder,
    *,
    rebuild: bool = False,
    near: bool = True,
    store: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """As index_paths, for notices that are read already: uploads, labelled sets.

    All notices of one source are given together; those it gave before and gives no more are gone.
    A labelled set's passages have ids that are judged: with `near` False each is taken.
    """

    def read(state: State) -> Iterator[Read | Skipped]:
        for notice in notices:
            yield notice if isinstance(notice, Skipped) else Read(notice, _key(notice.source))

    return _update(folder, read, encoder, rebuild, store, progress, near)


def remove_notices(
    folder: Path, ids: Sequence[str], *, progress: Progress | None = None
) -> BuildReport:
    """Takes notices out, by id or document number in any printed form.

    NotFoundError names those that are not there, and then nothing is removed.
    """
    started = time.perf_counter()
    generations.read_pointer(folder)
    with _starting_from(folder) as (last, _):
        before, after = _state(last), _state(last)
        found = {id: _known_id(id, before) for id in ids}
        if missing := [id for id, known in found.items() if known is None]:
            raise NotFoundError(
                f"no such notice: {', '.join(missing)}; nothing was removed, see gongwen list"
            )
        for known in sorted({known for known in found.values() if known is not None}):
            after.drop(known)
        return _finish(folder, last, before, after, None, None, started, progress)


def _update(
    folder: Path,
    read: Callable[[State], Iterator[Read | Skipped]],
    encoder: Encoder,
    rebuild: bool,
    store: str | None,
    progress: Progress | None,
    near: bool = True,
) -> BuildReport:
    started = time.perf_counter()
    generations.check_writable(folder)
    with _starting_from(folder, salvage=rebuild) as (last, lost):
        if last is not None and rebuild:
            last = Last(last.folder, last.catalog, None)
        if last is not None and last.manifest is not None:
            check_encoder(folder, last.manifest, encoder)
        before, after = _state(last), _state(last)
        after.warnings += lost
        results = list(read(before))
        after.skipped += [result for result in results if isinstance(result, Skipped)]
        after.take_in([result for result in results if isinstance(result, Read)], before, near)
        return _finish(folder, last, before, after, encoder, store, started, progress)


@contextlib.contextmanager
def _starting_from(folder: Path, salvage: bool = False) -> Iterator[tuple[Last | None, list[str]]]:
    """The published generation, open, while no other writer can publish one."""
    with generations.writing(folder):
        last, lost = open_last(folder, salvage)
        try:
            yield last, lost
        finally:
            if last is not None:
                last.catalog.close()


def _state(last: Last | None) -> State:
    return (
        State()
        if last is None
        else State.of(last.catalog.known(), last.catalog.files(), last.catalog.notice)
    )


def _finish(
    folder: Path,
    last: Last | None,
    before: State,
    after: State,
    encoder: Encoder | None,
    store: str | None,
    started: float,
    progress: Progress | None,
) -> BuildReport:
    """Writes and publishes `after`, unless it is what is there already."""
    say = progress or (lambda message: None)
    same = last is not None and last.manifest is not None and _same(before, after)
    if not same or (last and last.manifest and store not in (None, last.manifest.store)):
        with generations.beginning(folder) as fresh:
            manifest = write_generation(fresh, last, after, encoder, store, say)
            say("publishing")
            generations.publish(folder, fresh, manifest)
        say("published")
    done = changes(before, after)
    entries = after.entries.values()
    return BuildReport(
        added=done.added,
        updated=done.updated,
        replaced=done.replaced,
        removed=done.removed,
        unchanged=done.unchanged,
        notices=len(after.entries),
        clauses=sum(entry.clauses for entry in entries),
        skipped=tuple(after.skipped),
        warnings=tuple(after.warnings),
        seconds=time.perf_counter() - started,
    )


def _same(before: State, after: State) -> bool:
    def seen(state: State) -> list[tuple[str, str, str]]:
        return [(entry.id, entry.record, entry.source) for entry in state.ordered()]

    return before.files == after.files and seen(before) == seen(after)


def _key(source: str) -> str:
    """One name for a file, from wherever it is called; addresses stay as they are."""
    return source if "://" in source else os.path.abspath(source)


def _known_id(id: str, state: State) -> str | None:
    return next((form for form in (id, normal_number(id)) if form in state.entries), None)
