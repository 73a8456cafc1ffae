"""Traditional characters -> simplified ones: the one converter that reading and matching share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def simplifier() -> Callable[[str], str]:
    """OpenCC tw2s, loaded at the first call: plain t2s would leave 著力 as it is.

    It gives one character for one, so offsets into a text stay right.
    """
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("tw2s").convert
    return convert
