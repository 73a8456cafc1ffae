"""A receipt and an index -> a verdict for each quote: looked for where it was, then elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.index import Index, StoredClause
from indexer.lexical import LexicalQuery, Term
from indexer.text import bigrams, normalise
from service.receipt import Quoted, Receipt, clause_digest
from service.verdicts import CHANGED, GONE, MOVED, NOTICE_GONE, STANDS, Hint, Place, Verdict

# Shorter quotes (「特此通知。」) stand in many notices by chance.
SEARCHED_FROM = 8
# Clauses that hold a quote hold all its character pairs. The rarest ones find them; the quote
# itself is then looked for in so many passages.
PAIRS, CANDIDATES = 24, 200
# A quote's head is enough to find its clause.
HEAD = 400
HINTS = 10
# A clause with less of the quote's pairs is about something else.
NEAR = 0.4


def check_receipt(index: Index, receipt: Receipt) -> tuple[Verdict, ...]:
    """A verdict for each quote of the receipt, in its order."""
    return tuple(_verdict(index, quoted) for quoted in receipt.citations)


def _verdict(index: Index, quoted: Quoted) -> Verdict:
    own = _clauses_of(index, quoted.notice)
    there = bool(own)
    here = [clause for clause in own if clause.path == quoted.path]
    if here and _untouched(here[0], quoted):
        return Verdict(quoted, STANDS, there, _place(index, here[0], quoted))
    if found := _holder(here, quoted):
        return Verdict(quoted, CHANGED, there, _place(index, found, quoted))
    found = _holder(own, quoted)
    if found is None and len(quoted.quote.strip()) >= SEARCHED_FROM:
        rows = index.lexical(_rare_pairs(index, quoted.quote), CANDIDATES)[0].tolist()
        found = _holder(_clauses_at(index, rows), quoted)
    if found:
        return Verdict(quoted, MOVED, there, _place(index, found, quoted))
    hint = _hint(index, quoted, own)
    return Verdict(quoted, GONE if there else NOTICE_GONE, there, hint=hint)


def _clauses_of(index: Index, notice_id: str) -> list[StoredClause]:
    """The clauses of the notice with exactly this id; the index takes document numbers too."""
    ordinal = index.notice_ordinal(notice_id)
    if ordinal is None or index.notice_refs[ordinal].id != notice_id:
        return []
    return index.clauses_of(ordinal)


def _untouched(clause: StoredClause, quoted: Quoted) -> bool:
    same_place = clause.text[quoted.start : quoted.end] == quoted.quote
    return same_place and clause_digest(clause.text) == quoted.clause_sha256


def _holder(clauses: Iterable[StoredClause], quoted: Quoted) -> StoredClause | None:
    """The first clause that holds the quote verbatim."""
    return next((clause for clause in clauses if quoted.quote in clause.text), None)


def _place(index: Index, clause: StoredClause, quoted: Quoted) -> Place:
    """The quote in a clause that holds it; of several places the one nearest to where it was."""
    starts = []
    at = clause.text.find(quoted.quote)
    while at >= 0:
        starts.append(at)
        at = clause.text.find(quoted.quote, at + 1)
    start = min(starts, key=lambda start: abs(start - quoted.start))
    meta = index.notice_refs[clause.notice]
    return Place(meta.id, meta.title, clause.path, start, start + len(quoted.quote))


def _rare_pairs(index: Index, quote: str) -> LexicalQuery:
    """The quote's rarest pairs and words that the index has."""
    rows = {pair: index.frequency("grams", pair) for pair in bigrams(quote[:HEAD])}
    known = sorted((pair for pair in rows if rows[pair]), key=lambda pair: rows[pair])
    return LexicalQuery(tuple(Term("grams", pair) for pair in known[:PAIRS]))


def _clauses_at(index: Index, rows: Sequence[int]) -> Iterable[StoredClause]:
    """The clauses of these passages, each once, read one by one."""
    for ordinal in dict.fromkeys(index.passage_clause[rows].tolist()):
        yield index.clause(ordinal)


def _hint(index: Index, quoted: Quoted, own: Sequence[StoredClause]) -> Hint | None:
    """The passage with the same words in another form, else the nearest one, if it is near: of the
    same notice first, a short quote's of no other."""
    query = _rare_pairs(index, quoted.quote)
    rows = index.lexical(query, HINTS, [clause.notice for clause in own[:1]])[0].tolist()
    if len(quoted.quote.strip()) >= SEARCHED_FROM:
        rows += index.lexical(query, HINTS)[0].tolist()
    words, pairs = _words(quoted.quote), set(bigrams(quoted.quote[:HEAD]))
    near = []
    for row in dict.fromkeys(rows):
        clause = index.clause(int(index.passage_clause[row]))
        text = clause.text[slice(*index.passage_span[row].tolist())]
        if words in _words(clause.text):
            return _hint_at(index, clause, text, same_words=True)
        common = len(pairs & set(bigrams(text))) / len(pairs)
        if common >= NEAR:
            near.append((common, clause, text))
    if not near:
        return None
    _, clause, text = max(near, key=lambda one: one[0])
    return _hint_at(index, clause, text, same_words=False)


def _hint_at(index: Index, clause: StoredClause, text: str, same_words: bool) -> Hint:
    meta = index.notice_refs[clause.notice]
    return Hint(meta.id, meta.title, clause.path, text.strip()[:HEAD], same_words)


def _words(text: str) -> str:
    """The text without what does not change its words: blanks, widths, case, Traditional forms."""
    return "".join(normalise(text).split())
