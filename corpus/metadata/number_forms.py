"""A printed document number (发文字号) in each of its forms -> one normal form."""

from __future__ import annotations

import re

from corpus.metadata.lines import Found
from corpus.notice import normal_number

_HAN = "\u4e00-\u9fff"
CODE = rf"[{_HAN}](?:\s?[{_HAN}]){{0,19}}"
YEAR = r"[〔\[【(（﹝［〖]\s*\d{4}\s*年?\s*[〕\]】)）﹞］〗]"
COUNT = r"(?:\d{1,5}|[零〇一二三四五六七八九十百千]{1,9})"
NTH = rf"(?:\d{{4}}\s*年\s*)?第\s*{COUNT}\s*号"
# 粤府函〔2023〕80号, 某公告〔2020〕第5号
BRACKETED = rf"{CODE}\s*{YEAR}\s*第?\s*\d{{1,5}}\s*号?"
# 国务院令第679号, 公告2020年第5号, 主席令（第七十三号）
DECREE = rf"(?:{CODE})?(?:令|公告|通告|公报)\s*(?:[(（]\s*{NTH}\s*[)）]|{NTH})"
# 某部2020年第29号令
REVERSED = rf"(?:{CODE}\s*)?{NTH}\s*(?:令|公告|通告)"
NUMBER = re.compile(rf"{BRACKETED}|{DECREE}|{REVERSED}")
# The number's half under 某部公告 or 国务院令; with its year it is a number by itself.
LOWER_HALF = re.compile(rf"[(（]?\s*(?P<number>{NTH})\s*[)）]?")
BETWEEN = re.compile(r"[\s、，,；;/]*")
REST = re.compile(r"[)）\]】\s★]*(?:签发人\s?[:：].*|特急|加急|平急|急件)?")
DECREE_BRACKET = re.compile(r"\(([^()]+)\)$")
ODD_YEAR = re.compile(r"[〔\[【(（﹝［〖]\s*(\d{4})\s*年?\s*[〕\]】)）﹞］〗]")


def normalised(number: str) -> str:
    """One kind of bracket, half-width digits, no blanks, as CONTRACT.md prints numbers."""
    return DECREE_BRACKET.sub(r"\1", normal_number(ODD_YEAR.sub(r"〔\1〕", number)))


def numbers_of(line: str, start: int) -> list[Found]:
    """The numbers that a whole line consists of (joint issuers print several); else none."""
    if len(line) > 160 or ("号" not in line and not line[-1:].isdigit()):
        return []
    found: list[Found] = []
    position = len(line) - len(line.lstrip("（([【 \t\u3000"))
    end = position
    while match := NUMBER.match(line, position):
        end = match.end()
        found.append(Found(normalised(match[0]), ((start + match.start(), start + end),)))
        after = BETWEEN.match(line, end)
        position = after.end() if after else end
    return found if REST.fullmatch(line, end) else []
