"""Parts of a sentence -> claims on those whom others support, encourage, rely on, send for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.facts.after import NOUNS, acts_at
from indexer.facts.bodies import Bodies
from indexer.facts.claims import Claim, Span, task
from indexer.facts.endings import ENDS, RELIED
from indexer.facts.name import name_between
from indexer.facts.names import Named, names_at
from indexer.facts.places import PLACES
from indexer.facts.words import MODAL, modal_before

URGES = "鼓励|支持|引导|动员|倡导|号召|激励|扶持|帮助|帮扶"
# Only literal words: parts without any of them, most of them, are passed over fast.
HINT = re.compile(
    "鼓励|支持|引导|动员|倡导|号召|激励|扶持|帮助|帮扶|推动|带动|指导|允许|准许|依托|委托|充分利用|借助|会同|"
    "联合|共同|督促|责成|组织|"
    "安排|邀请|吸收|吸纳|报|提请|呈|提交|送|严禁|禁止|协助|配合"
)
TRIGGER = re.compile(
    rf"(?P<urge>(?:{URGES})(?:(?:和|、|并|与|及)?(?:{URGES}|规范|推动|组织))*)(?:更多|广大)?|"
    "(?P<move>推动|带动(?=各))|"
    "(?P<rely>(?<!项目)依托|委托|充分利用|(?<!凭)借助)|"
    "(?P<with>会同|(?<=[，、并])与(?=[^，。、]{2,16}共同)|联合(?=各|有关|相关|[省市县国]))|"
    "(?P<guide>(?<!督促)(?<!检查)指导(?:和规范|、推动|和帮助)?(?!督促|意见))|(?P<allow>允许|准许)|"
    "(?P<press>(?:指导)?督促(?:和)?(?:指导|检查)?|责成)(?!落实|检查|指导)|"
    "(?P<send>(?<!党)组织(?!实施|开展|领导|和)|安排(?!好)|邀请|吸收|吸纳)|"
    "(?P<submit>(?<!汇|申|填|直|上)报(?:请|送|经)?|提请|呈[送报]|(?:提交|报送|送)(?:至|给)?)|"
    "(?P<forbid>严禁|禁止)|(?P<aid>协助)"
)
ROLES = {"rely": "依托", "with": "会同"}
# 组织企业申报 takes part; 组织专家评审 does what follows.
ASKED = re.compile("(?:专家|人员|团队)$")
SUPPORTED = re.compile("支持|扶持|帮助|帮扶")
ENCOURAGED = re.compile("鼓励|引导|动员|倡导|号召|激励|推动")
# 支持单位、组织机构 are things, not whom one supports.
THING = frozenset("单位 机构 部门 组织 人员 政府 中心 平台 主体 方面 领导 专家组 领导小组".split())
# What somebody did, not 了解 and 为了.
DONE = re.compile("(?<!为)了(?![解结])")
# 落实支持企业发展的政策 tells of a policy.
CARRIED = re.compile("落实|执行|出台|制定|贯彻|完善")
POLICY = re.compile("(?:政策|规定|措施|办法|条款|意见|制度)$")
# 受支持, 不需报: nobody is asked.
NOT = re.compile("(?:[受获被得为不]|不[需用再要]|无[需须])$")
# What A会同B拟定的《…》 was, is over.
DRAFTED = re.compile("(?:[^，,。；]{0,6}?)(?:拟[定订]|制[定订]|起草|报送|提交|编制)的")
BUILT = ("基地", "中心", "实验室", "平台", "园区", "示范区")
DECIDES = re.compile(
    "(?![^，。；]{2,16}的(?:公文|议题|事项|文件))(?:[^，。；]{0,6}?)(?:审批|批准|审核|审定|审议|核批|核准|签发|审查|研究|同意|决定)(?!的|后)"
)


def object_claims(text: str, part: Span, bodies: Bodies) -> Iterator[Claim]:
    """The claims on objects in one part of a sentence, in the order of the text."""
    start, limit = part
    if limit - start < 4 or not HINT.search(text, start, limit):
        return
    for trigger in TRIGGER.finditer(text, start, limit):
        kind = trigger.lastgroup or ""
        if NOT.search(text[max(0, trigger.start() - 2) : trigger.start()]):
            continue
        names = names_at(text, trigger.end(), limit, bodies, "object")
        if names and _meant(text, kind, names, start, limit):
            does = task(names.end, limit)
            said = modal_before(text, start, trigger.start())
            roles = (
                [(_sent_to(text, names, limit), said)]
                if kind == "send"
                else _roles(kind, trigger[0], said)
            )
            for role, strength in roles:
                yield from (Claim(span, role, strength, does) for span in names.spans)
            if kind == "with":
                lead = _after_approval(text, start, trigger.start())
                yield from (Claim(span, "牵头", said, does) for span in lead)


def _roles(kind: str, words: str, said: str) -> Iterator[tuple[str, str]]:
    """The roles and strengths of those on whom the verb acts; `said` is the doer's modal verb."""
    if kind == "urge":
        if SUPPORTED.search(words):
            yield "支持", "鼓励"
        if ENCOURAGED.search(words):
            yield "鼓励", "鼓励"
    elif kind == "move":
        yield "鼓励", "鼓励"
    elif kind in ("forbid", "allow"):
        yield "负责", "不得" if kind == "forbid" else "可以"
    else:
        yield ROLES.get(kind, "负责"), said


def _sent_to(text: str, names: Named, limit: int) -> str:
    """What those sent for do: take part, or direct, or what the verb says."""
    rest = text[names.end : limit]
    if "参" in rest or not ASKED.search(text[slice(*names.spans[-1])]):
        return "参与"
    return "指导" if "指导" in rest else "负责"


def _after_approval(text: str, start: int, end: int) -> list[Span]:
    """The lead in 经A会同B审定; the other leads are subjects."""
    at = text.rfind("经", start, end) + 1
    name = name_between(text, at, end) if at else None
    return [name] if name else []


def _meant(text: str, kind: str, names: Named, start: int, limit: int) -> bool:
    """Whether these names are those on whom the verb acts, not the beginning of a thing's name."""
    first = text[slice(*names.spans[0])]
    if POLICY.search(text, names.end, limit) and CARRIED.search(text, start, names.spans[0][0]):
        return False
    follows = names.end < limit and _acts(text, names.end, limit)
    if kind == "submit":
        return DECIDES.match(text, names.end, limit) is not None
    if kind == "rely":
        return first not in THING and all(
            RELIED.search(text[a:b]) or ENDS.search(text[a:b]) for a, b in names.spans
        )
    if kind == "with":
        return not (DRAFTED.match(text, names.end, limit) or DONE.search(text, names.end, limit))
    if kind == "urge":
        if MODAL.match(text, names.end, limit):
            return False
        if first in THING or (first.endswith(BUILT) and text[names.end : limit] == "建设"):
            return False
        return follows or names.end >= limit or len(names.spans) > 1 or text[names.end] in "、和及"
    if kind == "move":
        if first.endswith(BUILT) and text[names.end : limit] == "建设":
            return False
        if first in PLACES or text[limit - 1] == "化":
            return False
        return follows or text.startswith("和", names.end)
    return follows and (first not in THING or kind in ("forbid", "allow"))


def _acts(text: str, at: int, limit: int) -> bool:
    if MODAL.match(text, at, limit):
        return True
    return acts_at(text, at) and not NOUNS.match(text, at, limit)
