"""Lists of duties and deadlines, tables and calendars of them; filters by what is stated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from corpus.errors import FilterError
from indexer.build import index_paths
from indexer.index import Index
from service.agenda import ics_text
from service.answer import ask
from service.commands.facts_lines import deadline_lines, duty_lines
from service.deadlines import (
    deadline_facets,
    deadlines_csv,
    list_deadlines,
    make_deadline_filters,
)
from service.duties import HEADER, duties_csv, duty_facets, list_duties, make_duty_filters
from service.query import make_filters
from service.results import SearchResult
from service.search import search
from service.tables import csv_text
from tests.facts import AWARDS, BRAND, ODD, put_web_facts
from tests.fakes import HashingEncoder, write_web_notices


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("lists")
    index_paths(folder / "index", [write_web_notices(folder / "notices")], HashingEncoder())
    put_web_facts(folder / "index")
    with Index.open(folder / "index", HashingEncoder()) as opened:
        yield opened


# duties


def bodies(index: Index, **given: Any) -> list[str]:
    return [one.duty.body for one in list_duties(index, make_duty_filters(**given)).duties]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["省质量研究院", "省品牌协会", "各市", "本省登记的企业"]),
        ({"body": "品牌"}, ["省品牌协会"]),
        ({"body": " 質量研究 "}, ["省质量研究院"]),
        ({"role": "负责"}, ["省品牌协会", "各市"]),
        ({"role": "负责", "strength": "要"}, ["各市"]),
        ({"role": "负责", "strength": ""}, ["省品牌协会", "各市"]),
        ({"issuer": "西河省"}, ["本省登记的企业"]),
        ({"notice": "东工函[2020]15号", "role": "牵头"}, ["省质量研究院"]),
        ({"notice": "没有的文号"}, []),
        ({"date_from": "2021"}, ["本省登记的企业"]),
    ],
)
def test_duties_are_listed_by_what_is_asked_for(
    index: Index, given: dict[str, Any], found: list[str]
) -> None:
    assert bodies(index, **given) == found


def test_an_unknown_role_names_those_there_are() -> None:
    with pytest.raises(FilterError, match=r"role is '主持'; use one of 牵头、会同、.*、参与"):
        make_duty_filters(role="主持")
    with pytest.raises(FilterError, match="strength is 'must'"):
        make_duty_filters(strength="must")


def test_a_duty_says_where_it_stands(index: Index) -> None:
    page = list_duties(index, make_duty_filters(), limit=1, offset=2)
    assert (page.total, page.limit, page.offset) == (4, 1, 2)
    duty = page.to_json()["duties"][0]
    text = page.duties[0].clause.text
    assert duty["quote"] == text[duty["start"] : duty["end"]]
    assert text[slice(*duty["body_span"])] == duty["printed"] == "各市"
    assert text[slice(*duty["task_span"])] == duty["task"] == "报送省工业厅"
    assert (duty["notice"]["id"], duty["clause"]["path"]) == (BRAND, "六")
    assert duty["clause"]["url"].startswith("/n/")


def test_duties_are_counted_as_the_other_filters_leave_them(index: Index) -> None:
    counts = duty_facets(index, make_duty_filters(role="牵头", issuer="东山省"))
    assert counts.roles == (("负责", 2), ("牵头", 1))
    assert counts.bodies == (("省质量研究院", 1),)


def test_a_table_of_duties_reads_back(index: Index) -> None:
    duties = list_duties(index, make_duty_filters()).duties
    rows = list(csv.reader(io.StringIO(duties_csv(duties, "http://x"), newline="")))
    assert tuple(rows[0]) == HEADER
    assert [row[0] for row in rows[1:]] == [one.duty.body for one in duties]
    first = dict(zip(HEADER, rows[1], strict=True))
    assert (first["role"], first["path"], first["notice"]) == ("牵头", "二/(三)", BRAND)
    assert first["url"] == "http://x" + duties[0].clause.url


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@here", " =1", "\t=1"])
def test_a_cell_that_reads_like_a_formula_is_text(cell: str) -> None:
    assert next(csv.reader([csv_text([cell], [[cell]]).splitlines()[1]])) == ["'" + cell]


def test_a_table_keeps_commas_quotes_and_line_ends() -> None:
    text = csv_text(["a", "b"], [['第一，"甲"', "一行\n两行"], [None, 3]])
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [["a", "b"], ['第一，"甲"', "一行\n两行"], ["", "3"]]


def test_duties_are_printed_with_english_beside(index: Index) -> None:
    lines = duty_lines(list_duties(index, make_duty_filters(strength="要")).duties)
    assert lines[0].split("\t")[:4] == ["各市", "负责 responsible", "要 is to", "报送省工业厅"]
    assert lines[-1] == "共 1 项 duties"
    assert duty_lines([]) == ["没有找到职责 no duty matches"]


# deadlines


def days(index: Index, *given: Any) -> list[str]:
    return [one.day for one in list_deadlines(index, make_deadline_filters(*given)).deadlines]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((), ["2020-12-01", "2021-03-31"]),
        (("2020-12", "2020-12"), ["2020-12-01"]),
        (("2020-12-02",), ["2021-03-31"]),
        (("2022",), []),
        ((None, None, AWARDS), ["2021-03-31"]),
        ((None, None, None, "东山省"), ["2020-12-01"]),
    ],
)
def test_deadlines_are_listed_by_day(index: Index, given: Any, found: list[str]) -> None:
    assert days(index, *given) == found


def test_bad_days_are_refused() -> None:
    with pytest.raises(FilterError, match="from is '13月', not a date"):
        make_deadline_filters("13月")
    with pytest.raises(FilterError, match="swap them"):
        make_deadline_filters("2021", "2020")


def test_a_deadline_shows_its_sentence(index: Index) -> None:
    shown = list_deadlines(index, make_deadline_filters()).to_json()["deadlines"][0]
    assert shown["sentence"] == "各市要在每年12月1日前把年度总结报送省工业厅。"
    assert (shown["text"], shown["day"]) == ("12月1日前", "2020-12-01")
    counts = deadline_facets(index, make_deadline_filters("2021"))
    assert counts.years == (("2020", 1), ("2021", 1))
    assert counts.months == (("2020-12", 1), ("2021-03", 1))


def test_a_table_of_deadlines_reads_back(index: Index) -> None:
    text = deadlines_csv(list_deadlines(index, make_deadline_filters()).deadlines)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["day"], row["path"]) for row in rows] == [
        ("2020-12-01", "六"),
        ("2021-03-31", "第四条"),
    ]


def test_a_calendar_reads_back_and_stays_the_same(index: Index) -> None:
    found = list_deadlines(index, make_deadline_filters()).deadlines
    text = ics_text(found, "http://x")
    assert text == ics_text(found, "http://x")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    first, second = Calendar.from_ical(text).walk("VEVENT")
    assert first.decoded("dtstart") == date(2020, 12, 1)
    assert first["dtstart"].params["VALUE"] == "DATE"
    assert "dtend" not in first
    assert str(first["summary"]) == "12月1日前 东山省工业厅关于印发2020年质量品牌工作方案的通知"
    assert str(first["description"]) == found[0].sentence
    assert str(first["url"]) == "http://x" + found[0].clause.url
    assert first["uid"] != second["uid"]


def test_an_event_is_the_same_one_whatever_else_is_in_the_index(index: Index) -> None:
    found = list_deadlines(index, make_deadline_filters()).deadlines[0]
    moved = replace(found, clause=replace(found.clause, ordinal=99))
    assert ics_text([moved]) == ics_text([found])
    later = replace(found, value=replace(found.value, start=found.value.start + 1))
    assert Calendar.from_ical(ics_text([later])).walk("VEVENT")[0]["uid"] not in ics_text([found])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("dated", [None, "2020", "2020-05"])
def test_far_days_and_notices_without_a_day_have_a_calendar(
    index: Index, day: str, dated: str | None
) -> None:
    found = list_deadlines(index, make_deadline_filters()).deadlines[0]
    value, notice = replace(found.value, last=day), replace(found.notice, date=dated)
    text = ics_text([replace(found, value=value, notice=notice)])
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == date.fromisoformat(day)


def test_a_calendar_of_nothing_is_still_a_calendar() -> None:
    assert Calendar.from_ical(ics_text([])).walk("VEVENT") == []


def test_deadlines_are_printed_by_day(index: Index) -> None:
    lines = deadline_lines(list_deadlines(index, make_deadline_filters()).deadlines)
    assert lines[1].startswith("2021-03-31\t3月底前\t第四条")
    assert lines[1].endswith(f"\t{AWARDS}《西河省标准化奖励办法》 第四条")
    assert lines[2] == "共 2 项 deadlines"
    assert deadline_lines([]) == ["没有找到期限 no deadline matches"]


# search and ask


def found_in(result: SearchResult) -> set[tuple[str, str]]:
    return {(hit.notice.id, hit.clause.path) for hit in result.hits}


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("given", "clauses"),
    [
        ({"due_from": "2020-12", "due_to": "2020-12"}, {(BRAND, "六")}),
        ({"due_to": "2020-11"}, set()),
        ({"due_from": "2021"}, {(AWARDS, "第四条")}),
        ({"amount_min": "500万"}, {(BRAND, "三/(二)")}),
        ({"amount_min": 5_000_001}, set()),
        ({"amount_max": "20万元"}, {(BRAND, "二/(二)")}),
        (
            {"amount_min": "25万", "amount_max": "1,000,000"},
            {(AWARDS, "第三条/(一)"), (AWARDS, "第三条/(二)")},
        ),
        ({"amount_min": "1", "issuer": "东山省"}, {(BRAND, "二/(二)"), (BRAND, "三/(二)")}),
        ({"amount_min": "1", "due_from": "2020"}, set()),
        ({"amount_min": "1", "notice": ODD}, set()),
    ],
)
def test_filters_by_what_is_stated_are_exact(
    index: Index, mode: str, given: dict[str, Any], clauses: set[tuple[str, str]]
) -> None:
    """The question has a word of each clause, so that words alone find all that may be found."""
    question = "工业厅奖励资金国际标准国家标准行业标准申请材料产业链"
    result = search(index, question, 100, mode, make_filters(**given))
    assert found_in(result) == clauses


def test_a_clause_that_is_named_must_pass_the_filters_too(index: Index) -> None:
    only = make_filters(amount_min="100万")
    found = search(index, "标准化奖励办法第四条", filters=only)
    assert found_in(found) <= {(AWARDS, "第三条/(一)"), (BRAND, "三/(二)")}
    assert found_in(search(index, AWARDS, filters=only)) == {(AWARDS, "第三条/(一)")}


def test_an_answer_comes_only_from_what_the_filters_leave(index: Index) -> None:
    nothing = ask(index, "谁负责品牌培训", filters=make_filters(due_from="2030"))
    assert (nothing.status, nothing.reason, nothing.hits) == ("abstained", "filtered_out", ())
    some = ask(index, "年度总结什么时候报送", filters=make_filters(due_from="2020-12"))
    assert {hit.clause.path for hit in some.hits} <= {"六", "第四条"}


@pytest.mark.parametrize(
    "typed", [5_000_000, 5e6, "5000000", "5,000,000", "500万", "５００万元", "0.05亿", "五百万"]
)
def test_a_sum_may_be_typed_in_many_ways(typed: str | float) -> None:
    assert make_filters(amount_min=typed).amount_min == 5_000_000


@pytest.mark.parametrize("typed", ["很多", "-5", "1e9", "NaN", "5美元", "9" * 40])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(FilterError, match=r"amount_min is .* write 5000000, 500万 or 500万元"):
        make_filters(amount_min=typed)


def test_ends_that_cross_are_refused() -> None:
    with pytest.raises(FilterError, match="amount_min 2000000 is more than amount_max"):
        make_filters(amount_min="200万", amount_max="100万")
    with pytest.raises(FilterError, match="due_from 2021-01-01 is after due_to 2020-12-31"):
        make_filters(due_from="2021", due_to="2020")
    assert make_filters(amount_min="", amount_max=" ", due_from="", due_to=None).empty


def test_facets_count_the_hits_that_are_returned(index: Index) -> None:
    result = search(index, "奖励资金报送", 100)
    facets = result.to_json()["facets"]
    assert sum(many for _, many in facets["years"]) == len(result.hits)
    assert [year for year, _ in facets["years"]] == ["2022", "2021", "2020"]
    assert sum(many for _, many in facets["issuers"]) == len(result.hits)
    assert facets["deadlines"] == [["2020-12", 1], ["2021-03", 1]]
    assert facets["money"] == [["10万-100万元", 2], ["100万-1000万元", 2]]
    nothing = search(index, "奖励", filters=make_filters(issuer="北海"))
    assert set(map(tuple, nothing.to_json()["facets"].values())) == {()}


def test_a_notice_read_from_elsewhere_has_no_facts(tmp_path: Path) -> None:
    """Nothing is invented for a notice without any."""
    (tmp_path / "a.txt").write_text("一、总则\n质量第一。\n", encoding="utf-8")
    index_paths(tmp_path / "index", [tmp_path / "a.txt"], HashingEncoder())
    with Index.open(tmp_path / "index", HashingEncoder()) as opened:
        assert list_deadlines(opened, make_deadline_filters()).total == 0
        assert search(opened, "质量", filters=make_filters(amount_min="0")).hits == ()
