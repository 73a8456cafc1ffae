"""A notice in Traditional characters is read as the same one in simplified characters is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from corpus.load import parse
from corpus.notice import Notice
from corpus.readers import RawDocument
from corpus.simplify import plain_script, simplifier
from tests.fixtures.one_notice import ADDRESSEES, DATE, ISSUER, NUMBER, TITLE, as_text

TRADITIONAL = OpenCC("s2t").convert
TEXT = as_text().decode("utf-8")


def read(text: str) -> Notice:
    return parse(RawDocument(text, "utf-8"), "a.txt")


def test_metadata_are_found_and_told_in_the_words_of_the_text() -> None:
    notice = read(TRADITIONAL(TEXT))
    assert notice.title == TRADITIONAL(TITLE)
    assert notice.issuer == TRADITIONAL(ISSUER)
    assert notice.addressees == tuple(map(TRADITIONAL, ADDRESSEES))
    assert notice.date == DATE
    assert [one.title for one in notice.attachments] == [
        TRADITIONAL(one.title) for one in read(TEXT).attachments
    ]


def test_number_and_kind_are_normal_forms_by_which_both_scripts_are_one() -> None:
    one, other = read(TEXT), read(TRADITIONAL(TEXT))
    assert other.number == other.id == NUMBER
    assert other.category == one.category == "通知"


def test_evidence_stands_at_the_same_places() -> None:
    one, other = read(TEXT), read(TRADITIONAL(TEXT))
    assert one.evidence == other.evidence
    proof = next(found for found in other.evidence if found.field == "number")
    assert other.cleaned[proof.start : proof.end] == TRADITIONAL(NUMBER)


def test_clauses_have_the_same_paths_and_the_texts_own_words() -> None:
    one, other = read(TEXT), read(TRADITIONAL(TEXT))
    assert [clause.path for clause in other.clauses] == [clause.path for clause in one.clauses]
    assert "".join(clause.text for clause in other.clauses) == other.cleaned
    for mine, theirs in zip(one.clauses, other.clauses, strict=True):
        assert theirs.text == TRADITIONAL(mine.text)
        assert theirs.heading == TRADITIONAL(mine.heading)
        assert theirs.headings == tuple(map(TRADITIONAL, mine.headings))


def test_lost_line_breaks_are_restored() -> None:
    whole = TRADITIONAL(TEXT)
    assert len(read("".join(whole.split("\n"))).clauses) == len(
        read("".join(TEXT.split("\n"))).clauses
    )


def test_a_name_in_traditional_characters_leaves_a_simplified_text_as_it_is() -> None:
    text = (
        "关于同意設立臺灣青年創業基地的批复\n某市人民政府：\n"
        + "一、同意设立。\n二、依法管理。\n" * 40
    )
    assert plain_script(text) == text


@given(
    st.text(
        alphabet="關於開展工作的通知著力臺灣后面里程一二（）《》123 \n\ud7ff😀e\u0301", max_size=400
    )
)
def test_the_plain_form_has_one_character_for_one(text: str) -> None:
    assert len(plain_script(text)) == len(text)
    assert plain_script(text) in (text, simplifier()(text))
