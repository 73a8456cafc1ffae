"""A place in a text where a body may be named -> that one name, and where its brackets end."""

from __future__ import annotations

import re
from itertools import chain

from indexer.facts.after import NOUNS, RANK, acts_at, begins_with_verb, may_follow
from indexer.facts.bodies import Bodies
from indexer.facts.endings import ENDS
from indexer.facts.ends import REACH, Mode, ends_from
from indexer.facts.words import MODAL, NEVER, NO_DOER

Span = tuple[int, int]

LONGEST = 32
# 负责同志是第一责任人，要…: who is described so has to do what follows.
IS = re.compile("(?<!凡)是(?!否)")
IN_CHARGE = re.compile("是[^，,。；;]{0,30}(?:责任人|责任主体|主体|责任单位|牵头单位)$")
JOINS = re.compile(r"\s*(?:、|以及|及其|及|和|或者?|暨)\s*")
LISTED_JOINS = re.compile(r"\s*(?:、|，|,|以及|及其|及|和|与|或者?|暨|\s)\s*")
BRACKET = re.compile(r"[（(]([^（）()\n]{1,40})[）)]")
CALLED = re.compile("以下|简称|下[称同]|统称|含|包括|即|负责|牵头|配合|公章|见|如|详")
# 的 ends what only qualifies: 有条件的企业 are 企业; so do these words before a name.
QUALIFIED = re.compile("的(?!士)|有条件(?!的)|(?<![高中初同对平])等(?=[\u4e00-\u9fff]{3})")
SOME = re.compile(
    "更多|广大|一批|若干|一些|部分|多家|全体|所有(?!权|制|人)|(?:超|"
    "超过)?[\\d０-９]+万?[余多]?[家个所名]|[一二两三四五六七八九十][家名位]"
)
INNER_JOIN = re.compile("、|以及|及|和(?!谐|平|田)|或")
PLACE_PART = re.compile(
    "各?(?:省|自治区|直辖市|计划单列市|新疆生产建设兵团|市|县|区|州|盟|地|副省级城市|省会城市|"
    "市级|区级|县级|省级|"
    "设区市|地级以上市|街道|乡镇|乡|镇|旗)"
)
# 教育、财政部门 and 工业和信息化部 are one body; 重大项目和骨干企业 are two things.
SHARED = re.compile(
    "(?:部门|机关|部|厅|局|委|委员会|办公室)$|(?:机构|单位|协会|学会|企业|院校|组织|园区)$"
)
REGIONS = re.compile(
    rf"(?:{PLACE_PART.pattern})(?:[（(][^（）()]{{1,20}}[）)])?"
    rf"(?:\s*(?:、|和|及|以及)\s*(?:{PLACE_PART.pattern})(?![\u4e00-\u9fff]{{0,3}}部门))+"
)
GENERAL = frozenset("机构 单位 协会 学会 企业 院校 组织 园区".split())
BARE = frozenset(
    "组织 部 局 委 厅 院 办 署 成员 领导 代表 主体 中心 同志 干部 团体 团队 基地 人员".split()
)
REST_OF_LIST = frozenset("部门 单位 机构 企业 组织 方面 主体 人员 地区 城市 机关".split())


def name_at(
    text: str, start: int, limit: int, bodies: Bodies, mode: Mode, further: bool = False
) -> tuple[Span, int] | None:
    """The one name at `start` and where its brackets end; `further`: others stand before it."""
    region = REGIONS.match(text, start, limit)
    tail = region.end() if region else start
    known = () if region else tuple(bodies.ends_at(text, start, limit))
    ends = chain(known, ends_from(text, tail, limit, mode), (tail,) if region else ())
    for last in ends:
        begin: int | None = start
        if last not in known and last != tail:
            begin = _begin(text, tail, last, further)
            begin = start if region and begin is not None else begin
        if begin is None:
            continue
        bracket = BRACKET.match(text, last, limit)
        end = last
        if bracket:
            end = bracket.end()
            if not CALLED.search(bracket[1]) and len(bracket[1]) <= 12:
                last = end
        if _may_end(text, begin, end, limit, mode):
            return (begin, last), end
    return None


def name_between(text: str, start: int, end: int) -> Span | None:
    """The name that ends just there, without what qualifies it; None if it is none."""
    begin = _begin(text, start, end, False)
    return None if begin is None else (begin, end)


def _begin(text: str, start: int, last: int, further: bool) -> int | None:
    """Where the name that ends at `last` begins, without what qualifies it; None if it is none."""
    for mark in QUALIFIED.finditer(text, start, last):
        if mark[0] == "的" and IS.search(text, start, mark.start()):
            return None
        # 教育、财政等部门 is one body, as printed.
        if mark[0] != "等" or text[mark.end() : last] not in REST_OF_LIST:
            start = mark.end()
    some = SOME.match(text, start, last)
    start = some.end() if some else start
    while start < last and text[start] in " 　“\"'":
        start += 1
    name = text[start:last]
    longest = REACH if name.endswith("等部门") else LONGEST
    if not 2 <= len(name) <= longest or NEVER.search(name):
        return None
    if name.startswith("其") and not name.startswith(("其他", "其它")):
        return None
    if name in BARE:
        return start if further and name in ("组织", "团体", "人员") else None
    if name.count("（") + name.count("(") != name.count("）") + name.count(")"):
        return None
    if name.count("“") != name.count("”"):
        return start - 1 if text[start - 1] == "“" and name.count("”") == 1 else None
    if NO_DOER.match(name) or begins_with_verb(text, start):
        return None
    return _last_of(text, start, last)


def _last_of(text: str, start: int, last: int) -> int | None:
    """Of 重大项目和骨干企业 the last part; 各省、自治区人民政府 and 教育、财政部门 are whole."""
    plain = BRACKET.sub(lambda match: "一" * len(match[0]), text[start:last])
    joins = list(INNER_JOIN.finditer(plain))
    if not joins:
        return start
    parts = INNER_JOIN.split(plain)
    longest = max(map(len, parts[:-1]))
    if all(PLACE_PART.fullmatch(part.replace("一", "")) for part in parts[:-1]):
        return start
    office = SHARED.search(plain)
    if parts[-1] in REST_OF_LIST:
        office = None
    if plain.endswith(("等部门", "等单位", "等机构", "等组织")) and longest <= 12:
        return start
    apart = longest > 2 and any(join[0] in ("和", "或", "以及") for join in joins)
    if office and (longest <= 8 if office[0] not in GENERAL else longest <= 4 and not apart):
        return start
    begin = start + joins[-1].end()
    name = text[begin:last]
    return begin if len(name) >= 2 and name not in BARE else None


def _may_end(text: str, begin: int, end: int, limit: int, mode: Mode) -> bool:
    """Whether the name is over there: a mark, another name, or what a body does follows."""
    if end >= limit:
        return True
    if RANK.match(text, end, limit):
        return False
    if mode == "listed":
        return LISTED_JOINS.match(text, end, limit) is not None or text[end] in "等各"
    if JOINS.match(text, end, limit) or text.startswith("等", end):
        return True
    if another(text, (begin, end), end) or MODAL.match(text, end, limit):
        return True
    follows = acts_at if mode == "object" else may_follow
    if mode == "doer" and IN_CHARGE.match(text, end, limit):
        return True
    if NOUNS.match(text, end, limit) or not follows(text, end):
        return False
    longer = ENDS.match(text, end, limit)
    return longer is None or longer[0] == "组织"


def another(text: str, span: Span, at: int) -> bool:
    """各地 is over in 各地各部门; 国务院 is not in 国务院各部门."""
    if text[span[0]] != "各" or not text.startswith("各", at):
        return False
    return not text.startswith(("各自", "各项", "各类"), at)
