"""A notice -> the days, periods, sums, shares and counts that its clauses state, normalised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.notice import Clause, Notice
from corpus.numerals import HAN
from indexer.facts import Value
from indexer.facts.amounts import amount_at
from indexer.facts.days import dated_at
from indexer.facts.points import SPOKEN
from indexer.facts.years import Years

# A number, a word that stands for a day, or what holds numbers that state nothing: the title of a
# document, a Latin word (GB/T 9704-2012, 5G, an address), an ordinal with its list (第三至五条), a
# time of day. All begin with a character of the first line, so most of a text costs one look each.
SCAN = re.compile(
    rf"(?=[\d{HAN}《A-Za-z第半今本当明次翌去上下同每年月前])(?:"
    r"(?P<skip>《[^《》\n]{1,150}》|[A-Za-z][\w./:@?=&%+#~\-]{0,200}(?<![一-龥])(?:\s\d[\d.]{0,9}[-—]\d{4}(?![\d年]))?"
    rf"|第\s?(?:\d{{1,4}}|[{HAN}]{{1,6}})(?!\s?个?季度|[\d{HAN}])"
    rf"(?:[、至和到\-—～]\s?第?\s?(?:\d{{1,4}}|[{HAN}]{{1,6}})(?=[条章节款项批位届期号类部]))*"
    r"|\d{1,2}[:：]\d{2}(?!\d))"
    rf"|(?P<word>(?:{SPOKEN})|[本当次下每]月(?=[^\S\n]?[\d{HAN}])|[本当次下每]?月[底末]|年[底末]|(?<![\d{HAN}全半])年内|前三个?季度|[上下]半年|第[一二三四1-4]个?季度)"
    rf"|(?P<number>\d+(?:[.．,]\d+)*|[{HAN}]+|半年|半个月))",
    re.ASCII,
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９％○Ｏ◯", "0123456789%〇〇〇")
FULL = re.compile("[０-９％○Ｏ◯]")
SENTENCE_END = re.compile(r"[。；;\n]")


def values_in(notice: Notice) -> list[tuple[int, Value]]:
    """(place of the clause in notice.clauses, value), in the order of the text."""
    issued = date.fromisoformat(notice.date) if notice.date else None
    found: list[tuple[int, Value]] = []
    for place, clause in enumerate(notice.clauses):
        years = Years(issued, _heading_year(clause))
        found.extend((place, value) for value in values_of_text(clause.text, years))
    return found


def values_of_text(printed: str, years: Years) -> Iterator[Value]:
    """The values of one text; `years` is what is known before it is read."""
    text = printed.translate(FULL_WIDTH) if FULL.search(printed) else printed
    heading, here, seen, done = years, years, 0, 0
    match = SCAN.search(text)
    while match:
        start, end = match.span()
        if match["skip"] is None:
            if SENTENCE_END.search(text, seen, start):
                here = heading
            seen = start
            dated = dated_at(text, start, here)
            if dated:
                here, end = here.naming(dated.year), max(end, dated.end)
            value = dated.value if dated else amount_at(text, start) if match["number"] else None
            if value:
                # the words before a number may reach into the value before it: they are taken
                begin, done = max(value.start, done), max(end, value.end)
                end = done
                yield replace(value, start=begin, text=printed[begin : value.end])
        match = SCAN.search(text, end)


def _heading_year(clause: Clause) -> int | None:
    """The last year that the headings name, a title in 《》 aside."""
    named = None
    for heading in (*clause.headings, clause.heading):
        for year in re.findall(r"(?<!\d)((?:19|20)\d{2})年", re.sub("《[^》]*》", "", heading)):
            named = int(year)
    return named
