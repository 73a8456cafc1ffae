"""What an answerer cites is checked against the index; what is not verbatim is never cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.build import index_paths
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer import ask
from service.answer.verify import verified
from service.results import Answer, Citation, ClauseRef
from service.search import notice_ref
from tests.fakes import HashingEncoder
from tests.notices import write_files

RULES = "西科规〔2019〕3号"


def joined(citations: Sequence[Citation]) -> str | None:
    """The text of an answer that is nothing but its quotes."""
    return "".join(citation.quote for citation in citations) or None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("verify")
    encoder = HashingEncoder()
    index_paths(root / "index", [write_files(root / "files")], encoder)
    with Index.open(root / "index", encoder) as opened:
        yield opened


def cited(index: Index, quote: str, path: str = "第三条", notice: str = RULES) -> Citation:
    """The quote where it stands in the clause, with all that a citation carries."""
    ordinal = index.clause_ordinal(notice, path)
    assert ordinal is not None
    stored = index.clause(ordinal)
    start = stored.text.index(quote)
    clause = ClauseRef(notice, path, stored.heading, stored.text, stored.headings)
    meta = notice_ref(index.notice_refs[stored.notice])
    return Citation(meta, clause, quote, start, start + len(quote))


def answered(*citations: Citation, text: str | None = None) -> Answer:
    said = joined(citations) if text is None else text
    return Answer("考核多久一次", "answered", None, said, 0.9, 1.0, citations, ())


@pytest.fixture(scope="module")
def good(index: Index) -> Citation:
    return cited(index, "不合格的限期整改六个月。")


def broken(good: Citation) -> dict[str, Citation]:
    text = good.clause.text
    return {
        "other words": replace(good, quote="不合格的限期整改九个月。"),
        "one blank more": replace(good, quote="不合格的 限期整改六个月。"),
        "another place": replace(good, start=good.start - 1, end=good.end - 1),
        "another length": replace(good, end=good.end - 1),
        "before the text": replace(good, start=good.start - len(text), end=good.end - len(text)),
        "behind the text": replace(good, start=len(text), end=len(text) + len(good.quote)),
        "nothing": replace(good, quote="", start=3, end=3),
        "blank": replace(good, quote="\n", start=len(text) - 1, end=len(text)),
        "its own clause": replace(
            good,
            quote="不合格的限期整改九个月。",
            clause=replace(good.clause, text=text.replace("六", "九")),
        ),
        "no such path": replace(good, clause=replace(good.clause, path="第九条")),
        "another clause": replace(good, clause=replace(good.clause, path="第四条")),
        "no such notice": replace(
            good,
            notice=replace(good.notice, id="西科规〔2020〕3号"),
            clause=replace(good.clause, notice_id="西科规〔2020〕3号"),
        ),
        "an id in another form": replace(
            good,
            notice=replace(good.notice, id="西科规[2019]3号"),
            clause=replace(good.clause, notice_id="西科规[2019]3号"),
        ),
        "two notices": replace(good, clause=replace(good.clause, notice_id="东工信函〔2021〕15号")),
    }


def test_a_verbatim_citation_passes_unchanged(index: Index, good: Citation) -> None:
    answer = answered(good, cited(index, "200万元补助", "第四条"))
    assert verified(index, answer, joined) == answer


@pytest.mark.parametrize(
    "wrong",
    [
        *("other words", "one blank more", "another place", "another length", "before the text"),
        *("behind the text", "nothing", "blank", "its own clause", "no such path"),
        *("another clause", "no such notice", "an id in another form", "two notices"),
    ],
)
def test_what_is_not_verbatim_is_dropped(index: Index, good: Citation, wrong: str) -> None:
    bad = broken(good)[wrong]
    alone = verified(index, answered(bad, text="九个月"), joined)
    assert (alone.status, alone.reason, alone.answer) == ("abstained", "low_confidence", None)
    assert alone.citations == ()
    beside = verified(index, answered(bad, good, text="九个月；六个月"), joined)
    assert (beside.status, beside.citations) == ("answered", (good,))
    assert beside.answer == good.quote


def test_the_text_is_made_anew_from_what_is_left(index: Index, good: Citation) -> None:
    def numbered(citations: Sequence[Citation]) -> str:
        return "；".join(f"[{n}] {one.quote}" for n, one in enumerate(citations, start=1))

    other = cited(index, "200万元补助", "第四条")
    answer = answered(replace(good, quote="限期整改九个月"), other, text="整改九个月，补助200万元")
    assert verified(index, answer, numbered).answer == "[1] 200万元补助"


def test_an_answer_without_quotes_or_words_is_an_abstention(index: Index, good: Citation) -> None:
    bad = replace(good, quote="别的话")
    for answer, compose in (
        (answered(text="六个月"), joined),
        (answered(good, text=" "), joined),
        (answered(good, bad), lambda _: None),
    ):
        found = verified(index, answer, compose)
        assert (found.status, found.reason, found.answer) == ("abstained", "low_confidence", None)
        assert found.citations == ()


def test_an_abstention_keeps_its_reason_and_cites_nothing(index: Index, good: Citation) -> None:
    answer = replace(answered(good), status="abstained", reason="filtered_out")
    found = verified(index, answer, joined)
    assert (found.reason, found.answer, found.citations) == ("filtered_out", None, ())


@given(
    start=st.integers(-5, 60), end=st.integers(-5, 60), quote=st.text("不合格的限期\n", max_size=4)
)
def test_only_spans_of_the_stored_text_are_ever_cited(
    index: Index, good: Citation, start: int, end: int, quote: str
) -> None:
    text = good.clause.text
    for said in (quote, text[start:end]):
        found = verified(index, answered(replace(good, quote=said, start=start, end=end)), joined)
        for citation in found.citations:
            assert citation.quote.strip()
            assert 0 <= citation.start < citation.end <= len(text)
            assert text[citation.start : citation.end] == citation.quote == found.answer


def test_ask_passes_what_it_cites(tmp_path: Path) -> None:
    index_paths(tmp_path / "index", [write_files(tmp_path / "files")], load_encoder())
    with Index.open(tmp_path / "index") as opened:
        found = ask(opened, "谁负责品牌培训")
        assert "由省质量协会组织品牌培训" in found.citations[0].quote
        assert verified(opened, found, joined) == found
