"""Bytes -> text: encodings are told apart; empty and binary data are refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["utf-8", "GB2312", "big5", "iso-8859-1", "rot13"])
def test_declared_charset_is_believed_only_where_it_gives_chinese(
    encoding: str, declared: str
) -> None:
    assert decode(TEXT.encode(encoding), declared)[0] == TEXT


def test_characters_of_gbk_under_the_name_of_gb2312_are_read() -> None:
    text = TEXT + "，朱镕基，50㎡，①"
    assert decode(text.encode("gbk"), declared="gb2312") == (text, "gb18030")


def test_traditional_text_in_big5_is_read() -> None:
    text = "各區公所：\n為落實品質提升計畫，請依說明辦理，並將執行情形報本府備查。"
    assert decode(text.encode("big5")) == (text, "big5")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16", "utf-32"]
)
def test_file_cut_off_inside_a_character_loses_only_that(encoding: str) -> None:
    data = (TEXT + "附件甲").encode(encoding)
    assert decode(data[:-1])[0] == TEXT + "附件"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_single_bad_bytes_in_a_long_text_are_marked(encoding: str) -> None:
    first, last = "现将有关事项通知如下，" * 20, "\n请各单位认真执行。" * 20
    data = (first + "*" + last).encode(encoding).replace(b"*", b"\xff")
    assert decode(data) == (f"{first}\ufffd{last}", encoding)


def test_bad_pair_in_utf16_is_marked() -> None:
    first, last = "现将有关事项通知如下，" * 20, "\n请各单位认真执行。" * 20
    data = first.encode("utf-16") + b"\x00\xd8" + last.encode("utf-16-le")
    assert decode(data) == (f"{first}\ufffd{last}", "utf-16")


def test_text_after_a_mark_that_is_mostly_broken_names_the_place() -> None:
    with pytest.raises(ReadError, match="broken utf-16 at byte 4;"):
        decode(b"\xff\xfe" + "通".encode("utf-16-le") + b"\x00\xd8" * 9)


def test_binary_data_after_a_mark_is_refused() -> None:
    with pytest.raises(ReadError, match="no text after the utf-8-sig mark"):
        decode(b"\xef\xbb\xbf" + bytes(range(1, 32)) * 40)


def test_western_text_of_windows_is_read() -> None:
    text = "The Ministry’s “quality first” plan – café – " + "industrial quality and brand. " * 9
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_short_text_in_another_script_is_read_as_utf8() -> None:
    assert decode("Qualität".encode()) == ("Qualität", "utf-8")


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "utf-16", "rot13", "x"]))
def test_any_bytes_give_text_or_a_read_error(data: bytes, declared: str | None) -> None:
    with contextlib.suppress(ReadError):
        text, encoding = decode(data, declared)
        assert text
        assert encoding


def test_stray_control_character_and_cut_off_end_are_no_binary() -> None:
    assert decode((TEXT * 4 + "\x07").encode())[1] == "utf-8"
    assert decode((TEXT * 4 + "日").encode()[:-1])[0] == TEXT * 4
