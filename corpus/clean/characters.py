"""Draft -> the same with one kind of character for one thing, and none that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from re import Match

from corpus.edits import Draft

# What other programs end a line with; str.splitlines knows them all, so none may stay.
LINE_ENDS = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]+"
)
_ENTITY = r"&(?:#\d{1,7};|#[xX][\da-fA-F]{1,6};|[A-Za-z]{2,8}\d{0,2};|nbsp(?![A-Za-z]))"
ENTITY = re.compile(f"{_ENTITY}(?:{_ENTITY})*")
# Left over where a web editor wrote an entity that does not exist.
BROKEN_ENTITY = re.compile(r"&(?:sp|bsp|nsp|nbs);")
WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# Signs that belong to the figure or address they stand in; １．２０２０年 is a numeral and a year.
WIDE_SIGN = re.compile(
    r"[．＠％](?:(?<=[0-9A-Za-z][．＠])(?=[0-9A-Za-z])(?!(?:19|20)\d\d年)|(?<=[0-9]％))"
)
# Fonts in PDF files give radicals their own code points: ⼀ (U+2F00) is no 一, and no numeral.
RADICAL = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff]")
RADICAL_PAIRS = (
    "⺎兀⺏尣⺒巳⺓幺⺙攵⺛旡⺝月⺟母⺠民⺡氵⺢氺⺣灬⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺹耂⺻聿⺼肉"
    "⺽臼⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页"
    "⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
# Between a line's numeral and its words it is the font's own full stop.
NUMERAL_BEFORE = re.compile(r"(?:\A|\n)[ \t\u00a0\u3000]{0,8}\d{1,2}\Z")
# Symbol and Wingdings lie at F020 to F0FF: boxes and ticks say something, other signs adorn.
BOXES = dict(zip("\uf06f\uf071\uf0a8\uf0fe\uf052\uf0fc", "□□□☑☑√"))
LOST = re.compile(r"[\ue000-\uf8ff\ufffd]")


def even_line_ends(draft: Draft) -> None:
    """One line feed for whatever ends a line."""
    if LINE_ENDS.search(draft.text) is None:
        return
    draft.substitute(re.compile(r"\r(?=\n)"), "")
    draft.substitute(LINE_ENDS, "\n")


def resolve_entities(draft: Draft) -> None:
    """&nbsp; &#8220; &amp;nbsp; are what they stand for; &sp; stands for nothing but a blank."""
    if "&" not in draft.text:
        return
    for _ in range(2):  # a page that was escaped twice
        if not draft.substitute(ENTITY, _unescaped, "HTML entities resolved"):
            break
    draft.substitute(BROKEN_ENTITY, " ", "broken entities removed")


def _unescaped(match: Match[str]) -> str:
    return unescape(match[0])


def remove_invisible(draft: Draft) -> None:
    """Control characters, zero-width ones and marks of direction go; half a surrogate is lost."""
    if re.search("[\ud800-\udfff]", draft.text):
        draft.substitute(re.compile("[\ud800-\udfff]"), "\ufffd")
    draft.substitute(INVISIBLE, "", "invisible characters removed")


def narrow(draft: Draft) -> None:
    """Full-width letters and digits become ASCII; full-width punctuation is right in Chinese."""
    _exchange(draft, WIDE, _half_width, "full-width letters and digits narrowed")
    draft.substitute(
        WIDE_SIGN, lambda match: _half_width(match[0]), "full-width letters and digits narrowed"
    )


def _half_width(char: str) -> str:
    return chr(ord(char) - 0xFEE0)


def replace_radicals(draft: Draft) -> None:
    """Radicals and compatibility forms become the characters that they are drawn as."""
    _exchange(draft, RADICAL, _ideograph, "radicals made characters")


def _ideograph(char: str) -> str:
    at = RADICAL_PAIRS.find(char)
    plain = unicodedata.normalize("NFKC", char) if at < 0 else RADICAL_PAIRS[at + 1]
    return plain if len(plain) == 1 else char


def _exchange(draft: Draft, chars: re.Pattern[str], by: Callable[[str], str], what: str) -> None:
    """Each of the characters for one other; str.replace is ten times faster than str.translate."""
    if chars.search(draft.text) is None:
        return
    text, times = draft.text, 0
    for char in filter(chars.match, set(text)):
        if by(char) != char:
            times += text.count(char)
            text = text.replace(char, by(char))
    draft.respell(text, what, times)


def read_private_use(draft: Draft) -> None:
    """Bullets of symbol fonts go, ticks and boxes and a numeral's full stop are written out.

    Any other private-use character stands for one that only the lost font knew. It stays, as
    U+FFFD does, so that the gap is seen, and is counted.
    """
    if LOST.search(draft.text):
        draft.substitute(PRIVATE, _readable, "symbols of private fonts replaced")
        draft.count("unreadable characters left in the text", len(LOST.findall(draft.text)))


def _readable(match: Match[str]) -> str:
    char, text, at = match[0], match.string, match.start()
    if char in BOXES:
        return BOXES[char]
    before = text[max(0, at - 12) : at]
    if not before or before[-1].isspace() or before[-1] in "，。；：、":
        return ""  # a bullet
    if NUMERAL_BEFORE.search(before) and "\u4e00" <= text[at + 1 : at + 2] <= "\u9fff":
        return "."
    return char
