"""The API over a real index: contract, problem documents, keys, limits, new generations."""

from __future__ import annotations

import io
import json
import logging
import re
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from corpus import errors
from corpus.errors import (
    EncoderError,
    GongwenError,
    InputError,
    NotFoundError,
    RerankerError,
    ServeError,
)
from indexer.build import index_paths, remove_notices
from service.asker import Asker
from service.engine import Engine
from service.http import schemas
from service.http.app import make_app
from service.http.limits import MOST_CLIENTS, RateLimit
from service.http.problems import CODES, RULES, problem_of
from service.http.server import bind, escaped, serve
from service.results import Filters, SearchResult
from service.settings import Settings, load_settings
from tests.fakes import HashingEncoder, OverlapReranker, running, write_web_notices

BRAND, AWARDS, ODD = "东工函〔2020〕15号", "西市监规〔2021〕3号", "南工信〔2022〕7号"
KEY = "a key of ours"
NEW = """---
title: 北原市工业局关于机器人补贴的通知
issuer: 北原市工业局
number: 北工〔2023〕9号
date: 2023-02-01
---
一、补贴范围
购买焊接机器人的企业可以申请补贴，每台三万元。
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of our three notices, not to be changed."""
    folder = tmp_path_factory.mktemp("http")
    notices = write_web_notices(folder / "notices")
    index_paths(folder / "index", [notices], HashingEncoder())
    return folder / "index"


@pytest.fixture(scope="session")
def api(built: Path) -> Iterator[TestClient]:
    with TestClient(app_on(built)) as client:
        yield client


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An index that a test may change."""
    index_paths(tmp_path / "index", [write_web_notices(tmp_path / "notices")], HashingEncoder())
    return tmp_path / "index"


@pytest.fixture
def writer(own: Path) -> TestClient:
    return TestClient(app_on(own, api_key=KEY), headers={"X-API-Key": KEY})


def engine_on(folder: Path) -> Engine:
    encoder = HashingEncoder()
    return Engine(folder, load=lambda _: encoder)


def app_on(folder: Path, **settings: Any) -> Any:
    return make_app(some_settings(folder, **settings), engine_on(folder))


def some_settings(folder: Path, **given: Any) -> Settings:
    return load_settings(**{"index": folder, "rate_limit": 0, "api_key": "", **given})


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """It is an RFC 9457 document with this status and code; gives it back."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    schemas.ProblemOut.model_validate(body, strict=True)
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"/docs#{code}"
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def assert_shape(model: type[BaseModel], body: Any) -> None:
    """The JSON has the fields of the schema, no others and none missing."""
    read = model.model_validate(body, strict=True)
    assert read.model_dump(exclude_unset=True) == body


# Search


def test_search_answers_with_the_json_of_the_contract(api: TestClient) -> None:
    response = api.get("/api/search", params={"q": "谁负责品牌培训", "k": 3})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert_shape(schemas.SearchOut, body)
    assert (body["query"], body["mode"], body["total_clauses"]) == ("谁负责品牌培训", "hybrid", 29)
    assert [hit["rank"] for hit in body["hits"]] == [1, 2, 3]
    first = body["hits"][0]
    assert (first["notice"]["id"], first["clause"]["path"]) == (BRAND, "五/(一)")
    assert first["notice"]["edition"] == "restated"
    assert first["clause"]["headings"] == ["五、加强人才培养"]
    assert first["clause"]["url"] == f"/n/{quote(BRAND)}#{quote('五/(一)', safe='/()')}"
    text = first["clause"]["text"]
    assert {text[start:end] for start, end in first["highlights"]} <= {"品牌培训", "品牌"}


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"issuer": "标准化"}, set()),
        ({"issuer": "西河省"}, {AWARDS}),
        ({"number": "东工函[2020]15号"}, {BRAND}),
        ({"from": "2021"}, {AWARDS, ODD}),
        ({"from": "2021", "to": "2021-12"}, {AWARDS}),
        ({"notice": ODD}, {ODD}),
        ({"notice": "没有的"}, set()),
        ({"issuer": "", "from": ""}, {BRAND, AWARDS, ODD}),
    ],
)
def test_filters_limit_search_and_ask(
    api: TestClient, filters: dict[str, str], ids: set[str]
) -> None:
    found = api.get("/api/search", params={"q": "企业 补贴 标准 奖励", "k": 50, **filters}).json()
    assert {hit["notice"]["id"] for hit in found["hits"]} == ids
    body = {"question": "企业 补贴 标准 奖励", "k": 50}
    flat = api.post("/api/ask", json={**body, **filters}).json()
    nested = api.post("/api/ask", json={**body, "filters": filters}).json()
    assert {hit["notice"]["id"] for hit in flat["hits"]} == ids
    assert [hit["clause"] for hit in nested["hits"]] == [hit["clause"] for hit in flat["hits"]]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_every_mode_finds_the_clause(api: TestClient, mode: str) -> None:
    body = api.get("/api/search", params={"q": "省品牌协会负责品牌培训", "mode": mode}).json()
    assert body["mode"] == mode
    assert body["hits"][0]["clause"]["path"] == "五/(一)"


@pytest.mark.parametrize(
    ("params", "code", "says"),
    [
        ({}, "invalid", "q"),
        ({"q": ""}, "bad_query", "empty"),
        ({"q": "   "}, "bad_query", "empty"),
        ({"q": "？！。…"}, "bad_query", "word"),
        ({"q": "😀🎉"}, "bad_query", "word"),
        ({"q": "\x00\x07"}, "bad_query", "empty"),
        ({"q": "长" * 2001}, "bad_query", "2001"),
        ({"q": "品牌", "k": "0"}, "bad_query", "1 to 1000"),
        ({"q": "品牌", "k": "100000"}, "bad_query", "1 to 1000"),
        ({"q": "品牌", "k": "many"}, "invalid", "k"),
        ({"q": "品牌", "mode": "magic"}, "bad_filter", "hybrid"),
        ({"q": "品牌", "from": "yesterday"}, "bad_filter", "2020-05-06"),
        ({"q": "品牌", "from": "2022", "to": "2020"}, "bad_filter", "swap"),
        ({"q": "品牌", "issuers": "西河省"}, "invalid", "issuers"),
    ],
)
def test_bad_search_is_a_problem_that_says_what_to_do(
    api: TestClient, params: dict[str, str], code: str, says: str
) -> None:
    assert says in assert_problem(api.get("/api/search", params=params), 422, code)["detail"]


# Ask


def test_ask_answers_with_a_verbatim_quote(api: TestClient) -> None:
    body = api.post("/api/ask", json={"question": "谁负责品牌培训"}).json()
    assert_shape(schemas.AskOut, body)
    assert (body["status"], body["reason"]) == ("answered", None)
    cited = body["citations"][0]
    assert cited["quote"] == cited["clause"]["text"][cited["start"] : cited["end"]]
    assert "省品牌协会负责品牌培训" in cited["quote"]
    assert body["kind"] == "who"
    assert body["lead"] == "省品牌协会（负责）。"
    assert body["answer"].startswith(f"{body['lead']}「{cited['quote']}」")
    assert len(body["hits"]) == 5


def test_ask_abstains_honestly(api: TestClient) -> None:
    body = api.post("/api/ask", json={"question": "月球基地的氧气价格"}).json()
    assert_shape(schemas.AskOut, body)
    assert (body["status"], body["answer"], body["citations"]) == ("abstained", None, [])
    assert body["reason"] in {"no_hits", "low_confidence"}
    none = api.post("/api/ask", json={"question": "品牌培训", "notice": "没有的"}).json()
    assert none["reason"] == "filtered_out"


def test_filters_beside_the_question_win_over_nested_ones(api: TestClient) -> None:
    body = {"question": "企业", "issuer": "西河省", "filters": {"issuer": "东山省"}, "k": 50}
    hits = api.post("/api/ask", json=body).json()["hits"]
    assert {hit["notice"]["id"] for hit in hits} == {AWARDS}


def test_null_fields_do_not_limit(api: TestClient) -> None:
    body = {"question": "企业", "issuer": None, "mode": None, "filters": None, "from": None}
    assert api.post("/api/ask", json=body).status_code == 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "invalid"),
        (b"{", "invalid"),
        (b"[]", "invalid"),
        (b'{"k": 3}', "invalid"),
        (b'{"question": 3}', "invalid"),
        (rb'{"question": "\ud800 x"}', "invalid"),
        (rb'{"question": "x", "from": "\ud800"}', "invalid"),
        (rb'{"question": "x", "filters": {"from": "\ud800"}}', "invalid"),
        (rb'{"question": "x", "\ud800": 1}', "invalid"),
        ('{"question": "企业", "when": "2020"}'.encode(), "invalid"),
        ('{"question": "企业", "filters": {"isuer": "x"}}'.encode(), "invalid"),
        (b'{"question": ""}', "bad_query"),
        (f'{{"question": "{"长" * 10_000}"}}'.encode(), "bad_query"),
        ('{"question": "企业", "k": 0}'.encode(), "bad_query"),
        ('{"question": "企业", "from": "2020-13"}'.encode(), "bad_filter"),
        ('{"question": "企业", "filters": {"to": "x"}}'.encode(), "bad_filter"),
    ],
)
def test_bad_question_is_a_problem(api: TestClient, content: bytes, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert_problem(api.post("/api/ask", content=content, headers=headers), 422, code)


def test_question_without_a_content_type_is_told_to_name_it(api: TestClient) -> None:
    body = '{"question": "企业"}'.encode()
    for response in (api.post("/api/ask", content=body), api.post("/api/ask")):
        assert (
            "Content-Type: application/json" in assert_problem(response, 422, "invalid")["detail"]
        )


# Notices


def test_notices_are_listed_newest_first_and_in_pages(api: TestClient) -> None:
    body = api.get("/api/notices").json()
    assert_shape(schemas.ListOut, body)
    assert [notice["id"] for notice in body["notices"]] == [ODD, AWARDS, BRAND]
    assert [notice["clauses"] for notice in body["notices"]] == [2, 9, 18]
    second = api.get("/api/notices", params={"limit": 1, "offset": 1}).json()
    assert (second["total"], second["limit"], second["offset"]) == (3, 1, 1)
    assert [notice["id"] for notice in second["notices"]] == [AWARDS]
    assert api.get("/api/notices", params={"offset": 9}).json()["notices"] == []


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"issuer": "西河省"}, [AWARDS]),
        ({"year": "2020"}, [BRAND]),
        ({"year": "2020", "issuer": "西河省"}, []),
        ({"year": ""}, [ODD, AWARDS, BRAND]),
    ],
)
def test_notices_are_filtered_by_issuer_and_year(
    api: TestClient, params: dict[str, str], ids: list[str]
) -> None:
    body = api.get("/api/notices", params=params).json()
    assert [notice["id"] for notice in body["notices"]] == ids
    assert body["total"] == len(ids)


@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"year": "soon"}, {"page": 2}]
)
def test_bad_list_parameters_are_problems(api: TestClient, params: dict[str, Any]) -> None:
    assert_problem(api.get("/api/notices", params=params), 422, "invalid")


def test_notice_has_metadata_and_outline(api: TestClient) -> None:
    body = api.get(f"/api/notices/{quote(BRAND)}").json()
    assert_shape(schemas.NoticeFullOut, {**body, "text": ""})
    assert (body["issuer"], body["date"]) == ("东山省工业厅", "2020-05-06")
    assert body["official_url"] == "https://example.org/east/2020-15.html"
    assert [clause["path"] for clause in body["clauses"]][:4] == ["preamble", "一", "二", "二/(一)"]
    assert body["contacts"][0]["phones"] == ["010-5550101"]
    full = api.get(f"/api/notices/{quote(BRAND)}", params={"text": "true"}).json()
    assert_shape(schemas.NoticeFullOut, full)
    last = full["clauses"][-1]
    assert full["text"][last["start"] : last["end"]].rstrip().endswith("2020年5月6日")
    assert last["end"] == len(full["text"])


@pytest.mark.parametrize("printed", [BRAND, "东工函[2020]15号", "东工函（2020）15号"])
def test_notice_is_found_by_its_number_in_any_printed_form(api: TestClient, printed: str) -> None:
    for address in (printed, quote(printed, safe="")):
        response = api.get(f"/api/notices/{address}")
        assert response.status_code == 200, response.text
        assert response.json()["id"] == BRAND


@pytest.mark.parametrize(
    "path", ["五/(一)", "五/（一）", "%E4%BA%94/%28%E4%B8%80%29", "%E4%BA%94%2F(%E4%B8%80)"]
)
def test_clause_is_found_raw_and_percent_encoded(api: TestClient, path: str) -> None:
    body = api.get(f"/api/notices/{quote(BRAND)}/clauses/{path}").json()
    assert_shape(schemas.ClauseFullOut, body)
    assert body["path"] == "五/(一)"
    assert body["text"].startswith("（一）组织品牌培训。")
    assert body["notice"]["id"] == BRAND
    text = api.get(f"/api/notices/{BRAND}?text=true").json()["text"]
    assert text[body["start"] : body["end"]] == body["text"]


def test_second_text_under_one_number_has_its_own_address(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    text = (tmp_path / "notices" / "standards.txt").read_text(encoding="utf-8")
    other.write_text(text.replace("一百万元", "两百万元"), encoding="utf-8")
    index_paths(own, [other], HashingEncoder())
    client = TestClient(app_on(own))
    for address in (f"{AWARDS}~2", quote(f"{AWARDS}~2", safe="")):
        body = client.get(f"/api/notices/{address}/clauses/第三条/(一)").json()
        assert "两百万元" in body["text"]
        assert client.get(f"/n/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/api/notices/没有的",
        f"/api/notices/{BRAND}/clauses/九",
        f"/api/notices/{BRAND}/clauses/",
        "/api/notices/没有的/clauses/一",
        "/api/nothing",
        "/nothing",
        "/static/nothing.css",
        "/static/../labels.py",
    ],
)
def test_what_is_not_there_is_a_404_problem(api: TestClient, address: str) -> None:
    assert_problem(api.get(address), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/api/search", "GET"),
        ("GET", "/api/ask", "POST"),
        ("PUT", "/api/notices", "GET"),
        ("DELETE", "/", "GET"),
    ],
)
def test_wrong_method_is_a_405_that_names_the_right_one(
    api: TestClient, method: str, address: str, allowed: str
) -> None:
    response = api.request(method, address)
    assert allowed in response.headers["allow"]
    assert_problem(response, 405, "method_not_allowed")


@pytest.mark.parametrize("address", ["/", "/api/notices", "/healthz", f"/n/{BRAND}"])
def test_head_is_get_without_the_body(api: TestClient, address: str) -> None:
    head, get = api.head(address), api.get(address)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))


# Uploads and deletions


def upload(client: TestClient, text: str | bytes = NEW, name: str = "new.txt", **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post("/api/notices", files={"file": (name, data)}, **more)


def test_without_a_configured_key_writing_is_off_and_says_how_to_switch_it_on(
    api: TestClient,
) -> None:
    for response in (upload(api), api.delete(f"/api/notices/{BRAND}")):
        assert "GONGWEN_API_KEY" in assert_problem(response, 403, "writing_off")["detail"]
    assert api.get(f"/api/notices/{BRAND}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": "another"},
        {"X-API-Key": KEY + "x"},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": "Bearer"},
        {"X-API-Key": b"\xff\xfe"},
    ],
)
def test_missing_or_wrong_key_is_refused(own: Path, headers: dict[str, Any]) -> None:
    client = TestClient(app_on(own, api_key=KEY))
    for response in (
        upload(client, headers=headers),
        client.delete(f"/api/notices/{quote(BRAND)}", headers=headers),
    ):
        assert_problem(response, 401, "key_required")
        assert response.headers["www-authenticate"].startswith("Bearer")
    assert client.get("/api/notices").json()["total"] == 3


@pytest.mark.parametrize("key", [KEY, "钥匙"])
@pytest.mark.parametrize("bearer", [True, False])
def test_key_is_taken_from_either_header(own: Path, key: str, bearer: bool) -> None:
    client = TestClient(app_on(own, api_key=key))
    value = b"Bearer " + key.encode() if bearer else key.encode()
    name = "Authorization" if bearer else "X-API-Key"
    response = client.delete(f"/api/notices/{quote(ODD)}", headers=[(name.encode(), value)])
    assert response.status_code == 200, response.text


def test_upload_is_found_at_once(writer: TestClient) -> None:
    before = writer.get("/api/search", params={"q": "焊接机器人补贴"}).json()
    assert "北工〔2023〕9号" not in {hit["notice"]["id"] for hit in before["hits"]}
    response = upload(writer)
    assert response.status_code == 201
    body = response.json()
    assert_shape(schemas.ChangeOut, body)
    assert (body["added"], body["notices"], body["ids"]) == (1, 4, ["北工〔2023〕9号"])
    assert writer.get(response.headers["location"]).status_code == 200
    first = writer.get("/api/search", params={"q": "焊接机器人补贴"}).json()["hits"][0]
    assert first["notice"]["id"] == "北工〔2023〕9号"
    assert first["notice"]["source"] == "upload://北工〔2023〕9号/new.txt"


def test_same_upload_again_changes_nothing_and_a_corrected_one_replaces(
    writer: TestClient,
) -> None:
    upload(writer)
    again = upload(writer).json()
    assert (again["added"], again["updated"], again["notices"]) == (0, 0, 4)
    corrected = upload(writer, NEW.replace("三万元", "五万元")).json()
    assert (corrected["added"], corrected["updated"], corrected["notices"]) == (0, 1, 4)
    text = writer.get("/api/notices/北工〔2023〕9号/clauses/一").json()["text"]
    assert "五万元" in text


def test_two_uploads_of_one_name_do_not_replace_each_other(writer: TestClient) -> None:
    upload(writer)
    other = upload(writer, NEW.replace("9号", "10号").replace("机器人", "机床")).json()
    assert (other["added"], other["removed"], other["notices"]) == (1, 0, 5)


@pytest.mark.parametrize("name", ["../../etc/new.txt", "C:\\temp\\new.txt", "/new.txt"])
def test_uploaded_name_is_never_a_path(writer: TestClient, name: str) -> None:
    upload(writer, name=name)
    source = writer.get("/api/notices/北工〔2023〕9号").json()["source"]
    assert source == "upload://北工〔2023〕9号/new.txt"


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.txt", b""), ("noise.txt", bytes(range(256)) * 40), ("song.mp3", b"ID3" * 100)],
)
def test_unreadable_upload_is_a_problem_and_loses_nothing(
    writer: TestClient, name: str, data: bytes
) -> None:
    body = assert_problem(upload(writer, data, name), 422, "unreadable")
    assert body["detail"].startswith(f"{name}: ")
    assert "/tmp" not in body["detail"]
    assert writer.get("/api/notices").json()["total"] == 3


def test_uploaded_archive_says_what_of_it_gave_no_notice(writer: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("new.txt", NEW)
        archive.writestr("song.mp3", b"ID3" * 100)
    body = upload(writer, packed.getvalue(), "two.zip").json()
    assert_shape(schemas.ChangeOut, body)
    assert body["added"] == 1
    (skipped,) = body["skipped"]
    assert skipped["source"] == "two.zip/song.mp3"
    assert skipped["reason"].startswith("unknown format '.mp3'")


def test_control_characters_of_an_uploaded_name_are_not_kept(writer: TestClient) -> None:
    upload(writer, name="red\x1b[31m.txt")
    source = writer.get("/api/notices/北工〔2023〕9号").json()["source"]
    assert source == "upload://北工〔2023〕9号/red\ufffd[31m.txt"


def test_upload_without_a_file_says_how_to_send_one(writer: TestClient) -> None:
    for response in (
        writer.post("/api/notices"),
        writer.post("/api/notices", data={"file": "text"}),
        writer.post("/api/notices", files={"other": ("a.txt", b"x")}),
    ):
        assert "multipart/form-data" in assert_problem(response, 400, "bad_request")["detail"]


def test_malformed_form_is_a_problem(writer: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = writer.post("/api/notices", content=b"--y\r\nnonsense", headers=headers)
    assert_problem(response, 400, "bad_request")
    headers = {"Content-Type": "multipart/form-data"}
    assert_problem(writer.post("/api/notices", content=b"x", headers=headers), 400, "bad_request")


def test_upload_over_the_limit_is_refused_announced_or_not(own: Path) -> None:
    client = TestClient(app_on(own, api_key=KEY, max_upload="10kB"), headers={"X-API-Key": KEY})
    assert_problem(upload(client, "一、总则\n" * 2000), 413, "too_large")

    def chunks() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(200):
            yield b"a" * 1000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = client.post("/api/notices", content=chunks(), headers=headers)
    assert_problem(response, 413, "too_large")


def test_the_key_is_asked_for_before_the_body_is_read(own: Path) -> None:
    settings = some_settings(own, api_key=KEY)
    with running(make_app(settings, engine_on(own)), settings) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            # A body is announced and never sent: only a server that does not wait can answer.
            connection.sendall(
                f"POST /api/notices HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5000\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
            )
            head, body = read_response(connection)
    assert head.startswith(b"HTTP/1.1 401 "), head
    assert json.loads(body)["code"] == "key_required"


def test_removed_notice_is_gone_from_everything(writer: TestClient) -> None:
    response = writer.delete(f"/api/notices/{quote('东工函[2020]15号')}")
    assert response.status_code == 200
    assert_shape(schemas.ChangeOut, response.json())
    assert (response.json()["removed"], response.json()["ids"]) == (1, [BRAND])
    assert_problem(writer.get(f"/api/notices/{BRAND}"), 404, "not_found")
    assert_problem(writer.delete(f"/api/notices/{BRAND}"), 404, "not_found")
    hits = writer.get("/api/search", params={"q": "品牌培训", "k": 50}).json()["hits"]
    assert BRAND not in {hit["notice"]["id"] for hit in hits}
    assert writer.get(f"/n/{BRAND}", headers={"Accept": "text/html"}).status_code == 404


# Limits


def test_too_many_requests_are_told_when_to_come_back(built: Path) -> None:
    client = TestClient(app_on(built, rate_limit=3))
    assert [client.get("/api/notices").status_code for _ in range(3)] == [200, 200, 200]
    response = client.get("/api/notices")
    assert 1 <= int(response.headers["retry-after"]) <= 20
    assert_problem(response, 429, "rate_limited")
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 429
    for free in ("/healthz", "/readyz", "/metrics", "/static/page.css"):
        assert client.get(free).status_code == 200


def test_bucket_fills_again_and_clients_do_not_share_one() -> None:
    now = [0.0]
    limit = RateLimit(6, clock=lambda: now[0])
    assert [limit.wait("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    assert limit.wait("b") == 0
    now[0] = 9.0
    assert limit.wait("a") == 1
    now[0] = 10.0
    assert [limit.wait("a"), limit.wait("a")] == [0, 10]
    now[0] = 1000.0
    assert [limit.wait("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]


def test_limit_of_zero_lets_all_through() -> None:
    limit = RateLimit(0)
    assert {limit.wait("a") for _ in range(1000)} == {0}


def test_buckets_do_not_grow_without_end() -> None:
    now = [0.0]
    limit = RateLimit(60, clock=lambda: now[0])
    for client in range(MOST_CLIENTS * 3):
        limit.wait(str(client))
    assert len(limit._buckets) <= MOST_CLIENTS
    now[0] = 120.0
    for client in range(MOST_CLIENTS + 1):
        limit.wait(str(client))
    assert len(limit._buckets) <= MOST_CLIENTS + 1


def test_long_bodies_are_refused_before_they_are_parsed(api: TestClient) -> None:
    long = json.dumps({"question": "长" * 100_000}).encode()
    headers = {"Content-Type": "application/json"}
    assert_problem(api.post("/api/ask", content=long, headers=headers), 413, "too_large")
    unannounced = (long[at : at + 1000] for at in range(0, len(long), 1000))
    assert_problem(api.post("/api/ask", content=unannounced, headers=headers), 413, "too_large")


# State


def test_without_an_index_the_service_lives_but_is_not_ready(tmp_path: Path) -> None:
    client = TestClient(app_on(tmp_path / "none"))
    with client:
        assert client.get("/healthz").json() == {"status": "ok"}
        for address in ("/readyz", "/api/search?q=企业", "/api/notices"):
            body = assert_problem(client.get(address), 503, "index_missing")
            assert "gongwen index" in body["detail"]
            assert str(tmp_path) not in body["detail"]
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "索引暂时不能用" in page.text
        assert "gongwen_index_clauses 0.0" in client.get("/metrics").text


def test_index_that_appears_later_is_served(tmp_path: Path) -> None:
    client = TestClient(app_on(tmp_path / "index"))
    assert_problem(client.get("/readyz"), 503, "index_missing")
    index_paths(tmp_path / "index", [write_web_notices(tmp_path / "n")], HashingEncoder())
    body = client.get("/readyz").json()
    assert_shape(schemas.ReadyOut, body)
    assert (body["status"], body["notices"], body["clauses"]) == ("ready", 3, 29)
    assert (body["encoder"], body["reranker"]) == ("hashing", None)


def test_first_upload_makes_the_index(tmp_path: Path) -> None:
    client = TestClient(app_on(tmp_path / "index", api_key=KEY), headers={"X-API-Key": KEY})
    assert upload(client).status_code == 201
    assert client.get("/readyz").json()["notices"] == 1


def test_damaged_index_is_a_problem_without_the_servers_paths(own: Path) -> None:
    generation = next((own / "generations").iterdir())
    (generation / "manifest.json").write_text("{}", encoding="utf-8")
    body = assert_problem(TestClient(app_on(own)).get("/readyz"), 503, "index_corrupt")
    assert "--rebuild" in body["detail"]
    assert str(own) not in json.dumps(body)


def test_another_encoder_than_the_indexs_is_a_problem(own: Path) -> None:
    other = HashingEncoder(dims=32, name="other")
    client = TestClient(make_app(some_settings(own), Engine(own, "other", load=lambda _: other)))
    assert "--rebuild" in assert_problem(client.get("/readyz"), 503, "encoder_mismatch")["detail"]


def test_encoder_that_cannot_be_loaded_is_a_problem_and_does_not_stop_the_service(
    own: Path,
) -> None:
    def load(name: str) -> HashingEncoder:
        raise EncoderError(f"there is no encoder {name} in /srv/private")

    with TestClient(make_app(some_settings(own), Engine(own, load=load))) as client:
        body = assert_problem(client.get("/readyz"), 503, "encoder_unavailable")
        assert "private" not in json.dumps(body)
        assert client.get("/metrics").status_code == 200


def test_reranker_is_loaded_once_at_the_start_and_orders_every_answer(built: Path) -> None:
    judge = OverlapReranker("海湾市")
    asked: list[str] = []

    def load(name: str) -> OverlapReranker:
        asked.append(name)
        return judge

    engine = Engine(built, load=lambda _: HashingEncoder(), reranker="a judge", load_reranker=load)
    with TestClient(make_app(some_settings(built), engine)) as client:
        assert (asked, judge.seen) == (["a judge"], [["通知"]])
        assert client.get("/readyz").json()["reranker"] == "overlap"
        found = client.get("/api/search", params={"q": "谁负责品牌培训"}).json()
        answer = client.post("/api/ask", json={"question": "谁负责品牌培训"}).json()
        assert [body["hits"][0]["clause"]["path"] for body in (found, answer)] == ["三/(二)"] * 2
        assert "三/(二)" in client.get("/", params={"q": "谁负责品牌培训"}).text
        judged = len(judge.seen)
        assert judged == 4
        marked = client.get(f"/n/{BRAND}", params={"q": "谁负责品牌培训"})
        assert "<mark class=" in marked.text
        assert len(judge.seen) == judged  # marking what matches needs no order
    assert asked == ["a judge"]


def test_reranker_that_cannot_be_loaded_is_a_problem_and_uploads_still_work(own: Path) -> None:
    def load(name: str) -> OverlapReranker:
        raise RerankerError(f"there is no reranker {name} in /srv/private")

    engine = Engine(own, load=lambda _: HashingEncoder(), reranker="a judge", load_reranker=load)
    app = make_app(some_settings(own, api_key=KEY), engine)
    with TestClient(app, headers={"X-API-Key": KEY}) as client:
        for address in ("/readyz", "/api/search?q=企业"):
            body = assert_problem(client.get(address), 503, "reranker_unavailable")
            assert "private" not in json.dumps(body)
        assert upload(client).status_code == 201
        assert client.get("/metrics").status_code == 200


def test_reranker_that_is_not_there_stops_the_start_and_frees_the_port(built: Path) -> None:
    settings = some_settings(built, port=0, reranker="./no-judge")
    said: list[str] = []
    with pytest.raises(RerankerError, match="there is no such folder"):
        serve(settings, said.append)
    assert said == []


def test_published_generation_is_served_from_the_next_request(own: Path) -> None:
    client = TestClient(app_on(own))
    before = client.get("/readyz").json()["generation"]
    remove_notices(own, [BRAND])
    after = client.get("/readyz").json()
    assert after["generation"] > before
    assert after["notices"] == 2


def test_request_under_way_keeps_its_generation(own: Path) -> None:
    engine = engine_on(own)
    with engine._reading() as old:
        remove_notices(own, [BRAND])
        remove_notices(own, [ODD])
        assert engine.state().notices == 1
        assert old.index.notice(BRAND).title.startswith("东山省")
    with pytest.raises(Exception, match="closed"):
        old.index.notice(BRAND)


def test_broken_new_generation_leaves_the_old_one_serving(
    own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = engine_on(own)
    assert engine.state().notices == 3
    remove_notices(own, [BRAND])
    name = (own / "CURRENT").read_text(encoding="utf-8").split()[0]
    (own / "generations" / name / "manifest.json").write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert engine.state().notices == 3
        assert engine.state().notices == 3
    assert len(caplog.records) == 1
    assert "still serving" in caplog.text


def test_searches_and_writes_from_many_threads_do_not_disturb_each_other(own: Path) -> None:
    engine = engine_on(own)
    failed: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(40):
                found = engine.search("首席质量官", 3, "hybrid", Filters())
                assert found.hits[0].clause.path == "五/(二)"
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(4):
        engine.add("new.txt", NEW.replace("三万元", f"{number}万元").encode())
    for thread in threads:
        thread.join()
    assert failed == []
    assert "3万元" in engine.clause("北工〔2023〕9号", "一")[1].text


# Failures


class FailingEngine(Engine):
    """An engine with a fault in it."""

    def search(self, query: str, k: int, mode: str, filters: Filters) -> SearchResult:
        raise RuntimeError("secret: /srv/private")

    def asker(self, k: int, mode: str) -> AbstractContextManager[Asker]:
        raise RuntimeError("secret: /srv/private")


def test_unforeseen_failure_tells_nothing_but_a_reference(
    built: Path, caplog: pytest.LogCaptureFixture
) -> None:
    failing = FailingEngine(built, load=lambda _: HashingEncoder())
    client = TestClient(make_app(some_settings(built), failing))
    response = client.get("/api/search", params={"q": "企业"})
    body = assert_problem(response, 500, "internal")
    assert "secret" not in response.text
    assert body["request_id"] in caplog.text
    assert "secret: /srv/private" in caplog.text
    page = client.get("/", params={"q": "企业"}, headers={"Accept": "text/html"})
    assert page.status_code == 500
    assert page.headers["x-request-id"] in page.text
    assert "secret" not in page.text


def leaves(kind: type[GongwenError]) -> list[type[GongwenError]]:
    return [kind, *(leaf for sub in kind.__subclasses__() for leaf in leaves(sub))]


@pytest.mark.parametrize("kind", leaves(GongwenError))
def test_every_error_of_the_tree_has_a_problem(kind: type[GongwenError]) -> None:
    problem = problem_of(kind("the message"))
    assert problem.code == kind.code
    assert 400 <= problem.status < 600
    assert (problem.status < 500) == issubclass(kind, InputError)
    assert (problem.detail == "the message") == issubclass(kind, InputError)
    assert all(rule.__name__ in vars(errors) for rule in RULES)


# Headers, metrics, documentation


@pytest.mark.parametrize(
    "address", ["/", "/api/notices", "/api/none", "/api/search", "/static/page.css", "/docs"]
)
def test_security_headers_are_on_every_response(api: TestClient, address: str) -> None:
    headers = api.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])


def test_static_files_with_a_digest_are_kept_for_good(api: TestClient) -> None:
    sheet = re.search(r'href="(/static/page\.css\?v=\w+)"', api.get("/").text)
    assert sheet is not None
    assert "immutable" in api.get(sheet[1]).headers["cache-control"]
    assert "immutable" not in api.get("/static/page.css").headers["cache-control"]


def test_metrics_count_by_route_template(built: Path) -> None:
    client = TestClient(app_on(built))
    client.get(f"/api/notices/{BRAND}")
    client.get("/api/notices/没有的")
    client.get("/api/search", params={"q": "企业"})
    client.get("/wp-login.php")
    client.request("BREW", "/healthz")
    text = client.get("/metrics").text
    requests = 'gongwen_http_requests_total{method="GET"'
    for line in (
        f'{requests},route="/api/notices/{{notice_id}}",status="200"}} 1.0',
        f'{requests},route="/api/notices/{{notice_id}}",status="404"}} 1.0',
        f'{requests},route="other",status="404"}} 1.0',
        'gongwen_http_request_seconds_count{route="/api/search"} 1.0',
        'gongwen_search_seconds_count{kind="search"} 1.0',
        "gongwen_index_clauses 29.0",
        "gongwen_index_notices 3.0",
    ):
        assert line in text.splitlines(), text
    assert 'method="other"' in text
    assert "wp-login" not in text


def test_openapi_describes_every_route_and_no_foreign_error(api: TestClient) -> None:
    schema = api.get("/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/search",
        "/api/ask",
        "/api/verify",
        "/api/notices",
        "/api/notices/{notice_id}",
        "/api/notices/{notice_id}/clauses/{path}",
        "/api/duties",
        "/api/deadlines",
        "/api/deadlines.ics",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    assert "HTTPValidationError" not in json.dumps(schema)
    search = schema["paths"]["/api/search"]["get"]
    assert {one["name"] for one in search["parameters"]} == {
        *("q", "k", "issuer", "number", "from", "to", "notice", "mode"),
        *("due_from", "due_to", "amount_min", "amount_max"),
    }
    refused = search["responses"]["422"]["content"]
    assert list(refused) == ["application/problem+json"]
    assert "ProblemOut" in json.dumps(refused)


def test_docs_load_nothing_from_elsewhere_and_explain_every_code(api: TestClient) -> None:
    page = api.get("/docs").text
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    for code in CODES:
        assert f'id="{code}"' in page
    for path in api.get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page


# The server


def test_address_may_be_sent_raw_as_curl_does(built: Path) -> None:
    settings = some_settings(built)
    with running(make_app(settings, engine_on(built)), settings) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            for address, path in (
                ("/api/search?q=谁负责品牌培训&k=1", "五/(一)"),
                (f"/api/notices/{BRAND}/clauses/三/(二)", "三/(二)"),
            ):
                request = f"GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n"
                connection.sendall(request.encode())
                head, body = read_response(connection)
                assert head.startswith(b"HTTP/1.1 200 "), head
                found = json.loads(body)
                assert (found["hits"][0]["clause"] if "hits" in found else found)["path"] == path


def test_query_of_ten_thousand_characters_gets_a_problem_from_the_server_too(built: Path) -> None:
    settings = some_settings(built)
    with running(make_app(settings, engine_on(built)), settings) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            address = "/api/search?q=" + quote("长" * 10_000)
            connection.sendall(f"GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head, body = read_response(connection)
    assert head.startswith(b"HTTP/1.1 422 "), head
    assert json.loads(body)["code"] == "bad_query"


def read_response(connection: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of one response with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert length is not None
    while len(body) < int(length[1]):
        body += connection.recv(65536)
    return head, body


def test_only_bytes_above_127_are_escaped() -> None:
    assert (
        escaped("GET /n/一?q=a%20b HTTP/1.1\r".encode()) == b"GET /n/%E4%B8%80?q=a%20b HTTP/1.1\r"
    )
    assert escaped(b"GET /a%2Fb?q=[x] HTTP/1.1\r") == b"GET /a%2Fb?q=[x] HTTP/1.1\r"


def test_port_in_use_is_one_helpful_line() -> None:
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"cannot listen on 127\.0\.0\.1:{port}: .*--port"):
            bind("127.0.0.1", port)
    with pytest.raises(ServeError, match=r"cannot listen on 192\.0\.2\.1:1: "):
        bind("192.0.2.1", 1)


def test_engine_says_what_is_missing_without_naming_folders(built: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no notice '没有的'") as caught:
        engine_on(built).notice("没有的")
    assert str(built) not in str(caught.value)


def test_answers_on_a_kept_connection_do_not_wait_for_acknowledgements(built: Path) -> None:
    settings = some_settings(built)
    with running(make_app(settings, engine_on(built)), settings) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            times = []
            for _ in range(15):
                began = time.perf_counter()
                connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                read_response(connection)
                times.append(time.perf_counter() - began)
    assert min(times) < 0.03
