"""Files and folders -> notices: formats, front matter, skipped files, and every real document."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.describe import find_clause, inspection
from corpus.errors import NotFoundError, PathError, ReadError
from corpus.load import BUNDLED, Skipped, load, read_notice
from corpus.notice import Notice

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}">
<meta name="ArticleTitle" content="某市关于培育品牌的通知"><title>某市政府网</title></head><body>
<div>首页 | 政务公开</div><table><tbody><tr><td><p>某市关于培育品牌的通知</p><p>某政〔2020〕5号</p>
<p>各区政府：</p><p>一、培训由<b>市质量协会</b>负责，每年不少于两次，经费由市财政局安排。</p>
<p>二、补贴标准为每家企业10万元，由市工信局审核后发放，不得重复申报。</p>
<p>某市人民政府</p><p>2020年5月6日</p></td></tr></tbody></table>
<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>甲厂</td></tr></table></body></html>"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_html_page_keeps_paragraphs_and_metadata(tmp_path: Path, charset: str) -> None:
    notice = read_notice(write(tmp_path, "a.html", PAGE.format(charset=charset), charset))
    assert notice.title == "某市关于培育品牌的通知"
    assert notice.id == "某政〔2020〕5号"
    assert notice.date == "2020-05-06"
    assert (
        find_clause(notice, "一").text
        == "一、培训由市质量协会负责，每年不少于两次，经费由市财政局安排。\n"
    )
    assert "甲厂" in notice.cleaned


def test_front_matter_states_the_edition(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 甲通知\nedition: restated\nsource: https://example.gov.cn/a\n---\n一、总则\n"
    )
    notice = read_notice(write(tmp_path, "a.txt", text))
    assert (notice.title, notice.edition) == ("甲通知", "restated")
    assert notice.official_url == "https://example.gov.cn/a"
    assert notice.cleaned == "一、总则"


def test_a_bad_file_is_skipped_with_its_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 10)
    write(tmp_path, "c.xlsx", "表")
    write(tmp_path, "d.txt", "一、总则\n内容。")
    write(tmp_path, ".hidden.txt", "隐藏")
    results = list(load([tmp_path]))
    reasons = {Path(r.source).name: r.reason for r in results if isinstance(r, Skipped)}
    assert sorted(reasons) == ["a.txt", "b.txt", "c.xlsx"]
    assert "empty" in reasons["a.txt"]
    assert "binary" in reasons["b.txt"]
    assert "unknown format '.xlsx'" in reasons["c.xlsx"]
    assert [Path(r.source).name for r in results if isinstance(r, Notice)] == ["d.txt"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="nowhere"):
        list(load([tmp_path / "nowhere"]))


def test_html_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read_notice(write(tmp_path, "a.html", "<html><body><script>x()</script></body></html>"))


def test_unknown_clause_names_some_that_exist(tmp_path: Path) -> None:
    notice = read_notice(write(tmp_path, "a.txt", "一、甲\n（二）乙。"))
    assert find_clause(notice, "一/（二）").path == "一/(二)"
    with pytest.raises(NotFoundError, match=r"一/\(二\)"):
        find_clause(notice, "九")


def test_inspection_follows_the_contract(tmp_path: Path) -> None:
    notice = read_notice(write(tmp_path, "a.txt", "各市局：\n一、甲。\n"), "a.txt")
    document = inspection(notice, with_text=True)
    assert set(document) == {"file", "notice", "clauses", "cleaned", "warnings", "text", "runs"}
    assert document["clauses"][0] == {"path": "preamble", "heading": "", "start": 0, "end": 5}
    assert document["notice"]["title"] is None
    assert document["text"] == "各市局：\n一、甲。"


def test_every_bundled_notice_is_restated_and_complete() -> None:
    notices = list(load([BUNDLED]))
    assert len(notices) >= 16
    assert len({notice.id for notice in notices if isinstance(notice, Notice)}) == len(notices)
    for notice in notices:
        assert isinstance(notice, Notice), notice
        assert notice.edition == "restated"
        assert notice.title
        assert notice.issuer
        assert (notice.official_url or "").startswith("http")
        assert notice.warnings == (), notice.source
        assert "".join(clause.text for clause in notice.clauses) == notice.cleaned


NUMBERED = [
    "一", "一/(一)", "一/(二)", "一/(三)", "二", "二/(一)", "二/(二)", "二/(三)", "三", "三/(一)",
    "三/(二)", "三/(三)", "四", "四/(一)", "四/(二)", "五", "五/(一)", "五/(二)", "五/(三)",
]  # fmt: skip


@pytest.mark.real_data
def test_the_seed_notice_is_read_as_scraped(seed_file: Path) -> None:
    notice = read_notice(seed_file)
    assert [clause.path for clause in notice.clauses] == ["preamble", *NUMBERED, "closing"]
    assert notice.title == "2020年工业质量品牌建设工作计划"
    assert notice.issuer == "广东省工业和信息化厅"
    assert notice.date == "2020-05-06"
    assert notice.number is None
    assert notice.addressees == ("各地级以上市工业和信息化主管部门", "省质量协会", "有关行业协会")
    assert notice.contacts[0].names == ("张韬", "曲超")
    assert notice.contacts[0].phones == ("020-83133257", "020-83134277")
    assert "着力" in notice.cleaned
    assert "著力" not in notice.cleaned
    for frame in ("评论", "COPYRIGHT", "连新路", "(yè)", "|"):
        assert frame not in notice.cleaned
    assert "12月1日前" in find_clause(notice, "closing").text


@pytest.mark.real_data
def test_the_bundled_seed_has_the_id_of_the_scraped_one(seed_file: Path) -> None:
    restated = read_notice(BUNDLED / "guangdong-2020-quality-brand.txt")
    assert restated.id == read_notice(seed_file).id
    assert [clause.path for clause in restated.clauses] == ["preamble", *NUMBERED, "closing"]


@pytest.mark.real_data
def test_every_real_document_is_read_and_its_pieces_join(shared: Path) -> None:
    results = list(load([shared / "notices"]))
    notices = [result for result in results if isinstance(result, Notice)]
    assert len(notices) == 150
    assert [Path(r.source).name for r in results if isinstance(r, Skipped)] == ["meta.jsonl"] * 2
    for notice in notices:
        assert "".join(clause.text for clause in notice.clauses) == notice.cleaned, notice.source
        paths = [clause.path for clause in notice.clauses]
        assert len(set(paths)) == len(paths), notice.source


@pytest.mark.real_data
@pytest.mark.parametrize("folder", ["guangdong", "state-council"])
def test_title_issuer_and_number_of_real_documents(shared: Path, folder: str) -> None:
    import json

    def plain(value: str | None) -> str:
        return (value or "").replace(" ", "")

    wrong = []
    for line in (shared / "notices" / folder / "meta.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        notice = read_notice(shared / "notices" / folder / gold["file"])
        for name in ("title", "issuer", "number"):
            if name in gold and plain(getattr(notice, name)) != plain(gold[name]):
                wrong.append((gold["file"], name, getattr(notice, name)))
    assert wrong == []


def test_inline_markup_does_not_break_a_paragraph(tmp_path: Path) -> None:
    page = """<html><body><div>某市关于资金的通知</div><div>一、<b>总体要求</b></div>
    <div>（一）<span>明确责任。</span>由<a href="x">测试处</a>负责，各区配合做好有关工作。</div>
    <div>（二）<b>经费保障。</b>经费由<a href="y">财政处</a>承担，不少于<em>9</em>万元。</div>
    <div style="display: none">（三）看不见的内容。</div></body></html>"""
    notice = read_notice(write(tmp_path, "a.html", page))
    assert find_clause(notice, "一/(二)").text == "（二）经费保障。经费由财政处承担，不少于9万元。"
    assert "看不见" not in notice.cleaned


def test_a_web_address_is_left_to_indexing(tmp_path: Path) -> None:
    (skipped,) = load(["https://example.gov.cn/a.html"])
    assert isinstance(skipped, Skipped)
    assert "gongwen index" in skipped.reason


def test_a_file_is_read_for_what_it_is_and_not_for_what_it_is_called(tmp_path: Path) -> None:
    path = write(tmp_path, "a.doc", PAGE.format(charset="utf-8"))
    assert read_notice(path).title == "某市关于培育品牌的通知"


def test_link_that_leads_nowhere_is_skipped_and_said(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (skipped,) = load([tmp_path])
    assert isinstance(skipped, Skipped)
    assert "a link that leads to no file" in skipped.reason


def test_a_hundred_broken_files_among_ten_thousand_cost_none_of_the_others(tmp_path: Path) -> None:
    """Not slow: a small file is written and read in about 0.1 ms."""
    broken = {f"{number:05d}.txt" for number in range(0, 10_000, 100)}
    for number in range(10_000):
        name = f"{number:05d}.txt"
        data = b"" if name in broken else f"一、第{number}号事项。".encode()
        (tmp_path / name).write_bytes(data)
    found = list(load([tmp_path]))
    assert {Path(f.source).name for f in found if isinstance(f, Skipped)} == broken
    assert len(found) == 10_000


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(200 * 2**20)
    assert list(load([large])) == [
        Skipped(str(large), "200 MB is over the limit of 32 MB; split it")
    ]
