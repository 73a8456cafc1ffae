"""An indexed passage -> the stretch of its clause that is shown: as much around it as has room."""

from __future__ import annotations

from indexer.text import sentences

LIMIT = 240  # characters, as passages are cut


def widened(text: str, start: int, end: int, limit: int = LIMIT) -> tuple[int, int]:
    """The span of whole sentences around a passage of `text`: what follows first, since an answer
    stands behind what it answers more often than before, then what goes before.

    A passage as long as the limit stays as it is. Out of fold on NCP the passage shown first holds
    the answer in .693 of the questions instead of .675, with 192 characters instead of 179.
    """
    behind = end
    for _, stop in sentences(text[behind : behind + 2 * limit]):
        if behind + stop - start > limit:
            break
        end = behind + stop
    head = max(0, start - limit)
    before = sentences(text[head:start])
    # the first piece may be the rest of a sentence that began earlier
    for begin, _ in reversed(before[0 if head == 0 else 1 :]):
        if end - (head + begin) > limit:
            break
        start = head + begin
    return start, end
