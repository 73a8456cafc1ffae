"""One document in two dresses is found and kept once; two editions of a notice are two."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from corpus.likeness import SLOTS, compare, sketch
from corpus.load import parse
from corpus.notice import Notice
from corpus.readers import RawDocument
from indexer.build import BuildReport, index_paths
from indexer.index import Index
from indexer.near import Sketches
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dims=256)
BODY = """东山省工业厅关于开展质量标杆遴选工作的通知
各市工业局：
为推动企业提高质量管理水平，现就2021年质量标杆遴选工作通知如下。
一、申报条件
申报企业应当在本省登记三年以上，近两年没有发生重大质量事故，并且已经建立完整的质量管理制度。
二、申报程序
（一）企业自愿申报。企业在6月30日前把申报书送到所在市工业局，一式两份，同时提交电子版。
（二）各市审核推荐。各市工业局对材料的真实性进行核查，每市推荐不超过5家，于7月15日前报送省工业厅。
三、奖励措施
对入选企业给予50万元一次性奖励，资金从省级专项中安排，由省财政厅按程序拨付。
东山省工业厅
2021年5月10日
"""
# The same notice from another site: Traditional characters apart, all that a site changes.
DRESSED = (
    "首页 政务公开\n"
    + BODY.replace("，", ", ").replace("\n", "\n\n")
    + "（此件公开发布）\n编辑部整理\n"
)
NEXT_YEAR = BODY.replace("2021", "2022").replace("5月10日", "5月12日")
MORE_MONEY = BODY.replace("50万元", "80万元")
DAMAGED = BODY.replace("现就2021年", "现就8981年").replace("50万元", "59万元")


def notice(text: str, source: str = "a.txt") -> Notice:
    return parse(RawDocument(text, "utf-8"), source)


def index(folder: Path, **texts: str) -> BuildReport:
    paths = []
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        paths.append(folder / f"{name}.txt")
    return index_paths(folder / "index", paths, ENCODER)


def sources(folder: Path) -> list[str]:
    opened = Index.open(folder / "index", ENCODER)
    return sorted(Path(meta.source).stem for meta in opened.notice_refs)


def test_the_same_document_from_another_site_is_the_same() -> None:
    alike = compare(notice(DRESSED), notice(BODY))
    assert alike is not None
    assert alike.same
    assert 0.9 <= alike.share < 1


def test_the_same_document_in_traditional_characters_is_the_same() -> None:
    one = dataclasses.replace(notice(BODY), number="东工业办〔2021〕7号")
    other = dataclasses.replace(
        notice(OpenCC("s2t").convert(BODY)), number="東工業辦〔2021〕7號", title=None, date=None
    )
    alike = compare(one, other)
    assert alike is not None
    assert alike.same


def test_next_year_is_another_document() -> None:
    assert compare(notice(NEXT_YEAR), notice(BODY)) is None


def test_another_amount_is_another_text_though_nearly_the_same() -> None:
    alike = compare(notice(MORE_MONEY), notice(BODY))
    assert alike is not None
    assert not alike.same


def test_damaged_figures_prove_nothing() -> None:
    mends, worse = compare(notice(BODY), notice(DAMAGED)), compare(notice(DAMAGED), notice(BODY))
    assert mends is not None
    assert worse is not None
    assert (mends.same, mends.mends) == (True, True)
    assert (worse.same, worse.mends) == (True, False)


@pytest.mark.parametrize("field", ["number", "date"])
def test_contradicting_numbers_or_dates_are_two_documents(field: str) -> None:
    one = dataclasses.replace(notice(BODY), **{field: "2021-01-01"})
    assert compare(one, dataclasses.replace(one, **{field: "2021-01-02"})) is None
    assert compare(one, dataclasses.replace(one, **{field: None})) is not None


def test_a_second_dress_does_not_double_the_hits(tmp_path: Path) -> None:
    report = index(tmp_path, a=BODY, b=DRESSED)
    assert (report.added, report.notices) == (1, 1)
    assert len(report.warnings) == 1
    assert "b.txt: nearly the same text as" in report.warnings[0]
    assert sources(tmp_path) == ["a"]
    again = index(tmp_path, a=BODY, b=DRESSED)
    assert (again.unchanged, again.warnings) == (1, ())


def test_a_second_dress_is_found_in_a_later_run_too(tmp_path: Path) -> None:
    index(tmp_path, a=BODY)
    assert "nearly the same" in index(tmp_path, b=DRESSED).warnings[0]
    assert sources(tmp_path) == ["a"]


def test_two_editions_are_both_kept(tmp_path: Path) -> None:
    assert (index(tmp_path, a=BODY, b=NEXT_YEAR).warnings, sources(tmp_path)) == ((), ["a", "b"])


def test_other_figures_are_kept_and_reported(tmp_path: Path) -> None:
    report = index(tmp_path, a=BODY, b=MORE_MONEY)
    assert sources(tmp_path) == ["a", "b"]
    assert any("b.txt" in warning for warning in report.warnings)


def test_a_whole_copy_takes_the_place_of_a_damaged_one(tmp_path: Path) -> None:
    report = index(tmp_path, a=DAMAGED, b=BODY)
    assert sources(tmp_path) == ["b"]
    assert "figures are damaged" in report.warnings[0]


def test_a_small_change_of_the_first_file_is_taken_in(tmp_path: Path) -> None:
    index(tmp_path, a=BODY, b=DRESSED)
    index(tmp_path, a=BODY.replace("一式两份", "一式一份"))
    opened = Index.open(tmp_path / "index", ENCODER)
    assert [meta.source.endswith("a.txt") for meta in opened.notice_refs] == [True]
    assert "一式一份" in opened.notice(opened.notice_refs[0].id).cleaned


def test_the_second_dress_takes_over_when_the_first_file_is_gone(tmp_path: Path) -> None:
    index(tmp_path, a=BODY)
    (tmp_path / "a.txt").unlink()
    report = index(tmp_path, b=DRESSED)
    assert (sources(tmp_path), report.warnings) == (["b"], ())


WORDS = st.text(
    st.sampled_from("质量品牌企业标准管理创新发展工作单位部门要求措施"), min_size=0, max_size=400
)


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_a_sketch_has_every_slot_or_none_and_finds_its_own_text(text: str) -> None:
    found = sketch(text)
    assert len(found) == (SLOTS * 4 if len(text) >= 100 else 0)
    known = Sketches()
    known.add("x", found)
    assert known.candidates(found) == (["x"] if found else [])
    known.remove("x", found)
    assert known.candidates(found) == []


def test_the_share_of_equal_slots_estimates_the_likeness() -> None:
    rng = np.random.default_rng(7)
    chars = [chr(0x4E00 + c) for c in rng.integers(0, 3000, 4000)]
    one = "".join(chars)
    other = "".join(chars[:3600]) + "".join(chr(0x4E00 + c) for c in rng.integers(0, 3000, 400))
    slots = [np.frombuffer(sketch(text), np.uint32) for text in (one, other)]
    assert np.mean(slots[0] == slots[1]) == pytest.approx(3593 / 4393, abs=0.12)


def test_a_copy_is_found_among_many_notices_after_one_template(tmp_path: Path) -> None:
    """Ten thousand such notices are indexed in half a minute: few of them are compared."""
    many = {f"n{n:03d}": BODY.replace("50万元", f"{100 + n}万元") for n in range(300)}
    many = {name: text.replace("东山省", f"第{name[1:]}省") for name, text in many.items()}
    report = index(tmp_path, **many, z=many["n150"].replace("，", ", ") + "（此件公开发布）\n")
    assert report.notices == 300
    assert any("z.txt" in warning and "n150.txt" in warning for warning in report.warnings)
