"""Raw text -> cleaned text: each kind of scrape damage, and what must be left alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.clean import clean
from corpus.load import read_raw


def counts(raw: str) -> dict[str, int]:
    return {c.what: c.count for c in clean(raw).cleaning}


GLOSSED = "我廳(tīng)負責(zé)組織(zhī)質(zhì)量品牌培訓(xùn)，著力提升標準(zhǔn)。"


def test_pinyin_glosses_go_and_characters_become_simplified() -> None:
    assert clean(GLOSSED).text == "我厅负责组织质量品牌培训，着力提升标准。"
    assert counts(GLOSSED)["pinyin glosses removed"] == 6


def test_neutral_tone_gloss_goes_too() -> None:
    assert "们" in clean(GLOSSED + "他們(men)").text
    assert "men" not in clean(GLOSSED + "他們(men)").text


def test_brackets_with_other_latin_stay_in_a_glossed_text() -> None:
    text = clean(GLOSSED + "濃度(ppm)、係數(a)、集群(CPU)").text
    assert "(ppm)" in text
    assert "(CPU)" in text


def test_traditional_text_without_glosses_is_left_as_it_is() -> None:
    assert clean("本署負責培訓。").text == "本署負責培訓。"


def test_simplified_text_with_one_latin_bracket_is_left_as_it_is() -> None:
    assert clean("风速(fēng)按标准。").text == "风速(fēng)按标准。"


def test_site_frame_is_removed_and_counted() -> None:
    raw = "\n".join(
        [
            "当前位置：首页 > 通知公告",
            "各市工信局：请认真执行。",
            "【打印本页】【关闭窗口】",
            "上一篇：关于某事的通知",
            "我要评论： | 文明上网",
            "版权所有 某某协会 粤ICP备12345678号",
            "|",
        ]
    )
    assert clean(raw).text == "各市工信局：请认真执行。"
    assert counts(raw)["boilerplate lines removed"] == 6


def test_a_clause_that_mentions_printing_is_no_boilerplate() -> None:
    line = "（三）打印本页所列材料并加盖公章。"
    assert clean(line).text == line


def test_blank_lines_and_odd_blanks_are_evened_out() -> None:
    assert clean("\u3000\u3000一、总则\r\n\r\n\r\n内容\u00a0甲\u200b乙\t丙  \r\n").text == (
        "一、总则\n内容 甲乙 丙"
    )


def test_dashed_page_number_is_removed() -> None:
    assert clean("第一条 甲。\n— 3 —\n第二条 乙。").text == "第一条 甲。\n第二条 乙。"


def test_lone_number_in_a_table_stays() -> None:
    assert clean("序号\n3\n名称\n17").text == "序号\n3\n名称\n17"


def wrapped(paragraphs: list[str], width: int = 20) -> str:
    lines = []
    for paragraph in paragraphs:
        lines += [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
    return "\n".join(lines)


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    body = "企业应当建立覆盖设计、生产、销售全过程的质量管理制度，明确各岗位的质量责任与考核办法。"
    paragraphs = [f"（{n}）{body}" for n in "一二三四五六七八九"]
    cleaned = clean(wrapped(paragraphs)).text
    assert cleaned.split("\n") == paragraphs


def test_lines_of_differing_length_are_not_joined() -> None:
    lines = [f"{n}、" + "质量" * (3 + n % 7) for n in range(1, 25)]
    assert clean("\n".join(lines)).text.split("\n") == lines


RUN_ON = (
    "某省人民政府关于加强品牌建设的通知某府〔2021〕8号各市人民政府，省政府各部门：现就有关事项通知如下："
    "一、总体目标到2023年培育品牌100个。其中国家级10个。二、重点任务（一）开展培训。由省质量协会组织培训。"
    "（二）按照第一条、第二条和（2020年）有关要求，设一、二、三等奖，支持1.5亿元。三、组织实施各地要加强领导。"
    "某省人民政府2021年3月4日"
)


def test_lost_line_breaks_are_restored_at_parts_and_signature() -> None:
    assert clean(RUN_ON).text.split("\n") == [
        "某省人民政府关于加强品牌建设的通知",
        "某府〔2021〕8号",
        "各市人民政府，省政府各部门：",
        "现就有关事项通知如下：",
        "一、总体目标",
        "到2023年培育品牌100个。其中国家级10个。",
        "二、重点任务",
        "（一）开展培训。由省质量协会组织培训。",
        "（二）按照第一条、第二条和（2020年）有关要求，设一、二、三等奖，支持1.5亿元。",
        "三、组织实施各地要加强领导。",
        "某省人民政府",
        "2021年3月4日",
    ]


def test_restoring_breaks_loses_no_character() -> None:
    assert clean(RUN_ON).text.replace("\n", "") == RUN_ON


def test_numbering_that_runs_on_through_parts_is_followed() -> None:
    text = (
        "本规则共分三部分，内容如下，请各单位遵照执行，不得擅自变更，有意见可以书面提出并说明理由。"
        "一、总则（一）甲事项由办公室负责。（二）乙事项由财务处负责。"
        "二、分则（三）丙事项由人事处负责。（四）丁事项由后勤处负责。三、附则（五）自印发之日起施行。"
    )
    heads = [line[:3] for line in clean(text).text.split("\n")[1:]]
    assert heads == ["一、总", "（一）", "（二）", "二、分", "（三）", "（四）", "三、附", "（五）"]


# A text of one line under 100 characters is taken for a sentence, not for a notice.
LONG = (
    "各有关单位要提高认识，加强领导，密切配合，及时总结经验，"
    "研究解决工作中出现的新情况新问题，确保各项任务落到实处，取得实效。"
)


def parts_of(raw: str) -> list[str]:
    return clean(raw).text.split("\n")


def test_part_after_a_sentence_end_on_one_line_gets_its_own() -> None:
    raw = "一、目标\n内容。\n二、任务\n改造设备。三、实施路径\n（一）试点。\n甲。（二）推广\n乙。"
    assert parts_of(raw)[3:5] == ["改造设备。", "三、实施路径"]
    assert "（二）推广" in parts_of(raw)


@pytest.mark.parametrize(
    "line",
    ["符合（一）（二）条件的。", "设一、二、三等奖。", "按第（一）项办理。", "投入1.5亿元。"],
)
def test_numeral_inside_a_sentence_is_not_split_off(line: str) -> None:
    raw = f"一、目标\n{line}\n二、任务\n内容。"
    assert parts_of(raw) == raw.split("\n")


def test_signature_after_a_list_of_annexes_keeps_its_province_whole() -> None:
    raw = (
        "某办法已经批准，现印发给你们，请结合实际认真贯彻执行，并做好宣传解读工作。"
        + LONG
        + "附件：重点任务分工广东省人民政府2023年6月8日"
    )
    assert parts_of(raw)[-3:] == ["附件：重点任务分工", "广东省人民政府", "2023年6月8日"]


def test_counting_goes_on_after_a_square_bracket() -> None:
    raw = (
        LONG + "1.强化培训。〔省工信厅负责〕2.强化保险。〔省财政厅负责〕3.强化服务，方便企业办事。"
    )
    assert [part[:4] for part in parts_of(raw)[1:]] == ["1.强化", "2.强化", "3.强化"]


def test_first_article_may_follow_the_title_directly() -> None:
    raw = (
        "某省创新中心管理办法第一条为规范管理，制定本办法。第二条创新中心由省科技厅认定，具体条件另行规定。"
        "第三条考核每三年一次，不合格的按照第二条重新认定。" + LONG
    )
    assert [part[:3] for part in parts_of(raw)] == ["某省创", "第一条", "第二条", "第三条"]


@pytest.mark.real_data
def test_no_real_document_is_taken_for_damaged_more_than_it_is(shared: Path) -> None:
    files = [path for path in (shared / "notices").rglob("*") if path.suffix in (".txt", ".html")]
    done: Counter[str] = Counter()
    for path in files:
        raw = read_raw(path.read_bytes(), path.name).text
        cleaned = clean(raw)
        done.update({part.what for part in cleaned.cleaning})
        kept = sum(run.length for run in cleaned.runs)
        assert kept >= 0.97 * len("".join(raw.split())) or path.parent.name == "seed"
    assert len(files) == 150
    assert done["lines in a wrong encoding mended"] == 0
    assert done["second copies of the text removed"] == 0
    assert done["lists of other pages removed"] == 0
    assert done["pinyin glosses removed"] == done["boilerplate lines removed"] == 1
    assert done["wrapped lines joined"] == 8
    assert done["page numbers removed"] == 8
