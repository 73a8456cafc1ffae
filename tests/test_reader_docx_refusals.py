"""Damaged, hostile and foreign files under a .docx name: text or a ReadError with a next step."""

from __future__ import annotations

import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers.docx import read
from tests.fixtures.make_docx import (
    OFFICIAL,
    SPACES,
    archive,
    members_of,
    numbered,
    numbering,
    p,
    package,
    r,
)

HERE = Path(__file__).parent / "fixtures"
SEEDS = [HERE / name for name in ("numbered.docx", "regulation.docx", "libreoffice.docx")]
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
# Varied text, since a zip that shrinks its text to a hundredth is refused.
RANDOM = random.Random(1)
MAIN = "word/document.xml"
WORDS = "w:p w:tbl w:tr w:tc w:r w:t w:numId w:val w:abstractNum w:lvl w:pPr w:body w:style".split()
WORDS += ["Target", "Type", "1", "0", "第", "decimal"]


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        read(data)
    message = str(error.value)
    assert "\n" not in message
    assert ";" in message
    return message


def changed(name: str, data: bytes) -> bytes:
    return archive(members_of(numbered()) | {name: data})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a Word document"),
        (b"%PDF-1.7 ...", "rename it to .pdf"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "rename it to .html"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>", "saved web page"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word file (.doc)"),
        (OLE, "old Office file"),
        (b"PK\x03\x04" + b"x" * 50, "cut off"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"OFD.xml": b"<OFD/>"}, "rename it to .ofd"),
        ({"mimetype": b"application/x", "content.xml": b"<a/>"}, "OpenDocument"),
        ({"notice.txt": "通知".encode()}, "no Word document"),
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b"<workbook/>"}, "spreadsheet"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b"<p/>"}, "slides"),
        ({MAIN: b"<other/>"}, "its main part is <other>"),
    ],
)
def test_other_archives_are_refused_by_what_they_hold(
    members: dict[str, bytes], words: str
) -> None:
    assert words in refusal(archive(members))


def test_a_file_cut_off_is_refused() -> None:
    data = numbered()
    assert "cut off" in refusal(data[: len(data) // 2])


@pytest.mark.parametrize("part", [MAIN, "word/numbering.xml", "docProps/core.xml", "_rels/.rels"])
def test_broken_xml_is_refused_in_every_part(part: str) -> None:
    assert refusal(changed(part, b"<w:document><w:p></w:document>")) == (
        f"its part {part} is broken XML; download it again"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(encoding: str) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "a">{bomb}]><d x="&a11;">&a11;</d>'
    began = time.perf_counter()
    message = refusal(changed(MAIN, text.encode(encoding)))
    assert "entities" in message or "broken XML" in message
    assert time.perf_counter() - began < 2


def test_an_entity_that_reads_a_file_is_refused() -> None:
    declared = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = f"{declared}<w:document {SPACES}>&f;</w:document>"
    assert "declares XML entities" in refusal(changed(MAIN, text.encode()))


def test_a_document_without_words_is_refused_and_pictures_are_named() -> None:
    assert "nothing to index" in refusal(package("<w:p/>"))
    assert "OCR" in refusal(package("<w:p><w:r><w:drawing/></w:r></w:p>"))


def test_a_zip_bomb_is_refused() -> None:
    bomb = members_of(numbered()) | {MAIN: b"<a>" + b" " * 50_000_000 + b"</a>"}
    assert "such an archive is not opened" in refusal(archive(bomb))


def test_a_part_of_countless_elements_is_refused() -> None:
    data = b"<a>" + b"<b/>" * 6_000_001 + b"</a>"
    hostile = archive(members_of(numbered()) | {MAIN: data, "word/media/x.bin": _noise(400_000)})
    assert "too many elements" in refusal(hostile)


def test_elements_nested_without_end_are_refused() -> None:
    deep = f"<w:document {SPACES}><w:body>" + "<w:sdt>" * 5000
    assert "broken XML" in refusal(changed(MAIN, deep.encode()))


def test_the_deepest_nesting_that_xml_allows_is_read() -> None:
    inner = p("完")
    for _ in range(80):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    links = "<w:hyperlink>" * 240 + r("深") + "</w:hyperlink>" * 240
    assert read(package(inner + f"<w:p>{links}</w:p>")).text == "完\n深"


def test_many_long_numerals_do_not_fill_the_memory() -> None:
    kind = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999"/>'
        f'<w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%1" * 50_000}"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = p("项", '<w:numPr><w:numId w:val="1"/></w:numPr>') * 500
    tracemalloc.start()
    read(package(body, numbering=kind))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_thousand_pages_are_read_in_seconds() -> None:
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    font = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
    body = "".join(
        f"<w:p><w:pPr>{number}</w:pPr>"
        + "".join(r(f"第{at}段第{part}句：{_noise(12).hex()}。", font) for part in range(2))
        + "</w:p>"
        for at in range(20_000)
    )
    data = package(body, numbering=numbering(OFFICIAL))
    began = time.perf_counter()
    text = read(data).text
    assert time.perf_counter() - began < 15  # 1 s on an idle machine
    assert text.count("\n") == 19_999


def _noise(size: int) -> bytes:
    return RANDOM.randbytes(size)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_damaged_bytes_give_text_or_a_read_error(path: Path, data: st.DataObject) -> None:
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(damaged) // 2, len(damaged)))
    _text_or_refusal(bytes(damaged[:cut]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_damaged_xml_gives_text_or_a_read_error(path: Path, data: st.DataObject) -> None:
    """Attributes and element names are exchanged, so that the XML stays well formed."""
    members = members_of(path.read_bytes())
    name = data.draw(st.sampled_from([n for n in members if n.endswith((".xml", ".rels"))]))
    text = members[name].decode()
    for _ in range(data.draw(st.integers(1, 4))):
        old, new = data.draw(st.sampled_from(WORDS)), data.draw(st.sampled_from(WORDS))
        text = text.replace(old, new) if data.draw(st.booleans()) else text.replace(old, new, 1)
    members[name] = text.encode()
    _text_or_refusal(archive(members))


def _text_or_refusal(data: bytes) -> None:
    try:
        assert read(data).text.strip()
    except ReadError as error:
        refused = str(error)
        assert "\n" not in refused
