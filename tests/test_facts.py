"""The file of facts: written and read back, listed by what is asked for, the same after updates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexCorruptError
from indexer.build import index_notices, index_paths, remove_notices
from indexer.facts import KINDS, ROLES, Duty, Value
from indexer.facts.read import Facts
from indexer.facts.store import NoticeFacts, write_facts
from indexer.facts.wanted import WantedDuties, WantedValues
from indexer.generations import generation_folder, read_pointer
from indexer.index import Index
from tests.facts import duty, put_facts, value
from tests.fakes import HashingEncoder, make_notice

ENCODER = HashingEncoder()
TRAINING = "由省质量协会牵头，市商会配合，每年办四期质量培训。"
REWARD = "各市应当于12月1日前报送总结，给予不超过50万元奖励。"
LOAN = "我厅可以安排200万元以上的贴息，2021年3月底前拨付。"
A = make_notice("东工〔2020〕1号", TRAINING, REWARD)
B = make_notice("东工〔2020〕2号", LOAN, title="关于贴息的通知")

LEADS = duty(TRAINING, "省质量协会", "牵头", "办四期质量培训")
HELPS = duty(TRAINING, "市商会", "配合", "办四期质量培训")
REPORTS = duty(REWARD, "各市", "负责", "报送总结", "应当")
PAYS = duty(LOAN, "我厅", "负责", "安排200万元以上的贴息", "可以", "某省工业和信息化厅")
BY_DECEMBER = value(REWARD, "12月1日前", "deadline", last="2020-12-01")
UP_TO_50 = value(REWARD, "不超过50万元", "money", None, 500_000, "元")
FROM_200 = value(LOAN, "200万元以上", "money", 2_000_000, None, "元")
BY_MARCH = value(LOAN, "2021年3月底前", "deadline", last="2021-03-31")
TIMES = value(TRAINING, "四期", "count", 4, 4, "期")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("facts") / "index"
    index_notices(folder, [A, B], ENCODER)
    put_facts(
        folder,
        {
            A.id: [
                *[("二", fact) for fact in (UP_TO_50, BY_DECEMBER, REPORTS)],
                *[("一", fact) for fact in (HELPS, LEADS, TIMES)],
            ],
            B.id: [("一", PAYS), ("一", FROM_200), ("一", BY_MARCH)],
        },
    )
    with Index.open(folder, ENCODER, verify=True) as opened:
        yield opened


def clause_of(index: Index, notice: str, path: str) -> int:
    found = index.clause_ordinal(notice, path)
    assert found is not None
    return found


def duties(index: Index, **wanted: Any) -> list[Duty]:
    return [placed.fact for placed in index.duties(WantedDuties(**wanted)).facts]


def values(index: Index, **wanted: Any) -> list[Value]:
    return [placed.fact for placed in index.values(WantedValues(**wanted)).facts]


def test_a_clause_gives_back_its_facts_in_the_order_of_its_text(index: Index) -> None:
    assert index.duties_of(clause_of(index, A.id, "一")) == (LEADS, HELPS)
    assert index.values_of(clause_of(index, A.id, "二")) == (BY_DECEMBER, UP_TO_50)
    assert index.duties_of(clause_of(index, B.id, "一")) == (PAYS,)
    assert index.duties_of(10_000) == ()


def test_lists_follow_notice_and_place(index: Index) -> None:
    assert duties(index) == [LEADS, HELPS, REPORTS, PAYS]
    assert values(index) == [TIMES, BY_DECEMBER, UP_TO_50, FROM_200, BY_MARCH]
    placed = index.duties(WantedDuties()).facts[-1]
    assert (placed.notice, placed.clause) == (1, clause_of(index, B.id, "一"))


def test_a_list_is_read_in_stretches_and_says_how_many_there_are(index: Index) -> None:
    page = index.duties(WantedDuties(), limit=2, offset=1)
    assert (page.total, [placed.fact for placed in page.facts]) == (4, [HELPS, REPORTS])
    assert index.duties(WantedDuties(), limit=2, offset=9).facts == ()


def test_values_can_be_listed_by_their_day(index: Index) -> None:
    wanted = WantedValues(dated=True)
    by_day = [placed.fact for placed in index.values(wanted, order="day").facts]
    assert by_day == [BY_DECEMBER, BY_MARCH]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"body": "质量协会"}, [LEADS]),
        ({"body": "質量協會"}, [LEADS]),
        ({"body": "工业和信息化厅"}, [PAYS]),
        ({"body": "%"}, []),
        ({"body": "\u200b"}, []),
        ({"role": "负责"}, [REPORTS, PAYS]),
        ({"role": "负责", "strength": "可以"}, [PAYS]),
        ({"strength": "应当"}, [REPORTS]),
        ({"notices": (0,)}, [LEADS, HELPS, REPORTS]),
        ({"notices": (1,), "role": "牵头"}, []),
        ({"notices": ()}, []),
    ],
)
def test_duties_are_limited_to_what_is_asked_for(
    index: Index, wanted: dict[str, Any], found: list[Duty]
) -> None:
    assert duties(index, **wanted) == found
    assert index.duties(WantedDuties(**wanted)).total == len(found)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "money"}, [UP_TO_50, FROM_200]),
        ({"kind": "money", "high": 600_000}, [UP_TO_50]),
        ({"kind": "money", "low": 600_000}, [FROM_200]),
        ({"kind": "money", "low": 400_000, "high": 400_000}, [UP_TO_50]),
        ({"kind": "money", "low": 600_000, "high": 700_000}, []),
        ({"unit": "期"}, [TIMES]),
        ({"dated": True}, [BY_DECEMBER, BY_MARCH]),
        ({"first_day": "2020-12-01"}, [BY_DECEMBER, BY_MARCH]),
        ({"first_day": "2020-12-02"}, [BY_MARCH]),
        ({"last_day": "2020-12-01"}, [BY_DECEMBER]),
        ({"first_day": "2020-12-02", "last_day": "2021-03-30"}, []),
        ({"kind": "deadline", "low": 1.0}, []),
        ({"notices": (1,)}, [FROM_200, BY_MARCH]),
        ({"notices": ()}, []),
    ],
)
def test_values_are_limited_to_what_is_asked_for(
    index: Index, wanted: dict[str, Any], found: list[Value]
) -> None:
    assert values(index, **wanted) == found
    clauses = index.clauses_stating(WantedValues(**wanted)).tolist()
    expected = {p.clause for p in index.values(WantedValues(**wanted)).facts}
    assert clauses == sorted(expected)


def test_facts_are_counted_by_what_they_share(index: Index) -> None:
    assert index.count_facts(WantedDuties(), "role") == [("负责", 2), ("牵头", 1), ("配合", 1)]
    assert index.count_facts(WantedDuties(role="配合"), "body") == [("市商会", 1)]
    assert index.count_facts(WantedValues(), "year") == [("2020", 1), ("2021", 1)]
    assert index.count_facts(WantedValues(notices=(1,)), "month") == [("2021-03", 1)]


def test_many_notices_can_be_asked_for(index: Index) -> None:
    assert len(duties(index, notices=tuple(range(100_000)))) == 4


NUMBERS = st.none() | st.floats(-1e12, 1e12)
DAYS = st.none() | st.dates().map(str)
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.builds(
    Value, st.sampled_from(KINDS), TEXT, st.integers(0, 99), st.integers(99, 200),
    NUMBERS, NUMBERS, TEXT, DAYS, DAYS,
)  # fmt: skip
DUTIES = st.builds(
    Duty, TEXT, TEXT, st.sampled_from(ROLES), TEXT, TEXT, *[st.integers(0, 200)] * 5
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), DUTIES), max_size=6),
    st.lists(st.tuples(st.integers(0, 2), VALUES), max_size=6),
)
def test_any_facts_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
    duties: Sequence[tuple[int, Duty]],
    values: Sequence[tuple[int, Value]],
) -> None:
    path = tmp_path_factory.mktemp("any") / "facts.sqlite"
    write_facts(path, [NoticeFacts(), NoticeFacts(duties, values)], [0, 5])
    facts = Facts(path)
    for place in range(3):
        assert set(facts.duties_of(5 + place)) == {d for at, d in duties if at == place}
        assert set(facts.values_of(5 + place)) == {v for at, v in values if at == place}
    assert facts.duties(WantedDuties()).total == len(duties)
    assert {p.notice for p in facts.values(WantedValues()).facts} <= {1}
    facts.close()


# what an update leaves


def stored(folder: Path) -> bytes:
    return (
        generation_folder(folder, read_pointer(folder).generation) / "facts.sqlite"
    ).read_bytes()


def listed(folder: Path) -> list[Any]:
    with Index.open(folder, ENCODER, verify=True) as opened:
        return [opened.duties(WantedDuties()), opened.values(WantedValues())]


def test_an_index_updated_step_by_step_has_the_facts_of_one_made_anew(tmp_path: Path) -> None:
    third = make_notice("东工〔2020〕0号", "由省商会负责培训，于6月30日前完成。")
    index_notices(tmp_path / "steps", [B], ENCODER)
    index_notices(tmp_path / "steps", [third], ENCODER)
    index_notices(tmp_path / "steps", [A], ENCODER)
    remove_notices(tmp_path / "steps", [third.id])
    index_notices(tmp_path / "once", [A, B], ENCODER)
    assert listed(tmp_path / "steps") == listed(tmp_path / "once")
    assert stored(tmp_path / "steps") == stored(tmp_path / "once")
    index_paths(tmp_path / "steps", [], ENCODER, rebuild=True)
    assert stored(tmp_path / "steps") == stored(tmp_path / "once")


def test_an_index_without_facts_says_rebuild_and_a_rebuild_keeps_its_notices(
    tmp_path: Path,
) -> None:
    index_notices(tmp_path, [A, B], ENCODER)
    generation = generation_folder(tmp_path, read_pointer(tmp_path).generation)
    (generation / "facts.sqlite").unlink()
    manifest = generation / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 3}))
    with pytest.raises(IndexCorruptError, match=r"index format 3.*--rebuild"):
        Index.open(tmp_path, ENCODER)
    report = index_paths(tmp_path, [], ENCODER, rebuild=True)
    assert (report.notices, len(report.warnings)) == (2, 1)
    with Index.open(tmp_path, ENCODER, verify=True) as opened:
        assert [meta.id for meta in opened.notice_refs] == [A.id, B.id]


def test_an_empty_index_has_no_facts(tmp_path: Path) -> None:
    index_notices(tmp_path, [A], ENCODER)
    remove_notices(tmp_path, [A.id])
    with Index.open(tmp_path, ENCODER) as opened:
        assert opened.duties(WantedDuties()).total == 0
        assert opened.clauses_stating(WantedValues()).tolist() == []
