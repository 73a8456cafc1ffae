"""One text, several documents: letter, carried document, annexes, closing, and their parts."""

from __future__ import annotations

from corpus.outline import outline

LETTER = "各市工信局：\n现将计划印发给你们，请执行。\n"
SIGNED = "某省工业和信息化厅\n2021年3月4日\n"
PLAN = (
    "某省品牌建设工作计划\n为做好品牌工作，制定本计划。\n一、目标\n"
    "培育品牌。\n二、任务\n开展培训。\n"
)


def paths(text: str) -> list[str]:
    return [clause.path for clause in outline(text).clauses]


def text_of(text: str, path: str) -> str:
    return next(clause.text for clause in outline(text).clauses if clause.path == path)


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.kind, part.title) for part in outline(text).parts]


def test_closing_holds_deadline_signature_and_contact() -> None:
    text = (
        "一、培训\n由协会组织。\n二、推广\n（一）遴选。每年20家。\n（二）宣传。报道典型。\n"
        "各市工信局要于12月1日前报送总结。\n" + SIGNED + "（联系人：李明，电话：020-12345678）"
    )
    closing = text_of(text, "closing")
    assert closing.startswith("各市工信局要于12月1日前报送总结。\n某省工业")
    assert closing.endswith("020-12345678）")


def test_paragraph_under_a_last_heading_is_its_body() -> None:
    text = "一、目标\n内容。\n二、有关要求\n各地要加强领导，落实责任。\n" + SIGNED
    assert text_of(text, "二") == "二、有关要求\n各地要加强领导，落实责任。\n"


def test_last_article_keeps_its_paragraphs() -> None:
    text = (
        "第一条 甲。\n第二条 本规定由省厅负责解释，各市可以制定细则，并报省厅备案，其他按规定办理。"
        "\n本规定自公布之日起施行。"
    )
    assert paths(text) == ["第一条", "第二条"]


def test_joint_issuers_sign_on_several_lines_or_without_a_mark_between() -> None:
    several = "一、甲。\n二、乙。\n工业和信息化部\n国家发展改革委\n2021年3月4日"
    assert text_of(several, "closing").startswith("工业和信息化部\n国家")
    glued = "一、甲。\n二、乙。\n工业和信息化部国家发展改革委教育部\n2021年3月4日"
    assert text_of(glued, "closing").startswith("工业和信息化部国家发展改革委教育部")
    one_line = "一、甲。\n二、乙。\n某省工业和信息化厅 2021年3月4日"
    assert text_of(one_line, "closing") == "某省工业和信息化厅 2021年3月4日"


def test_source_line_and_name_of_a_missing_annex_belong_to_the_closing() -> None:
    text = (
        "第一条 甲。\n第二条 本办法自印发之日起施行。\n某省园区建设指标（试行）\n来源：某省大数据局"
    )
    assert text_of(text, "closing") == "某省园区建设指标（试行）\n来源：某省大数据局"


def test_carried_document_after_a_numbered_letter_has_its_own_preamble_and_clauses() -> None:
    text = LETTER + "一、提高认识。\n二、加强领导。\n" + SIGNED + PLAN + "本计划自印发之日起实施。"
    assert paths(text) == [
        "preamble", "一", "二", "closing", "preamble~2", "一~2", "二~2",
    ]  # fmt: skip
    assert text_of(text, "closing") == SIGNED
    assert text_of(text, "preamble~2").startswith("某省品牌建设工作计划\n为做好")
    assert parts(text) == [("notice", ""), ("inner", "某省品牌建设工作计划")]
    assert outline(text).warnings == ()


def test_numerals_of_the_carried_document_that_are_new_keep_their_path() -> None:
    text = "一、甲。\n" + SIGNED + "某省管理办法\n第一章 总则\n第一条 乙。\n一、丙。\n（一）丁。"
    assert paths(text)[1:] == [
        "closing", "preamble", "第一章", "第一条", "第一条/一", "第一条/一/(一)",
    ]  # fmt: skip


def test_carried_document_with_closing_of_its_own() -> None:
    text = LETTER + "一、甲。\n二、乙。\n" + SIGNED + PLAN + "某市人民政府\n2021年2月1日"
    assert paths(text)[-2:] == ["二~2", "closing~2"]


def test_letter_without_numerals_is_one_preamble_with_the_head_of_what_it_carries() -> None:
    text = LETTER + SIGNED + "（此件公开发布）\n" + PLAN
    assert paths(text) == ["preamble", "一", "二"]
    assert text_of(text, "preamble").endswith("制定本计划。\n")
    outlined = outline(text)
    notice, inner = outlined.parts
    assert (notice.kind, inner.kind, inner.title) == ("notice", "inner", "某省品牌建设工作计划")
    assert text[inner.start :].startswith("某省品牌建设工作计划\n")


def test_title_over_two_lines_is_one_title() -> None:
    text = LETTER + SIGNED + "某省品牌建设\n工作计划\n一、目标\n甲。"
    assert parts(text)[1] == ("inner", "某省品牌建设工作计划")


def test_carried_document_is_found_by_its_title_where_the_letter_is_not_signed() -> None:
    text = LETTER + "一、提高认识。\n二、加强领导。\n2021年品牌工作要点\n一、甲。\n二、乙。"
    assert paths(text) == ["preamble", "一", "二", "preamble~2", "一~2", "二~2"]


def test_numbering_that_starts_again_keeps_every_clause_under_its_own_path() -> None:
    text = "一、甲。\n二、乙。\n一、丙。\n（一）丁。\n二、戊。"
    assert paths(text) == ["一", "二", "一~2", "一~2/(一)", "二~2"]


def test_annexes_after_the_signature_are_pieces_of_their_own() -> None:
    text = (
        "一、甲。\n二、乙。\n附件：1.企业名单\n2.申报表\n"
        + SIGNED
        + "附件1\n企业名单\n一、甲类\n二、乙类\n"
        "附件 2\n申报表\n第一条 填表。"
    )
    assert paths(text) == [
        "一", "二", "closing", "附件1", "附件1/一", "附件1/二", "附件2", "附件2/第一条",
    ]  # fmt: skip
    assert parts(text) == [("notice", ""), ("annex", "企业名单"), ("annex", "申报表")]


def test_annex_line_may_go_on_with_its_title() -> None:
    text = "一、甲。\n" + SIGNED + "附件1：企业名单\n1.乙公司。\n附录A 计算方法\n丙。"
    assert paths(text) == ["一", "closing", "附件1", "附件1/1.", "附录A"]
    assert parts(text)[1:] == [("annex", "企业名单"), ("annex", "计算方法")]


def test_foot_after_the_annexes_closes_the_notice_again() -> None:
    text = (
        "一、甲。\n"
        + SIGNED
        + "附件\n名单\n乙。\n抄送：省委办公厅。\n某省厅办公室 2021年3月4日印发"
    )
    assert paths(text) == ["一", "closing", "附件", "closing~2"]
    assert text_of(text, "closing~2").startswith("抄送：")


def test_list_of_annexes_before_the_signature_is_no_clause() -> None:
    for listed in (
        "附件：\n1.名单\n2.表格\n",
        "附件：1.名单\n2.表格\n",
        "附件1：名单\n附件2：表格\n",
    ):
        text = "一、甲。\n二、乙。\n" + listed + SIGNED
        assert paths(text) == ["一", "二", "closing"], listed


def test_files_to_download_after_the_signature_are_no_annexes() -> None:
    text = "一、甲。\n" + SIGNED + "附件1：名单.doc\n附件2：表格.xls"
    assert paths(text) == ["一", "closing"]
    assert paths("一、甲。\n" + SIGNED + "相关链接：\n1.名单.doc\n2.表格.xls") == ["一", "closing"]


def test_items_of_an_annex_that_begins_are_clauses() -> None:
    text = (
        "一、甲。\n附件：\n1.名单。\n2.表格。\n内容甲。\n内容乙。\n内容丙。"
        "\n内容丁。\n内容戊。\n内容己。"
    )
    assert paths(text) == ["一", "附件", "附件/1.", "附件/2."]


def test_head_of_a_published_page_is_no_signature() -> None:
    text = "关于培训的公告\n某省厅\n2021年3月4日\n" + "本省将组织质量培训，欢迎报名。" * 6
    assert paths(text) == ["preamble"]


def test_paragraph_for_all_under_the_last_of_headed_siblings_is_closing() -> None:
    items = "".join(f"{n}、任务\n由协会组织。\n" for n in "一二三四")
    text = items + "各地要加强领导，落实责任。\n" + SIGNED
    assert text_of(text, "四") == "四、任务\n由协会组织。\n"
    assert text_of(text, "closing").startswith("各地要加强")
    uneven = items.replace("由协会组织。", "由协会组织。\n每年一次。", 1) + "各地要加强领导。\n"
    assert "各地要加强领导" in text_of(uneven + SIGNED, "四")


def test_organ_without_a_date_on_the_last_line_signs() -> None:
    text = "一、现场查询暂停。\n二、网上查询照常。\n某市市场监督管理局"
    assert text_of(text, "closing") == "某市市场监督管理局"
    assert paths("一、牵头单位\n某市商务局\n二、配合单位\n某市市场监督管理局") == ["一", "二"]


def test_address_above_the_phone_belongs_to_the_closing() -> None:
    text = "现予公示，有意见请反馈。\n地址：某市长安街1号\n邮编：100000\n联系电话：010-1\n" + SIGNED
    assert text_of(text, "closing").startswith("地址：某市长安街1号\n邮编")


def test_list_of_one_annex_right_above_the_annex_belongs_to_the_closing() -> None:
    text = "一、甲。\n二、乙。\n附件：任务分工表\n附件\n任务分工表\n序号 任务"
    assert paths(text) == ["一", "二", "closing", "附件"]
    assert text_of(text, "closing") == "附件：任务分工表\n"
