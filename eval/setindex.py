"""A labelled set -> the open index that it is measured on, indexed for it where need be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpus.errors import LabelError
from corpus.notice import PREAMBLE, Clause, Notice
from eval.labels import Document, LabelledSet

if TYPE_CHECKING:
    from indexer.encoders import Encoder
    from indexer.index import Index

NUMBER = re.compile(r"〔\d{4}〕")
HEADING_LIMIT = 45  # characters, as headings are cut in corpus/outline


@dataclass(frozen=True, slots=True)
class SetIndex:
    """An open index; `names` gives back the set's own id of a clause where it has one."""

    index: Index
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def name(self, notice: str, path: str) -> str:
        """The id under which the clause is judged and written to runs."""
        return self.names.get((notice, path)) or f"{notice}#{path}"

    def missing(self, labels: LabelledSet) -> list[str]:
        """Relevant ids that the index does not have: labels no search could ever satisfy."""
        wanted = {name for query in labels.queries for name in labels.relevant(query.id)}
        known = {name: address for address, name in self.names.items()}
        addresses = {name: known.get(name) or address_of(name) for name in wanted}
        return sorted(
            name
            for name, (notice, path) in addresses.items()
            if self.index.clause_ordinal(notice, path) is None
        )


@contextmanager
def open_set_index(
    labels: LabelledSet,
    index: Path | None = None,
    encoder: Encoder | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> Iterator[SetIndex]:
    """The set's own corpus, else the index given, else the bundled notices, ready to search.

    What has to be indexed goes into a temporary folder and is gone afterwards. Without `encoder`
    an index given is opened with its own, and the embedded one serves for the others.
    """
    from indexer.encoders import load_encoder
    from indexer.index import Index

    if labels.documents is None and index is not None:
        opened = Index.open(index, encoder)
        try:
            yield SetIndex(opened)
        finally:
            opened.close()
        return
    chosen = encoder or load_encoder()
    with TemporaryDirectory(prefix="gongwen-eval-") as folder:
        names = build(Path(folder), labels, chosen, progress)
        opened = Index.open(Path(folder), chosen)
        try:
            yield SetIndex(opened, names)
        finally:
            opened.close()


def build(
    folder: Path, labels: LabelledSet, encoder: Encoder, progress: Callable[[str], None]
) -> dict[tuple[str, str], str]:
    """Indexes the set's corpus, or the bundled notices; returns the clauses' own ids."""
    from corpus.load import BUNDLED
    from indexer.build import index_notices, index_paths

    if labels.documents is None:
        progress("indexing the bundled notices")
        index_paths(folder, [BUNDLED], encoder)
        return {}
    progress(f"indexing {len(labels.documents)} documents of {labels.name}")
    notices = notices_of(labels.documents)
    report = index_notices(folder, notices, encoder, near=False)
    if report.notices != len(notices):
        raise LabelError(
            f"{labels.name}/corpus.jsonl: {len(notices)} notices were made of it and "
            f"{report.notices} are in the index: {'; '.join(report.warnings[:3])}"
        )
    return {address_of(document.id): document.id for document in labels.documents}


def address_of(name: str) -> tuple[str, str]:
    """(notice id, clause path) of NOTICE#PATH; a name without # is a notice of one clause."""
    notice, _, path = name.partition("#")
    return (notice, path) if notice and path else (name, PREAMBLE)


def notices_of(documents: Sequence[Document]) -> list[Notice]:
    """Documents of one notice (NOTICE#PATH) together, clauses in file order, text unchanged."""
    grouped: dict[str, dict[str, Document]] = {}
    for document in documents:
        notice, path = address_of(document.id)
        if path in grouped.setdefault(notice, {}):
            raise LabelError(f"corpus.jsonl: {document.id} and {notice} are one clause; rename one")
        grouped[notice][path] = document
    return [notice_of(name, clauses) for name, clauses in grouped.items()]


def notice_of(name: str, documents: Mapping[str, Document]) -> Notice:
    title = next((document.title for document in documents.values() if document.title), "")
    clauses, start = [], 0
    for path, document in documents.items():
        text = document.text or document.title
        clauses.append(
            Clause(path, "", start, start + len(text), text, headings(path, documents, title))
        )
        start += len(text)
    return Notice(
        id=name,
        title=title,
        issuer=None,
        number=name if NUMBER.search(name) else None,
        date=None,
        addressees=(),
        contacts=(),
        edition="official",
        official_url=None,
        source=f"corpus://{name}",
        cleaned="".join(clause.text for clause in clauses),
        clauses=tuple(clauses),
    )


def headings(path: str, documents: Mapping[str, Document], title: str) -> tuple[str, ...]:
    """The document's own title where it differs from its notice's, then its ancestors' beginnings.

    Ancestors are found by path (五 of 五/(一)); each gives its text up to the first 。 or line end.
    """
    parts = path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    begun = [re.split(r"[。\n]", documents[at].text.strip())[0] for at in above if at in documents]
    own = documents[path].title
    return tuple(text[:HEADING_LIMIT] for text in [own if own != title else "", *begun] if text)
