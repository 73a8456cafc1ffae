"""Days, periods, sums, shares and counts in clauses: what is found, what is not, what it means."""

from __future__ import annotations

import dataclasses
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import LabelError, PathError
from corpus.load import parse
from corpus.readers import RawDocument
from eval.facts.score import Score, score_sets, total
from eval.facts.values import Labelled, judge, measure_values, places, read_labels
from indexer.facts import KINDS, Value
from indexer.facts.values import values_in, values_of_text
from indexer.facts.years import Years

ISSUED = date(2020, 5, 6)


def values(text: str, issued: date | None = ISSUED, named: int | None = None) -> list[Value]:
    return list(values_of_text(text, Years(issued, named)))


def said(value: Value) -> tuple[object, ...]:
    return value.kind, value.text, value.low, value.high, value.unit


def dated(value: Value) -> tuple[object, ...]:
    return value.kind, value.text, value.first, value.last


DEADLINES = [
    ("请于12月1日前报送总结。", "12月1日前", None, "2020-12-01"),
    ("请于3月1日前报送总结。", "3月1日前", None, "2021-03-01"),
    ("2021年6月30日之前完成整改。", "2021年6月30日之前", None, "2021-06-30"),
    ("５月３１日（周日）17:00前提交材料。", "５月３１日（周日）17:00前", None, "2020-05-31"),
    ("于二〇二〇年十二月三十一日前办结。", "二〇二〇年十二月三十一日前", None, "2020-12-31"),
    ("2020 年 9 月 5 日前反馈意见。", "2020 年 9 月 5 日前", None, "2020-09-05"),
    ("2021年底前建成平台。", "2021年底前", None, "2021-12-31"),
    ("2022年年底前实现全覆盖。", "2022年年底前", None, "2022-12-31"),
    ("年底前建成平台。", "年底前", None, "2020-12-31"),
    ("今年内办结。", "今年内", None, "2020-12-31"),
    ("年内完成改造。", "年内", None, "2020-12-31"),
    ("各市6月底前上报。", "6月底前", None, "2020-06-30"),
    ("各市2月底前上报。", "2月底前", None, "2021-02-28"),
    ("本月底前完成自查。", "本月底前", None, "2020-05-31"),
    ("次月10日前汇总。", "次月10日前", None, "2020-06-10"),
    ("每月5日前报送进度。", "每月5日前", None, "2020-06-05"),
    ("每年3月底前公布结果。", "每年3月底前", None, "2021-03-31"),
    ("9月上旬前报送名单。", "9月上旬前", None, "2020-09-10"),
    ("9月中旬前报送名单。", "9月中旬前", None, "2020-09-20"),
    ("明年2月底前验收。", "明年2月底前", None, "2021-02-28"),
    ("2020年启动，次年3月底前验收。", "次年3月底前", None, "2021-03-31"),
    ("截止时间为2020年6月30日。", "截止时间为2020年6月30日", None, "2020-06-30"),
    ("申报时间：6月1日至20日。", "6月1日至20日", "2020-06-01", "2020-06-20"),
    ("2月29日前提交。", "2月29日前", None, "2024-02-29"),
]
DATES = [
    ("本办法自2020年7月1日起施行。", "自2020年7月1日起", "2020-07-01", None),
    ("有效期至2025年6月30日。", "至2025年6月30日", None, "2025-06-30"),
    ("到2025年，规模明显扩大。", "到2025年", None, "2025-12-31"),
    ("力争到2025年底建成体系。", "力争到2025年底", None, "2025-12-31"),
    ("实施三年行动（2021—2023年）。", "2021—2023年", "2021-01-01", "2023-12-31"),
    ("2018年至2020年6月为试点期。", "2018年至2020年6月", "2018-01-01", "2020-06-30"),
    ("2020年3月1日至20日开展检查。", "2020年3月1日至20日", "2020-03-01", "2020-03-20"),
    ("12月30日至1月2日放假。", "12月30日至1月2日", "2020-12-30", "2021-01-02"),
    ("3月至5月集中整治。", "3月至5月", "2021-03-01", "2021-05-31"),
    ("7-9月集中整治。", "7-9月", "2020-07-01", "2020-09-30"),
    ("2019年2月召开会议。", "2019年2月", "2019-02-01", "2019-02-28"),
    ("2020年第二季度检查情况", "2020年第二季度", "2020-04-01", "2020-06-30"),
    ("2021年上半年启动。", "2021年上半年", "2021-01-01", "2021-06-30"),
    ("省政府\n二○二○年五月六日", "二○二○年五月六日", "2020-05-06", "2020-05-06"),
    ("发布日期：2020-05-06", "2020-05-06", "2020-05-06", "2020-05-06"),
    ("4月1日至4月25日，全省共收到留言。", "4月1日至4月25日", "2020-04-01", "2020-04-25"),
    ("2020年12月31日前免征契税。", "2020年12月31日前", None, "2020-12-31"),
    ("2019年6月30日前注册的企业。", "2019年6月30日前", None, "2019-06-30"),
]
AMOUNTS = [
    ("在5个工作日内答复。", "period", "5个工作日内", None, 5, "工作日"),
    ("不少于三十个工作日。", "period", "不少于三十个工作日", 30, None, "工作日"),
    ("自公布之日起30日内提出。", "period", "30日内", None, 30, "日"),
    ("公示期为7天。", "period", "7天", 7, 7, "日"),
    ("有效期5年。", "period", "5年", 5, 5, "年"),
    ("两年内不再受理。", "period", "两年内", None, 2, "年"),
    ("半年内完成整改。", "period", "半年内", None, 0.5, "年"),
    ("工作经历3年以上。", "period", "3年以上", 3, None, "年"),
    ("通过1～2年时间，建成平台。", "period", "1～2年", 1, 2, "年"),
    ("应在24小时内上报。", "period", "24小时内", None, 24, "小时"),
    ("给予50万元奖励。", "money", "50万元", 500_000, 500_000, "元"),
    ("每人每月不超过１０００元。", "money", "不超过１０００元", None, 1000, "元"),
    ("补助500-1000万元。", "money", "500-1000万元", 5e6, 1e7, "元"),
    ("补助500万-1000万元。", "money", "500万-1000万元", 5e6, 1e7, "元"),
    ("总投资1.5亿元以上。", "money", "1.5亿元以上", 1.5e8, None, "元"),
    ("安排1亿5000万元。", "money", "1亿5000万元", 1.5e8, 1.5e8, "元"),
    ("罚款1,200元。", "money", "1,200元", 1200, 1200, "元"),
    ("保额五百万元人民币。", "money", "五百万元人民币", 5e6, 5e6, "元"),
    ("最高补助500万元。", "money", "最高补助500万元", None, 5e6, "元"),
    ("给予最高不超过50万元奖补。", "money", "最高不超过50万元", None, 5e5, "元"),
    ("出口1000亿美元。", "money", "1000亿美元", 1e11, 1e11, "美元"),
    ("比例不超过50%。", "share", "不超过50%", None, 50, "%"),
    ("比例在30%—50%之间。", "share", "30%—50%", 30, 50, "%"),
    ("占百分之三十以上。", "share", "百分之三十以上", 30, None, "%"),
    ("提高2个百分点。", "share", "2个百分点", 2, 2, "%"),
    ("经四分之三以上代表同意。", "share", "四分之三以上", 75, None, "%"),
    ("按贷款额的2‰补助。", "share", "2‰", 0.2, 0.2, "%"),
    ("误差≤5％。", "share", "≤5％", None, 5, "%"),
    ("推荐3-5家企业。", "count", "3-5家", 3, 5, "家"),
    ("至少3家企业。", "count", "至少3家", 3, None, "家"),
    ("培育10 个以上平台。", "count", "10 个以上", 10, None, "个"),
    ("选择10名左右专家。", "count", "10名左右", 10, 10, "名"),
    ("企业达到1.5万家。", "count", "1.5万家", 15000, 15000, "家"),
    ("培训1000余人次。", "count", "1000余人次", 1000, None, "人次"),
    ("分为三个阶段。", "count", "三个", 3, 3, "个"),
    ("提出十二项措施。", "count", "十二项", 12, 12, "项"),
    ("至少一名联络员。", "count", "至少一名", 1, None, "名"),
    ("得分不低于60分。", "count", "不低于60分", 60, None, "分"),
]
NOTHING = [
    "粤府函〔2020〕12号",
    "执行GB/T 9704-2012和ISO 9001标准",
    "联系电话：020-83133333，邮编510030",
    "依据第三至五条和第12条第2款",
    "根据《关于2020年6月30日前报送材料的通知》",
    "上午9:30开会，17时30分结束",
    "见第3页，如图 12 所示，附件3",
    "升级到V2.0版，支持5G和IPv6",
    "网址https://example.org/2020/05/06/a.html",
    "一个平台、一批企业、一次办好",
    "坚持“三个导向”，推动“四链”融合",
    "二类、三类企业",
    "十分重要，百家企业，数十家单位",
    "统一五项标准，重要零件加工",
    "较2015年增长，2016年以来持续扩大",
    "实施三年行动计划和十年规划",
    "突破一批关键技术",
    "三元材料和二手车",
    "每年组织一次，每半年通报",
    "前100名高校",
    "2月30日前",
    "住院人数×100%",
    "80年代建成，三年级学生",
    "总库容2911.8万立方米",
]


@pytest.mark.parametrize(("text", "stretch", "first", "last"), DEADLINES)
def test_a_deadline_and_its_last_day(
    text: str, stretch: str, first: str | None, last: str | None
) -> None:
    assert ("deadline", stretch, first, last) in [dated(value) for value in values(text)]


@pytest.mark.parametrize(("text", "stretch", "first", "last"), DATES)
def test_a_date_and_its_days(text: str, stretch: str, first: str | None, last: str | None) -> None:
    assert [dated(value) for value in values(text)] == [("date", stretch, first, last)]


@pytest.mark.parametrize(("text", "kind", "stretch", "low", "high", "unit"), AMOUNTS)
def test_a_number_and_what_it_counts(
    text: str, kind: str, stretch: str, low: float | None, high: float | None, unit: str
) -> None:
    assert [said(value) for value in values(text)] == [(kind, stretch, low, high, unit)]


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_state_nothing(text: str) -> None:
    assert values(text) == []


def test_without_a_notice_date_a_day_without_a_year_has_no_iso_day() -> None:
    assert [dated(value) for value in values("12月1日前报送。", None)] == [
        ("deadline", "12月1日前", None, None)
    ]


def test_a_year_named_before_in_the_sentence_wins() -> None:
    first, second = values("2021年重点任务，6月底前完成。9月底前总结。")
    assert (first.last, second.last) == ("2021-06-30", "2020-09-30")


def test_a_year_named_in_a_heading_wins_and_a_past_one_does_not_set_a_deadline() -> None:
    assert values("6月底前完成。", named=2022)[0].last == "2022-06-30"
    assert values("汇总2018年决算，6月底前报送。")[0].last == "2020-06-30"


def test_several_values_of_one_sentence_stand_in_its_order() -> None:
    text = "对3家企业各给予不超过20%、最高50万元补助，期限2年。"
    assert [value.text for value in values(text)] == ["3家", "不超过20%", "最高50万元", "2年"]


def test_values_of_a_notice_name_their_clauses() -> None:
    text = (
        "关于开展企业培育工作的通知\n各市工业和信息化局：\n现将有关事项通知如下。\n"
        "一、培育目标。2021年培育企业20家。\n二、时间要求。请于6月底前报送名单。\n"
        "省工业和信息化厅\n2021年3月1日\n"
    )
    notice = parse(RawDocument(text, "utf-8"), "a.txt")
    found = [(notice.clauses[place].path, value.text) for place, value in values_in(notice)]
    assert ("一", "20家") in found
    assert ("二", "6月底前") in found
    for place, value in values_in(notice):
        assert notice.clauses[place].text[value.start : value.end] == value.text
    due = [value.last for _, value in values_in(notice) if value.kind == "deadline"]
    assert due == ["2021-06-30"]


PIECES = st.sampled_from(
    [
        *"年月日前至-—到底内家个名元%万亿一二三十百两0123456789。，、《》“”（）第自于\n 起",
        *(
            "不超过",
            "至少",
            "以上",
            "百分之",
            "分之",
            "2020年",
            "12月31日",
            "工作日",
            "每月",
            "次年",
        ),
        *("季度", "上半年", "截至", "最高", "GB/T 9704-2012", "9:30", "下旬", "本月底", "００"),
    ]
)


@settings(max_examples=400, deadline=None)
@example("最高百分之百分之一年", None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from([ISSUED, None]))
def test_any_text_gives_sound_values(text: str, issued: date | None) -> None:
    after = 0
    for value in values(text, issued):
        assert value.kind in KINDS
        assert after <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        after = value.end
        if value.low is not None and value.high is not None:
            assert value.low <= value.high
        days = [date.fromisoformat(day) for day in (value.first, value.last) if day]
        assert days == sorted(days)
        if value.kind in ("deadline", "date"):
            assert (value.low, value.high, value.unit) == (None, None, "")
        else:
            assert value.unit
            assert (value.low, value.high) != (None, None)


@given(st.text(max_size=60))
def test_any_text_at_all_is_read(text: str) -> None:
    for value in values(text):
        assert text[value.start : value.end] == value.text


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.dates(date(1990, 1, 1)))
def test_a_printed_day_is_read_back(day: date, issued: date) -> None:
    found = values(f"会议于{day.year}年{day.month}月{day.day}日举行。", issued)
    assert [(value.first, value.last) for value in found] == [(day.isoformat(), day.isoformat())]


@pytest.mark.parametrize("piece", ["1", "一", "1年", "《", "1-", "第1、", "3月1日至", "“1个", " "])
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    values(text)
    assert time.process_time() - began < 15


def test_scores_add_up() -> None:
    one = score_sets({"a", "b"}, {"b", "c"})
    assert one == Score(1, 2, 2)
    assert total([one, score_sets({"d"}, {"d"})]) == Score(2, 3, 3)
    assert (one.precision, one.recall, one.f1) == (0.5, 0.5, 0.5)
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert Score(0, 0, 2).figures()["f1"] == 0.0


def test_a_labelled_value_is_found_where_kind_and_place_agree() -> None:
    text = "补助150元，另补50元，共2次。"
    meant = (
        Value("money", "50元", -1, -1, 50, 50, "元"),
        Value("count", "2次", -1, -1, 2, 2, "次"),
    )
    assert places(text, meant)[0] == (text.index("补50元") + 1, text.index("补50元") + 4)
    found = [value for value in values(text) if value.text != "150元"]
    judged = judge(text, found, Labelled("a", "一", "tune", meant))
    assert (judged.score, judged.normalised) == (Score(2, 2, 2), 2)
    wrong = [dataclasses.replace(found[0], low=1.0), *found[1:]]
    assert judge(text, wrong, Labelled("a", "一", "tune", meant)).normalised == 1


def test_labels_are_short_and_of_both_halves() -> None:
    labels = read_labels()
    assert {label.split for label in labels} == {"tune", "report"}
    assert all(len(value.text) < 40 for label in labels for value in label.values)


def test_a_broken_label_and_a_missing_clause_are_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"notice": "a", "path": "一"}\n', encoding="utf-8")
    with pytest.raises(LabelError, match=r"labels\.jsonl:1"):
        read_labels(path)
    (tmp_path / "notices").mkdir()
    with pytest.raises(PathError, match="labelled clauses are not there"):
        measure_values(tmp_path, [Labelled("a", "一", "tune", ())])


@pytest.mark.real_data
def test_real_clauses_are_read_as_labelled(shared: Path) -> None:
    """Floors just under what is reached; the report half was not looked at."""
    found = measure_values(shared)
    assert found["tune"]["f1"] >= 0.97
    assert found["tune"]["normalised"] >= 0.97
    assert found["report"]["f1"] >= 0.94
    assert found["report"]["normalised"] >= 0.94
