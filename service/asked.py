"""An index and a checked question -> the question with what it means in this index.

Document numbers and clauses are found before anything is searched, misspelt words are mended.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.index import Index
from service.query import Question, understand
from service.resolve import cited_rows, notices_by_number, notices_by_title, suggestions
from service.switches import ALL_ON, Switches
from service.typos import mended_text, mends


def asked(index: Index, text: str, switches: Switches = ALL_ON) -> Question:
    """A document number that no notice of this index has may still be cited in a text: then it is
    looked for like any word."""
    question = understand(text, switches=switches)
    cited = question.cited
    if cited:
        found = notices_by_number(index, cited, text)
        if found:
            question = replace(question, notices=tuple(found))
        else:
            near = suggestions(index, cited)
            as_topic = understand(text, number_is_topic=True, switches=switches)
            question = replace(as_topic, suggestions=near)
    if question.clauses:
        question = replace(question, rows=_rows(index, question))
    return _mended(index, question, switches) if switches.on("typos") else question


def _rows(index: Index, question: Question) -> tuple[int, ...]:
    """Of the clauses that the question names together with their notice."""
    notices = question.notices or notices_by_title(index, question.sought)
    return tuple(cited_rows(index, question.clauses, notices))


def _mended(index: Index, question: Question, switches: Switches) -> Question:
    found = mends(index, question.topic, question.language)
    if not found:
        return question
    topic = mended_text(question.topic, found)
    meant = understand(question.text, switches=switches, topic=topic)
    return replace(
        meant,
        notices=question.notices,
        rows=question.rows,
        suggestions=question.suggestions,
        mends=found,
    )
