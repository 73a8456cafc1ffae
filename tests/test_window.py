"""A passage -> what is shown of its clause: whole sentences, what follows first, to a limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import passages
from service.window import widened

TEXT = "甲为目的。乙为原则。丙为任务。丁为期限。戊为附则。"  # five sentences of five characters


@pytest.mark.parametrize(
    ("start", "end", "limit", "shown"),
    [
        (5, 10, 5, "乙为原则。"),
        (5, 10, 10, "乙为原则。丙为任务。"),
        (5, 10, 20, "乙为原则。丙为任务。丁为期限。戊为附则。"),
        (5, 10, 25, TEXT),
        (20, 25, 12, "丁为期限。戊为附则。"),
        (0, 25, 5, TEXT),
    ],
)
def test_what_follows_is_added_before_what_goes_before(
    start: int, end: int, limit: int, shown: str
) -> None:
    assert TEXT[slice(*widened(TEXT, start, end, limit))] == shown


@given(st.text("甲乙丙。；，\n", min_size=1, max_size=150), st.integers(5, 40))
def test_every_indexed_passage_stays_inside_and_within_the_limit(text: str, limit: int) -> None:
    for start, end in passages(text, limit):
        first, last = widened(text, start, end, limit)
        assert first <= start
        assert last >= end
        assert last - first <= limit or (first, last) == (start, end)
