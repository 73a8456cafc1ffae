"""Raw text -> cleaned text, one line a paragraph: scrape damage repaired, each repair counted.

The steps go from characters to lines to paragraphs, each a module of its own that changes a Draft.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.breaks import break_positions
from corpus.clean.blanks import close_gaps, tidy_layout
from corpus.clean.boilerplate import drop_boilerplate
from corpus.clean.characters import (
    even_line_ends,
    narrow,
    read_private_use,
    remove_invisible,
    replace_radicals,
    resolve_entities,
)
from corpus.clean.doubled import drop_second_copy
from corpus.clean.mojibake import mend_mojibake
from corpus.clean.pages import drop_page_numbers
from corpus.clean.pinyin import remove_pinyin
from corpus.clean.wrapped import join_wrapped
from corpus.edits import Cleaned, Draft
from corpus.simplify import plain_script

STEPS = (
    mend_mojibake,
    even_line_ends,
    resolve_entities,
    remove_invisible,
    replace_radicals,
    narrow,
    read_private_use,
    remove_pinyin,
    drop_boilerplate,
    drop_page_numbers,
    drop_second_copy,
    join_wrapped,
    close_gaps,
    tidy_layout,
)


def clean(raw: str) -> Cleaned:
    """The text without scrape damage, what was repaired, and where each character came from."""
    draft = Draft(raw)
    for step in STEPS:
        step(draft)
    plain = plain_script(draft.text)
    traditional = plain != draft.text
    breaks = ((start, end, "\n") for start, end in break_positions(plain))
    draft.replace(breaks, "lost line breaks restored")
    cleaned = draft.cleaned()
    return replace(cleaned, plain=plain_script(cleaned.text)) if traditional else cleaned
