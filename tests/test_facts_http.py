"""Duties and deadlines over HTTP and as pages: JSON, tables, calendars, filters, refusals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from indexer.build import index_paths
from service.deadlines import DeadlineFacets, DeadlineFilters
from service.engine import Engine
from service.http import schemas
from service.http.app import make_app
from service.http.facts_pages import months_of
from service.results import clause_url, notice_url
from service.settings import load_settings
from tests.facts import AWARDS, BRAND, ODD, put_web_facts
from tests.fakes import HashingEncoder, write_web_notices
from tests.test_http import assert_problem, assert_shape


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("facts-http")
    encoder = HashingEncoder()
    index_paths(folder / "index", [write_web_notices(folder / "notices")], encoder)
    put_web_facts(folder / "index")
    settings = load_settings(index=folder / "index", rate_limit=0, api_key="")
    return make_app(settings, Engine(folder / "index", load=lambda _: encoder))


@pytest.fixture(scope="module")
def api(app: Any) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def page(app: Any) -> Iterator[TestClient]:
    with TestClient(app, headers={"Accept": "text/html", "Accept-Language": "zh"}) as client:
        yield client


# the API


def test_duties_are_listed_with_their_places(api: TestClient) -> None:
    body = api.get("/api/duties", params={"role": "负责", "limit": 1}).json()
    assert_shape(schemas.DutiesOut, body)
    assert (body["total"], body["limit"], body["offset"]) == (2, 1, 0)
    duty = body["duties"][0]
    assert (duty["body"], duty["task"], duty["strength"]) == ("省品牌协会", "品牌培训", "")
    assert duty["quote"] == "省品牌协会负责品牌培训"
    assert duty["clause"]["url"] == clause_url(BRAND, "五/(一)")
    rest = api.get("/api/duties", params={"role": "负责", "offset": 1}).json()
    assert [one["body"] for one in rest["duties"]] == ["各市"]


@pytest.mark.parametrize(
    ("params", "many"),
    [
        ({}, 4),
        ({"body": "質量研究院"}, 1),
        ({"strength": "要"}, 1),
        ({"notice": AWARDS}, 1),
        ({"issuer": "东山"}, 3),
        ({"from": "2021"}, 1),
        ({"notice": "没有"}, 0),
        ({"role": "", "body": ""}, 4),
    ],
)
def test_duties_are_filtered(api: TestClient, params: dict[str, str], many: int) -> None:
    body = api.get("/api/duties", params=params).json()
    assert (body["total"], len(body["duties"])) == (many, many)


def test_deadlines_are_listed_by_day(api: TestClient) -> None:
    body = api.get("/api/deadlines").json()
    assert_shape(schemas.DeadlinesOut, body)
    assert [one["day"] for one in body["deadlines"]] == ["2020-12-01", "2021-03-31"]
    body = api.get("/api/deadlines", params={"from": "2021", "to": "2021-03"}).json()
    assert [one["text"] for one in body["deadlines"]] == ["3月底前"]
    assert api.get("/api/deadlines", params={"notice": BRAND}).json()["total"] == 1
    assert api.get("/api/deadlines", params={"issuer": "南岭"}).json()["deadlines"] == []


@pytest.mark.parametrize("path", ["/api/duties", "/api/deadlines"])
def test_a_table_holds_all_that_match_with_whole_addresses(api: TestClient, path: str) -> None:
    response = api.get(path, params={"format": "csv", "limit": 1, "notice": BRAND})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert len(rows) == api.get(path, params={"notice": BRAND}).json()["total"]
    assert all(row["url"].startswith("http://testserver/n/") for row in rows)


def test_a_calendar_is_served(api: TestClient) -> None:
    response = api.get("/api/deadlines.ics", params={"from": "2021"})
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.text).walk("VEVENT")
    assert str(event["url"]) == "http://testserver" + clause_url(AWARDS, "第四条")


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("/api/duties?role=主持", "bad_filter", "牵头、会同"),
        ("/api/duties?from=x", "bad_filter", "not a date"),
        ("/api/duties?who=x", "invalid", "who"),
        ("/api/duties?limit=0", "invalid", "limit"),
        (f"/api/duties?offset={10**30}", "invalid", "offset"),
        ("/api/duties?format=xml", "invalid", "format"),
        ("/api/deadlines?from=2021&to=2020", "bad_filter", "swap"),
        ("/api/deadlines.ics?limit=3", "invalid", "limit"),
        ("/api/search?q=奖励&amount_min=很多", "bad_filter", "500万元"),
        ("/api/search?q=奖励&due_to=13月", "bad_filter", "due_to"),
    ],
)
def test_wrong_parameters_are_problems(api: TestClient, address: str, code: str, said: str) -> None:
    assert said in assert_problem(api.get(address), 422, code)["detail"]


def paths(body: dict[str, Any]) -> set[tuple[str, str]]:
    return {(hit["notice"]["id"], hit["clause"]["path"]) for hit in body["hits"]}


def test_search_is_limited_by_deadline_and_amount(api: TestClient) -> None:
    body = api.get("/api/search", params={"q": "奖励资金", "amount_min": "500万元"}).json()
    assert_shape(schemas.SearchOut, body)
    assert paths(body) == {(BRAND, "三/(二)")}
    assert body["facets"]["money"] == [["100万-1000万元", 1]]
    body = api.get("/api/search", params={"q": "报送总结", "due_from": "2021"}).json()
    assert paths(body) == {(AWARDS, "第四条")}
    assert body["facets"]["deadlines"] == [["2021-03", 1]]
    assert api.get("/api/search", params={"q": "奖励", "amount_max": "0"}).json()["hits"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"amount_min": 5_000_000},
        {"amount_min": "500万"},
        {"filters": {"amount_min": 4_999_999.5}},
        {"amount_min": "500万", "filters": {"amount_min": 1}},
    ],
)
def test_ask_takes_amounts_as_numbers_or_text(api: TestClient, given: dict[str, Any]) -> None:
    body = api.post("/api/ask", json={"question": "奖励资金多少", **given}).json()
    assert paths(body) == {(BRAND, "三/(二)")}


def test_ask_says_when_the_filters_leave_nothing(api: TestClient) -> None:
    body = api.post("/api/ask", json={"question": "奖励多少", "due_from": "2031"}).json()
    assert (body["status"], body["reason"], body["hits"]) == ("abstained", "filtered_out", [])


# the pages


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_duties_page_shows_a_table_that_leads_to_the_clauses(page: TestClient) -> None:
    html = page.get("/duties").text
    assert "<script" not in html
    assert "共 4 项职责" in html
    for body in ("省质量研究院", "省品牌协会", "各市", "本省登记的企业"):
        assert body in html
    assert f'href="{clause_url(BRAND, "五/(一)")}"' in html
    assert 'href="/api/duties?format=csv"' in html
    assert 'href="/duties?role=' + quote("负责") + '"' in html


def test_duties_page_keeps_what_was_chosen(page: TestClient) -> None:
    html = page.get("/duties", params={"role": "负责", "issuer": "东山省工业厅"}).text
    assert "共 2 项职责" in html
    assert "省质量研究院" not in html
    assert "<option selected>负责</option>" in html
    assert "role=%E8%B4%9F%E8%B4%A3&amp;issuer=" in html
    assert 'aria-current="true">负责</a>' in html
    assert "没有符合条件的职责" in page.get("/duties?body=北海").text


def test_deadlines_page_marks_the_words_in_their_sentence(page: TestClient) -> None:
    html = page.get("/deadlines").text
    assert '各市要在每年<mark class="quote">12月1日前</mark>把年度总结报送省工业厅。' in html
    assert html.index("2020年12月1日") < html.index("2021年3月31日")
    assert f'href="{clause_url(AWARDS, "第四条")}"' in html
    assert 'href="/api/deadlines.ics"' in html
    assert 'href="/deadlines?from=2020&amp;to=2020"' in html
    chosen = page.get("/deadlines?from=2020&to=2020").text
    assert "共 1 项期限" in chosen
    assert 'href="/deadlines?from=2020-12&amp;to=2020-12"' in chosen
    assert 'href="/api/deadlines.ics?from=2020&amp;to=2020"' in chosen


def test_months_are_shown_of_one_year() -> None:
    counts = DeadlineFacets((("2020", 2), ("2021", 1)), (("2020-03", 2), ("2021-05", 1)))
    assert months_of(counts, DeadlineFilters()) == []
    year = DeadlineFilters("2021-01-01", "2021-12-31")
    assert months_of(counts, year) == [("2021-05", 1)]
    assert months_of(counts, DeadlineFilters("2020-01-01", "2021-12-31")) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [("/duties?role=主持", "没有这个角色"), ("/deadlines?from=昨天", "日期写错了")],
)
def test_a_wrong_filter_is_said_on_the_page(page: TestClient, address: str, said: str) -> None:
    response = page.get(address)
    assert response.status_code == 422
    assert said in response.text
    assert "<table" not in response.text


def test_lists_have_pages_and_take_odd_numbers(page: TestClient) -> None:
    for path in ("/duties", "/deadlines"):
        for odd in ("0", "-1", "x", "9999999", "99"):
            assert page.get(path, params={"page": odd}).status_code == 200
    assert "没有符合条件的期限" in page.get("/deadlines?page=99").text


def test_a_notice_page_shows_its_own_facts(page: TestClient) -> None:
    html = page.get(notice_url(BRAND)).text
    assert "期限 1" in text_of(html)
    assert "职责 3" in text_of(html)
    assert f'href="/api/deadlines.ics?notice={quote(BRAND)}"' in html
    assert "本省登记的企业" not in html
    assert 'class="facts"' not in page.get(notice_url(ODD)).text


def test_pages_speak_english_and_are_linked_from_every_page(page: TestClient) -> None:
    html = page.get("/duties?lang=en").text
    assert "4 duties" in html
    assert '<span lang="en">responsible</span>' in html
    assert "Deadlines" in page.get("/?lang=en").text
    assert 'href="/duties?lang=en"' in page.get("/deadlines?lang=en").text
    assert 'name="lang" value="en"' in html
    assert "31 March 2021" in page.get("/deadlines?lang=en").text


def test_what_is_typed_is_escaped(page: TestClient) -> None:
    for address in ("/duties?body=", "/deadlines?issuer=", "/duties?notice=", "/deadlines?from="):
        html = page.get(address + quote('"><script>alert(1)</script>')).text
        assert "<script" not in html


def test_a_notice_without_facts_is_a_notice(tmp_path: Path) -> None:
    """As is an index without any fact."""
    encoder = HashingEncoder()
    (tmp_path / "a.txt").write_text("一、总则\n质量第一。\n", encoding="utf-8")
    index_paths(tmp_path / "index", [tmp_path / "a.txt"], encoder)
    settings = load_settings(index=tmp_path / "index", rate_limit=0, api_key="")
    with TestClient(make_app(settings, Engine(tmp_path / "index", load=lambda _: encoder))) as own:
        assert "没有符合条件的职责" in own.get("/duties").text
        assert "没有符合条件的期限" in own.get("/deadlines").text
