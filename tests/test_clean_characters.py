"""Characters, blanks and encodings: what is repaired, and what looks like damage and is none."""

from __future__ import annotations

import codecs

import pytest

from corpus.clean import clean


def counts(raw: str) -> dict[str, int]:
    return {c.what: c.count for c in clean(raw).cleaning}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲&nbsp;&nbsp;乙方案", "甲 乙方案"),
        ("&ldquo;三品&rdquo;行动&#8212;&#x2014;", "“三品”行动——"),
        ("研发&amp;#8220;平台&amp;#8221;", "研发“平台”"),
        ("R&amp;D投入", "R&D投入"),
        ("甲&sp;乙方案", "甲 乙方案"),
        ("华为&nbsp公司", "华为 公司"),
        ("AT&T;甲", "AT&T;甲"),
        ("甲 & 乙公司", "甲 & 乙公司"),
    ],
)
def test_entities_become_what_they_stand_for(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_full_width_letters_and_digits_are_narrowed_and_punctuation_stays() -> None:
    raw = "１．２０２０年，Ａ级（５Ｇ）１．５亿元、３０％：ａ＠ｂ"
    assert clean(raw).text == "1．2020年，A级（5G）1.5亿元、30%：a@b"
    assert counts(raw) == {"full-width letters and digits narrowed": 17}


def test_radicals_of_pdf_fonts_become_characters() -> None:
    assert clean("⼀、⼯作⽬标\n⻓期有效，见⻚脚").text == "一、工作目标\n长期有效，见页脚"


def test_line_ends_of_other_systems_are_line_feeds() -> None:
    assert clean("甲\u2028乙\x0b丙\x85丁\r戊\r\n己").text == "甲\n乙\n丙\n丁\n戊\n己"


def test_bullets_of_symbol_fonts_go_and_ticks_are_written_out() -> None:
    raw = "\uf0b7 企业营业执照\n\uf06c专利证书\n\uf0fe是 \uf0a8否"
    assert clean(raw).text == "企业营业执照\n专利证书\n☑是 □否"


def test_private_full_stop_after_a_numeral_is_a_full_stop() -> None:
    assert clean("1\ue010突破关键技术\n　　2\ue010建设平台").text == "1.突破关键技术\n2.建设平台"


def test_unknown_private_character_and_replacement_sign_stay_and_are_counted() -> None:
    raw = "联系人：张\ue863三，电话\ufffd"
    assert clean(raw).text == raw
    assert counts(raw) == {"unreadable characters left in the text": 2}


def test_half_a_surrogate_is_a_lost_character() -> None:
    assert clean("甲\ud800乙").text == "甲\ufffd乙"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("国 务 院\n2020年5月6日", "国务院\n2020年5月6日"),
        ("各省、自治区 ：", "各省、自治区："),
        ("第一章　总　则", "第一章 总则"),
        ("第 一 条 为了加强管理", "第一条 为了加强管理"),
        ("第 二 章 附 则", "第二章 附则"),
        ("目　　录", "目录"),
        (
            "为 落 实 《 国 家 标 准 化 纲 要 》，制定本办法。",
            "为落实《国家标准化纲要》，制定本办法。",
        ),
        ("具备去中 心 化 的 制 造 协 同 能 力。", "具备去中心化的制造协同能力。"),
        ("（一） 指导思想", "（一）指导思想"),
        ("对示范基地 （园区），给予奖励", "对示范基地（园区），给予奖励"),
        ("入选 “专精特新”名单的", "入选“专精特新”名单的"),
        ("济政办发 〔2018〕9号文件", "济政办发〔2018〕9号文件"),
        ("主　任：尤　全　省政府副秘书长", "主任：尤全 省政府副秘书长"),
        ("解决“ 从无到有 ”问题", "解决“从无到有”问题"),
    ],
)
def test_blanks_that_only_fill_a_line_go(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("第一条　为了加强管理，制定本办法。", "第一条 为了加强管理，制定本办法。"),
        ("第二条 （适用范围）本办法适用于企业。", "第二条 （适用范围）本办法适用于企业。"),
        ("第一章　总则", "第一章 总则"),
        ("一　总则", "一 总则"),
        ("财政部　税务总局", "财政部 税务总局"),
        ("张三丰 李四光", "张三丰 李四光"),
        ("甲市　5家　乙市　7家", "甲市 5家 乙市 7家"),
        ("《智能制造 射频识别系统 通用技术要求》", "《智能制造 射频识别系统 通用技术要求》"),
        ("第3版 第4部分", "第3版 第4部分"),
        ("到 2025 年，建成 APP 平台", "到 2025 年，建成 APP 平台"),
        ("2020年　月　日", "2020年 月 日"),
        ("□是　□否 男 女", "□是 □否 男 女"),
        ("张　三　　李　四", "张三 李四"),
        ("形成能力。 分类实施。", "形成能力。 分类实施。"),
        ("| 甲 | ，乙 |", "| 甲 | ，乙 |"),
    ],
)
def test_blanks_that_part_words_stay(raw: str, text: str) -> None:
    assert clean(raw).text == text


NOTICE = (
    "某省人民政府关于加强质量品牌建设的通知\n各市人民政府，省政府各部门：\n"
    "一、总体要求\n坚持“企业主体”，到2025年培育品牌100个（含国家级10个）。\n二、组织实施\n各市要加强领导，落实责任。"
)


def misread(text: str, written: str, read: str) -> str:
    return "\n".join(line.encode(written).decode(read, "replace") for line in text.split("\n"))


@pytest.mark.parametrize(
    ("written", "read"), [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "cp1252")]
)
def test_lines_read_in_a_western_encoding_are_mended(written: str, read: str) -> None:
    assert clean(misread(NOTICE, written, read)).text == NOTICE


def test_text_that_was_misread_twice_is_mended() -> None:
    twice = misread(misread(NOTICE, "utf-8", "latin-1"), "utf-8", "latin-1")
    assert clean(twice).text == NOTICE


def as_browsers_do(error: UnicodeError) -> tuple[str, int]:
    """The byte 80 is the sign of the euro, any other that is no GBK is lost."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    return ("€" if byte == 0x80 else "\ufffd"), error.start + 1


def test_utf8_read_as_gbk_is_mended_and_what_it_lost_is_marked() -> None:
    codecs.register_error("browser", as_browsers_do)
    wrong = [line.encode().decode("gb18030", "browser") for line in NOTICE.split("\n")]
    assert wrong[2] == "涓€銆佹€讳綋瑕佹眰"
    lines = clean("\n".join(wrong)).text.split("\n")
    assert lines[2] == "一、总体要求"
    assert lines[5].startswith("各市要加强领导，落实责任")
    assert lines[5].endswith("\ufffd")


def test_one_misread_line_in_a_good_text_is_mended() -> None:
    line = "打印时间以系统为准，请各单位注意".encode().decode("latin-1")
    assert clean(f"{NOTICE}\n{line}").text == f"{NOTICE}\n打印时间以系统为准，请各单位注意"
    assert counts(f"{NOTICE}\n{line}") == {"lines in a wrong encoding mended": 1}


@pytest.mark.parametrize(
    "line",
    [
        "Société Générale、Crédit Agricole等银行",
        "规格为1200mm×1000mm，误差±0.5℃，浓度≤5‰",
        "鐨字与锛字均为生僻字，用于人名时予以保留。",
        "……——“”‘’…",
    ],
)
def test_good_text_with_rare_signs_is_no_mojibake(line: str) -> None:
    assert clean(line).text == line
