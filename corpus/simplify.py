"""Traditional characters -> simplified ones: the one converter that reading and matching share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

SAMPLE = 20_000
# Of the characters of a notice in Traditional script a quarter change and more, of one in
# simplified script at most one in 900 (a name, a character that OpenCC writes otherwise).
MANY = 0.03


@cache
def simplifier() -> Callable[[str], str]:
    """OpenCC tw2s, loaded at the first call: plain t2s would leave 著力 as it is.

    It gives one character for one, so offsets into a text stay right.
    """
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("tw2s").convert
    return convert


def plain_script(text: str) -> str:
    """The text to read by: itself, or its simplified form when it is in Traditional script."""
    sample = text[:SAMPLE]
    changed = sum(map(str.__ne__, sample, simplifier()(sample)))
    plain = simplifier()(text) if changed > MANY * len(sample) else text
    return plain if len(plain) == len(text) else text
