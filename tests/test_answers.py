"""Questions over short notices of our own -> answers that read as answers, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.facts import Value
from indexer.index import Index
from service.answer import ask
from service.answer.compose import compose, leads
from service.answer.extractive import (
    FURTHER,
    FURTHER_UNSURE,
    MOST_CHARACTERS,
    MOST_QUOTES,
    SURE,
    chosen,
    quotes,
)
from service.answer.items import items
from service.answer.pieces import stretches
from service.answer.reader import Networks, networks_of, shipped
from service.answer.reading import NAMES, read
from service.answer.sayings import sum_in
from service.asked import asked
from service.results import Answer, Citation, Filters
from service.search import clause_ref, hits_for, notice_ref
from tests.fakes import write_web_notices

STANDARDS = "西市监规〔2021〕3号"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("answers")
    index_paths(root / "index", [write_web_notices(root / "files")], load_encoder())
    opened = Index.open(root / "index")
    yield opened
    opened.close()


def best(index: Index, question: str) -> Answer:
    """What would be said if nothing were held back."""
    return ask(index, question, threshold=0.0)


def cite(index: Index, number: str, path: str, quote: str) -> Citation:
    ordinal = index.clause_ordinal(number, path)
    assert ordinal is not None
    clause = index.clause(ordinal)
    start = clause.text.index(quote)
    ref = clause_ref(number, clause)
    meta = notice_ref(index.notice_refs[clause.notice])
    return Citation(meta, ref, quote, start, start + len(quote))


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("谁负责品牌培训", "省品牌协会负责品牌培训"),
        ("質量診斷由誰牽頭", "由省质量研究院牵头"),
        ("制定国家标准奖励多少钱", "二十万元"),
        ("年度总结什么时候报送", "12月1日前"),
        ("供应链试点安排多少资金", "五百万元"),
        ("Who runs brand training?", "省品牌协会负责品牌培训"),
    ],
)
def test_a_quote_says_what_is_asked(index: Index, question: str, quoted: str) -> None:
    assert quoted in "".join(citation.quote for citation in best(index, question).citations)


@pytest.mark.parametrize("question", ["谁负责品牌培训", "Who runs brand training?", "奖励多少"])
def test_every_quote_is_a_span_and_stands_in_the_answer_word_for_word(
    index: Index, question: str
) -> None:
    answer = best(index, question)
    assert answer.citations
    for citation in answer.citations:
        assert citation.quote == citation.clause.text[citation.start : citation.end]
        assert f"「{citation.quote.strip()}」" in (answer.answer or "")


def test_who_is_answered_with_the_body_and_its_role_first(index: Index) -> None:
    answer = best(index, "谁负责品牌培训")
    assert (answer.answer or "").startswith("省品牌协会（负责）。「")
    english = best(index, "Who runs brand training?")
    assert (english.answer or "").startswith("省品牌协会 (responsible). The notice says: 「")


def test_an_answer_of_several_quotes_has_one_a_line(index: Index) -> None:
    first = cite(index, "东工函〔2020〕15号", "六", "每年12月1日前")
    second = cite(index, STANDARDS, "第四条", "每年3月底前")
    text = compose(index, asked(index, "什么时候报送"), [first, second])
    assert text is not None
    assert text.split("\n")[1:] == [
        "「每年12月1日前」（《东山省工业厅关于印发2020年质量品牌工作方案的通知》六）",
        "「每年3月底前」（《西河省标准化奖励办法》第四条）",
    ]


def test_a_day_without_a_year_is_led_with_its_year(index: Index) -> None:
    quote = cite(index, "东工函〔2020〕15号", "六", "各市要在每年12月1日前把年度总结报送省工业厅。")
    assert leads(index, asked(index, "什么时候报送年度总结"), [quote]) == [
        "每年12月1日前（2020-12-01前）"
    ]
    assert leads(index, asked(index, "When is the yearly report due?"), [quote]) == [
        "by 2020-12-01 (每年12月1日前)"
    ]


def test_sums_phones_and_documents_lead_and_nothing_leads_that_is_not_quoted(index: Index) -> None:
    sums = cite(index, STANDARDS, "第三条/(二)", "奖励三十万元")
    assert leads(index, asked(index, "奖励多少钱"), [sums]) == ["三十万元"]
    assert leads(index, asked(index, "How much is the award?"), [sums]) == [
        "CNY 300,000 (三十万元)"
    ]
    phone = cite(index, "东工函〔2020〕15号", "closing", "电话：010-5550101")
    assert leads(index, asked(index, "联系电话是多少"), [phone]) == ["010-5550101"]
    mail = "电话3696995，邮箱xxkj@163.com"
    both = replace(phone, quote=mail, start=0, end=len(mail))
    assert leads(index, asked(index, "联系方式是什么"), [both]) == ["3696995", "xxkj@163.com"]
    half = cite(index, "东工函〔2020〕15号", "二/(三)", "诊断费用由省级资金承担")
    assert "省质量研究院（牵头）" not in leads(index, asked(index, "谁牵头质量诊断"), [half])


@pytest.mark.parametrize(
    ("quote", "led"),
    [
        ("企业不可以重复申报。", ["不可以"]),
        ("不允许跨区申报。", ["不允许"]),
        ("不应当收费。", ["不应当"]),
        ("已获奖的可以不申报。", ["可以不"]),
        ("企业可以申报。", ["可以"]),
        ("不得不推迟。", []),
        ("企业可以申报，但不得重复。", []),
        ("今年继续。", []),
    ],
)
def test_a_modal_verb_is_led_with_its_negation_or_not_at_all(
    index: Index, quote: str, led: list[str]
) -> None:
    cited = cite(index, "东工函〔2020〕15号", "一", "坚持质量第一")
    said = replace(cited, quote=quote, start=0, end=len(quote))
    assert leads(index, asked(index, "企业可以重复申报吗"), [said]) == led


@pytest.mark.parametrize(
    ("quote", "led"),
    [
        ("电话（0771）5595321", ["（0771）5595321"]),
        ("热线400-600-1234", ["400-600-1234"]),
        ("于20200506印发", []),
        ("手机13800001111", ["13800001111"]),
    ],
)
def test_phones_are_told_from_days(index: Index, quote: str, led: list[str]) -> None:
    cited = cite(index, "东工函〔2020〕15号", "一", "坚持质量第一")
    said = replace(cited, quote=quote, start=0, end=len(quote))
    assert leads(index, asked(index, "联系电话是多少"), [said]) == led


def test_a_document_number_is_led_without_the_word_before_it(index: Index) -> None:
    cited = cite(index, "东工函〔2020〕15号", "一", "坚持质量第一")
    said = replace(cited, quote="按照国办发〔2016〕44号执行", start=0, end=15)
    assert leads(index, asked(index, "依据哪个文件"), [said]) == ["国办发〔2016〕44号"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Value("money", "30万元", 0, 4, 300000, 300000, "元"), "CNY 300,000"),
        (Value("money", "不超过0.25元", 0, 7, None, 0.25, "元"), "at most CNY 0.25"),
        (Value("money", "2至2.5元", 0, 6, 2, 2.5, "元"), "CNY 2 - 2.5"),
        (Value("money", "100万美元", 0, 6, 1e6, 1e6, "美元"), ""),
        (Value("count", "5家", 0, 2, 5, 5, "家"), ""),
    ],
)
def test_sums_in_yuan_are_exact_and_other_currencies_stay_as_printed(
    value: Value, said: str
) -> None:
    assert sum_in(value, "en") == said
    assert sum_in(value, "zh") == ""


def test_who_must_not_is_not_led_as_the_one_responsible(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = "---\ntitle: 收费规定\nissuer: 东山省教育厅\n---\n一、严格管理\n学校不得收取补课费。\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    index_paths(tmp_path / "index", [folder], load_encoder())
    with Index.open(tmp_path / "index") as small:
        notice = small.notice_refs[0].id
        quote = cite(small, notice, "一", "学校不得收取补课费。")
        assert leads(small, asked(small, "谁收取补课费"), [quote]) == []


def test_a_list_that_is_only_announced_is_answered_with_its_items(index: Index) -> None:
    answer = best(index, "标准奖励分为哪些档次")
    quoted = [citation.clause.path for citation in answer.citations]
    assert {"第三条/(一)", "第三条/(二)", "第三条/(三)"} <= set(quoted)


def test_items_of_a_list_are_limited_as_the_search_is(index: Index) -> None:
    question = asked(index, "标准奖励分为哪些档次")
    ranked = quotes(index, question, hits_for(index, question, 10, "hybrid", Filters()))
    announces = next(quote for quote in ranked if quote.hit.clause.path == "第三条")
    places = ("第三条", "第三条/(一)", "第三条/(二)")
    some = np.array([index.clause_ordinal(STANDARDS, path) for path in places])
    found = [item.clause.path for item in items(index, question, announces, some)]
    assert found == ["第三条/(一)", "第三条/(二)"]
    assert items(index, question, announces, some[:2]) == []


def test_a_comparison_quotes_more_than_one_notice_where_two_speak_of_it(index: Index) -> None:
    answer = best(index, "东山省和西河省对参与制定国家标准的奖励有什么不同")
    assert len({citation.notice.id for citation in answer.citations}) == 2


def test_what_is_nearest_stays_with_an_abstention(index: Index) -> None:
    answer = ask(index, "火星移民补贴标准", threshold=0.99)
    assert (answer.status, answer.reason) == ("abstained", "low_confidence")
    assert answer.answer is None
    assert answer.citations == ()
    assert answer.hits


def test_further_quotes_are_nearly_as_good_and_few(index: Index) -> None:
    question = asked(index, "奖励多少")
    ranked = quotes(index, question, hits_for(index, question, 10, "hybrid", Filters()))
    given = chosen(question, ranked)
    assert given[0] is ranked[0]
    assert 1 <= len(given) <= MOST_QUOTES
    share = FURTHER_UNSURE if given[0].chance < SURE else FURTHER
    assert all(quote.value >= share * given[0].value for quote in given)
    assert sum(len(quote.text) for quote in given[1:]) <= MOST_CHARACTERS


def test_features_of_pieces_are_finite_and_named(index: Index) -> None:
    question = asked(index, "谁负责品牌培训")
    what = read(index, question, stretches(hits_for(index, question, 10, "hybrid", Filters())))
    assert what.features.shape == (len(what.sizes), len(NAMES))
    assert np.isfinite(what.features).all()
    place = next(
        n for n in range(len(what.sizes))
        if "省品牌协会负责品牌培训" in what.stretches[what.stretch[n]].text(what.place[n])
    )  # fmt: skip
    row = dict(zip(NAMES, what.features[place].tolist(), strict=True))
    assert row["names_body"] == 1
    assert row["asks_who"] == 1
    assert row["cue_负责"] == 1
    assert row["own"] > 0.5


def test_networks_are_perceptrons_averaged() -> None:
    rng = np.random.default_rng(1)
    arrays = {
        "middle": rng.normal(size=3), "spread": np.ones(3) * 2,
        "weight0": rng.normal(size=(2, 3, 4)), "bias0": rng.normal(size=(2, 1, 4)),
        "weight1": rng.normal(size=(2, 4, 1)), "bias1": rng.normal(size=(2, 1, 1)),
    }  # fmt: skip
    features = rng.normal(size=(5, 3)).astype(np.float32)
    inside = (features - arrays["middle"]) / 2
    each = []
    for member in range(2):
        hidden = np.maximum(inside @ arrays["weight0"][member] + arrays["bias0"][member], 0)
        sums = hidden @ arrays["weight1"][member] + arrays["bias1"][member]
        each.append(1 / (1 + np.exp(-sums[:, 0])))
    found = networks_of({name: value.astype(np.float32) for name, value in arrays.items()})
    np.testing.assert_allclose(found.chances(features), np.mean(each, axis=0), rtol=1e-4)


def test_the_shipped_networks_fit_the_features() -> None:
    networks = shipped()
    assert isinstance(networks, Networks)
    assert networks.chances(np.zeros((2, len(NAMES)), np.float32)).shape == (2,)
