"""An index folder -> searches, answers, notices and changes; follows what others publish there."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

import numpy as np

from corpus.archive_names import CONTROL
from corpus.describe import find_clause
from corpus.errors import (
    EncoderError,
    GongwenError,
    IndexMissingError,
    NotFoundError,
    ReadError,
    StateError,
)
from corpus.load import Skipped, read_documents
from corpus.notice import Clause, Notice
from indexer.build import BuildReport, index_notices, remove_notices
from indexer.encoders import Encoder, load_encoder
from indexer.generations import generation_folder, read_pointer
from indexer.index import Index
from indexer.manifest import read_manifest
from service import search as searching
from service.answer.generated import Endpoint, Event, events
from service.asker import Asker
from service.check import check_receipt
from service.deadlines import (
    DeadlineFacets,
    DeadlineFilters,
    DeadlinePage,
    deadline_facets,
    list_deadlines,
)
from service.duties import DutyFacets, DutyFilters, DutyPage, duty_facets, list_duties
from service.listing import Facets, Listed, NoticePage, facets, list_notices
from service.receipt import Receipt
from service.rerankers import Reranker, load_reranker
from service.results import Answer, Filters, NoticeRef, SearchResult
from service.verdicts import Verdict

log = logging.getLogger("gongwen.engine")

NEW_INDEX_ENCODER = "embedded"
# A new generation that cannot be opened is not tried again at every request.
RETRY_S = 5.0


@dataclass(frozen=True, slots=True)
class EngineState:
    """What is being served."""

    generation: str
    encoder: str
    reranker: str | None
    notices: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Change:
    """What an upload or a deletion did, and to which notices."""

    ids: tuple[str, ...]
    report: BuildReport


@dataclass
class _Open:
    """One open generation; closed when it is retired and nobody reads it any more."""

    index: Index
    readers: int = 0
    retired: bool = False
    opened: float = field(default_factory=time.monotonic)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        index = self.index
        counts = np.bincount(index.clause_notice, minlength=len(index.notice_refs))
        return tuple(
            Listed(NoticeRef(**dataclasses.asdict(meta)), int(count))
            for meta, count in zip(index.notice_refs, counts, strict=True)
        )

    @cached_property
    def facets(self) -> Facets:
        return facets(self.listed)


class Engine:
    """One index, used from many threads; a request keeps the generation that it began with."""

    def __init__(
        self,
        folder: Path,
        encoder: str | None = None,
        load: Callable[[str], Encoder] = load_encoder,
        reranker: str | None = None,
        load_reranker: Callable[[str], Reranker] = load_reranker,
    ) -> None:
        """Opens nothing yet; `encoder` None takes the one that the index names, `reranker` None
        leaves our order as it is."""
        self.folder = folder
        self._load = load
        self._encoder_name = encoder
        self._encoders: dict[str, Encoder] = {}
        self._load_reranker = load_reranker
        self._reranker_name = reranker
        self._reranker: Reranker | None = None
        self._reranker_lock = threading.Lock()
        self._open: _Open | None = None
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._retry_at = 0.0

    def search(
        self, query: str, k: int, mode: str, filters: Filters, *, reranked: bool = True
    ) -> SearchResult:
        """`reranked` False leaves the reranker out, where the order does not matter."""
        reranker = self.reranker() if reranked else None
        with self._reading() as current:
            return searching.search(current.index, query, k, mode, filters, reranker=reranker)

    def ask(self, question: str, k: int, mode: str, filters: Filters) -> Answer:
        with self.asker(k, mode) as asker:
            return asker.ask(question, filters)

    @contextmanager
    def asker(self, k: int, mode: str) -> Iterator[Asker]:
        """For an answer and what goes with it; all of it is of one generation."""
        reranker = self.reranker()
        with self._reading() as current:
            yield Asker(current.index, k, mode, reranker)

    async def summarising(self, answer: Answer, endpoint: Endpoint) -> AsyncGenerator[Event, None]:
        """What happens while a model summarises the answer, as it happens."""
        with self._reading() as current:
            async with aclosing(events(current.index, answer, endpoint)) as steps:
                async for step in steps:
                    yield step

    def check(self, receipt: Receipt) -> tuple[Verdict, ...]:
        """What has become of each quote of the receipt."""
        with self._reading() as current:
            return check_receipt(current.index, receipt)

    def notices(
        self,
        limit: int = 50,
        offset: int = 0,
        issuer: str | None = None,
        year: str | None = None,
    ) -> NoticePage:
        with self._reading() as current:
            return list_notices(current.listed, limit, offset, issuer, year)

    def facets(self) -> Facets:
        with self._reading() as current:
            return current.facets

    def duties(self, filters: DutyFilters, limit: int | None = None, offset: int = 0) -> DutyPage:
        with self._reading() as current:
            return list_duties(current.index, filters, limit, offset)

    def duty_facets(self, filters: DutyFilters) -> DutyFacets:
        with self._reading() as current:
            return duty_facets(current.index, filters)

    def deadlines(
        self, filters: DeadlineFilters, limit: int | None = None, offset: int = 0
    ) -> DeadlinePage:
        with self._reading() as current:
            return list_deadlines(current.index, filters, limit, offset)

    def deadline_facets(self, filters: DeadlineFilters) -> DeadlineFacets:
        with self._reading() as current:
            return deadline_facets(current.index, filters)

    def notice(self, notice_id: str) -> Notice:
        """NotFoundError when there is none; a document number in any printed form works."""
        with self._reading() as current:
            ordinal = current.index.notice_ordinal(notice_id)
            if ordinal is None:
                raise NotFoundError(f"there is no notice {notice_id!r}; /api/notices lists them")
            return current.index.notice(notice_id)

    def clause(self, notice_id: str, path: str) -> tuple[Notice, Clause]:
        """The clause at a path, printed brackets too; NotFoundError names some paths."""
        notice = self.notice(notice_id)
        return notice, find_clause(notice, path)

    def state(self) -> EngineState:
        """Raises StateError when there is no index to serve, RerankerError when there is none of
        the name given."""
        reranker = self.reranker()
        with self._reading() as current:
            index = current.index
            return EngineState(
                generation=index.generation,
                encoder=index.encoder_name,
                reranker=reranker.name if reranker else None,
                notices=len(index.notice_refs),
                clauses=index.total_clauses,
            )

    def count_notices(self) -> float:
        return self._counted("notices")

    def count_clauses(self) -> float:
        return self._counted("clauses")

    def warm(self) -> None:
        """Opens the index and loads what the first reader would wait for."""
        try:
            with self._reading() as current:
                searching.warm(current.index)
            reranker = self.reranker()
            if reranker:
                reranker.score("通知", ["通知"])
        except GongwenError as error:
            log.warning("%s", error)

    def add(self, filename: str, data: bytes) -> Change:
        """Reads an uploaded file and publishes its notice, or those of an archive; ReadError when
        none can be read.

        Their source is `upload://ID/FILENAME`: the same file name for the same notice replaces it.
        """
        read = read_upload(filename, data)
        notices = [
            dataclasses.replace(notice, source=f"upload://{notice.id}/{notice.source}")
            for notice in read
            if isinstance(notice, Notice)
        ]
        skipped = [found for found in read if isinstance(found, Skipped)]
        if not notices:
            raise ReadError(f"{skipped[0].source}: {skipped[0].reason}")
        with self._writing:
            report = index_notices(self.folder, [*notices, *skipped], self._writer_encoder())
        sources = {notice.source for notice in notices}
        with self._reading() as current:
            ids = [meta.id for meta in current.index.notice_refs if meta.source in sources]
        return Change(tuple(ids) or tuple(notice.id for notice in notices), report)

    def remove(self, notice_id: str) -> Change:
        """Takes a notice out and publishes; NotFoundError when there is none."""
        known = self.notice(notice_id).id
        with self._writing:
            return Change((known,), remove_notices(self.folder, [known]))

    def reranker(self) -> Reranker | None:
        """The reranker, loaded once, at the first use; RerankerError when it cannot be."""
        if self._reranker_name is None:
            return None
        with self._reranker_lock:
            if self._reranker is None:
                self._reranker = self._load_reranker(self._reranker_name)
            return self._reranker

    def close(self) -> None:
        """Closes the index once the requests under way are done; a later request opens it again."""
        with self._lock:
            self._retire()

    @contextmanager
    def _reading(self) -> Iterator[_Open]:
        with self._lock:
            current = self._latest()
            current.readers += 1
        try:
            yield current
        finally:
            with self._lock:
                current.readers -= 1
                if current.retired and not current.readers:
                    current.index.close()

    def _latest(self) -> _Open:
        """The published generation; the one before it while the new one cannot be opened."""
        current = self._open
        if current is not None and (current.index.current() or time.monotonic() < self._retry_at):
            return current
        try:
            fresh = _Open(self._open_index())
        except (StateError, EncoderError) as error:
            if current is None:
                raise
            log.error("still serving generation %s: %s", current.index.generation, error)
            self._retry_at = time.monotonic() + RETRY_S
            return current
        self._retire()
        self._open = fresh
        return fresh

    def _retire(self) -> None:
        if self._open is not None:
            self._open.retired = True
            if not self._open.readers:
                self._open.index.close()
        self._open = None

    def _open_index(self) -> Index:
        name = self._encoder_name or self._published_encoder()
        return Index.open(self.folder, self._encoder(name))

    def _writer_encoder(self) -> Encoder:
        if self._encoder_name:
            return self._encoder(self._encoder_name)
        try:
            return self._encoder(self._published_encoder())
        except IndexMissingError:
            return self._encoder(NEW_INDEX_ENCODER)

    def _published_encoder(self) -> str:
        pointer = read_pointer(self.folder)
        folder = generation_folder(self.folder, pointer.generation)
        return read_manifest(folder, pointer.manifest).encoder

    def _encoder(self, name: str) -> Encoder:
        """Kept for the next generation: reopening an index must not load its encoder again."""
        if name not in self._encoders:
            self._encoders[name] = self._load(name)
        return self._encoders[name]

    def _counted(self, what: str) -> float:
        try:
            return float(getattr(self.state(), what))
        except GongwenError:
            return 0.0


def read_upload(filename: str, data: bytes) -> list[Notice | Skipped]:
    """The notices in an uploaded file; ReadError names the file as the client did."""
    name = CONTROL.sub("\ufffd", PurePath(filename.replace("\\", "/")).name[-120:]) or "upload"
    try:
        return list(read_documents(data, name, name))
    except ReadError as error:
        raise ReadError(f"{name}: {error}") from None
