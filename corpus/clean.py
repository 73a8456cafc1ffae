"""Raw text -> cleaned text, one line a paragraph: scrape damage repaired, each repair counted."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from corpus.breaks import restore_breaks
from corpus.notice import Cleaning
from corpus.numerals import numeral_at
from corpus.simplify import simplifier

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň"
PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])\(([a-zü{TONED}]{{1,6}})\)")
SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]?ang?|[iu]?eng?|i?ong|ing?|i?ao|u?ai|[aeo]|[iuü]?e|u?o|o?u|i?u|ui|ei|i?a|u?a|i|ü|un|er)"
)
PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň", "aaaaeeeeiiiioooouuuuüüüünn")
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]"
)
# &sp; and its like are left over where a web editor wrote an entity that does not exist.
ENTITIES = re.compile(r"&(?:sp|nbsp|ensp|emsp|thinsp);")
BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000\x0b\x0c]+")
# Whole lines that a web site puts around a notice; matched on the line without blanks.
BOILERPLATE = re.compile(
    r"""^(?:
      \|+
    | 我要评论.* | .*网友评论仅供.*
    | .*(?:ALLRIGHTSRESERVED|版权所有|ICP备\d+号).*
    | (?:【?(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|返回顶部|我要纠错)】?\|?)+
    | (?:上|下)一[篇条][:：].*
    | (?:【?字[体号][:：]?.{0,12}[大中小].*)
    | 分享(?:到|至)?[:：]?.{0,20}
    | (?:浏览|阅读|点击)(?:次数|量|数)?[:：]\d*次?
    | (?:扫一扫|微信扫).{0,30}
    | (?:当前|您(?:当前)?(?:所在)?的?)位置[:：].*
    | 责任编辑[:：].{0,12}
    )$""",
    re.X | re.I,
)
PAGE_NUMBER = re.compile(
    r"^[—\-–－]\s*\d{1,3}\s*[—\-–－]$|^第\s*\d{1,3}\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?$"
)
LONE_NUMBER = re.compile(r"^\d{1,3}$")
NARROW = re.compile(r"[\x00-\u2e7f]")
SENTENCE_END = "。！？：；”）)…"


def clean(raw: str) -> tuple[str, tuple[Cleaning, ...]]:
    """Cleaned text, lines joined by one line feed, and what was done with counts."""
    done: Counter[str] = Counter()
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = _count(done, "invisible characters removed", INVISIBLE, "", text)
    text = _count(done, "broken entities removed", ENTITIES, " ", text)
    text = _remove_pinyin(text, done)
    lines = [BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    lines = _drop_boilerplate(lines, done)
    lines = _drop_page_numbers(lines, done)
    lines = _join_wrapped([line for line in lines if line], done)
    cleaned, restored = restore_breaks("\n".join(lines))
    done["lost line breaks restored"] += restored
    return cleaned, tuple(Cleaning(what, count) for what, count in done.items() if count)


def _count(done: Counter[str], what: str, pattern: re.Pattern[str], by: str, text: str) -> str:
    text, count = pattern.subn(by, text)
    done[what] += count
    return text


def _remove_pinyin(text: str, done: Counter[str]) -> str:
    """業(yè) -> 业: one scraper turned characters Traditional and glossed them.

    Only texts with at least five glosses that carry a tone mark are touched, so a formula's
    (a) or (ppm) stays; Traditional text without glosses stays as it is.
    """
    glosses = [match for match in PINYIN.finditer(text) if _is_syllable(match[1])]
    if sum(any(char in TONED for char in match[1]) for match in glosses) < 5:
        return text
    text = PINYIN.sub(lambda match: "" if _is_syllable(match[1]) else match[0], text)
    done["pinyin glosses removed"] += len(glosses)
    simple = simplifier()(text)
    done["characters restored to simplified"] += sum(a != b for a, b in zip(text, simple))
    return simple


def _is_syllable(gloss: str) -> bool:
    return SYLLABLE.fullmatch(gloss.translate(PLAIN)) is not None


def _drop_boilerplate(lines: list[str], done: Counter[str]) -> list[str]:
    kept = []
    for line in lines:
        if BOILERPLATE.match(line.replace(" ", "")):
            done["boilerplate lines removed"] += 1
        else:
            kept.append(line)
    return kept


def _drop_page_numbers(lines: list[str], done: Counter[str]) -> list[str]:
    """— 3 — always; a lone number only where such lines count up by one and are wide apart."""
    lone = [(i, int(line)) for i, line in enumerate(lines) if LONE_NUMBER.match(line)]
    counts_up = len(lone) >= 2 and all(
        b[1] - a[1] == 1 and b[0] - a[0] > 5 for a, b in pairwise(lone)
    )
    pages = {i for i, _ in lone} if counts_up else set()
    pages |= {i for i, line in enumerate(lines) if PAGE_NUMBER.match(line)}
    done["page numbers removed"] += len(pages)
    return [line for i, line in enumerate(lines) if i not in pages]


def _join_wrapped(lines: list[str], done: Counter[str]) -> list[str]:
    """Lines broken at a fixed width are joined; a full line that ends no sentence goes on.

    Wrapped means: most lines have nearly the same width (within 3 of the most frequent one, which
    is under 60), as pdf text has. Data from the real notices: wrapped ones have 55 % and
    more of such lines, others under 15 %.
    """
    if len(lines) < 20:
        return lines
    counts = Counter(round(_width(line)) for line in lines)
    width = max(counts, key=lambda w: sum(counts[w + d] for d in (-1, 0, 1)))
    full = sum(abs(_width(line) - width) <= 3 for line in lines)
    if width > 60 or width < 15 or full < 0.45 * len(lines):
        return lines
    joined: list[str] = []
    previous = ""
    for line in lines:
        goes_on = _width(previous) >= width - 4 and previous[-1:] not in SENTENCE_END
        # A full line may end a sentence inside its paragraph: only a following line that is full
        # itself can tell, so a sentence end stays a paragraph end unless the numbering says else.
        if joined and goes_on and numeral_at(line, 0) is None and "....." not in previous:
            joined[-1] += line
            done["wrapped lines joined"] += 1
        else:
            joined.append(line)
        previous = line
    return joined


def _width(line: str) -> float:
    """Printed width in full-width characters: Latin letters and digits are half as wide."""
    return len(line) - 0.5 * len(NARROW.findall(line))
