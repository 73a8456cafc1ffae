"""Damaged files of every format: each gives a notice or one line that says why not, in time.

GONGWEN_FUZZ_SECONDS is how long each format is tried (CI: 10 s, more than a minute in all).
What once broke a reader is kept in tests/fixtures/broken and tried first.
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.files import ARCHIVE
from corpus.load import Skipped, read_documents
from corpus.readers import READERS

FIXTURES = Path(__file__).parent / "fixtures"
BROKEN = FIXTURES / "broken"
SECONDS = float(os.environ.get("GONGWEN_FUZZ_SECONDS", "0.5"))
# One ending for each reader. LibreOffice takes seconds a file, so its formats are left to their
# own tests.
FIRST = {loader().__module__: ending for ending, loader in reversed(READERS.items())}
ENDINGS = sorted({*FIRST.values(), ARCHIVE} - {".doc"})
# A mutated file is small; one that takes longer than this has found something that blows up.
LIMIT_S = 5.0
TOKENS = (
    b"\x00", b"\xff\xfe", b"<", b">", b"&#x10ffff;", b"]]>", b"<!ENTITY a 'b'>", b"(", b"\\",
    b"<table><tr><td>", b"endobj", b"/Length 99999999", b"99999999999", b"-1", b"PK\x03\x04",
    "一、".encode(), "（一）".encode(), "附件1".encode(), "第一条".encode("gb18030"), b"\n" * 50,
)  # fmt: skip


def seeds(ending: str) -> list[bytes]:
    """The small real files of a format that tests read."""
    found = [path.read_bytes() for path in sorted(FIXTURES.glob(f"*{ending}"))]
    return [data for data in found if len(data) < 300_000]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """One to eight small changes: bytes flipped, cut, doubled, moved, tokens put in."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if not changed:
            return b""
        at, length = rng.randrange(len(changed)), rng.randint(1, max(1, len(changed) // 8))
        match rng.randrange(6):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = rng.choice(TOKENS)
            case 3:
                changed[at:at] = changed[at : at + length]
            case 4:
                changed = changed[: at + 1]
            case _:
                changed[at : at + length] = rng.randbytes(min(length, 64))
    return bytes(changed)


def mutated_inside(data: bytes, rng: random.Random) -> bytes:
    """A zip file that is whole, with one member changed; other files as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:
        return mutated(data, rng)
    if not parts:
        return mutated(data, rng)
    chosen = rng.choice(sorted(parts))
    parts[chosen] = mutated(parts[chosen], rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def read(data: bytes, ending: str) -> int:
    """How many notices came out; fails for anything but notices and ReadError, and when slow."""
    started = time.perf_counter()
    found, reason = [], "none"
    try:
        found = list(read_documents(data, f"x{ending}", f"x{ending}"))
    except ReadError as error:
        reason = str(error)
    assert reason
    assert "\n" not in reason
    assert time.perf_counter() - started < LIMIT_S
    for one in found:
        if not isinstance(one, Skipped):
            assert "".join(clause.text for clause in one.clauses) == one.cleaned
            assert len({clause.path for clause in one.clauses}) == len(one.clauses)
    return len(found)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*")), ids=lambda path: path.name)
def test_what_once_broke_a_reader_gives_a_notice_or_a_reason(path: Path) -> None:
    read(path.read_bytes(), path.suffix)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_has_a_small_real_file_that_is_read(ending: str) -> None:
    assert sum(read(data, ending) for data in seeds(ending)) >= 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_damaged_files_give_a_notice_or_a_reason(ending: str) -> None:
    rng = random.Random(20261122)
    files, until, tried = seeds(ending), time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        data = rng.choice(files)
        tried += 1
        data = mutated_inside(data, rng) if rng.random() < 0.5 else mutated(data, rng)
        try:
            read(data, ending)
        except BaseException:
            BROKEN.mkdir(exist_ok=True)
            (BROKEN / f"found-{tried}{ending}").write_bytes(data)
            raise
    assert tried >= 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_cut_off_anywhere_gives_a_notice_or_a_reason(ending: str) -> None:
    data = seeds(ending)[0]
    for part in range(1, 16):
        read(data[: len(data) * part // 16], ending)
