""".doc and .wps: through LibreOffice, or as what they really are; without LibreOffice, a reason."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import mhtml, office, rtf
from corpus.readers.office.libreoffice import to_docx
from tests.fixtures.make_doc import DOC_LINES, LINKED_PORT, WPS_LINES
from tests.fixtures.make_ofd import TEXTS

FIXTURES = Path(__file__).parent / "fixtures"
DOC = (FIXTURES / "notice.doc").read_bytes()
RTF = (FIXTURES / "notice.rtf").read_bytes()
OFD = (FIXTURES / "notice.ofd").read_bytes()
INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    not INSTALLED and not os.environ.get("GONGWEN_REQUIRE_OFFICE"),
    reason="LibreOffice is not installed, and GONGWEN_REQUIRE_OFFICE is not set",
)


@needs_office
@pytest.mark.parametrize(("name", "lines"), [("notice.doc", DOC_LINES), ("notice.wps", WPS_LINES)])
def test_words_binary_format_gives_the_paragraphs(name: str, lines: tuple[str, ...]) -> None:
    raw = office.read((FIXTURES / name).read_bytes())
    assert tuple(line for line in raw.text.split("\n") if line) == lines


@needs_office
def test_what_a_doc_links_to_is_not_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = str(server.getsockname()[1]).zfill(5)
        linked = (FIXTURES / "linked.doc").read_bytes()
        here = linked.replace(LINKED_PORT.encode("utf-16-le"), port.encode("utf-16-le"))
        assert here != linked
        assert to_docx(here).startswith(b"PK")
        with pytest.raises(TimeoutError):
            server.accept()


@needs_office
@pytest.mark.parametrize("data", [DOC[:3000], DOC[:9000], DOC[:600] + bytes(9000)])
def test_a_damaged_doc_is_refused(data: bytes) -> None:
    if b"W\0o\0r\0d\0D\0o\0c" not in data:
        data += "WordDocument".encode("utf-16-le")
    with pytest.raises(ReadError, match="cannot open it, is it damaged"):
        office.read(data)


def test_without_libreoffice_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        ReadError,
        match=r"needs LibreOffice, which is not installed; install it"
        r" \(apt install libreoffice-writer-nogui\) or save the file as \.docx",
    ):
        office.read(DOC)


def fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program called soffice that does this, the only one there is."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


# The folder that it is told to write into stands after --outdir.
FIND_OUT = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; out="$2/notice.docx"\n'


def test_what_it_writes_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, FIND_OUT + 'cp notice.doc "$out"', monkeypatch)
    assert to_docx(DOC) == DOC


def test_it_gets_a_profile_without_macros_and_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGWEN_LLM_KEY", "secret")
    show = FIND_OUT + '{ env; cat profile/user/registrymodifications.xcu; } > "$out"'
    fake_office(tmp_path, show, monkeypatch)
    seen = to_docx(DOC).decode()
    assert "secret" not in seen
    assert "HOME=/" in seen
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in seen


def test_a_hanging_conversion_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "child"
    fake_office(tmp_path, f"sleep 300 & echo $! > {note}; wait", monkeypatch)
    began = time.perf_counter()
    with pytest.raises(ReadError, match="took more than 1 s; open it in Word"):
        to_docx(DOC, timeout=1.0)
    assert time.perf_counter() - began < 10
    child = Path("/proc") / note.read_text().strip() / "stat"
    assert not child.exists() or " Z " in child.read_text()


def test_a_program_that_fails_is_said_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(tmp_path, "exit 77", monkeypatch)
    with pytest.raises(ReadError, match="cannot open it"):
        to_docx(DOC)


def test_no_folder_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fake_office(tmp_path, FIND_OUT + "true", monkeypatch)
    with pytest.raises(ReadError):
        to_docx(DOC)
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_a_password_is_named() -> None:
    begin = DOC.index(b"\xec\xa5")
    locked = bytearray(DOC)
    locked[begin + 11] |= 1
    package = DOC[:512] + "EncryptedPackage".encode("utf-16-le")
    for data in (bytes(locked), package):
        with pytest.raises(ReadError, match="protected by a password; save it without one"):
            office.read(data)


PAGE = "<html><head><meta charset='{}'></head><body><p>{}</p><p>{}</p></body></html>"
PAGE = PAGE.format("{}", "一、培训由市质量协会负责，每年不少于两次。", "二、经费由市财政局安排。")


def web_archive(charset: str, transfer: str, body: str) -> bytes:
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--=_a"\r\n\r\n'
        "----=_a\r\nContent-Location: file:///C:/a.htm\r\n"
        f"Content-Transfer-Encoding: {transfer}\r\n"
        f'Content-Type: text/html; charset="{charset}"\r\n\r\n{body}\r\n'
        "----=_a\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        "----=_a--\r\n"
    ).encode()


def quoted(text: str, encoding: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        PAGE.format("utf-8").encode(),
        PAGE.format("gb2312").encode("gb18030"),
        PAGE.partition("<body>")[2].removesuffix("</body></html>").encode(),
        web_archive("gb2312", "quoted-printable", quoted(PAGE.format("gb2312"), "gb18030")),
        web_archive("utf-8", "8bit", PAGE.partition("<body>")[2]),
    ],
    ids=["page", "page of gb2312", "piece of a page", "saved page", "saved page, charset outside"],
)
def test_a_doc_that_is_a_web_page_is_read_as_one(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert office.read(data).text.split() == [
        "一、培训由市质量协会负责，每年不少于两次。",
        "二、经费由市财政局安排。",
    ]


def test_a_doc_that_is_text_is_read_as_text() -> None:
    text = "关于开展培训的通知\n一、培训由市质量协会负责。\n"
    assert office.read(text.encode("gb18030")).text == text


def test_a_doc_that_is_an_ofd_is_read_as_one() -> None:
    assert tuple(office.read(OFD).text.split("\n")) == TEXTS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 9, "binary"),
        (DOC[:520], "not a text document, by its content unknown; convert it"),
        (DOC[:512] + "Workbook".encode("utf-16-le"), r"by its content \.xls; convert it"),
        (b"PK\x03\x04" + bytes(300), r"by its content \.zip; convert it"),
    ],
)
def test_what_is_no_text_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        office.read(data)


def test_rtf_of_a_word_processor_gives_the_paragraphs() -> None:
    assert tuple(rtf.read(RTF).text.split("\n")) == DOC_LINES
    assert office.read(RTF) == rtf.read(RTF)


def code(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (code("一、总则") + r"\par " + code("二、附则"), "一、总则\n二、附则"),
        (r"{\u-28646?\u30693?}", "通知"),
        (r"\uc2\u36890" + code("通") + r"\u30693" + code("知"), "通知"),
        (r"\uc0\u36890\u30693 5A", "通知5A"),
        (code("通知") + r"5\~A\\\{", "通知5 A\\{"),
        (r"{\header " + code("页眉") + "}" + code("正文"), "正文"),
        (r"{\*\generator Riched20;}{\info{\title a}}" + code("正文"), "正文"),
        (r"{\pict\bin4 }{\\x}" + code("正文"), "正文"),
        (code("正文") + r"{\v " + code("隐藏") + "}", "正文"),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 3}}", "3"),
        (r"{\listtext\f1 (1)\tab}" + code("申报条件"), "(1) 申报条件"),
        (r"\trowd\intbl 1\cell " + code("甲") + r"\par B\cell\row\pard " + code("乙"),
         "| 1 | 甲 B |\n乙"),
        (r"\u55362\u57271?", "𠮷"),
        (r"\'b5|\'b5\'5c", "祙礬"),
    ],
)  # fmt: skip
def test_rtf_says_characters_in_many_ways(body: str, text: str) -> None:
    source = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 " + body + "}"
    assert rtf.read(source.encode("latin-1")).text == text


@pytest.mark.parametrize(
    "data", [b"{\\rtf1}", b"{\\rtf1{\\pict 00}}", b"x", b"{\\rtf1" + b"{" * 9000]
)
def test_rtf_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        rtf.read(data)


def test_large_rtf_takes_little_time() -> None:
    data = b"{\\rtf1\\ansicpg936 " + b"\\'d6\\'d0" * 200_000 + b"{\\b x}" * 50_000 + b"}"
    began = time.perf_counter()
    assert len(rtf.read(data).text) == 250_000
    assert time.perf_counter() - began < 10


def test_parts_within_parts_do_not_hang_the_reader() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: text/html\n"
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    began = time.perf_counter()
    with pytest.raises(ReadError, match="too many parts"):
        mhtml.read(head + nest)
    with pytest.raises(ReadError):
        mhtml.read(b"Content-Type: multipart/related; boundary=a\n\n" + b"--a\n\n" * 100_000)
    assert time.perf_counter() - began < 10


HIT = st.tuples(st.integers(0, 2600), st.integers(0, 30), st.binary(max_size=6))
SOURCES = [RTF[-3000:], RTF[:200] + RTF[-2500:], web_archive("utf-8", "8bit", PAGE)]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.lists(
        st.tuples(st.integers(0, 2600), st.integers(0, 30), st.binary(max_size=6)), max_size=4
    ),
)
def test_damage_is_read_or_refused(data: bytes, hits: list[tuple[int, int, bytes]]) -> None:
    for at, length, put in hits:
        data = data[:at] + put + data[at + length :]
    for reader in (rtf.read, mhtml.read):
        try:
            told = reader(data).text
        except ReadError as error:
            told = str(error)
        assert told
