"""The words after the name of a doer -> the roles that they give, and whether they tell a duty."""

from __future__ import annotations

import re

from indexer.facts.claims import Span
from indexer.facts.objects import DONE

# 加强、做好 and such carry the noun that names what is done: 加强督促检查, 做好配合.
FILL = (
    r"(?:必须|务必|须|应当|应该|应|要|需要|需|可以|可|将|会|能够|负有|也|均|都|还|并|再|且|以及|"
    r"同时|各自|"
    r"积极|主动|切实|认真|充分|进一步|不断|依法|依规|及时|定期|严格|密切|全力|共同|分别|统一|"
    r"统筹|具体|直接|"
    r"高度|大力|全面|深入|加快|抓紧|尽快|强化|加强|加大|做好|抓好|搞好|开展|履行|负责|协调|精心|"
    r"广泛|重点|一律|"
    r"自愿|自主|自行|一般|原则上|自觉|联合|逐级|"
    r"(?:按照?|根据|依据|结合|依照)[^，,；;、]{0,14}?(?:分工|职责|职能|要求|规定|实际)|"
    r"对[^，,；;]{2,24}?(?:的|进行|予以)|\s)*+"
)
AT = rf"(?:^|(?<=[、和并及，]))(?:{FILL})"
ROLE_WORDS = {
    "牵头": re.compile(rf"{AT}(?:作?为)?牵头(?!单位|部门)|(?:作为|为|是)牵头(?:单位|部门)"),
    "配合": re.compile(rf"{AT}(?:配合|协助|协同(?!创新|发展|机制|效应|高效|配合))"),
    "组织": re.compile(
        rf"负责对[^，,；;、]{{0,20}}组织|"
        rf"{AT}组织(?!领导|机构|建设|体系|保障|形式|部|架构|管理|化|结构|生活|关系|动员|要|应|"
        rf"工作|程序|单位|者|和个)"
    ),
    "指导": re.compile(
        rf"{AT}(?:(?:工作|业务|技术|政策|跟踪|分类)?指导(?!意见|思想|目录|委员|性|原则|下|中心|小组|价|作用)|督促|督导|"
        r"监督(?!管理|机制|体系|电话|作用|员|责任|抽查|评))"
    ),
    "参与": re.compile(rf"{AT}(?:参与|参加|列席|出席)(?!者|方|度|单位|人)"),
    "负责": re.compile(
        rf"{AT.replace('负责|', '')}(?:负责(?!牵头|指导|督促|监督|人|同志|制)|承担|主管)"
    ),
}
FILLED = re.compile(FILL)
# 召开的会议, 制定的方案: the name only qualifies a thing.
OF_THEIRS = re.compile("(?!.{0,2}[按根依在对为向以结将通])[^，,；;]{2,5}的")
# 政府引导, 企业主体: too short to tell anyone what to do.
SLOGAN = 6
PURPOSE = re.compile(
    "确保|推动|促进|形成|保障|实现|营造|提升|提高|为|以|不断|共同|努力|避免|防止|从而|使|并(?:向|"
    "报|经)"
)
# A statement of what is or was, and what a notice itself does.
TOLD = re.compile(
    "(?:已|曾|正在|可能|也不|还存在|建议|提议|高度重视)|(?:[^，,；;]{0,8}?)(?:取得|达到|认为|"
    "指出|决定(?!开展|组织|实施|启动|在)|同意|印发|转发|批转|下发|是|属于|位于|具有|拥有|"
    "包括|发现|存在|有(?![权责义关限])|成为|召开|获得|获|占|超过|反映|不断涌现|持续增|增长|"
    "由|组成|实行(?!对)|设在|不具|"
    "成立|不纳入|关于|对.{0,12}(?:认识|需求|的批复|的意见|的评价)|自(?!行|主|觉|愿)|编制了|总计|累计|认定|联合印发|联合发布)"
)
# 企业能力明显增强 is a hope, nobody's task.
GROWN = re.compile(
    "(?:显著|明显|大幅|更加|进一步|不断|持续)(?:增强|提升|提高|改善|优化|完善|扩大|降低)$"
)
# Kinds of persons and enterprises: without a modal verb the sentence mostly describes them.
OFFICE = re.compile(
    "(?:部门|机关|政府|[厅局部委署院办]|委员会|办公[室厅]|小组|指挥部|专班|联席会议|财政|总队|"
    "支队|海关|银行|分行|"
    "各.{0,8}|地区|地方|各地|党委|党组|党[委组]（党[委组]）|管委会|协会|学会|商会|联合会|工会|"
    "法院|检察院|工商联|"
    "兵团|妇联|主任|书记|[部厅局省市县]长|总?经理|董事长|总理|秘书长|负责同志|领导同志|领导|"
    "负责人|委员|领导班子成员|所有人|专家组|"
    "工作组|司|处|方面|中心|总局|总署|专家|义务人|纳税人|主体|单位|机构|组织)$"
)
WEAKLY = re.compile(
    "(?:自愿|自行|自主|按|按照.{0,12}?|根据.{0,12}?|在.{0,16}?|通过.{0,16}?|于.{0,16}?|首次|"
    "每.{0,6}?|对.{0,12}?)?"
    "(?:负责|承担|提交|报送|填写|填报|登录|申报|编制|提出|参加|参与|配合|自行|协助|提供|向|完成|"
    "签订|将|对所)"
)


def does(text: str, spans: tuple[Span, ...], at: int, end: int) -> bool:
    """Whether a sentence without a modal verb still says what these have to do."""
    rest = text[at:end]
    if TOLD.match(rest) or DONE.search(rest) or GROWN.search(rest):
        return False
    if any(words.match(rest) for words in ROLE_WORDS.values()):
        return True
    if end - spans[0][0] <= SLOGAN:
        return False
    if all(OFFICE.search(text[first:last]) for first, last in spans):
        return True
    return WEAKLY.match(rest) is not None


def roles_of(rest: str) -> list[str]:
    """All roles in what follows a doer; 负责 where its main verb is none of the other roles."""
    roles = later_roles(rest)
    filled = FILLED.match(rest)
    main = filled.end() if filled else 0
    if not roles or (not any(_starts(rest, role) for role in roles) and main < len(rest)):
        roles = ["负责", *(role for role in roles if role != "负责")]
    return roles


def later_roles(rest: str) -> list[str]:
    """The roles that a later part of the sentence names; none where it only goes on."""
    return [role for role, words in ROLE_WORDS.items() if words.search(rest)]


def _starts(rest: str, role: str) -> bool:
    return ROLE_WORDS[role].match(rest) is not None
