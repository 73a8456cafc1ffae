"""Characters with places -> lines -> paragraphs: what PDF and OFD share."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.readers.pages.frames import without_frames
from corpus.readers.pages.glyphs import is_garbage, repaired
from corpus.readers.pages.lines import Page, PageLine, TextRun, lines_of
from corpus.readers.pages.paragraphs import join, paragraphs

SIZE = 16.0
LEFT = 80.0
WIDTH = 28  # characters a line
STEP = 28.0
TOP = 110.0


def line(text: str, at: float, row: int, size: float = SIZE, step: float = STEP) -> PageLine:
    """A printed line that begins `at` characters from the left margin."""
    left, top = LEFT + at * SIZE, TOP + row * step
    return PageLine(text, left, left + len(text) * size, top, top + size, size)


def page(*lines: PageLine, number: int = 1) -> Page:
    return Page(number, 608.0, 842.0, lines)


def wrapped(text: str, row: int = 0, first: int = 2, width: int = WIDTH) -> list[PageLine]:
    """A paragraph set in lines of `width` characters, the first one indented."""
    parts = [text[: width - first]]
    parts += [text[at : at + width] for at in range(width - first, len(text), width)]
    return [line(part, 0 if n else first, row + n) for n, part in enumerate(parts)]


def runs(text: str, gaps: Sequence[float] = (), top: float = 100.0) -> list[TextRun]:
    """Characters side by side, half as wide if Latin; `gaps[i]` ems after the i-th."""
    found, left = [], 100.0
    for at, char in enumerate(text):
        wide = SIZE if char > "\u2e80" else SIZE / 2
        found.append(TextRun(char, left, left + wide, top, top + SIZE))
        left += wide + (gaps[at] * SIZE if at < len(gaps) else 0.0)
    return found


LONG = (
    "各级主管部门要建立质量工作协调机制，明确责任单位和完成时限，"
    "按季度调度进展情况，并于年底前报送总结。"
)


def test_a_paragraph_goes_on_over_a_page_s_end() -> None:
    text = wrapped(LONG * 3)
    pages = [page(*text[:3]), page(*[line(x.text, 0, n) for n, x in enumerate(text[3:])], number=2)]
    assert paragraphs(pages) == ([LONG * 3], len(text) - 1)


def test_a_numeral_at_a_line_start_inside_a_sentence_begins_nothing() -> None:
    text = "自" * 22 + "2020年5月1日起施行，按照本办法" + "的" * 17 + "第三条规定执行。"
    assert paragraphs([page(*wrapped(text))])[0] == [text]


def test_without_indents_a_numeral_after_a_sentence_begins_a_paragraph() -> None:
    first, second = "部" * 55 + "。", "（二）" + "门" * 60 + "。"
    lines = wrapped(first, first=0)
    lines += wrapped(second, row=len(lines), first=0)
    assert paragraphs([page(*lines)])[0] == [first, second]


def test_without_indents_a_gap_begins_a_paragraph() -> None:
    first, second = "部" * 55 + "。", "门" * 60 + "。"
    lines = wrapped(first, first=0)
    after = len(lines)
    lines += [
        line(x.text, 0, after + n + 0.4)
        for n, x in enumerate(wrapped(second, first=0))  # type: ignore[arg-type]
    ]
    assert paragraphs([page(*lines)])[0] == [first, second]


def test_centred_and_signature_lines_keep_their_own_lines() -> None:
    title = ["青原省工业和信息化厅关于开展", "质量提升行动的通知"]
    lines = [line(text, (WIDTH - len(text)) / 2, n) for n, text in enumerate(title)]
    lines += wrapped(LONG, row=2)
    signed = ["青原省工业和信息化厅", "2024年4月12日"]
    lines += [line(text, 16, 6 + n) for n, text in enumerate(signed)]
    assert paragraphs([page(*lines)])[0] == [*title, LONG, *signed]


def test_an_item_that_hangs_below_its_numeral_is_one_paragraph() -> None:
    item = "附件：1.青原省工业产品质量提升行动重点任务分工及完成时限汇总表（2024年度）"
    lines = [*wrapped(LONG), line(item[:26], 2, 3), line(item[26:], 5, 4)]
    assert paragraphs([page(*lines)])[0] == [LONG, item]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("采用Quality", "Function等方法", "采用Quality Function等方法"),
        ("主管", "部门", "主管部门"),
        ("自20", "20年起", "自2020年起"),
        ("共1,", "200家", "共1,200家"),
        ("见https://qy.example.", "cn/a", "见https://qy.example.cn/a"),
        ("按照GB/T", "9704执行", "按照GB/T 9704执行"),
        ("co\u00ad", "operation", "cooperation"),
    ],
)
def test_only_latin_words_get_a_blank_where_lines_meet(
    before: str, after: str, joined: str
) -> None:
    assert join(before, after) == joined


def test_a_raised_mark_belongs_to_its_line() -> None:
    mark = TextRun("①", 164.0, 172.0, 97.0, 105.0)
    assert [x.text for x in lines_of([*runs("质量提升"), mark, *runs("下一行", top=128)])] == [
        "质量提升①",
        "下一行",
    ]


@pytest.mark.parametrize(
    ("text", "gaps", "read"),
    [
        ("第三条为保证质量安全制定本办法", [0, 0, 0.22], "第三条 为保证质量安全制定本办法"),
        ("为保证质量安全制定本办法", [0.2] * 11, "为保证质量安全制定本办法"),  # justified
        ("广东省人民政府", [1.5] * 6, "广东省人民政府"),  # a heading set wide
        ("在2024年5月1日和6月", [0.25, *[0] * 3, *[0.25] * 7], "在2024年5月1日和6月"),  # Word
        ("ISO9001", [0, 0, 0.3], "ISO 9001"),
        ("，《工业》的《目录》", [-0.5, 0, 0, 0, 0, 0, 0, 0, 0], "，《工业》的《目录》"),
    ],
)
def test_a_blank_is_a_gap_that_stands_out(text: str, gaps: list[float], read: str) -> None:
    assert lines_of(runs(text, gaps))[0].text == read


def test_cells_set_wide_apart_are_not_joined_with_the_next_line() -> None:
    found = lines_of(runs("序号名称备注", [0, 4.0, 0, 4.0]))
    assert (found[0].text, found[0].apart) == ("序号 名称 备注", True)


def framed(number: int, head: str, foot: str) -> Page:
    body = [line(f"正文第{number}页第{n}行。", 0, n) for n in range(4)]
    top = PageLine(head, 80, 300, 40, 52, 12.0)
    bottom = PageLine(foot, 80, 300, 790, 804, 14.0)
    return Page(number, 608, 842, (top, *body, bottom))


def test_headers_of_odd_and_even_pages_are_removed() -> None:
    heads = ["质量工作文件", "青原省公报"]
    pages, done = without_frames([framed(n, heads[n % 2], f"—{n}—") for n in range(1, 6)])
    assert done == {"page numbers removed": 5, "running headers removed": 5}
    assert all(len(page.lines) == 4 for page in pages)


def test_a_line_at_a_page_s_top_that_stands_once_stays() -> None:
    pages, done = without_frames([framed(1, "附件1", "1"), framed(2, "附件2", "2")])
    assert [page.lines[0].text for page in pages] == ["附件1", "附件2"]
    assert done == {"page numbers removed": 2}


def test_a_number_that_does_not_count_with_the_pages_stays() -> None:
    pages, done = without_frames([framed(1, "一", "2024"), framed(2, "二", "17")])
    assert [page.lines[-1].text for page in pages] == ["2024", "17"]
    assert not done


def test_print_forms_are_read_as_characters() -> None:
    assert repaired("⼯业⺠用ﬁle︵二︶（１）") == ("工业民用file(二)（１）", 5)


def test_garbage_is_told_from_tables_names_and_foreign_words() -> None:
    assert is_garbage("\ue001\ue002\ue003" * 50)
    assert is_garbage("".join(chr(0x8E00 + n) for n in range(400)))
    assert not is_garbage("青原精密机械厂 主轴 无\n" * 100)
    assert not is_garbage("The measures apply to all enterprises of the province. " * 20)
    assert not is_garbage(LONG * 10)
