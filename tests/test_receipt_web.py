"""Receipts over HTTP and on the page: saved without scripts, checked, refused with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.build import index_paths, remove_notices
from service.http import schemas
from service.http.limits import MOST_RECEIPT
from service.receipt import read_receipt
from service.results import notice_url
from tests.fakes import HashingEncoder, write_web_notices
from tests.test_http import app_on, assert_problem, assert_shape

BRAND = "东工函〔2020〕15号"
TRAINING = "谁负责品牌培训"
READER = {"Accept": "text/html", "Accept-Language": "zh"}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    index_paths(tmp_path / "index", [write_web_notices(tmp_path / "notices")], HashingEncoder())
    return tmp_path / "index"


@pytest.fixture
def api(index: Path) -> Iterator[TestClient]:
    with TestClient(app_on(index)) as client:
        yield client


@pytest.fixture
def page(api: TestClient) -> TestClient:
    api.headers.update(READER)
    return api


def receipt_of(api: TestClient, question: str = TRAINING, **filters: str) -> dict[str, Any]:
    body = {"question": question, "receipt": True, **filters}
    answer: dict[str, Any] = api.post("/api/ask", json=body).json()
    receipt: dict[str, Any] = answer["receipt"]
    return receipt


# The API


def test_ask_gives_a_receipt_only_where_it_is_asked_for(api: TestClient) -> None:
    body = {"question": TRAINING, "from": "2020"}
    with_receipt = api.post("/api/ask", json={**body, "receipt": True}).json()
    assert_shape(schemas.AskOut, with_receipt)
    receipt = with_receipt.pop("receipt")
    for plain in ({}, {"receipt": False}):
        answer = api.post("/api/ask", json={**body, **plain}).json()
        assert_shape(schemas.AskOut, answer)
        assert answer["citations"] == with_receipt["citations"]
    assert (receipt["question"], receipt["filters"]) == (TRAINING, {"from": "2020-01-01"})
    assert receipt["index"]["generation"] == api.get("/readyz").json()["generation"]
    assert [one["quote"] for one in receipt["citations"]] == [
        one["quote"] for one in with_receipt["citations"]
    ]
    read_receipt(json.dumps(receipt))


def test_verify_answers_with_the_verdicts(api: TestClient, index: Path) -> None:
    receipt = receipt_of(api)
    body = api.post("/api/verify", json=receipt).json()
    assert_shape(schemas.VerdictsOut, body)
    assert body["holds"]
    assert [one["verdict"] for one in body["verdicts"]] == ["stands"]
    remove_notices(index, [BRAND])
    body = api.post("/api/verify", json=receipt).json()
    assert_shape(schemas.VerdictsOut, body)
    assert not body["holds"]
    assert body["verdicts"][0]["verdict"] == "notice_gone"


def test_an_abstention_can_be_kept_too(api: TestClient) -> None:
    receipt = receipt_of(api, "月球基地的氧气价格")
    assert (receipt["status"], receipt["citations"]) == ("abstained", [])
    body = api.post("/api/verify", json=receipt).json()
    assert (body["status"], body["holds"], body["verdicts"]) == ("abstained", True, [])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"format": 9}', "format 9"),
        (b'{"format": 1, "question": 3}', "question"),
    ],
)
def test_a_malformed_receipt_is_a_problem(api: TestClient, body: bytes, says: str) -> None:
    response = api.post("/api/verify", content=body)
    assert says in assert_problem(response, 422, "bad_receipt")["detail"]


def test_an_edited_receipt_is_a_problem_of_its_own(api: TestClient) -> None:
    edited = {**receipt_of(api), "answer": "由企业负责。"}
    assert_problem(api.post("/api/verify", json=edited), 422, "edited_receipt")


def test_bodies_and_rates_are_limited_as_elsewhere(api: TestClient, index: Path) -> None:
    long = b" " * (MOST_RECEIPT + 1)
    assert_problem(api.post("/api/verify", content=long), 413, "too_large")
    assert api.post("/verify", content=long).status_code == 413
    limited = TestClient(app_on(index, rate_limit=2))
    statuses = [limited.post("/api/verify", content=b"{}").status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert limited.get("/verify").status_code == 429


# The page


def test_page_of_an_answer_offers_its_receipt_as_a_file(page: TestClient) -> None:
    found = page.get("/", params={"q": TRAINING, "issuer": "东山省工业厅", "lang": "en"}).text
    link = re.search(r'<a href="(/receipt\?[^"]+)" download>Save receipt</a>', found)
    assert link is not None
    response = page.get(link[1].replace("&amp;", "&"))
    assert response.headers["content-type"] == "application/json"
    disposition = response.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="gongwen-receipt-\d{8}T\d{6}\.json"', disposition)
    receipt = read_receipt(response.content)
    assert (receipt.question, receipt.filters) == (TRAINING, {"issuer": "东山省工业厅"})
    assert "省品牌协会负责品牌培训" in receipt.citations[0].quote
    assert "/receipt?" not in page.get("/", params={"q": "月球基地补贴"}).text


def test_a_receipt_of_nothing_is_refused(page: TestClient) -> None:
    for params in ({}, {"q": "。。"}, {"q": TRAINING, "year": "soon"}):
        assert page.get("/receipt", params=params).status_code == 422


def test_verify_page_shows_what_has_become_of_each_quote(page: TestClient, index: Path) -> None:
    text = json.dumps(receipt_of(page), ensure_ascii=False).encode()
    empty = page.get("/verify").text
    assert 'enctype="multipart/form-data"' in empty
    assert "<script" not in empty
    file = {"file": ("r.json", text, "application/json")}
    sent = page.post("/verify", files=file, data={"text": ""})
    assert sent.status_code == 200
    assert "原文未变" in sent.text
    assert notice_url(BRAND) in sent.text
    assert "Stands" in page.post("/verify?lang=en", files=file).text
    pasted = page.post("/verify", files={"text": (None, text)})
    assert "原文未变" in pasted.text
    remove_notices(index, [BRAND])
    gone = page.post("/verify", files=file).text
    assert "通知已不在" in gone
    assert notice_url(BRAND) not in gone


def test_verify_page_says_why_it_refuses_and_keeps_what_was_typed(page: TestClient) -> None:
    def refused(text: str) -> str:
        response = page.post("/verify", files={"text": (None, text)})
        assert response.status_code == 422
        return response.text

    assert "请选择凭据文件" in refused("")
    typed = refused('"><script>alert(1)</script>')
    assert "这不是可核对的凭据" in typed
    assert "<script" not in typed
    assert "&lt;script&gt;alert(1)" in typed
    edited = {**receipt_of(page), "answer": "由企业负责。"}
    assert "改动过" in refused(json.dumps(edited))
    assert page.post("/verify", content=b"text=1").status_code == 422
    assert page.post("/verify", json={"text": 1}).status_code == 422


def test_verify_page_of_an_abstention_says_that_nothing_was_quoted(page: TestClient) -> None:
    receipt = receipt_of(page, "月球基地的氧气价格")
    sent = page.post("/verify", files={"text": (None, json.dumps(receipt))})
    assert "没有引文可核对" in sent.text
