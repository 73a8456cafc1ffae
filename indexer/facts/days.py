"""A day or stretch of days printed in a text -> a deadline or a date, with its ISO days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.numerals import value_of
from indexer.facts import Value
from indexer.facts.points import (
    DAY_ONLY,
    MONTHS,
    TO,
    YEARS,
    Printed,
    point_at,
    year_of,
)
from indexer.facts.stretch import Point, Stretch
from indexer.facts.years import Years

_B = r"[^\S\n]?"
# （星期五）17:00 between a day and 前.
TAIL = re.compile(
    rf"{_B}(?:[（(](?:星期|周)[一二三四五六日天][）)])?{_B}"
    r"(?:(?:上午|下午|中午|晚上?|凌晨)?\s?\d{1,2}\s?(?:[:：]\d{2}|[时点](?:整|半|\d{1,2}分)?)|下班)?"
    rf"{_B}"
)
UNTIL = re.compile(
    r"(?:之前|以前|前(?!述|款|往|期|后|列|景|沿|三|两|端|置|台|提(?![交出供请报前]))|为止|止|截止|截稿)"
)
WITHIN = re.compile(r"(?:以内|之内|内(?![容部外涵地资需蒙]|销(?!售)))")
FROM = re.compile(r"(?:之日)?起(?!草|步|点|算)|以来|之后|以后|后(?!续|期|方|台|端|备|勤)|开始|始")
BETWEEN = re.compile(rf"(?:{_B}起)?{TO}")
CLOSING = re.compile(r"(?:截止(?:日期|时间|期限|日|到|至|于)?|截至|截止到)(?:为|是|[:：])?\s?\Z")
VALID = re.compile(r"(?:有效期|有效|执行|施行|实施|试行|延续|延长|暂定)[^，。；]{0,8}\Z")
SINCE = re.compile(r"(?:自|从)\s?\Z")
UP_TO = re.compile(r"(?:力争|直)?[到至]\s?\Z")
# What a day limits and nobody has to do: a privilege that lasts, or how things stood.
PRIVILEGE = re.compile(
    r"\s?(?:已|到期|注册|成立|认定|出生|取得|获得|登记|参加|毕业|退休|发生|颁布|出台|印发|发布|转制|入库的)"
    r"|[^。；\n]{0,24}(?:免征|免收|免缴|减征|减免|减按|暂免|继续按|可享受)"
)
STOOD = re.compile(r"[^。；\n]{0,24}(?:已|共有|共收|累计|收到|召开了|开展了|印发了)")
# 申报时间为3月1日至3月20日: what is handed in at a time, not merely when something took place.
HANDING_IN = re.compile(
    r"(?:申报|报名|受理|提交|填报|报送|申请|征集|反馈|推荐|投标|报价)(?!书|人|表|材料|单位|主体)[^，。；\n]{0,12}\Z"
)
HANDED_IN = re.compile(r"[，]?(?:期间|内)?[，]?(?:登录|网上|在线)?[^，。；\n]{0,6}(?:申报|报名|提交|填报|报送)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A value, or none for a year that merely is mentioned; the text is read up to `end`."""

    value: Value | None
    end: int
    year: int | None


def dated_at(text: str, start: int, years: Years) -> Dated | None:
    """What begins at this place: a day, a month, a year, or a stretch of them."""
    pair = _pair_at(text, start) or _point_pair(text, start)
    if pair is None:
        return None
    first, last, end = pair
    mentioned = last.point.year if last and last.point.year else first.point.year
    began, ended = SINCE.search(text, max(0, start - 2), start), _end(text, end)
    ahead = bool(ended and ended[1] == "until") or (last is None and first.point.part == "底")
    past = bool(STOOD.match(text, end))
    if last is None:
        days = years.stretch(first, ahead, past and not ahead)
        open_ = _one(text, start, end, first, days, years, ended, began)
    else:
        days = _joined(first, last, years, past)
        open_ = _several(text, start, end, days, years, ended, began)
    impossible = days is None and first.point.year is not None
    value = None if impossible else open_
    return Dated(value, value.end if value else end, mentioned)


def _pair_at(text: str, start: int) -> tuple[Printed, Printed, int] | None:
    """2016-2018年, 3-5月: the word stands only behind the second number."""
    if found := YEARS.match(text, start):
        a, b = Point(year_of(found["a"])), Point(year_of(found["b"]))
        # 2018年至2020年6月: the second is more than a year, so they are read one by one.
        if point_at(text, found.start("b")) == Printed(b, found.end()):
            return Printed(a, start), Printed(b, found.end()), found.end()
    if found := MONTHS.match(text, start):
        year = year_of(found["year"]) if found["year"] else None
        a, b = Point(year, value_of(found["a"])), Point(year, value_of(found["b"]))
        return Printed(a, start), Printed(b, found.end()), found.end()
    return None


def _point_pair(text: str, start: int) -> tuple[Printed, Printed | None, int] | None:
    first = point_at(text, start)
    if first is None:
        return None
    end = first.end
    tail = TAIL.match(text, end)
    joint = BETWEEN.match(text, tail.end() if tail else end)
    if joint is None:
        return first, None, end
    last = point_at(text, joint.end())
    if last is None and first.point.day and (day := DAY_ONLY.match(text, joint.end())):
        point = Point(first.point.year, first.point.month, value_of(day["day"]))
        last = Printed(point, day.end())
    return first, last, last.end if last else end


def _end(text: str, end: int) -> tuple[int, str] | None:
    """Where the bounding word ends, and which way it looks: 前, 内 or 起."""
    tail = TAIL.match(text, end)
    place = tail.end() if tail else end
    if found := UNTIL.match(text, place):
        return found.end(), "until"
    if found := WITHIN.match(text, end):
        return found.end(), "until"
    if found := FROM.match(text, place):
        return found.end(), "from"
    return None


def _joined(first: Printed, last: Printed, years: Years, past: bool) -> Stretch | None:
    """From the first day of the one to the last day of the other, each lending its year."""
    begin = years.stretch(first, ahead=False, past=past)
    if last.point.year is None and begin:
        end = last.point.within(begin.first.year)
        if last.spoken in ("次年", "翌年", "明年") or (end and end.last < begin.first):
            end = last.point.within(begin.first.year + 1)
    else:
        end = years.stretch(last, ahead=False)
        if first.point.year is None and end:
            begin = first.point.within(end.last.year)
            if begin and begin.first > end.last:
                begin = first.point.within(end.last.year - 1)
    if begin is None or end is None or begin.first > end.last:
        return None
    return Stretch(begin.first, end.last)


def _several(
    text: str,
    start: int,
    end: int,
    days: Stretch | None,
    years: Years,
    ended: tuple[int, str] | None,
    began: re.Match[str] | None,
) -> Value:
    """A stretch between two days: a deadline where something is handed in meanwhile."""
    handed = HANDING_IN.search(text, max(0, start - 24), start) or HANDED_IN.match(text, end)
    kind = "deadline" if handed and not _past(days, years) else "date"
    if ended and ended[1] == "until":
        end = ended[0]
    if began:
        start = began.start()
    first, last = (days.first, days.last) if days else (None, None)
    return _value(kind, text, start, end, first, last)


def _one(
    text: str,
    start: int,
    end: int,
    printed: Printed,
    days: Stretch | None,
    years: Years,
    ended: tuple[int, str] | None,
    began: re.Match[str] | None,
) -> Value | None:
    """One day, month or year, open on the side where 前 or 起 says so."""
    point = printed.point
    first, last = (days.first, days.last) if days else (None, None)
    closing = CLOSING.search(text, max(0, start - 9), start)
    before = text[max(0, start - 14) : start]
    if point.only_year and point.year is None and not (ended and ended[1] == "until"):
        return None  # 今年, 每年
    if closing or (ended and ended[1] == "until"):
        if ended and ended[1] == "until":
            end = ended[0]
        if closing:
            start = closing.start()
        elif up_to := UP_TO.search(text, max(0, start - 4), start):
            start = up_to.start()
        duty = not (
            _past(days, years)
            or VALID.search(before)
            or PRIVILEGE.match(text, end)
            or (closing and STOOD.match(text, end))
        )
        return _value("deadline" if duty else "date", text, start, end, None, last)
    if began or (ended and ended[1] == "from"):
        if ended and ended[1] == "from":
            end = ended[0]
        if point.only_year and (not ended or text[ended[0] - 2 : ended[0]] == "以来"):
            return None  # 从2002年, 2016年以来
        return _value("date", text, began.start() if began else start, end, first, None)
    up_to = UP_TO.search(text, max(0, start - 4), start)
    if up_to:
        return _value("date", text, up_to.start(), end, None, last)
    if point.only_year:
        return _plan_year(text, start, end, printed, days, years)
    if point.part == "底":
        return _value("date", text, start, end, None, last)
    return _value("date", text, start, end, first, last)


def _plan_year(
    text: str, start: int, end: int, printed: Printed, days: Stretch | None, years: Years
) -> Value | None:
    """A bare year counts where a sentence begins with it and it is not past: 2025年，…"""
    opens = start == 0 or text[start - 1] in "。；\n：—"
    if not (opens and text[end : end + 1] in ("，", ",") and printed.point.year):
        return None
    if days is None or years.issued is None or days.last < years.issued:
        return None
    return _value("date", text, start, end, days.first, days.last)


def _past(days: Stretch | None, years: Years) -> bool:
    return days is not None and years.issued is not None and days.last < years.issued


def _value(
    kind: str, text: str, start: int, end: int, first: date | None, last: date | None
) -> Value:
    return Value(
        kind,
        text[start:end],
        start,
        end,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
    )
