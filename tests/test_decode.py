"""Bytes -> text: encodings are told apart; empty and binary data are refused."""

from __future__ import annotations

import pytest

from corpus.decode import decode
from corpus.errors import ReadError

TEXT = "各市工业和信息化局：\n现将有关事项通知如下。\n一、总体要求\n2020年5月6日"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_encoding_is_detected(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_decides_and_is_taken_off(encoding: str) -> None:
    assert decode(TEXT.encode(encoding))[0] == TEXT


def test_short_gbk_heading_is_read() -> None:
    assert decode("通知".encode("gbk"))[0] == "通知"


def test_declared_charset_that_is_wrong_is_not_believed() -> None:
    assert decode(TEXT.encode("gb18030"), declared="utf-8") == (TEXT, "gb18030")


def test_declared_charset_that_python_does_not_know_is_ignored() -> None:
    assert decode(TEXT.encode(), declared="no-such-charset")[0] == TEXT


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x9f" * 300,
        b"\x00" * 40 + b"\x01",
    ],
)
def test_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="binary"):
        decode(data)


def test_broken_utf16_names_the_place() -> None:
    with pytest.raises(ReadError, match="byte"):
        decode(b"\xff\xfe" + "通知".encode("utf-16-le") + b"\x00\xd8")


def test_stray_control_character_and_cut_off_end_are_no_binary() -> None:
    assert decode((TEXT * 4 + "\x07").encode())[1] == "utf-8"
    assert decode((TEXT * 4 + "日").encode()[:-1])[0] == TEXT * 4
