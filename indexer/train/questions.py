"""One piece of text -> queries a reader could have asked: crops, keywords, cloze questions."""

from __future__ import annotations

import random
import re

import rjieba

_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_HAN = "\u4e00-\u9fff"

# What is taken out of a sentence, and the words that ask for it.
_CLOZES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(r"(\d{4}年)?\d{1,2}月(\d{1,2}日)?(之?前|底前?|起|以前)?|\d{4}年(底|末|前)?"),
        (
            "什么时候",
            "何时",
            "哪天",
            "什么时间",
            "截止时间是什么时候",
            "从什么时候开始",
            "哪一年",
            "截止日期",
        ),
    ),
    (
        re.compile(r"[一二三四五六七八九十\d]+(个工作日|日内|天|个月|小时|年以[上下]|年内|日前)"),
        ("多长时间", "多久", "几天内", "期限是多久", "多少天", "时限"),
    ),
    (
        re.compile(r"[\d.]+(万|亿|千|百)?(元|美元|人民币)(以[上下])?"),
        ("多少钱", "多少元", "金额是多少", "多少资金", "费用是多少", "罚款多少", "补贴多少"),
    ),
    (
        re.compile(r"[\d.]+(%|％|万|亿|千|个|人|家|名|项|所|亩|公里|平方米|吨|次|倍|条)+"),
        ("多少", "几个", "有多少", "数量是多少", "比例是多少", "达到多少"),
    ),
    (
        re.compile(
            rf"[{_HAN}、]{{2,14}}(部门|厅|局|委员会|人民政府|机构|办公室|法院|单位|协会|公司|组织|机关)"
        ),
        (
            "谁",
            "哪个部门",
            "由谁",
            "谁负责",
            "哪些部门",
            "什么单位",
            "哪家单位",
            "哪些单位",
            "牵头单位是谁",
        ),
    ),
    (
        re.compile(rf"[{_HAN}]{{2,3}}(省|市|县|区|镇|州|乡|村)"),
        ("哪里", "在哪里", "哪个城市", "哪些地区", "哪些城市", "什么地方", "哪个省", "在哪儿"),
    ),
    (
        re.compile(rf"[{_HAN}]{{2,10}}(、[{_HAN}]{{2,10}}){{1,}}(和|以及|等)?[{_HAN}]{{0,6}}"),
        ("哪些", "什么", "有哪些", "包括哪些", "包括什么", "哪些方面", "哪些内容"),
    ),
)
_OPENINGS = (
    "",
    "",
    "",
    "",
    "请问",
    "关于",
    "如何",
    "怎么",
    "什么是",
    "有哪些规定",
    "怎样",
    "为什么",
    "有什么要求",
    "应当如何",
)


def clauses(text: str) -> list[str]:
    return [part.strip() for part in _CLAUSE.findall(text) if len(part.strip()) > 3]


def crop(text: str, rng: random.Random) -> str:
    """One to three neighbouring clauses, up to 45 characters, sometimes opened like a question."""
    parts = clauses(text)
    if not parts:
        return text[:40]
    many = rng.choice((1, 1, 2, 2, 3))
    first = rng.randrange(max(1, len(parts) - many + 1))
    return rng.choice(_OPENINGS) + "，".join(parts[first : first + many])[:45]


def keywords(text: str, rng: random.Random) -> str:
    """Two to six of its words of two characters or more, in any order."""
    words = list({word for word in rjieba.cut(text, False) if len(word) > 1})
    words.sort()
    return " ".join(rng.sample(words, min(len(words), rng.randint(2, 6)))) or text[:20]


def cloze(text: str, rng: random.Random) -> str | None:
    """A clause whose date, number, body, place or list is replaced by the words that ask for it."""
    parts = clauses(text)
    rng.shuffle(parts)
    for part in parts[:4]:
        fits = [(m, asks) for pattern, asks in _CLOZES if (m := pattern.search(part))]
        if not fits:
            continue
        match, asks = rng.choice(fits)
        before, after = part[: match.start()][-25:], part[match.end() :][:25]
        if len(before) + len(after) >= 5:
            return f"{before}{rng.choice(asks)}{after}"
    return None


def query(text: str, rng: random.Random) -> str:
    """One query of a random kind for a piece."""
    kind = rng.random()
    if kind < 0.5 and (asked := cloze(text, rng)):
        return asked
    return keywords(text, rng) if kind > 0.85 else crop(text, rng)
