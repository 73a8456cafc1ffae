"""The words around a day -> on which side it is open, and whether somebody has to act by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_B = r"[^\S\n]?"
# （星期五）17:00 between a day and 前.
TAIL = re.compile(
    rf"{_B}(?:[（(](?:星期|周)[一二三四五六日天][）)])?{_B}"
    rf"(?:(?:上午|下午|中午|晚上?|凌晨)?{_B}\d{{1,2}}{_B}(?:[:：]\d{{2}}|[时点](?:整|半|\d{{1,2}}分)?)"
    rf"|下班)?{_B}"
)
UNTIL = re.compile(
    r"之前|以前|前(?!述|款|往|期|后|列|景|沿|三|两|端|置|台|提(?![交出供请报前]))|为止|止|截止|截稿"
)
WITHIN = re.compile(r"以内|之内|内(?![容部外涵地资需蒙]|销(?!售))")
FROM = re.compile(
    r"(?P<since>以来)|(?:之日)?起(?!草|步|点|算)|之后|以后|后(?!续|期|方|台|端|备|勤)|开始|始"
)
CLOSING = re.compile(r"(?:截止(?:日期|时间|期限|日|到|至|于)?|截至|截止到)(?:为|是|[:：])?\s?\Z")
SINCE = re.compile(r"[自从]\s?\Z")
UP_TO = re.compile(r"(?:力争|直)?[到至]\s?\Z")
# What a day limits and nobody has to do: a term of force, a privilege, how things stood.
VALID = re.compile(r"(?:有效期|有效|执行|施行|实施|试行|延续|延长|暂定)[^，。；]{0,8}\Z")
PRIVILEGE = re.compile(
    r"\s?(?:已|到期|注册|成立|认定|出生|取得|获得|登记|参加|毕业|退休|发生|颁布|出台|印发|发布|转制|入库的)"
    r"|[^。；\n]{0,24}(?:免征|免收|免缴|减征|减免|减按|暂免|继续按|可享受)"
)
STOOD = re.compile(r"[^。；\n]{0,24}(?:已|共有|共收|累计|收到|召开了|开展了|印发了)")
# 申报时间为3月1日至3月20日: what is handed in at a time, not merely when something took place.
HANDING_IN = re.compile(
    r"(?:申报|报名|受理|提交|填报|报送|申请|征集|反馈|推荐|投标|报价)(?!书|人|表|材料|单位|主体)"
    r"[^，。；\n]{0,12}\Z"
)
HANDED_IN = re.compile(
    r"，?(?:期间|内)?，?(?:登录|网上|在线)?[^，。；\n]{0,6}(?:申报|报名|提交|填报|报送)"
)


@dataclass(frozen=True, slots=True)
class Bound:
    """The stretch with its bounding words, and the side that they leave open.

    `until`: the days before count (前, 截至). `since`: those after (起). `up_to`: 到2025年, an
    aim. `ago`: 以来, how things have been. `by`: a duty ends there, and no term or privilege.
    """

    start: int
    end: int
    until: bool
    since: bool
    up_to: bool
    ago: bool
    by: bool


def bound_around(text: str, start: int, end: int) -> Bound:
    """What stands before and after the day at `text[start:end]`."""
    printed, tail = start, TAIL.match(text, end)
    place = tail.end() if tail else end
    before = UNTIL.match(text, place) or WITHIN.match(text, end)
    after = None if before else FROM.match(text, place)
    closing = CLOSING.search(text, max(0, start - 9), start)
    began = SINCE.search(text, max(0, start - 2), start)
    up_to = UP_TO.search(text, max(0, start - 4), start)
    lead = closing or up_to or began
    if lead:
        start = lead.start()
    if word := before or after:
        end = word.end()
    until = bool(closing or before)
    stands = VALID.search(text, max(0, printed - 14), printed) or PRIVILEGE.match(text, end)
    return Bound(
        start,
        end,
        until=until,
        since=not until and bool(began or after),
        up_to=bool(up_to),
        ago=bool(after and after["since"]),
        by=until and not stands and not (closing and STOOD.match(text, end)),
    )


def in_the_past(text: str, end: int) -> bool:
    """Whether what follows tells how things went: 4月1日至6月25日，全省共收到…"""
    return STOOD.match(text, end) is not None


def handed_in(text: str, start: int, end: int) -> bool:
    """Whether something is handed in during the days at `text[start:end]`."""
    before = HANDING_IN.search(text, max(0, start - 24), start)
    return bool(before or HANDED_IN.match(text, end))
