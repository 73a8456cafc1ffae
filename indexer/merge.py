"""What is stored and what was read now -> what the next generation holds, with warnings."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.likeness import Likeness, compare, sketch
from corpus.load import Skipped
from corpus.notice import Notice
from indexer.catalog import Entry, FileRow, Known
from indexer.near import Sketches
from indexer.record import record_of


@dataclass(frozen=True)
class Read:
    """A notice that was read now, and where: `key` as in FileRow."""

    notice: Notice
    key: str
    sha256: str | None = None
    etag: str | None = None
    modified: str | None = None

    @cached_property
    def sketch(self) -> bytes:
        """Drawn once: it is compared with others, then kept."""
        return sketch(self.notice.cleaned)

    def row(self, id: str, near: bool = False) -> FileRow:
        return FileRow(
            self.key, id, self.notice.source, self.sha256, self.etag, self.modified, near
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """How the next generation differs from the last one, in notices."""

    added: int
    updated: int
    replaced: int
    removed: int
    unchanged: int


@dataclass(slots=True)
class State:
    """Notices by id and the files they come from; changed step by step, then written."""

    entries: dict[str, Entry] = field(default_factory=dict)
    owners: dict[str, dict[str, FileRow]] = field(default_factory=dict)  # notice -> key -> row
    given: dict[str, set[str]] = field(default_factory=dict)  # key -> notices
    families: dict[str, set[str]] = field(default_factory=dict)  # X -> X, X~2, ...
    warnings: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sketches: Sketches = field(default_factory=Sketches)
    stored: Callable[[int], Notice] | None = None  # a notice of the last generation, by ordinal

    @classmethod
    def of(
        cls, known: Sequence[Known], files: Sequence[FileRow], stored: Callable[[int], Notice]
    ) -> State:
        state = cls(stored=stored)
        for k in known:
            state._set(Entry(k.id, k.edition, k.source, k.digest, k.record, k.sketch, known=k))
        for row in files:
            state._remember(row)
        return state

    @property
    def files(self) -> list[FileRow]:
        return [
            self.owners[id][key] for id in sorted(self.owners) for key in sorted(self.owners[id])
        ]

    def ordered(self) -> list[Entry]:
        """By id: the same notices get the same ordinals, whatever came first."""
        return [self.entries[id] for id in sorted(self.entries)]

    def take_in(self, reads: Sequence[Read], before: State, near: bool = True) -> None:
        """Adds what was read; notices that its files gave last time go, if no other file has them.

        First all of them go, then all come in, so that two files may trade their numbers. With
        `near`, a document that is there in another dress is not taken in a second time.
        """
        usable = []
        for read in reads:
            if reason := _broken(read.notice):
                self.skipped.append(Skipped(read.notice.source, reason))
            else:
                usable.append(read)
        for key in dict.fromkeys(read.key for read in usable):
            for id in sorted(self.given.get(key, ())):
                self._let_go(key, id)
        for read in usable:
            self._add(read, before, near)

    def drop(self, id: str) -> None:
        """The notice goes, and what is known of its files: they would be read again."""
        self.sketches.remove(id, self.entries.pop(id).sketch)
        self.families[_family(id)].discard(id)
        for key in self.owners.pop(id, {}):
            self.given[key].discard(id)

    def _let_go(self, key: str, id: str) -> None:
        owners = self.owners[id]
        if len(owners) == 1:
            self.drop(id)
            return
        row = owners.pop(key)
        self.given[key].discard(id)
        if self.entries[id].source == row.source:
            heir = next(iter(owners.values()))
            self._set(dataclasses.replace(self.entries[id], source=heir.source))

    def _add(self, read: Read, before: State, near: bool) -> None:
        notice = read.notice
        variants = [self.entries[id] for id in sorted(self.families.get(notice.id, ()), key=_rank)]
        restated = [entry for entry in variants if entry.edition == "restated"]
        official = [entry for entry in variants if entry.edition != "restated"]
        kin = restated if notice.edition == "restated" else official
        same = [entry for entry in kin if entry.digest == notice.digest]
        if same:
            self._join(same[0], read)
        elif notice.edition == "restated" and official:
            self.warnings.append(
                f"{notice.source}: left out, the official edition of {notice.id} is there"
                f" ({official[0].source})"
            )
        elif notice.edition != "restated" and restated:
            self.warnings.append(
                f"{restated[0].source}: gives way to the official edition of {restated[0].id}"
                f" ({notice.source})"
            )
            self.drop(restated[0].id)
            self._put(restated[0].id, read, before)
        elif former := self._former(read, before):
            self._take_over(former, read, before)
        elif near and (found := self._nearest(read)) and found[1].same:
            self._join_near(*found, read, before)
        elif variants:
            id = self._free(notice.id)
            self.warnings.append(
                f"{notice.source}: another text than {variants[0].source} under the same id"
                f" {notice.id}, kept as {id}"
            )
            self._put(id, read, before)
        else:
            self._put(notice.id, read, before)
            if near and found:
                self.warnings.append(
                    f"{notice.source}: nearly the same text as {found[0].source} with other"
                    " figures, both are kept"
                )

    def _join(self, entry: Entry, read: Read) -> None:
        """One copy of a text is kept; a file that has moved takes the place of the lost one."""
        for key in [key for key in self.owners[entry.id] if key != read.key and _lost(key)]:
            del self.owners[entry.id][key]
            self.given[key].discard(entry.id)
        owners = self.owners[entry.id]
        if not owners:
            self._set(dataclasses.replace(entry, source=read.notice.source))
        elif read.key not in owners:
            self.warnings.append(
                f"{read.notice.source}: the same text as {entry.source}, one copy is kept"
                f" ({entry.id})"
            )
        self._remember(read.row(entry.id))

    def _nearest(self, read: Read) -> tuple[Entry, Likeness] | None:
        """The notice that is most like this one, with nothing that says that they are two."""
        best: tuple[Entry, Likeness] | None = None
        for id in self.sketches.candidates(read.sketch):
            entry = self.entries[id]
            other = self._notice(entry)
            if other is None or entry.edition != read.notice.edition:
                continue
            alike = compare(read.notice, other)
            if alike and (
                best is None or (alike.same, alike.share) > (best[1].same, best[1].share)
            ):
                best = (entry, alike)
        return best

    def _notice(self, entry: Entry) -> Notice | None:
        if entry.notice is None and entry.known is not None and self.stored is not None:
            return self.stored(entry.known.ordinal)
        return entry.notice

    def _join_near(self, entry: Entry, alike: Likeness, read: Read, before: State) -> None:
        """One copy of the document is kept: the first, unless its file is gone or its figures are
        damaged and the new one's are not."""
        owners = self.owners[entry.id]
        first = any(not row.near and not _lost(key) for key, row in owners.items())
        near = f"{read.notice.source}: nearly the same text as {entry.source}"
        if first and not alike.mends:
            share = f"{int(alike.share * 100)} %"
            self.warnings.append(f"{near} ({share}), one copy is kept ({entry.id})")
            self._remember(read.row(entry.id, near=True))
            return
        if first:
            self.warnings.append(f"{near}, whose figures are damaged; it takes its place")
        self._take_over(entry, read, before)

    def _former(self, read: Read, before: State) -> Entry | None:
        """The notice that this file gave before and that only copies in another dress still hold:
        the file was edited, and those copies are of what it says now."""
        for id in sorted(before.given.get(read.key, ())):
            entry = self.entries.get(id)
            if entry and id in self.owners and all(row.near for row in self.owners[id].values()):
                other = self._notice(entry)
                if other and compare(read.notice, other):
                    return entry
        return None

    def _take_over(self, entry: Entry, read: Read, before: State) -> None:
        others = [
            row for key, row in self.owners[entry.id].items() if key != read.key and not _lost(key)
        ]
        self.drop(entry.id)
        id = self._free(read.notice.id)
        self._put(id, read, before)
        for row in others:
            self._remember(dataclasses.replace(row, notice=id, near=True))

    def _put(self, id: str, read: Read, before: State) -> None:
        notice = dataclasses.replace(read.notice, id=id)
        record = record_of(notice)
        old = before.entries.get(id)
        if old is not None and old.known is not None and old.record == record:
            self._set(dataclasses.replace(old, source=notice.source))
        else:
            self._set(
                Entry(
                    id,
                    notice.edition,
                    notice.source,
                    notice.digest,
                    record,
                    read.sketch,
                    notice=notice,
                )
            )
        self._remember(read.row(id))

    def _set(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        self.sketches.add(entry.id, entry.sketch)
        self.families.setdefault(_family(entry.id), set()).add(entry.id)
        self.owners.setdefault(entry.id, {})

    def _remember(self, row: FileRow) -> None:
        self.owners[row.notice][row.key] = row
        self.given.setdefault(row.key, set()).add(row.notice)

    def _free(self, id: str) -> str:
        number = 2
        while f"{id}~{number}" in self.entries:
            number += 1
        return f"{id}~{number}" if id in self.entries else id


def changes(before: State, after: State) -> Changes:
    """What became of the notices of `before`, and which are new."""
    both = [(before.entries[id], after.entries[id]) for id in before.entries if id in after.entries]
    changed = [(old, new) for old, new in both if old.record != new.record]
    replaced = [1 for old, new in changed if old.edition == "restated" != new.edition]
    return Changes(
        added=len(after.entries.keys() - before.entries.keys()),
        updated=len(changed) - len(replaced),
        replaced=len(replaced),
        removed=len(before.entries.keys() - after.entries.keys()),
        unchanged=len(both) - len(changed),
    )


def _broken(notice: Notice) -> str | None:
    place = 0
    for clause in notice.clauses:
        if clause.start != place or clause.text != notice.cleaned[clause.start : clause.end]:
            break
        place = clause.end
    else:
        if place == len(notice.cleaned):
            return None
    return "its clauses do not join to its text (a fault in the reader); please report it"


def _family(id: str) -> str:
    """X for X, X~2, X~3."""
    return re.sub(r"~\d+$", "", id)


def _rank(id: str) -> tuple[int, str]:
    return len(id), id


def _lost(key: str) -> bool:
    return "://" not in key and not Path(key).exists()
