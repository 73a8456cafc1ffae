"""A clause's text and spans of it -> escaped HTML with <mark>; nothing else makes HTML by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape

Span = tuple[int, int]

MARK = re.compile(r"\[(\d{1,3})\]")
# 「第二百三十五条之一　」 and the like stand before a heading.
MOST_NUMERAL = 16


def marked(
    text: str,
    spans: Iterable[Span] = (),
    window: Span | None = None,
    kind: str = "term",
    heading: str = "",
) -> Markup:
    """`text[window]` escaped, the spans in <mark class=kind>, an ellipsis where text is left out.

    Spans are offsets into the whole text; they may overlap, touch or reach out of it. A `heading`
    near the start is set in <strong> with the numeral before it.
    """
    start, end = _trimmed(text, window or (0, len(text)))
    strong = heading_span(text, heading)
    inside = _merged(spans, start, end)
    cuts = {start, end, *(edge for span in inside for edge in span)}
    if strong:
        cuts |= {edge for edge in strong if start < edge < end}
    edges = sorted(cuts)
    pieces = [Markup("…") if text[:start].strip() else Markup("")]
    for low, high in pairwise(edges):
        piece: Markup = escape(text[low:high])
        if any(a <= low < b for a, b in inside):
            piece = Markup('<mark class="{}">{}</mark>').format(kind, piece)
        if strong and strong[0] <= low < strong[1]:
            piece = Markup("<strong>{}</strong>").format(piece)
        pieces.append(piece)
    pieces.append(Markup("…") if text[end:].strip() else Markup(""))
    return Markup("").join(pieces)


def linked(text: str, quotes: int) -> Markup:
    """`text` escaped, with each mark [n] up to `quotes` a link to the quote of that number."""
    pieces: list[Markup] = []
    last = 0
    for mark in MARK.finditer(text):
        if 1 <= int(mark[1]) <= quotes:
            pieces.append(escape(text[last : mark.start()]))
            pieces.append(Markup('<a class="mark" href="#quote-{0}">[{0}]</a>').format(mark[1]))
            last = mark.end()
    return Markup("").join([*pieces, escape(text[last:])])


def heading_span(text: str, heading: str) -> Span | None:
    """Where the heading stands with its numeral, 「（一）」 and so on; None when it is not."""
    first = len(text) - len(text.lstrip())
    at = text.find(heading, first, first + len(heading) + MOST_NUMERAL) if heading else -1
    return (first, at + len(heading)) if at >= 0 else None


def heading_line(text: str, heading: str) -> str:
    """The heading as printed, numeral and all; the heading alone when the text does not show it."""
    span = heading_span(text, heading)
    return text[span[0] : span[1]] if span else heading


def around(text: str, span: Span, most: int = 360) -> Span:
    """The sentences around a span, about `most` characters; the span itself is always whole."""
    if len(text) <= most:
        return 0, len(text)
    room = max(0, most - (span[1] - span[0])) // 2
    start = _sentence_start(text, max(0, span[0] - room), span[0])
    end = _sentence_end(text, span[1], min(len(text), span[1] + room))
    return start, end


def _sentence_start(text: str, low: int, high: int) -> int:
    if low == 0:
        return 0
    found = [text.find(stop, low, high) for stop in "。；！？\n"]
    after = [at + 1 for at in found if at >= 0]
    return min(after) if after else high


def _sentence_end(text: str, low: int, high: int) -> int:
    if high == len(text):
        return high
    return max([low, *(text.rfind(stop, low, high) + 1 for stop in "。；！？\n")])


def _trimmed(text: str, window: Span) -> Span:
    start, end = max(0, window[0]), min(len(text), window[1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _merged(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    merged: list[Span] = []
    for low, high in sorted((max(a, start), min(b, end)) for a, b in spans):
        if low >= high:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
