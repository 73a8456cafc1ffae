"""One question with all that goes with it: a conversation, filters, a summary and a receipt."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.build import index_paths
from service.http import schemas
from tests.fakes import HashingEncoder, write_web_notices
from tests.llm_server import KEY, LlmServer, says, serving
from tests.test_generated import app_on, events_of, run
from tests.test_http import assert_shape

BRAND, TITLE = "东工函〔2020〕15号", "东山省工业厅关于印发2020年质量品牌工作方案的通知"
FIRST, NEXT = "谁负责品牌培训", "那质量诊断由谁牵头？"
SAID = "质量诊断由省质量研究院牵头[@质量诊断@]。"
WRITTEN = "质量诊断由省质量研究院牵头[1]。"
HELD = "由省质量研究院牵头，全年诊断不少于六十家中小企业，诊断费用由省级资金承担。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("together")
    index_paths(root / "index", [write_web_notices(root / "notices")], HashingEncoder())
    return root / "index"


@pytest.fixture
def model() -> Iterator[LlmServer]:
    with serving(says(SAID)) as server:
        yield server


@pytest.fixture
def api(index: Path, model: LlmServer) -> Iterator[TestClient]:
    with TestClient(app_on(index, model)) as client:
        client.headers["accept-language"] = "zh"
        yield client


def asked(api: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = api.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def fields_of_follow_up(page: str) -> dict[str, str]:
    """What the form 追问 under an answer sends beside the question."""
    form = re.search(r'<form class="follow".*?</form>', page, re.S)
    assert form
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


# The API


def test_one_request_goes_on_is_summarised_and_has_a_receipt(
    api: TestClient, model: LlmServer
) -> None:
    first = asked(api, FIRST, conversation="new", issuer="东山省")
    name = first["conversation"]["id"]
    assert "generated" not in first
    assert "receipt" not in first
    answer = asked(
        api, NEXT, conversation=name, generate=True, receipt=True, filters={"from": "2020"}
    )
    assert_shape(schemas.AskOut, answer)
    assert answer["question"] == NEXT
    assert answer["conversation"] == {
        "id": name, "follow_up": True, "read_as": f"{TITLE}：质量诊断由谁牵头",
        "notice": BRAND, "title": TITLE,
    }  # fmt: skip
    assert answer["generated"]["used"]
    assert answer["answer"] == WRITTEN
    assert [one["quote"] for one in answer["citations"]] == [HELD]
    receipt = answer["receipt"]
    assert (receipt["question"], receipt["answer"]) == (NEXT, WRITTEN)
    assert receipt["filters"] == {"from": "2020-01-01"}
    assert [one["quote"] for one in receipt["citations"]] == [HELD]
    assert api.post("/api/verify", json=receipt).json()["holds"]
    assert f"{TITLE}：质量诊断由谁牵头" in model.calls[0].prompt


def test_model_is_told_the_language_that_a_follow_up_was_typed_in(
    api: TestClient, model: LlmServer
) -> None:
    name = asked(api, FIRST, conversation="new")["conversation"]["id"]
    answer = asked(api, "and the deadline?", conversation=name, generate=True)
    assert answer["conversation"]["read_as"] == f"{TITLE}：the deadline"
    rules, question = (message["content"] for message in model.calls[0].body["messages"])
    assert "Answer in English" in rules
    assert f"{TITLE}：the deadline" in question


def test_stream_of_a_follow_up_says_how_it_was_read(api: TestClient) -> None:
    name = asked(api, FIRST, conversation="new")["conversation"]["id"]
    body = {"question": NEXT, "conversation": name}
    stream = api.post("/api/ask", json=body, headers={"Accept": "text/event-stream"}).text
    (first, before), (second, _), (last, after) = events_of(stream)
    assert (first, second, last) == ("hits", "sentence", "answer")
    assert before["conversation"] == after["conversation"]
    assert after["conversation"]["notice"] == BRAND
    assert before["answer"].startswith(f"{before['lead']}「{HELD}」")
    assert after["answer"] == WRITTEN


def test_follow_up_that_nothing_answers_is_not_put_to_the_model(
    api: TestClient, model: LlmServer
) -> None:
    name = asked(api, FIRST, conversation="new")["conversation"]["id"]
    answer = asked(api, "那一次性奖励多少？", conversation=name, generate=True, receipt=True)
    assert (answer["status"], answer["generated"]["reason"]) == ("abstained", "abstained")
    assert (answer["receipt"]["answer"], answer["receipt"]["citations"]) == (None, [])
    assert model.calls == []


# The page


def test_page_follows_up_with_a_summary_and_saves_the_receipt_of_what_it_shows(
    api: TestClient,
) -> None:
    first = api.get("/", params={"q": FIRST, "generate": "1", "issuer": "东山省工业厅"}).text
    fields = fields_of_follow_up(first)
    assert fields.keys() == {"issuer", "generate", "c"}
    page = api.get("/", params={**fields, "q": NEXT}).text
    parts = [
        f"接着上一问，在《{TITLE}》中查找", "质量诊断由省质量研究院牵头<a", "<blockquote",
        "保存凭据", 'class="follow"', 'class="hits"',
    ]  # fmt: skip
    assert [page.count(part) > 0 for part in parts] == [True] * len(parts)
    assert sorted(parts, key=page.index) == parts
    link = re.search(r'href="(/receipt[^"]*)"', page)
    assert link
    receipt = api.get(html.unescape(link[1])).json()
    assert (receipt["question"], receipt["answer"]) == (NEXT, WRITTEN)
    assert [one["quote"] for one in receipt["citations"]] == [HELD]


# The command line


def test_command_keeps_a_conversation_a_summary_and_a_receipt(tmp_path: Path) -> None:
    index, talk, saved = (str(tmp_path / name) for name in ("index", "talk.json", "saved.json"))
    done = run("index", str(write_web_notices(tmp_path / "notices")), "--index", index)
    assert done.returncode == 0, done.stderr
    assert run("ask", FIRST, "--index", index, "--conversation", talk).returncode == 0
    with serving(says(SAID)) as server:
        done = run(
            *("ask", NEXT, "--index", index, "--conversation", talk),
            *("--generate", "--receipt", saved),
            GONGWEN_LLM_BASE_URL=server.address,
            GONGWEN_LLM_MODEL="scripted",
            GONGWEN_LLM_API_KEY=KEY,
        )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == f"接着上一问，在《{TITLE}》中查找 following up on this notice"
    assert lines[1].startswith("质量诊断由省质量研究院牵头[")
    receipt = json.loads(Path(saved).read_text(encoding="utf-8"))
    assert (receipt["question"], receipt["answer"]) == (NEXT, lines[1])
    assert run("verify", saved, "--index", index).returncode == 0
