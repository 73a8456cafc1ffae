"""Follow-up questions: told from new ones, asked of the last notice, kept in bounded memory."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corpus.errors import ConversationError, QueryError
from corpus.load import BUNDLED
from indexer.build import index_paths
from indexer.encoders import load_encoder
from service.conversation import Conversations, check_id
from service.converse import converse
from service.engine import Engine
from service.followup import Context, follow_up
from service.http.app import make_app
from service.kept import MOST_BYTES, ask_in_file, read_context, write_context
from service.places import parts_of
from service.results import Answer, Filters
from service.settings import load_settings
from service.subject import LONGEST, subject_of
from service.terminal import answer_lines

PLAN = Context(
    "38e6", "2020年工业质量品牌建设工作计划", "广东2020年工业质量品牌建设",
    "广东2020年工业质量品牌建设的主要任务有哪些？",
)  # fmt: skip
PARKS = Context(
    "1941", "关于组织申报纺织服装创意设计园区的通知", "Tianjin textile design parks",
    "Which textile design parks can Tianjin recommend?",
)  # fmt: skip

# Told apart: goes on from the last question, asked of its notice.
BOUND = {
    "那截止日期呢？": "截止日期",
    "那么截止日期是什么时候": "截止日期是什么时候",
    "截止日期呢": "截止日期",
    "截止日期": "截止日期",
    "什么时候截止？": "什么时候截止",
    "联系人是谁": "联系人是谁",
    "電話多少": "電話多少",
    "邮箱地址是什么？": "邮箱地址是什么",
    "还有哪些城市？": "哪些城市",
    "另外，申报条件是什么": "申报条件是什么",
    "它什么时候施行": "什么时候施行",
    "该通知的申报条件是什么？": "申报条件是什么",
    "这份通知的文号是多少": "文号是多少",
    "這份通知的截止日期是什麼時候": "截止日期是什麼時候",
    "其中哪些城市是试点": "哪些城市是试点",
    "上述文件由谁印发": "由谁印发",
    "该通知对首席质量官培训有什么要求": "对首席质量官培训有什么要求",
    "那培训由谁负责": "培训由谁负责",
    "品牌培训呢？": "品牌培训",
    "第三条怎么说": "第三条怎么说",
    "材料交到哪里": "材料交到哪里",
    "申报材料要几份": "申报材料要几份",
    "那2020年的联系人呢": "2020年的联系人",
    "那广东的截止日期呢": "广东的截止日期",
    "那到2025年的目标呢": "到2025年的目标",
    "and the deadline?": "the deadline",
    "And who is responsible?": "who is responsible",
    "what about training subsidies?": "training subsidies",
    "how about the phone number": "the phone number",
    "the deadline?": "the deadline",
    "how much?": "how much",
    "When is it due?": "When is it due",
    "how long does it take": "how long does it take",
    "Does it apply to SMEs?": "Does it apply to SMEs",
    "What is its document number?": "What is its document number",
    "when does this notice take effect": "when does it take effect",
    "what is that document's deadline": "what is its deadline",
    "What materials are required in this notice?": "What materials are required",
    "who is the contact": "who is the contact",
}
# Another place, issuer or year in the last question.
SWITCHED = {
    "那天津呢？": "天津2020年工业质量品牌建设的主要任务有哪些？",
    "那天津市呢": "天津市2020年工业质量品牌建设的主要任务有哪些？",
    "2021年呢": "广东2021年工业质量品牌建设的主要任务有哪些？",
    "那2021年的呢": "广东2021年工业质量品牌建设的主要任务有哪些？",
    "那天津2021年的呢": "天津2021年工业质量品牌建设的主要任务有哪些？",
    "那工信部呢": "工信部2020年工业质量品牌建设的主要任务有哪些？",
    "那昆山市呢": "昆山市2020年工业质量品牌建设的主要任务有哪些？",
    "那天津的截止日期呢": "天津2020年工业质量品牌建设：截止日期",
    "what about Tianjin?": "天津2020年工业质量品牌建设的主要任务有哪些？",
    "and in 2021?": "广东2021年工业质量品牌建设的主要任务有哪些？",
    "what about Tianjin's deadline?": "天津2020年工业质量品牌建设：deadline",
}
# Stand alone, whatever was asked before.
NEW = [
    "谁负责品牌培训",
    "国办发〔2016〕44号的截止日期是什么时候",
    "那国办发〔2016〕44号呢",
    "《国家标准化发展纲要》的目标是什么",
    "那《国家标准化发展纲要》呢？",
    "天津纺织服装创意设计园区怎么申报",
    "那天津的纺织服装园区怎么申报",
    "2021年质量标杆名单什么时候公布",
    "哪些城市开展产业链协同创新试点",
    "那些企业可以申报绿色工厂",
    "那绿色产品认证怎么做",
    "还有哪些省份开展了智能制造试点",
    "企业应该如何申报绿色工厂",
    "其他省份的中小企业集群怎么认定",
    "「城市码」是什么",
    "到2025年的目标是什么",
    "那去年呢",
    "那北京和上海呢",
    "what about Beijing and Shanghai?",
    "天津的截止日期是什么时候",
    "中小企业特色产业集群的认定标准是什么",
    "who runs brand training",
    "Who trains chief quality officers in Guangdong?",
    "And how is green product certification organised?",
    "how do SMEs get recognised as green factories",
    "is it necessary for SMEs to report their energy use every year",
    "What is the deadline for textile design park applications in Tianjin?",
    "what about 国发〔2015〕13号",
    "what happened last year?",
    "你好",
    "那",
    "？？",
]


@pytest.mark.parametrize(("question", "asks"), BOUND.items())
def test_question_that_cannot_stand_alone_is_asked_of_the_last_notice(
    question: str, asks: str
) -> None:
    read = follow_up(question, PLAN)
    assert (read.notice, read.is_follow_up) == ("38e6", True)
    assert read.text == f"广东2020年工业质量品牌建设：{asks}"
    assert follow_up(question, None).is_follow_up is False


@pytest.mark.parametrize(("question", "text"), SWITCHED.items())
def test_another_place_or_year_replaces_the_last_one_and_leaves_the_notice(
    question: str, text: str
) -> None:
    read = follow_up(question, PLAN)
    assert (read.text, read.notice, read.is_follow_up) == (text, None, True)


@pytest.mark.parametrize("question", NEW)
@pytest.mark.parametrize("context", [PLAN, PARKS], ids=["zh", "en"])
def test_full_question_is_never_bound_to_the_last_notice(question: str, context: Context) -> None:
    read = follow_up(question, context)
    if context is PARKS and "天津" in question:  # the same place there
        assert read.notice in (None, "1941")
    else:
        assert (read.text, read.notice, read.is_follow_up) == (question, None, False)


def test_english_conversation_is_read_in_english() -> None:
    assert (
        follow_up("and the deadline?", PARKS).text == "Tianjin textile design parks：the deadline"
    )
    moved = follow_up("那河北呢", PARKS)
    assert moved.text == "Which textile design parks can Hebei recommend?"
    assert moved.subject == "textile design parks Hebei"


def test_labelled_questions_are_new_questions() -> None:
    sets = Path(__file__).parent.parent / "eval" / "sets"
    lines = [line for file in sets.glob("*/queries.jsonl") for line in file.open("rb")]
    texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) > 800
    assert [text for text in texts if follow_up(text, PLAN).is_follow_up] == []


@given(st.text(max_size=150))
def test_any_text_is_read(text: str) -> None:
    read = follow_up(text, PLAN)
    assert read.is_follow_up or read.text == text
    assert read.notice is None or read.is_follow_up
    assert len(subject_of(text)) <= LONGEST


def test_subject_is_what_a_question_is_about() -> None:
    assert subject_of("纺织服装创意设计园区申报要什么条件？") == "纺织服装创意设计园区"
    assert subject_of(PLAN.asked) == PLAN.subject
    assert (
        subject_of("When is the deadline for Tianjin's textile parks?") == "Tianjin textile parks"
    )
    assert subject_of("国办发〔2016〕44号的联系人是谁") == ""


def test_places_issuers_and_years_are_found_where_they_stand() -> None:
    text = "广东省工业和信息化厅2022年、新乡市、MIIT in Xi'an by 2025，集中山区，到2030年"
    found = [(part.kind, part.name, text[part.start : part.end]) for part in parts_of(text)]
    assert found == [
        ("where", "广东省工业和信息化厅", "广东省工业和信息化厅"),
        ("year", "2022", "2022年"),
        ("where", "新乡", "新乡市"),
        ("where", "工业和信息化部", "MIIT"),
        ("where", "西安", "Xi'an"),
    ]


# Over the bundled notices


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conversation") / "index"
    index_paths(folder, [str(BUNDLED)], load_encoder())
    return folder


@pytest.fixture(scope="session")
def engine(bundled: Path) -> Iterator[Engine]:
    engine = Engine(bundled)
    yield engine
    engine.close()


def talk(engine: Engine, *questions: str, filters: Filters = Filters()) -> Answer:  # noqa: B008
    """The answer to the last of these questions, asked one after another."""
    context = None
    for question in questions:
        answer, context = converse(
            lambda text, chosen: engine.ask(text, 5, "hybrid", chosen), question, filters, context
        )
    return answer


FIRST = "广东2020年工业质量品牌建设的主要任务有哪些？"
XINXIANG = "新乡质量标杆申报材料交到哪里"


@pytest.mark.parametrize(
    ("questions", "quoted"),
    [
        ((FIRST, "那截止日期呢？"), "12月1日前"),
        ((FIRST, "联系人是谁"), "张韬"),
        ((FIRST, "那截止日期呢？", "and the phone number?"), "020-83133257"),
        ((XINXIANG, "什么时候截止？"), "2018年4月11日前"),
        ((XINXIANG, "and the deadline?"), "2018年4月11日前"),
        ((XINXIANG, "该通知的联系电话是多少"), "3696995"),
    ],
)
def test_follow_up_is_answered_from_the_notice_of_the_first_answer(
    engine: Engine, questions: tuple[str, ...], quoted: str
) -> None:
    first = talk(engine, questions[0])
    last = talk(engine, *questions)
    assert last.status == "answered"
    assert quoted in last.citations[0].quote
    assert last.citations[0].notice.id == first.citations[0].notice.id
    assert last.conversation
    assert last.conversation.notice == first.citations[0].notice.id
    assert (last.question, last.conversation.follow_up) == (questions[-1], True)
    assert first.citations[0].notice.title in answer_lines(last)[0]


def test_question_that_stands_alone_is_answered_as_without_a_conversation(engine: Engine) -> None:
    alone = engine.ask(XINXIANG, 5, "hybrid", Filters())
    within = talk(engine, FIRST, XINXIANG)
    assert within.conversation
    assert within.conversation.follow_up is False
    assert replace(within, took_ms=0, conversation=None) == replace(alone, took_ms=0)


def test_another_place_is_asked_of_all_notices(engine: Engine) -> None:
    answer = talk(engine, "福建2024年中小企业特色产业集群的联系电话", "那内蒙古2022年的呢")
    assert answer.status == "answered"
    assert "马国银" in answer.citations[0].quote
    assert answer.conversation
    assert answer.conversation.notice is None
    assert "内蒙古2022年中小企业特色产业集群" in answer.conversation.read_as
    assert "按「" in answer_lines(answer)[0]


def test_notice_of_the_other_place_is_read_too_when_all_hits_are_its(engine: Engine) -> None:
    answer = talk(engine, "福建2024年中小企业特色产业集群怎么推荐", "截止日期", "内蒙古2022年呢")
    assert answer.conversation
    assert answer.conversation.notice == "内工信中小字〔2022〕392号"
    assert "10月20日前" in answer.citations[0].quote


def test_notice_of_another_place_is_no_answer(engine: Engine) -> None:
    """No notice of Tianjin is about this; those of other places have contacts too."""
    answer = talk(engine, FIRST, "联系人是谁", "那天津呢？")
    assert (answer.status, answer.reason, answer.answer) == ("abstained", "low_confidence", None)
    assert (answer.citations, answer.confidence) == ((), 0.0)
    assert talk(engine, FIRST, "联系人是谁", "那天津呢？", "电话多少").status == "abstained"


def test_what_the_notice_does_not_say_is_looked_for_everywhere(engine: Engine) -> None:
    """That opinion of the State Council names nobody to call; the notice of Xinxiang does."""
    context = Context(
        "国发〔2018〕3号",
        "国务院关于加强质量认证体系建设促进全面质量管理的意见",
        "新乡质量标杆",
        "新乡质量标杆申报材料交到哪里",
    )
    asked: list[tuple[str, str | None]] = []

    def ask(text: str, filters: Filters) -> Answer:
        asked.append((text, filters.notice))
        return engine.ask(text, 5, "hybrid", filters)

    answer, after = converse(ask, "联系人是谁", Filters(), context)
    assert asked == [
        (f"{context.title}：联系人是谁", "国发〔2018〕3号"),
        ("新乡质量标杆：联系人是谁", None),
    ]
    assert "秦鹏云" in answer.citations[0].quote
    assert answer.conversation
    assert answer.conversation.to_json() == {
        "id": None,
        "follow_up": True,
        "read_as": "新乡质量标杆：联系人是谁",
        "notice": None,
        "title": None,
    }
    assert (after.notice, after.subject) == ("新工信〔2018〕53号", "新乡质量标杆")


def test_abstention_shows_the_nearest_clauses_of_the_notice_and_stays_there(
    engine: Engine,
) -> None:
    answer = talk(engine, FIRST, "那月球基地呢")
    assert answer.status == "abstained"
    assert len({hit.notice.id for hit in answer.hits}) == 1
    assert "12月1日前" in talk(engine, FIRST, "那月球基地呢", "截止日期呢").citations[0].quote


def test_abstention_shows_what_the_filters_leave_where_they_leave_nothing_of_the_notice(
    engine: Engine,
) -> None:
    def ask(text: str, filters: Filters) -> Answer:
        return engine.ask(text, 5, "hybrid", filters)

    _, context = converse(ask, FIRST, Filters(), None)
    answer, _ = converse(ask, "那月球基地呢", Filters(issuer="新乡市"), context)
    assert (answer.status, answer.reason) == ("abstained", "low_confidence")
    assert {hit.notice.issuer for hit in answer.hits} == {"新乡市工业和信息化委员会"}


def test_notice_that_the_reader_chose_stays_chosen(engine: Engine) -> None:
    chosen = Filters(notice="新工信〔2018〕53号")
    answer = talk(engine, XINXIANG, "联系人是谁", filters=chosen)
    assert {hit.notice.id for hit in answer.hits} == {"新工信〔2018〕53号"}


def test_empty_question_is_refused_and_changes_nothing(engine: Engine) -> None:
    with pytest.raises(QueryError):
        talk(engine, FIRST, "？")


# Memory


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_memory_is_bounded_whatever_is_asked() -> None:
    """100,000 conversations leave the last 1,000, each of 2 kB at most."""
    kept = Conversations()
    longest = Context(*("\U00020000" * LONGEST for _ in range(4)))
    for number in range(100_000):
        kept.keep(f"{number}-{'x' * 50}", longest)
    assert len(kept) == 1_000
    assert kept.get(f"99000-{'x' * 50}") == longest
    assert kept.get(f"98999-{'x' * 50}") is None
    texts = (longest.notice, longest.title, longest.subject, longest.asked)
    assert sum(map(sys.getsizeof, (*texts, longest))) <= 2_048


def test_texts_of_an_answer_are_cut_to_the_bound(engine: Engine) -> None:
    question = "广东工业质量品牌建设" * 150
    _, context = converse(
        lambda text, chosen: engine.ask(text, 5, "hybrid", chosen), question, Filters(), None
    )
    texts = (context.notice or "", context.title, context.subject, context.asked)
    assert max(map(len, texts)) <= LONGEST


def test_least_recently_used_conversation_goes_first() -> None:
    kept = Conversations(most=2)
    kept.keep("a", PLAN)
    kept.keep("b", PARKS)
    assert kept.get("a") == PLAN
    kept.keep("c", PLAN)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (PLAN, None, PLAN)


def test_conversation_is_forgotten_an_hour_after_its_last_use() -> None:
    clock = Clock()
    kept = Conversations(clock=clock)
    kept.keep("a", PLAN)
    kept.keep("b", PARKS)
    clock.now = 3_000
    assert kept.get("a") == PLAN
    clock.now = 3_600
    assert kept.get("b") is None
    assert len(kept) == 1
    clock.now = 6_600
    assert kept.get("a") is None


def test_many_threads_share_the_memory() -> None:
    kept = Conversations(most=50)
    wrong: list[str] = []

    def use(thread: int) -> None:
        for number in range(2_000):
            name = f"{thread}-{number % 20}"
            kept.keep(name, replace(PLAN, subject=name))
            found = kept.get(name)
            if found and found.subject != name:
                wrong.append(name)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(kept) == 50


@pytest.mark.parametrize("name", ["a", "A-b_9", "x" * 64])
def test_id_is_letters_digits_and_dashes(name: str) -> None:
    assert check_id(name) == name


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "编号", "a/b", "a\n", "../a"])
def test_other_ids_are_refused(name: str) -> None:
    with pytest.raises(ConversationError, match="1 to 64 letters"):
        check_id(name)


def test_new_makes_another_id_each_time() -> None:
    made = {check_id("new") for _ in range(100)}
    assert len(made) == 100
    assert all(check_id(name) == name for name in made)


# In a file


def test_conversation_goes_on_in_its_file(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"

    def ask(text: str, chosen: Filters) -> Answer:
        return engine.ask(text, 5, "hybrid", chosen)

    ask_in_file(ask, FIRST, Filters(), file)
    assert file.stat().st_size < MOST_BYTES
    answer = ask_in_file(ask, "那截止日期呢？", Filters(), file)
    assert "12月1日前" in answer.citations[0].quote


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"notice": 1, "title": "", "subject": "", "asked": ""}',
        b'{"notice": null, "title": "", "subject": ""}',
        json.dumps({"notice": None, "title": "x" * 101, "subject": "", "asked": ""}).encode(),
        b" " * (MOST_BYTES + 1),
        b"[" * 5_000,
    ],
)
def test_broken_file_is_one_line(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    file.write_bytes(data)
    with pytest.raises(ConversationError, match=r"talk\.json holds no conversation; remove it"):
        read_context(file)


def test_file_that_cannot_be_read_or_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match="cannot read"):
        read_context(tmp_path)
    with pytest.raises(ConversationError, match="cannot write"):
        write_context(tmp_path / "no" / "talk.json", PLAN)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    for context in (PLAN, PARKS, replace(PLAN, notice=None), replace(PLAN, asked="品\ud800牌")):
        write_context(tmp_path / "talk.json", context)
        assert read_context(tmp_path / "talk.json") == context


# HTTP and the page


@pytest.fixture(scope="session")
def client(bundled: Path) -> Iterator[TestClient]:
    settings = load_settings(index=bundled, rate_limit=0, api_key="")
    with TestClient(make_app(settings, Engine(bundled)), headers={"Accept-Language": "zh"}) as made:
        yield made


def post(client: TestClient, question: str, **body: Any) -> Any:
    response = client.post("/api/ask", json={"question": question, **body})
    assert response.status_code == 200, response.text
    return response.json()


def test_api_gives_an_id_that_takes_the_next_question(client: TestClient) -> None:
    first = post(client, FIRST, conversation="new")
    name = first["conversation"]["id"]
    assert first["conversation"] == {
        "id": name, "follow_up": False, "read_as": FIRST, "notice": None, "title": None,
    }  # fmt: skip
    second = post(client, "那截止日期呢？", conversation=name)
    assert "12月1日前" in second["answer"]
    assert second["question"] == "那截止日期呢？"
    assert second["conversation"] == {
        "id": name,
        "follow_up": True,
        "read_as": "2020年工业质量品牌建设工作计划：截止日期",
        "notice": first["citations"][0]["notice"]["id"],
        "title": "2020年工业质量品牌建设工作计划",
    }


def test_api_remembers_nothing_without_an_id(client: TestClient) -> None:
    post(client, FIRST)
    assert post(client, "那截止日期呢？")["conversation"] is None


def test_unknown_id_begins_a_conversation(client: TestClient) -> None:
    told = post(client, "联系人是谁", conversation="never-seen")["conversation"]
    assert (told["id"], told["follow_up"]) == ("never-seen", False)


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "会话"])
def test_malformed_id_is_a_problem(client: TestClient, name: str) -> None:
    response = client.post("/api/ask", json={"question": FIRST, "conversation": name})
    assert response.status_code == 422
    assert response.json()["code"] == "bad_conversation"


def fields(html: str, form: str) -> str:
    return html.split(f'<form class="{form}"')[1].split("</form>")[0]


def conversation_in(html: str) -> str:
    return fields(html, "follow").split('name="c" value="')[1].split('"')[0]


def test_page_takes_a_follow_up_in_a_form_of_its_own(client: TestClient) -> None:
    first = client.get("/", params={"q": FIRST, "year": "2020"}).text
    assert "追问" in fields(first, "follow")
    assert 'name="year" value="2020"' in fields(first, "follow")
    assert 'name="c"' not in fields(first, "ask")
    name = conversation_in(first)
    second = client.get("/", params={"q": "那截止日期呢？", "c": name}).text
    assert "接着上一问，在《2020年工业质量品牌建设工作计划》中查找" in second
    assert "12月1日前" in second
    link = second.split('class="cited"')[1].split('href="')[1].split('"')[0]
    assert f"q={quote('2020年工业质量品牌建设工作计划：截止日期')}#" in link
    english = client.get("/", params={"q": "那截止日期呢？", "c": name, "lang": "en"}).text
    assert "Following up on 2020年工业质量品牌建设工作计划" in english


def test_page_loaded_again_reads_the_question_as_before(client: TestClient) -> None:
    name = conversation_in(client.get("/", params={"q": FIRST}).text)
    pages = [client.get("/", params={"q": "那天津呢？", "c": name}).text for _ in range(2)]
    for html in pages:
        assert "按「天津2020年工业质量品牌建设的主要任务有哪些？」在全部通知中查找" in html
    assert conversation_in(pages[0]) != conversation_in(pages[1])


def test_page_without_a_known_id_begins_anew(client: TestClient) -> None:
    for name in ("", "forgotten"):
        html = client.get("/", params={"q": "那截止日期呢？", "c": name}).text
        assert "接着上一问" not in html
    assert client.get("/", params={"q": FIRST, "c": "a b"}).status_code == 422
    assert client.get("/", params={"q": "联系人", "c": "<b>"}).status_code == 422
