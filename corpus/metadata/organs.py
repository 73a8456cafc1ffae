"""Printed names -> organs: what a name of an organ looks like, joint names taken apart."""

from __future__ import annotations

import re

from corpus.metadata.lines import unspaced

ENDS = tuple("厅局部委院府司会署行社团央台处所") + tuple(
    "办公室 中心 小组 指挥部 公司 大学 专班 军区".split()
)
NOT_ORGAN = re.compile(
    r"[，。；：:？！《》〈〉“”\"<>|、\d]|关于|的|^[各本请第附]|^[一二三四五六七八九十]+、"
)
SEAL = re.compile(r"[（(](?:盖章|公章|印章|印|章|签章)[）)]$")
SEVERAL = re.compile(r"等[\d一二三四五六七八九十]{1,3}(?:个)?(?:部门|单位|部委|厅局|机关)$")
# Where, after the end of one organ, the name of another begins. 国家税务总局广东省税务局 is one.
NATIONAL = (
    "国家|中国|中共|中央|全国|国务院|最高人民|工业和信息化部|财政部|教育部|科技部|科学技术部|公安部|"
    "民政部|司法部|人力资源|自然资源部|生态环境部|住房和?城乡建设部|交通运输部|水利部|农业农村部|"
    "商务部|文化和旅游部|应急管理部|人民银行|审计署|海关总署|税务总局|市场监管总局|银保监会|证监会"
)
PLACES = (
    "北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|"
    "江西省|山东省|河南省|湖北省|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|"
    "内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆"
)
AFTER_LOCAL = r"(?:(?<=[厅委府会室院])|(?<=[^总]局))"
GLUED = re.compile(rf"(?<=[厅局部委院府会署央室])(?={NATIONAL})|{AFTER_LOCAL}(?={PLACES})")
OWN_PLACE = re.compile(r"[\u4e00-\u9fff]{0,6}?[省市县区州盟]")
ADDED = re.compile(r"^(?:办公厅|办公室|党组|秘书局)")
PERSON = re.compile(
    r"^[\u4e00-\u9fff]{0,20}(?:总理|主席|[省市州县区部局厅署行会院]长|主任|书记)"
    r"[：:\s]{0,2}[\u4e00-\u9fff](?:[\s·]?[\u4e00-\u9fff]){1,4}$"
)


def is_organ(name: str) -> bool:
    """国家发展改革委 and 广东省人民政府办公厅 are; 各有关单位, 名单 and 关于…小组 are not."""
    return 2 <= len(name) <= 40 and name.endswith(ENDS) and not NOT_ORGAN.search(name)


def is_person(line: str) -> bool:
    """国务院总理 李某: who signs a decree; an issuer is an organ."""
    return PERSON.match(line) is not None


def organs_of(line: str) -> tuple[str, ...]:
    """The organs that a line consists of; empty when it holds anything else.

    财政部 税务总局 are two, 国 务 院 is one, and 工业和信息化部办公厅国家标准化管理委员会 are two
    without a blank between them.
    """
    line = SEAL.sub("", line.strip())
    if len(line) > 400 or not line.endswith((*ENDS, "部门", "单位", "机关")):
        return ()
    parts = [part for part in re.split(r"[、\s]+", line) if part]
    if not parts:
        return ()
    if all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    elif not all(is_organ(SEAL.sub("", part)) for part in parts):
        # 工业和信息 化部: a blank inside a name, left by typesetting.
        parts = [unspaced(line)]
    joined: list[str] = []
    for part in parts:
        name = SEAL.sub("", part)
        if joined and ADDED.match(name):
            joined[-1] += name
        else:
            joined.extend(_unglued(name))
    if len(joined) == 1 and SEVERAL.search(joined[0]):
        return tuple(joined)
    return tuple(joined) if all(is_organ(name) for name in joined) else ()


def _unglued(name: str) -> list[str]:
    """甲市财政局甲市教育局 -> 甲市财政局, 甲市教育局: a place named again begins another organ."""
    parts: list[str] = []
    for part in GLUED.split(name):
        place = OWN_PLACE.match(part)
        again = rf"{AFTER_LOCAL}(?={re.escape(place[0])})" if place else r"(?!)"
        parts.extend(re.split(again, part))
    return parts
