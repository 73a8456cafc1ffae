"""An item of an ordered list -> the number that a browser prints before it: 1. a. iv. 二、"""

from __future__ import annotations

import re
from typing import Any

CHINESE_LIST = re.compile(r"list-style[^;]*(?:cjk-ideographic|chinese-informal|chinese-formal)")
UNNUMBERED = re.compile(r"list-style[^;]*(?:none|disc|circle|square)")
CHINESE = "一二三四五六七八九十"


def list_number(item: Any, counts: dict[Any, int]) -> str:
    """The number that the browser prints before an item of an ordered list, else nothing."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    count = _whole(item.get("value"), counts.get(parent, _whole(parent.get("start"), 1)))
    counts[parent] = count + 1
    style = style_of(parent) + style_of(item)
    if UNNUMBERED.search(style):
        return ""
    if CHINESE_LIST.search(style) and 1 <= count <= 99:
        return f"{_chinese(count)}、"
    kind = item.get("type") or parent.get("type") or "1"
    if kind in "aA" and 1 <= count <= 26:
        return chr(ord(kind) + count - 1) + "."
    if kind in "iI" and 1 <= count <= 39:
        return (_roman(count) if kind == "i" else _roman(count).upper()) + "."
    return f"{count}."


def _whole(text: str | None, default: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "")
    return int(found[1]) if found else default


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    ten = ("" if tens < 2 else CHINESE[tens - 1]) + "十" if tens else ""
    return ten + (CHINESE[ones - 1] if ones else "")


def _roman(count: int) -> str:
    tens, ones = divmod(count, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def style_of(node: Any) -> str:
    """The style attribute in lower case without white space."""
    style = node.get("style")
    return "".join(style.lower().split()) if style else ""
