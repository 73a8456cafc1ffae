"""OFD files as producers write them: order, paths, templates, watermarks, refusals, damage."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers.ofd import read
from corpus.readers.ofd.place import numbers
from corpus.readers.ofd.text import deltas
from tests.fixtures.make_ofd import (
    LEADING,
    LEFT,
    PARAGRAPHS,
    TEXTS,
    TITLE,
    TOP,
    Extras,
    Piece,
    Producer,
    lay_out,
    make_ofd,
    two_documents,
)

PAGES = lay_out(PARAGRAPHS)
NOTICE = make_ofd(PAGES, extras=Extras(title=TITLE))
FIXTURE = Path(__file__).parent / "fixtures" / "notice.ofd"


def lines(data: bytes) -> tuple[str, ...]:
    return tuple(read(data).text.split("\n"))


def done(data: bytes) -> dict[str, int]:
    return {item.what: item.count for item in read(data).cleaning}


PRODUCERS = {
    "as the standard shows": Producer(),
    "every character an object": Producer(by_character=True),
    "every step written out": Producer(repeat=False),
    "no steps": Producer(steps=False),
    "sizes in points, scaled by the CTM": Producer(scale=0.3528),
    "objects in the opposite order": Producer(reverse=True),
    "paths from the root": Producer(absolute=True),
    "paths of Windows": Producer(backslash=True),
    "glyph numbers beside the text": Producer(glyphs=True),
    "objects inside blocks": Producer(blocks=True),
    "the older namespace": Producer(namespace="http://www.ofdspec.org"),
    "no prefix": Producer(prefix=""),
    "no namespace": Producer(prefix="", namespace=""),
    "another prefix": Producer(prefix="of:"),
    "one boundary for all": Producer(boundary="-8.8175 -170.3541 361.5 399.9", scale=0.3527),
    "characters, scaled, backwards": Producer(by_character=True, scale=0.3527, reverse=True),
}


@pytest.mark.parametrize("producer", PRODUCERS.values(), ids=PRODUCERS.keys())
def test_paragraphs_come_back_whatever_the_producer(producer: Producer) -> None:
    assert lines(make_ofd(PAGES, producer)) == TEXTS


def test_the_file_in_the_fixtures_is_read() -> None:
    raw = read(FIXTURE.read_bytes())
    assert tuple(raw.text.split("\n")) == TEXTS
    assert (raw.encoding, raw.stated, raw.warnings) == ("ofd", {"page_title": TITLE}, ())


def test_page_numbers_are_left_out_and_counted() -> None:
    assert len(PAGES) == 2
    assert done(NOTICE)["page numbers removed"] == 2
    assert "— 1 —" not in read(NOTICE).text


def test_a_template_under_every_page_is_a_running_header() -> None:
    header = (Piece("某市商务局文件汇编", 80.0, 20.0, 4.0),)
    data = make_ofd(PAGES, extras=Extras(template=header, template_on=(1, 2)))
    assert lines(data) == TEXTS
    assert done(data)["page templates left out"] == 2


def test_a_template_under_one_page_holds_the_red_head() -> None:
    head = (Piece("某市商务局文件", 60.0, 30.0, 12.0),)
    data = make_ofd(PAGES, extras=Extras(template=head, template_on=(1,)))
    assert lines(data) == ("某市商务局文件", *TEXTS)


def test_a_template_that_no_page_uses_is_not_text() -> None:
    data = make_ofd(PAGES, extras=Extras(template=(Piece("样本", 60.0, 30.0),)))
    assert lines(data) == TEXTS


def placed(attributes: str, code: str, text: str) -> bytes:
    """The notice's first page with one more text object."""
    extra = (
        f"<TextObject ID='90' Font='3' {attributes}><TextCode {code}>{text}</TextCode></TextObject>"
    )
    return make_ofd(PAGES, extras=Extras(objects=extra))


def test_text_set_askew_is_a_watermark() -> None:
    data = placed(
        'CTM="0.7 -0.7 0.7 0.7 0 0" Boundary="40 80 100 100" Size="20"', 'X="0" Y="60"', "内部资料"
    )
    assert lines(data) == TEXTS
    assert done(data)["slanted characters (a watermark) removed"] == 4


def test_a_scan_that_lay_a_little_askew_is_text() -> None:
    data = placed(
        'CTM="0.9998 0.017 -0.017 0.9998 0 0" Boundary="26 280 100 6" Size="5"',
        'X="0" Y="4" DeltaX="g 3 5"',
        "抄送各局",
    )
    assert "抄送各局" in read(data).text


def test_text_that_runs_downwards_is_kept_together() -> None:
    data = placed('Boundary="5 60 6 60" Size="5"', 'X="0" Y="4" DeltaY="g 3 6"', "装订线内")
    turned = placed(
        'CTM="0 1 -1 0 0 0" Boundary="5 60 6 60" Size="5"', 'X="0" Y="0" DeltaX="g 3 5"', "装订线内"
    )
    assert "装订线内" in read(data).text
    assert "装订线内" in read(turned).text


def test_what_is_not_visible_is_not_text() -> None:
    assert (
        lines(placed('Visible="false" Boundary="26 280 9 9" Size="5"', 'X="0" Y="4"', "隐"))
        == TEXTS
    )


def test_a_second_text_code_goes_on_from_the_first_ones_place() -> None:
    objects = (
        "<TextObject ID='9' Boundary='26 40 100 6' Font='3' Size='5'>"
        "<TextCode X='0' Y='4' DeltaX='g 1 5'>一、</TextCode>"
        "<TextCode X='10'>总则</TextCode></TextObject>"
    )
    assert read(make_ofd([[]], extras=Extras(objects=objects))).text == "一、总则"


def test_characters_that_stand_apart_are_parted_by_a_blank() -> None:
    objects = (
        "<TextObject ID='9' Boundary='26 40 100 6' Font='3' Size='5'>"
        "<TextCode X='0' Y='4' DeltaX='5 12 5'>甲厂乙厂</TextCode></TextObject>"
    )
    assert read(make_ofd([[]], extras=Extras(objects=objects))).text == "甲厂 乙厂"


def test_blanks_that_indent_are_no_part_of_a_line() -> None:
    first = Piece("　　各区商务局要安排专人负责，公布咨询电话，做好去向登记，及时报告。", LEFT, TOP)
    second = Piece("　　二、自印发之日起施行。", LEFT, TOP + LEADING)
    assert lines(make_ofd([[first, second]])) == (
        "各区商务局要安排专人负责，公布咨询电话，做好去向登记，及时报告。",
        "二、自印发之日起施行。",
    )


def table(rows: list[list[str]], drawn: str) -> str:
    """A table from 26, 60 on, columns of 40 and rows of 10 mm, drawn in one of several ways."""
    objects = [
        f"<TextObject Boundary='{28 + 40 * x} {62 + 10 * y} 30 6' Size='5'><TextCode X='0' Y='5'"
        f" DeltaX='g {len(text)} 5'>{text}</TextCode></TextObject>"
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    ]
    wide, high = 40 * len(rows[0]), 10 * len(rows)
    flat = [f"M 0 {10 * y} L {wide} {10 * y}" for y in range(len(rows) + 1)]
    upright = [f"M {40 * x} 0 L {40 * x} {high}" for x in range(len(rows[0]) + 1)]
    box = f"Boundary='26 60 {wide} {high}' LineWidth='0.3'"
    if drawn == "one path":
        paths = [" ".join(flat + upright)]
    elif drawn == "a path a line":
        paths = flat + upright
    else:
        paths = [
            f"S {40 * x} {10 * y} L {40 * x + 40} {10 * y} L {40 * x + 40} {10 * y + 10}"
            f" L {40 * x} {10 * y + 10} C"
            for y in range(len(rows))
            for x in range(len(rows[0]))
        ]
    objects += [
        f"<PathObject {box}><AbbreviatedData>{path}</AbbreviatedData></PathObject>"
        for path in paths
    ]
    return "".join(objects)


@pytest.mark.parametrize("drawn", ["one path", "a path a line", "a path a cell"])
def test_a_ruled_table_is_read_row_by_row(drawn: str) -> None:
    rows = [["序号", "企业名称", "所在区"], ["1", "甲家电公司", "东城区"], ["2", "乙公司", ""]]
    data = make_ofd([[Piece("附件1", LEFT, TOP)]], extras=Extras(objects=table(rows, drawn)))
    assert lines(data) == (
        "附件1",
        "| 序号 | 企业名称 | 所在区 |",
        "| 1 | 甲家电公司 | 东城区 |",
        "| 2 | 乙公司 |  |",
    )


CURVES = "M 0 0 A 1 2 3 4 5 6 7 B 1 2 3 4 5 6 Q 1 2 3 4"


@pytest.mark.parametrize(
    "data", ["", "M", "M 1", "L 5 5 L 90 5", "X 1 2", CURVES, "M 0 0 L nan 1e400 C C C", "C"]
)
def test_drawings_of_any_kind_are_no_text(data: str) -> None:
    path = f"<PathObject Boundary='x'><AbbreviatedData>{data}</AbbreviatedData></PathObject>"
    assert lines(make_ofd(PAGES, extras=Extras(objects=path))) == TEXTS


def test_two_columns_are_read_one_after_the_other() -> None:
    text = "各区工作部门要安排专人负责本区活动，"
    pieces = [
        Piece(f"{number:02d}{side}{text}"[:16], 20.0 + 88 * column, TOP + number * 8, 5.0)
        for number in range(20)
        for column, side in enumerate("左右")
    ]
    read_back = read(make_ofd([pieces])).text.replace("\n", "")
    assert read_back.index("19左") < read_back.index("00右")


def test_radicals_that_fonts_give_are_read_as_characters() -> None:
    data = make_ofd([[Piece("⼀、⼯作要求", LEFT, TOP)]])
    assert read(data).text == "一、工作要求"
    assert done(data)["print forms read as characters"] == 2


def test_two_documents_in_one_file_follow_each_other() -> None:
    data = two_documents([[Piece("一、甲。", LEFT, TOP)]], [[Piece("二、乙。", LEFT, TOP)]])
    assert lines(data) == ("一、甲。", "二、乙。")


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("关于印发管理办法的通知", {"page_title": "关于印发管理办法的通知"}),
        ("Microsoft Word - 关于印发管理办法的通知.docx", {"page_title": "关于印发管理办法的通知"}),
        ("document1", {}),
        ("", {}),
    ],
)
def test_the_descriptions_title_is_stated_when_it_is_one(
    title: str, stated: dict[str, str]
) -> None:
    assert read(make_ofd(PAGES, extras=Extras(title=title))).stated == stated


def test_a_title_among_the_custom_data_is_stated() -> None:
    extras = Extras(title="1", custom={"密级": "公开", "公文标题": TITLE})
    assert read(make_ofd(PAGES, extras=extras)).stated == {"page_title": TITLE}


def test_a_missing_page_is_named_and_the_rest_is_read() -> None:
    raw = read(make_ofd(PAGES, extras=Extras(drop=("Doc_0/Pages/Page_1/Content.xml",))))
    assert raw.warnings == ("page 2 is missing from the file",)
    assert raw.text.startswith(TITLE)


def entry_with(place: str) -> Extras:
    root = f"<OFD><DocBody><DocRoot>{place}</DocRoot></DocBody></OFD>"
    return Extras(files={"OFD.xml": root.encode()})


@pytest.mark.parametrize(
    "place",
    ["Doc_0/Document.xml", "/Doc_0/Document.xml", "./Doc_0/Document.xml", "Doc_0\\Document.xml",
     "x/../Doc_0/Document.xml", "doc_0/document.xml", " Doc_0/Document.xml\n",
     "<BaseLoc>Doc_0/Document.xml</BaseLoc>"],
)  # fmt: skip
def test_paths_inside_the_package_are_found(place: str) -> None:
    assert lines(make_ofd(PAGES, extras=entry_with(place))) == TEXTS


@pytest.mark.parametrize(
    "place",
    ["../Document.xml", "/../../etc/passwd", "Doc_0/../../Document.xml", "C:\\Document.xml",
     "..\\..\\Document.xml", "file:///etc/passwd", "https://example.com/Document.xml"],
)  # fmt: skip
def test_paths_that_lead_out_are_refused(place: str) -> None:
    with pytest.raises(ReadError, match="leads out of it"):
        read(make_ofd(PAGES, extras=entry_with(place)))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE OFD [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><OFD>&b;</OFD>"""
PICTURE = "<ImageObject ID='9' Boundary='0 0 210 297' ResourceID='5'/>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a zip archive"),
        (b"%PDF-1.4", "not a zip archive"),
        (NOTICE[:-40], "damaged or cut off; download it again"),
        (make_ofd(PAGES, extras=Extras(drop=("OFD.xml",))), "holds no OFD.xml; check"),
        (make_ofd(PAGES, extras=Extras(drop=("Doc_0/Document.xml",))), "lacks its part Doc_0/Doc"),
        (make_ofd(PAGES, extras=Extras(files={"Encryptions.xml": b"<a/>"})), "enciphered; open"),
        (make_ofd(PAGES, extras=Extras(files={"OFD.xml": BOMB})), "declares XML entities"),
        (make_ofd(PAGES, extras=Extras(files={"OFD.xml": b"<OFD>"})), "broken XML; download"),
        (make_ofd(PAGES, extras=Extras(files={"OFD.xml": b"<OFD/>"})), "names no document"),
        (make_ofd([[]], extras=Extras(objects=PICTURE)), r"a scan\); recognise"),
        (make_ofd([[]]), "no text in the OFD; is it drawn as outlines"),
        (make_ofd([]), "no text in the OFD"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(data)


def test_characters_without_meaning_are_refused() -> None:
    private = "".join(chr(0xE000 + n) for n in range(28))
    pages = [[Piece(private, LEFT, TOP + n * LEADING) for n in range(20)]]
    with pytest.raises(ReadError, match="not named in the file"):
        read(make_ofd(pages))


def test_a_page_that_is_a_picture_among_others_is_named() -> None:
    raw = read(make_ofd([[], *PAGES], extras=Extras(objects=PICTURE)))
    assert raw.warnings == ("page 1 holds no text (a scan?); its words are missing",)


def test_an_entity_bomb_in_a_page_is_refused() -> None:
    page = BOMB.replace(b"OFD", b"Page")
    with pytest.raises(ReadError, match="declares XML entities"):
        read(make_ofd(PAGES, extras=Extras(files={"Doc_0/Pages/Page_1/Content.xml": page})))


def test_a_page_listed_a_thousand_times_is_read_once() -> None:
    page = '<Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    document = f"<Document><Pages>{page * 1000}</Pages></Document>".encode()
    data = make_ofd(PAGES[:1], extras=Extras(files={"Doc_0/Document.xml": document}))
    assert read(data).text.count(TITLE) == 1


@pytest.mark.parametrize(
    ("text", "count", "steps"),
    [
        ("5 5 6", 3, [5, 5, 6]),
        ("g 3 5", 3, [5, 5, 5]),
        ("5 g 2 6 7", 9, [5, 6, 6, 7]),
        ("g 1000000000 5", 4, [5, 5, 5, 5]),
        ("g -2 5 6", 4, [6]),
        ("g " + "9" * 9000 + " 5", 2, [5, 5]),
        ("g", 4, []),
        ("g 2", 4, []),
        ("a nan inf 1e300 5", 9, [0, 0, 0, 0, 5]),
        ("", 4, []),
    ],
)
def test_steps_between_characters(text: str, count: int, steps: list[float]) -> None:
    assert deltas(text, count) == steps


def test_numbers_that_are_none_count_as_nothing() -> None:
    assert numbers("0 0,210 x") == [0, 0, 210, 0]


HOSTILE = st.text(st.sampled_from("0123456789.-+eg naninf,"), max_size=30)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_any_numbers_in_the_attributes_are_read(
    matrix: str, boundary: str, size: str, x: str, delta: str
) -> None:
    attributes = f'CTM="{matrix}" Boundary="{boundary}" Size="{size}" HScale="{x}"'
    raw = read(placed(attributes, f'X="{x}" Y="{size}" DeltaX="{delta}"', "甲"))
    assert TITLE in raw.text


def test_much_text_takes_little_time() -> None:
    page = [Piece("工作" * 14, LEFT, TOP + number * LEADING) for number in range(22)]
    data = make_ofd([page] * 50, Producer(by_character=True))
    began = time.perf_counter()
    read(data)
    assert time.perf_counter() - began < 20, f"{50 * 22 * 28} characters"


def test_deep_elements_do_not_break_the_reader() -> None:
    deep = b"<Page>" + b"<PageBlock>" * 200_000 + b"</PageBlock>" * 200_000 + b"</Page>"
    noise = random.Random(1).randbytes(50_000)  # else it is taken for a bomb
    extras = Extras(files={"Doc_0/Pages/Page_0/Content.xml": deep, "Doc_0/Res/a.ttf": noise})
    assert TEXTS[-1] in read(make_ofd(PAGES, extras=extras)).text


def text_or_reason(data: bytes) -> None:
    try:
        told = read(data).text
    except ReadError as error:
        told = str(error)
        assert told.count("\n") == 0
    assert told


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(NOTICE) - 1), st.integers(0, 255)), max_size=5))
def test_damage_is_read_or_refused(hits: list[tuple[int, int]]) -> None:
    data = bytearray(NOTICE)
    for at, value in hits:
        data[at] = value
    text_or_reason(bytes(data))


PARTS = {
    "OFD.xml": b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
    "Doc_0/Document.xml": b"<Document><CommonData><TemplatePage ID='5' BaseLoc='a'/></CommonData>"
    b"<Pages><Page BaseLoc='Pages/Page_0/Content.xml'/></Pages></Document>",
    "Doc_0/Pages/Page_0/Content.xml": b"<Page><Template TemplateID='5'/><Content><Layer><TextObject"
    b" Boundary='1 2 3 4' Size='5'><TextCode X='1' Y='2' DeltaX='g 1 5'>ab</TextCode></TextObject>"
    b"</Layer></Content></Page>",
}


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(sorted(PARTS)), st.integers(0, 200), st.integers(0, 20), st.binary(max_size=8)
)
def test_damage_inside_a_part_is_read_or_refused(
    name: str, at: int, length: int, put: bytes
) -> None:
    hit = PARTS[name][:at] + put + PARTS[name][at + length :]
    text_or_reason(make_ofd([], extras=Extras(files={**PARTS, name: hit})))
