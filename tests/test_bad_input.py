"""A table of bad input: what is said of each, the exit status, and that the good file is there."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import load
from gongwen import app
from indexer.build import index_paths
from tests.fakes import HashingEncoder

FIXTURES = Path(__file__).parent / "fixtures"
NOTICE = "关于做好防汛工作的通知\n各市人民政府：\n一、加强领导。\n二、落实责任。\n"
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'">]>'
FILE_ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def cut(name: str, share: float) -> bytes:
    data = fixture(name)
    return data[: int(len(data) * share)]


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def changed(name: str, ending: str, change: Callable[[bytes], bytes]) -> bytes:
    """The fixture with one part changed."""
    with zipfile.ZipFile(FIXTURES / name) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    part = next(part for part in parts if part.lower().endswith(ending))
    return packed(**{**parts, part: change(parts[part])})


def declares(entities: bytes) -> Callable[[bytes], bytes]:
    """XML with entities declared after its first line."""
    return lambda xml: xml.replace(b"?>", b"?>" + entities, 1)


def overlapping(count: int, size: int) -> bytes:
    """An archive whose members are all the same bytes (D. Fifield, A better zip bomb)."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = press.compress(b"a" * size) + press.flush()
    facts = (zlib.crc32(b"a" * size), len(kernel), size)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, *facts, 1, 0) + b"A" + kernel
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, *facts, 1, *[0] * 6) + b"A"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entry) * count, len(local), 0)
    return local + entry * count + end


BAD = {
    "empty.pdf": (b"", "the file is empty"),
    "empty.docx": (b"", "the file is empty"),
    "empty.ofd": (b"", "the file is empty"),
    "empty.zip": (b"", "the file is empty"),
    "noise.txt": (bytes(range(256)) * 40, "not text in UTF-8"),
    "photo.pdf": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "not a PDF"),
    "half.pdf": (cut("notice.pdf", 0.5), "a damaged or cut off PDF"),
    "half.docx": (cut("regulation.docx", 0.5), "damaged or cut off"),
    "half.ofd": (cut("notice.ofd", 0.99), "damaged or cut off"),
    "half.zip": (cut("notices.zip", 0.99), "damaged or cut off"),
    "none.zip": (packed(), "the archive holds no files"),
    "folders.zip": (packed(**{"a/": b"", "a/b/": b""}), "the archive holds no files"),
    "flat.zip": (packed(**{"x.txt": bytes(2**23)}), "unpacks to far more than a document does"),
    "over.zip": (overlapping(1000, 10**6), "its members lie over each other"),
    "climbs.zip": (packed(**{"../../x.txt": b"x"}), "its name leads out of the archive"),
    "entity.docx": (
        changed("regulation.docx", "word/document.xml", declares(ENTITIES)),
        "declares XML entities",
    ),
    "file.docx": (
        changed("regulation.docx", "word/document.xml", declares(FILE_ENTITY)),
        "declares XML entities",
    ),
    "entity.ofd": (changed("notice.ofd", "content.xml", declares(ENTITIES)), "declares XML entit"),
    "climbs.ofd": (
        changed("notice.ofd", "ofd.xml", lambda xml: xml.replace(b"Doc_0/", b"../../../Doc_0/")),
        "a path in the OFD leads out of it",
    ),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "head.html": ("<html><head><title>通知</title></head></html>".encode(), "no text in the page"),
    "deep.html": (b"<html><body>" + b"<div>" * 9000 + "通知".encode(), "nested over 2,000 deep"),
    "song.mp3": (b"ID3" * 100, "unknown format '.mp3'"),
}  # fmt: skip


def test_each_bad_file_of_a_folder_is_skipped_with_its_reason_and_the_good_one_is_read(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(NOTICE, encoding="utf-8")
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    report = index_paths(tmp_path / "index", [folder], HashingEncoder())
    assert report.notices == 1
    said = {Path(one.source.removeprefix(f"{folder}/")).parts[0]: one for one in report.skipped}
    assert said.keys() == BAD.keys()
    wrong = {
        name: said[name].reason for name, (_, why) in BAD.items() if why not in said[name].reason
    }
    assert wrong == {}
    assert all("\n" not in one.reason and len(one.reason) < 200 for one in report.skipped)


PAGE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=part\r\n\r\n--part\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "<html><body><p>关于做好防汛工作的通知</p><p>一、加强领导。</p><p>二、落实责任。</p></body></html>"
    "\r\n--part--\r\n"
).encode()


@pytest.mark.parametrize(("name", "data"), [("a.rtf", fixture("notice.rtf")), ("a.mht", PAGE)])
def test_what_a_cut_off_file_still_holds_is_read_with_a_warning(name: str, data: bytes) -> None:
    whole, part = (load.parse(load.read_raw(some, name), name) for some in (data, data[:-60]))
    assert not any("ends before its end mark" in warning for warning in whole.warnings)
    assert any("ends before its end mark" in warning for warning in part.warnings)
    assert 0 < len(part.cleaned) <= len(whole.cleaned)


def test_what_is_no_file_in_a_folder_is_said_and_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.txt").write_text(NOTICE, encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "circle").symlink_to("circle")
    (folder / "endless.txt").symlink_to("/dev/zero")
    (folder / "again").symlink_to(".")
    (folder / "sub" / "elsewhere").symlink_to(tmp_path)
    report = index_paths(tmp_path / "index", [folder], HashingEncoder())
    assert report.notices == 1
    assert {Path(one.source).name: one.reason.partition(";")[0] for one in report.skipped} == {
        "circle": "a link that leads to no file",
        "elsewhere": "a link to a folder elsewhere, which is not followed",
        "endless.txt": "a pipe or a device, not a file",
        "gone.txt": "a link that leads to no file",
        "pipe.txt": "a pipe or a device, not a file",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens all")
def test_closed_files_and_folders_are_said(tmp_path: Path) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "secret.txt").write_text(NOTICE, encoding="utf-8")
    for name in ("closed", "secret.txt"):
        (tmp_path / "in" / name).chmod(0)
    found = list(load.load([tmp_path / "in"]))
    (tmp_path / "in" / "closed").chmod(0o700)
    assert [one.reason for one in found if isinstance(one, load.Skipped)] == [
        "a folder that cannot be opened; check that you may read it",
        "cannot be opened (Permission denied); check that you may read it",
    ]


def test_odd_file_names_are_kept_apart_and_shown_in_one_line(tmp_path: Path) -> None:
    names = (b"a\xff.txt", b"a\xfe.txt", b"new\nline.txt", b"red\x1b[31m.txt", b"100%.txt")
    for number, name in enumerate(names):
        path = os.path.join(os.fsencode(tmp_path), name)
        with open(path, "wb") as file:
            file.write(f"{NOTICE}第{number}号\n".encode())
    found = [one for one in load.load([tmp_path]) if not isinstance(one, load.Skipped)]
    assert sorted(Path(one.source).name for one in found) == [
        "100%.txt", "a\\xfe.txt", "a\\xff.txt", "new\\nline.txt", "red\\x1b[31m.txt",
    ]  # fmt: skip
    report = index_paths(tmp_path / "index", [tmp_path], HashingEncoder())
    assert report.notices == len(names)


def test_an_archive_of_endless_texts_is_read_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "TEXTS_LIMIT", 100)
    data = packed(**{f"{n}.txt": f"{NOTICE}第{n}号\n".encode() for n in range(4)})
    found = list(load.read_documents(data, "many.zip", "many.zip"))
    skipped = [one for one in found if isinstance(one, load.Skipped)]
    assert [one.source for one in skipped] == ["many.zip/2.txt", "many.zip/3.txt"]
    assert "split it" in skipped[0].reason


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["index", ""], "an empty name stands for no file"),
        (["index", "/nowhere.txt"], "no such file or folder: /nowhere.txt"),
        (["inspect", ""], "no such file: an empty name"),
        (["inspect", "/"], "/ is a folder; name one file in it"),
        (["inspect", "https://a.example/b"], "https://a.example/b is a web address"),
        (["inspect", "/dev/null"], "/dev/null: a pipe or a device"),
    ],
)
def test_wrong_input_is_one_line_that_names_it(given: list[str], said: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [*given, "--index", str(tmp_path / "index")])
    assert result.exit_code == 1
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)
    assert not (tmp_path / "index").exists()
