"""Normal forms, words, bigrams, sentences and passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import bigrams, normalise, passages, segment, sentences, shadow

# Han in both scripts, sentence ends, brackets, Latin, digits, full-width forms and oddities.
NOTICE_TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "质量品牌着力著發髮后後里裡乾干臺台。！？；，、：（）“”《》\n\r 　"
            "aZ９Ａ㎡①İßﬁ㐀𠀀〇々\u200b\x00"
        ),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("誰負責品牌培訓", "谁负责品牌培训"),
        ("著力推進，著作權", "着力推进,著作权"),
        ("ＧＢ／Ｔ　９７０４", "gb/t 9704"),
        ("品\u200b牌\ufeff", "品牌"),
        ("坏\ud800字\x00", "坏字"),
    ],
)
def test_normal_form_is_simplified_half_width_lower_case(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(NOTICE_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(NOTICE_TEXT)
def test_shadow_is_as_long_as_the_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_shadow_shows_the_form_for_matching_at_the_same_place() -> None:
    text = "（一）著力推進ＱＣ小組，10㎡"
    assert shadow(text) == "(一)着力推进qc小组,10㎡"
    assert text[shadow(text).index("小组") :][:2] == "小組"


def test_chinese_is_cut_into_words_and_traditional_gives_the_same() -> None:
    assert segment("谁负责品牌培训") == ["谁", "负责", "品牌", "培训"]
    assert segment("誰負責品牌培訓") == segment("谁负责品牌培训")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("建设5G基站", ["建设", "5g", "基站"]),
        ("按GB/T 9704执行", ["按", "gb", "t", "9704", "执行"]),
        ("开展QC小组活动", ["开展", "qc", "小组活动"]),
        ("Who runs Brand training?", ["who", "runs", "brand", "training"]),
        ("通过ISO9001认证", ["通过", "iso9001", "iso", "9001", "认证"]),
        ("２０２０年", ["2020", "年"]),
        ("，。！", []),
    ],
)
def test_latin_words_and_numbers_inside_chinese_stay_whole(text: str, words: list[str]) -> None:
    assert segment(text) == words


def test_a_mixed_word_is_found_by_its_parts_too() -> None:
    assert set(segment("ISO 9001")) <= set(segment("ISO9001"))


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("品牌培训", ["品牌", "牌培", "培训"]),
        ("一、5G基站", ["一", "5g", "基站"]),
        ("QC小组", ["qc", "小组"]),
        ("二〇二〇年", ["二〇", "〇二", "二〇", "〇年"]),
        ("", []),
    ],
)
def test_bigrams_do_not_cross_what_is_not_han(text: str, grams: list[str]) -> None:
    assert bigrams(text) == grams


@pytest.mark.parametrize(
    "text",
    [
        "各地工业和信息化主管部门要高度重视质量品牌工作，加强组织领导，落实工作责任。",
        "鼓励质量协会等行业组织开展首席质量官培训，推广卓越绩效、精益生产等先进方法。",
        "湛江、中山市要先行先试，支持龙头企业牵头组建产业联盟；年度总结于十二月一日前报送。",
        "魑魅魍魉龘靐齉，张三丰李四光王五郎在乌鲁木齐石河子开会",
        "〇㐀一二三𠀀",
    ],
)
def test_rjieba_and_jieba_give_the_same_words(text: str) -> None:
    jieba = pytest.importorskip("jieba")
    pytest.importorskip("rjieba")
    runs = "".join(c if "\u4e00" <= c <= "\u9fd5" else " " for c in text).split()
    expected = [word for run in runs for word in jieba.lcut(run)]
    rare = {c for c in text if c in "〇㐀𠀀"}
    assert [word for word in segment(text) if word not in rare] == expected


def test_sentences_end_after_full_stops_semicolons_and_lines_with_their_closing_quotes() -> None:
    text = "提出“质量第一。”各市落实；加强领导！（联系人：张三。）\n　　特此通知"
    assert [text[start:end] for start, end in sentences(text)] == [
        "提出“质量第一。”",
        "各市落实；",
        "加强领导！",
        "（联系人：张三。）\n　　",
        "特此通知",
    ]


def test_a_point_in_a_number_or_an_address_ends_no_sentence() -> None:
    text = "增长3.5%，见http://example.org/a?b=1；联系a.b@example.org"
    assert len(sentences(text)) == 2


def test_an_english_sentence_ends_at_its_point() -> None:
    text = "Cities submit a plan. The deadline is 1 December."
    assert [text[a:b] for a, b in sentences(text)] == [
        "Cities submit a plan. ",
        "The deadline is 1 December.",
    ]


@given(NOTICE_TEXT)
def test_sentences_cover_the_text_exactly(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text
    assert all(start < end for start, end in sentences(text))


@given(NOTICE_TEXT, st.integers(1, 60))
def test_passages_are_whole_sentences_and_cover_the_text(text: str, limit: int) -> None:
    spans = passages(text, limit)
    assert "".join(text[start:end] for start, end in spans) == text
    ends = {end for _, end in sentences(text)}
    if len(text) > limit:
        assert all(end in ends for _, end in spans)


@given(NOTICE_TEXT, st.integers(1, 60))
def test_a_passage_is_longer_than_the_limit_only_when_it_is_one_sentence(
    text: str, limit: int
) -> None:
    whole = set(sentences(text))
    assert all(
        end - start <= limit or (start, end) in whole for start, end in passages(text, limit)
    )


def test_passages_are_even_rather_than_full_with_a_scrap_left() -> None:
    def lengths(text: str) -> list[int]:
        return [end - start for start, end in passages(text, 30)]

    assert lengths("一二三四五六七八九。" * 4) == [20, 20]
    assert sorted(lengths("一二三四五六七八九。" * 7)) == [20, 20, 30]


def test_a_short_text_is_one_passage_and_an_empty_one_none() -> None:
    assert passages("各市落实。加强领导。") == [(0, 10)]
    assert passages("") == []
    assert sentences("") == []
