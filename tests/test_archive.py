"""Zip archives: names, nesting, what is left out, damage, and the limits that no bomb passes."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Broken, Member, members, open_zip, read_member
from corpus.errors import ReadError

TEXT = "某市商务局关于开展家电以旧换新工作的通知\n一、补贴标准为售价的百分之十五。".encode()
PACKED = zipfile.ZIP_DEFLATED


def pack(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = PACKED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def named(raw: bytes, data: bytes = TEXT, extra: bytes = b"") -> bytes:
    """A zip whose only member's name is these bytes, without the UTF-8 flag, as Windows packs."""
    held = zipfile.ZipInfo("N" * len(raw))
    held.extra = extra
    return pack((held, data)).replace(b"N" * len(raw), raw)


def names(data: bytes) -> list[str]:
    return [item.name for item in members(data)]


def only(data: bytes) -> Member | Broken:
    (item,) = members(data)
    return item


def test_members_come_in_order_with_their_bytes() -> None:
    data = pack(("通知.txt", TEXT), ("附件/附件1.docx", b"PK"), ("附件/", b""))
    assert list(members(data)) == [Member("通知.txt", TEXT), Member("附件/附件1.docx", b"PK")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["通知.txt", "关于印发《方案》的通知（定稿）.docx", "誠.pdf"])
def test_chinese_names_without_the_flag_are_decoded(encoding: str, name: str) -> None:
    assert names(named(name.encode(encoding))) == [name]


def test_a_backslash_inside_a_gbk_character_is_no_folder() -> None:
    assert "誠".encode("gb18030")[1:] == b"\\"
    assert names(named("附件\\誠信承诺书.docx".encode("gb18030"))) == ["附件/誠信承诺书.docx"]


def test_the_unicode_name_beside_a_packed_one_is_used_when_it_belongs_to_it() -> None:
    raw = b"TZ~1.TXT"
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "通知.txt".encode()
    assert names(named(raw, extra=struct.pack("<HH", 0x7075, len(body)) + body)) == ["通知.txt"]
    stale = b"\x01" + struct.pack("<I", 7) + "旧名.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(stale)) + stale
    assert names(named(raw, extra=extra)) == ["TZ~1.TXT"]


def test_hidden_files_and_what_systems_leave_are_left_out() -> None:
    hidden = zipfile.ZipInfo("内部.txt")
    hidden.create_system, hidden.external_attr = 0, 0x22
    litter = ["__MACOSX/._通知.txt", ".DS_Store", ".git/config", "Thumbs.db", "a/~$通知.docx"]
    data = pack(*((name, b"x") for name in litter), (hidden, b"x"), ("./通知.txt", TEXT))
    assert names(data) == ["通知.txt"]


def test_archives_inside_are_opened_to_depth_three() -> None:
    data = pack(("四.txt", TEXT))
    for name in ("丙.zip", "乙.ZIP", "甲.zip"):
        data = pack((name, data), (f"{name}.txt", TEXT))
    items = list(members(data))
    assert [item.name for item in items] == [
        "甲.zip/乙.ZIP/丙.zip",
        "甲.zip/乙.ZIP/丙.zip.txt",
        "甲.zip/乙.ZIP.txt",
        "甲.zip.txt",
    ]
    assert isinstance(items[0], Broken)
    assert "more than 3 deep" in items[0].reason


@pytest.mark.parametrize(
    "name",
    ["../通知.txt", "a/../../通知.txt", "/etc/passwd", "C:\\通知.txt", "c:通知.txt", "..\\a.txt",
     "\\\\server\\a.txt", ".."],
)  # fmt: skip
def test_a_name_that_leads_out_is_reported_and_the_rest_is_given(name: str) -> None:
    held = zipfile.ZipInfo("x")
    held.filename = held.orig_filename = name
    first, second = members(pack((held, b"x"), ("通知.txt", TEXT)))
    assert isinstance(first, Broken)
    assert "leads out of the archive" in first.reason
    assert second == Member("通知.txt", TEXT)


def test_control_characters_in_a_name_do_not_break_a_message() -> None:
    assert names(pack(("a\nb\u202e\x1b[2J.txt", TEXT))) == ["a�b��[2J.txt"]


def test_a_link_is_not_followed() -> None:
    link = zipfile.ZipInfo("通知.txt")
    link.external_attr = 0o120777 << 16
    item = only(pack((link, b"/etc/passwd")))
    assert isinstance(item, Broken)
    assert "link" in item.reason


def test_a_member_with_a_password_is_reported_and_the_rest_is_given() -> None:
    data = bytearray(pack(("密.txt", TEXT), ("通知.txt", TEXT)))
    entry = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    first, second = members(bytes(data))
    assert first == Broken("密.txt", "protected by a password; pack it without one")
    assert second == Member("通知.txt", TEXT)


def test_a_damaged_member_is_reported_and_the_others_are_given() -> None:
    data = bytearray(pack(("甲.txt", TEXT), ("乙.txt", TEXT * 9), ("丙.txt", TEXT), method=0))
    data[data.index(TEXT * 9) + 50] ^= 0xFF
    first, second, third = members(bytes(data))
    assert (first, third) == (Member("甲.txt", TEXT), Member("丙.txt", TEXT))
    assert second == Broken("乙.txt", "damaged (BadZipFile); download it again")


def test_a_damaged_archive_inside_is_one_broken_member() -> None:
    inner = pack(("甲.txt", TEXT))
    items = list(members(pack(("内.zip", inner[:60]), ("通知.txt", TEXT))))
    reason = "the zip archive is damaged or cut off; download it again"
    assert items == [Broken("内.zip", reason), Member("通知.txt", TEXT)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pack(("通知.txt", TEXT))[:-30], "damaged or cut off; download it again"),
        (pack(("通知.txt", TEXT))[:60], "damaged or cut off; download it again"),
        (TEXT, "not a zip archive; check"),
        (b"", "not a zip archive; check"),
        (pack(), "holds no files"),
        (pack(("__MACOSX/a", b"x")), "holds no files"),
    ],
)
def test_what_is_no_whole_archive_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        list(members(data))


def forge(data: bytes, fields: Sequence[tuple[int, int, str, int]]) -> bytes:
    """Write into every local (30 bytes) and central (46 bytes) entry: offsets, format, value."""
    forged = bytearray(data)
    for local, central, form, value in fields:
        for sign, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
            at = forged.find(sign)
            while at >= 0:
                struct.pack_into(form, forged, at + offset, value)
                at = forged.find(sign, at + 4)
    return bytes(forged)


def test_a_member_that_declares_less_than_it_holds_gives_no_more_than_it_declares() -> None:
    data = forge(pack(("通知.txt", b"0" * 30_000_000)), [(22, 24, "<I", 1000)])
    tracemalloc.start()
    item = only(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(item, Broken)
    assert peak < 3_000_000


def test_a_member_that_declares_more_than_it_holds_is_broken() -> None:
    item = only(forge(pack(("通知.txt", TEXT)), [(22, 24, "<I", 5000)]))
    assert isinstance(item, Broken)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_bound_are_not_read(method: int) -> None:
    data = pack(("通知.txt", TEXT), method=method)
    item = only(data)
    assert isinstance(item, Broken)
    assert f"method {method}" in item.reason
    with pytest.raises(ReadError, match=f"method {method}"):
        read_member(open_zip(data), "通知.txt")


def test_a_bomb_among_documents_is_reported_without_being_unpacked() -> None:
    data = pack(("bomb.txt", b"0" * 20_000_000), ("big.txt", b"0" * 34_000_000), ("a.txt", TEXT))
    tracemalloc.start()
    first, second, third = members(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(first, Broken)
    assert isinstance(second, Broken)
    assert "far more than a document" in first.reason
    assert "over the limit of 32 MB" in second.reason
    assert third == Member("a.txt", TEXT)
    assert peak < 1_000_000


def test_members_that_lie_over_each_other_are_refused() -> None:
    data = pack(("a.txt", bytes(range(256)) * 40), method=0)
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    directory = data[start:end] * 3
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 3, 3, len(directory), start)
    with pytest.raises(ReadError, match="lie over each other"):
        list(members(data[:start] + directory + bytes(tail)))


def test_a_bomb_of_archives_ends_soon() -> None:
    """42.zip in small: sixteen archives in each of sixteen, five deep."""
    data = pack(("0.txt", b"0" * 1_900_000))
    for _ in range(5):
        data = pack(*((f"{number}.zip", data) for number in range(16)))
    began = time.perf_counter()
    items = list(members(data))
    assert all(isinstance(item, Broken) for item in items)
    assert len(items) <= 20_000
    assert time.perf_counter() - began < 20


def test_too_many_members_or_bytes_are_refused() -> None:
    many = pack(("通知.txt", TEXT)).replace(b"PK\x05\x06", b"PK\x01\x02" * 20_001 + b"PK\x05\x06")
    with pytest.raises(ReadError, match="more than 20000 members"):
        list(members(many))
    noise = random.Random(5).randbytes(200_000)
    large = forge(pack(*((f"{n}.bin", noise) for n in range(33))), [(22, 24, "<I", 32 * 2**20)])
    with pytest.raises(ReadError, match="more than 1024 MB; split it"):
        list(members(large))


def test_one_member_is_held_at_a_time() -> None:
    noise = [random.Random(seed).randbytes(1_000_000) for seed in range(8)]
    data = pack(*((f"{n}.bin", one) for n, one in enumerate(noise)), method=0)
    tracemalloc.start()
    total = sum(len(item.data) for item in members(data) if isinstance(item, Member))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 8_000_000
    assert peak < 4_000_000


SAMPLE = pack(
    ("通知.txt", TEXT),
    ("附件/附件1.txt", TEXT * 3),
    ("内.zip", pack(("丙.txt", TEXT))),
    ("空", b""),
)
WHOLE = list(members(SAMPLE))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=6))
def test_damage_gives_the_undamaged_members_or_a_reason(hits: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for at, value in hits:
        data[at] = value
    try:
        items = list(members(bytes(data)))
    except ReadError:
        return
    contents = {item.data for item in WHOLE if isinstance(item, Member)}
    assert {item.data for item in items if isinstance(item, Member)} <= contents


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SAMPLE) - 1))
def test_a_cut_archive_is_refused(length: int) -> None:
    with pytest.raises(ReadError):
        list(members(SAMPLE[:length]))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        list(members(b"PK\x03\x04" + data))
