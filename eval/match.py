"""A text and what it should say -> does it say so, whatever the punctuation, script and width."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Punctuation is dropped but for what numbers need: 1.5 and 15 % stay, 1,000 is 1000, and two
# numbers side by side (phones 5551001、5551002) are kept apart by a blank.
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
POINT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])[^\w%.]+(?=[0-9])")
DROPPED = re.compile(r"[^\w%. ]|_|(?<![0-9]) | (?![0-9])")


def loose(text: str) -> str:
    """Normalised as the index normalises (width, simplified, lower case), punctuation dropped."""
    from indexer.text import normalise

    text = POINT.sub("", THOUSANDS.sub("", normalise(text)))
    return DROPPED.sub("", BETWEEN_NUMBERS.sub(" ", text))


def says(text: str, wanted: Iterable[str]) -> bool:
    """Whether any of the wanted texts is in the text; a number only as a whole number."""
    inside = loose(text)
    return any(re.search(whole(item), inside) for item in map(loose, wanted) if item)


def whole(item: str) -> str:
    """Pattern for the item, where 11 is not found in 2011, 110 or 11.5."""
    before = r"(?<![0-9.])" if item[0].isdigit() else ""
    after = r"(?!\.?[0-9])" if item[-1].isdigit() else ""
    return before + re.escape(item) + after
