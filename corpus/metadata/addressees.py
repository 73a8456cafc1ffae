"""The line that names who a notice is for (主送机关) -> the addressees, each with its span."""

from __future__ import annotations

import re

from corpus.metadata.lines import Found

LIMIT = 700
ADDRESSED = re.compile(r"(?P<who>[^。：:]{2,600})[：:]")
WORD = re.compile(
    r"各|厅|局|部门|委员会|委|政府|单位|企业|协会|办公室|兵团|中心|大学|院|银行|公司|机构|集团|委员$|代表$"
)
# What a sentence that ends with a colon has and a list of organs has not.
NOT_ONE = re.compile(
    r"《|下一步|围绕|会上|如下|下列|包括|是$|为$|附件|联系|目标|原则|要求|现将|^[为经根按据近]|通知|公告|指出|强调"
)
# A part that ends with one of these names organs; 广州 in 广州、湛江市人民政府 does not.
WHOLE = re.compile(
    r"(?:[厅局部委院府办会司署行社处科室站馆队校厂所团台者人]|中心|小组|总局|公司|大学|部门|机构|单位|企业|集团|园区|"
    r"开发区|基地|机关|组织|同志|代表|委员|军区|联盟|群众|平台|实验室|经营户)$"
)
BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
OPEN, CLOSE = "（([〔", "）)]〕"


def addressed(text: str) -> str | None:
    """The list of addressees that a line begins with: 各市人民政府，省有关部门： ; else None."""
    if len(text) > LIMIT and not any(mark in text[:LIMIT] for mark in "：:"):
        return None
    match = ADDRESSED.match(text)
    if match is None:
        return None
    who = match["who"]
    if not WORD.search(who) or NOT_ONE.search(who):
        return None
    if re.search(r"[；;]", who) and not all(WORD.search(group) for group in re.split("[；;]", who)):
        return None
    return who


def addressees(text: str, start: int) -> list[Found]:
    """The addressees of the line at `start`, in order.

    Commas and 、 part them, not within brackets, and 各省、自治区、直辖市人民政府 is one: a part
    that does not end as an organ's name goes on to the one that does.
    """
    who = addressed(text)
    if who is None:
        return []
    found: list[Found] = []
    for begin, end in _parts(who, "，,；;"):
        group: int | None = None
        parts = _parts(who[begin:end], "、")
        for position, (first, last) in enumerate(parts):
            group = begin + first if group is None else group
            final = position + 1 == len(parts)
            if not final and not _is_whole(who[begin + first : begin + last]):
                continue
            found.append(_found(who, group, begin + last, start))
            group = None
    return [one for one in found if one.value]


def _is_whole(part: str) -> bool:
    name = BRACKET.sub("", part.strip())
    # 新疆生产建设兵团 inside a list of places goes on to the organ that they share.
    return WHOLE.search(name) is not None and not name.endswith("兵团")


def _parts(text: str, marks: str) -> list[tuple[int, int]]:
    """Spans between the marks that stand outside brackets."""
    spans, begin, depth = [], 0, 0
    for position, char in enumerate(text):
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            spans.append((begin, position))
            begin = position + 1
    return [*spans, (begin, len(text))]


def _found(who: str, begin: int, end: int, start: int) -> Found:
    raw = who[begin:end]
    value = raw.strip()
    at = start + begin + len(raw) - len(raw.lstrip())
    return Found(value, ((at, at + len(value)),))
