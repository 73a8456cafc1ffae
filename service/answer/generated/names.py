"""A text -> the names in it that can be wrong: document numbers, titles, bodies, codes."""

from __future__ import annotations

import re

from indexer.text import normalise, segment
from service.words import STOP_WORDS

_HAN = "\u3400-\u9fff"
_OPEN, _CLOSE = r"[〔\[(﹝【]", r"[〕\])﹞】]"
# 粤府函〔2023〕80号 in a normalised text; the words before the issuer's code are cut off below.
DOCUMENT = re.compile(rf"([{_HAN}a-z]{{0,12}}){_OPEN}?(\d{{4}}){_CLOSE}\s*第?\s*(\d{{1,5}})\s*号")
_BEFORE_CODE = re.compile(
    r".*(?:根据|依据|按照|依照|遵照|执行|参照|参见|印发|发布|下发|转发|废止|修订|落实|贯彻|文件|通知|"
    r"[的和与及由见即是在为对据按以至于])"
)
TITLE = re.compile(r"[《「“\"]([^《》「」“”\"]{2,60})[》」”\"]")
BODY_ENDS = (
    "人民政府 政府 委员会 管委会 办公厅 办公室 领导小组 工作组 工作专班 指挥部 研究院 "
    "研究所 科学院 工程院 国务院 法院 检察院 协会 学会 联合会 商会 促进会 理事会 "
    "基金会 大学 学院 银行 集团 公司 事务所 中心 总局 总署 总站 总队 监管局 电视台 "
    "出版社 合作社 部门 厅 局 署 发改委 委办 国资委 科委 经信委 卫健委 建委 农委"
).split()
# 部 and 委 end too many other words to be told alone.
_MINISTRY = (
    "工业和信息化部|工信部|财政部|教育部|科技部|科学技术部|公安部|民政部|司法部|人社部|"
    "人力资源和社会保障部|自然资源部|生态环境部|住建部|住房和?城乡建设部|交通运输部|水利部|农业部|"
    "农业农村部|商务部|文化和旅游部|应急管理部|组织部|宣传部|统战部|发展改革委|发展和改革委"
)
BODY = re.compile("|".join(sorted(BODY_ENDS, key=len, reverse=True)) + f"|{_MINISTRY}")
_NOT_BODY = re.compile(
    "布局|格局|结局|当局|局面|局部|客厅|餐厅|展厅|署名|部署|签署|以[^,。]{1,12}为中心"
)
# What may stand right before the name of a body without being a part of it.
BEFORE_BODY = STOP_WORDS | frozenset(
    """
    向 报 送 报送 上报 抄送 交 交给 提交 提交给 递交 呈报 呈送 送至 报至 交到 经 经由 由 请
    致 请示 联系 咨询 会同 联合 商 征求 听取 通过 依托 依靠 支持 鼓励 引导 指导 组织 推动 要求
    责成 委托 授权 通知 邀请 协调 配合 协助 督促 允许 设立 成立 组建 建立 建设 加强 发挥 派出
    属于 作为 成为 担任 即 并 而 但 则 且 以及 同 同时 其中 包括 例如 如 按 按照 根据 依据
    凭 受 归 隶属 隶属于 面向 针对 来自 帮助 服务 服务于 批准 经过 一 两 三 四 五 六 七 八
    九 十 几 个 家 所 至 到 于 给
    """.split()
)
# What a stretch in common may begin with before the name; 和 and 经 begin parts of names too.
FIRST = tuple("由 向 报送 上报 报 送 请 会同 联系 依托 是 为".split())
FIRST_SET = frozenset(FIRST)
# Names of bodies in English cannot be compared with clauses; an English sentence prints them in
# Chinese characters, as the prompt tells.
ENGLISH_BODY = re.compile(
    r"\b(?:Ministry|Department|Bureau|Commission|Administration|Association|Institute|Council"
    r"|Committee|Agency|Academy|University|Federation|Chamber|Corporation|Company|Government)\b"
)
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_CODE = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*(?:[./@:_-]+[a-z0-9]+)*", re.I)


def squeezed(text: str) -> str:
    """The form in which names are compared: normal, without blanks."""
    return "".join(normalise(text).split())


def false_document(text: str, evidence: str) -> str | None:
    """The first document number that the evidence does not print; both are squeezed."""
    known = [(_code(code), year, serial) for code, year, serial in DOCUMENT.findall(evidence)]
    for match in DOCUMENT.finditer(text):
        code, year, serial = _code(match[1]), match[2], match[3]
        if not any(
            (year, int(serial)) == (other_year, int(other)) and _same(code, other_code)
            for other_code, other_year, other in known
        ):
            return match[0]
    return None


def false_title(text: str, evidence: str) -> str | None:
    """The first words in 《》 or quotation marks that do not stand in the evidence."""
    return next((name for name in TITLE.findall(text) if name not in evidence), None)


def false_body(text: str, evidence: str) -> str | None:
    """The first name of a body that the evidence does not have whole; both are squeezed.

    The longest stretch before the name's end that stands in the evidence must reach a place where
    a name can begin: 国家质量研究院 is not proved by 省质量研究院.
    """
    idle = [match.span() for match in _NOT_BODY.finditer(text)]
    for match in BODY.finditer(text):
        end = match.end()
        if any(low < end <= high for low, high in idle):
            continue
        start = match.start()
        if text[start:end] not in evidence:
            return _around(text, start, end)
        while start and text[start - 1 : end] in evidence:
            start -= 1
        if not _begins(text, start, end):
            return _around(text, start, end)
    return None


def false_english(text: str, evidence: str) -> str | None:
    """As above for a sentence in English: its Chinese words must stand in the evidence, and a body
    is only sure where its Chinese name is given."""
    runs = _HAN_RUN.findall(normalise(text))
    body = ENGLISH_BODY.search(text)
    if body and not runs:
        return body[0]
    return next((run for run in runs if run not in evidence), None)


def false_code(text: str, evidence: str, language: str) -> str | None:
    """The first Latin word of a Chinese sentence, or address or code such as ISO9001 of an English
    one, that the evidence does not print."""
    plain = normalise(text)
    bare = re.sub(r"[^a-z0-9]", "", evidence)
    for match in _CODE.finditer(plain):
        code = match[0]
        special = language == "zh" or "@" in code or "/" in code or re.search(r"\d", code)
        if special and re.sub(r"[^a-z0-9]", "", code) not in bare and not _ordinal(code):
            return code
    return None


def _ordinal(code: str) -> bool:
    return re.fullmatch(r"\d+(?:st|nd|rd|th|s)", code) is not None


def _code(run: str) -> str:
    return _BEFORE_CODE.sub("", run)


def _same(code: str, other: str) -> bool:
    """Codes are the same when one ends with the other; one that is not given says nothing."""
    if not code:
        return True
    return len(other) > 1 and (code.endswith(other) or other.endswith(code))


def _begins(text: str, start: int, end: int) -> bool:
    """Whether a name can begin at the stretch's start, or else later in it: after a sign, or after
    a word such as 由 or 报送."""
    shared = text[start:end]
    if not start or not _HAN_RUN.match(text[start - 1]) or not _HAN_RUN.fullmatch(shared):
        return True
    run = _HAN_RUN.findall(text[:start])[-1]
    words = segment(shared)
    return (
        segment(run)[-1] in BEFORE_BODY
        or shared.startswith(FIRST)
        or not FIRST_SET.isdisjoint(words)
    )


def _around(text: str, start: int, end: int) -> str:
    """The name as far as it can be told, for the reader of the reason."""
    low = max((m.end() for m in re.finditer(rf"[^{_HAN}]", text[:start])), default=0)
    return text[max(low, start - 8) : end]
