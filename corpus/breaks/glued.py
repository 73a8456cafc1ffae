"""A part of running text -> where its heading ends, when the body is glued to it for certain."""

from __future__ import annotations

import re

from corpus.numerals import read_numeral

# What names a section, directly before what can only begin a sentence: 一、总体要求以习近平…,
# 一、总体情况2023年第二季度…. Anything less certain is left as it is.
NOUN = (
    "要求|目标|情况|原则|思想|任务|措施|职责|范围|内容|时间|机制|保障|意义|形势|问题|对象|条件|程序|方式|期限|安排"
    "|附则|总则|经费|步骤"
)
OPENING = (
    r"以习近平|坚持以|(?:深入|全面)?贯彻|为(?:贯彻|深入|加强|做好|落实|进一步|了)|根据《|按照《|到(?:19|20)\d\d年"
    r"|(?:19|20)\d\d年|本(?:办法|规定|通知|方案)|认真(?:贯彻|落实)|负责[\u4e00-\u9fff]{2}|各(?:地|级|有关)"
)
GLUED = re.compile(rf"(?P<heading>[\u4e00-\u9fff、“”]{{0,14}}?(?:{NOUN}))(?={OPENING})")
LEVELS = ("dun", "bracket")
# 三、工作机制领导小组不…, where the notice calls its subject so: （以下简称领导小组）.
SHORT_NAME = re.compile(r"[（(]以下(?:统)?简称[:：]?“?([\u4e00-\u9fff]{2,8})”?[）)]")
BEFORE_NAME = re.compile(rf"[\u4e00-\u9fff、]{{0,10}}(?:{NOUN}|人员|机构)\Z")
NAMES = 20


def heading_ends(line: str, starts: list[int]) -> list[int]:
    """For parts that begin at `starts`: the ends of the headings that have lost their break."""
    ends: list[int] = []
    names = list(dict.fromkeys(SHORT_NAME.findall(line)))[:NAMES]
    for start in starts:
        numeral = read_numeral(line, start)
        if numeral is None or numeral.level not in LEVELS:
            continue
        match = GLUED.match(line, numeral.end)
        if match:
            ends.append(match.end())
        else:
            ends += _before_name(line, numeral.end, names)
    return ends


def _before_name(line: str, start: int, names: list[str]) -> list[int]:
    """Where the heading ends before a short name that the notice has given; none or one."""
    for name in names:
        at = line.find(name, start, start + 12 + len(name))
        if at > start and BEFORE_NAME.match(line[start:at]):
            return [at]
    return []
