"""Labelled set, search and ask -> what came back for each query in each mode, judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import QueryError
from eval.labels import LabelledSet, Query
from eval.match import says
from eval.setindex import SetIndex
from eval.trec import write_run
from service.rerankers import Reranker
from service.results import MODES, Answer, Hit, SearchResult
from service.switches import ALL_ON, Switches

# Measures look at the first ten; the rest is for MRR and for other tools that read the run file.
DEPTH = 100
SHOWN = 10  # what users ask for when they do not say

Search = Callable[[str, int, str], SearchResult]
Ask = Callable[[str, str], Answer]
Name = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, judged.

    `right`: a quote says the labelled answer (None: none is labelled).
    `cited`: the first citation's clause is a relevant one. `verbatim`: every quote is its span.
    """

    status: str
    reason: str | None
    confidence: float
    text: str | None
    right: bool | None
    cited: bool
    verbatim: bool

    @property
    def abstained(self) -> bool:
        return self.status == "abstained"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query in one mode.

    `hits` are (id, score), best first. `passage_rank` is the rank of the first relevant hit whose
    passage has the labelled evidence (else the labelled answer); 0: none, None: nothing labelled.
    `error` says why the query was refused, then there are no hits and no answer.
    """

    query: Query
    mode: str
    hits: tuple[tuple[str, float], ...]
    passage_rank: int | None
    answered: Answered | None
    error: str | None = None

    @property
    def ranking(self) -> list[str]:
        return [name for name, _ in self.hits]


def run_set(
    labels: LabelledSet,
    opened: SetIndex,
    modes: Sequence[str] = MODES,
    depth: int = DEPTH,
    progress: Callable[[str], None] = lambda message: None,
    switches: Switches = ALL_ON,
    reranker: Reranker | None = None,
) -> list[Outcome]:
    """The set through service.search.search and service.answer.ask, the ones that users get."""
    from service.answer import ask
    from service.search import search

    index = opened.index
    return evaluate(
        labels,
        lambda text, k, mode: search(
            index, text, k=k, mode=mode, switches=switches, reranker=reranker
        ),
        lambda text, mode: ask(index, text, mode=mode, switches=switches, reranker=reranker),
        opened.name,
        modes,
        depth,
        progress,
    )


def evaluate(
    labels: LabelledSet,
    search: Search,
    ask: Ask,
    name: Name,
    modes: Sequence[str] = MODES,
    depth: int = DEPTH,
    progress: Callable[[str], None] = lambda message: None,
) -> list[Outcome]:
    """Every query in every mode; `name` turns (notice id, path) into the set's id."""
    outcomes = []
    for mode in modes:
        progress(f"{mode}: {len(labels.queries)} queries")
        for query in labels.queries:
            outcomes.append(outcome(query, labels, search, ask, name, mode, depth))
    return outcomes


def outcome(
    query: Query,
    labels: LabelledSet,
    search: Search,
    ask: Ask,
    name: Name,
    mode: str,
    depth: int,
) -> Outcome:
    relevant = labels.relevant(query.id)
    try:
        found = hits_of(query.text, search, mode, depth)
        answer = ask(query.text, mode)
    except QueryError as error:
        # Foreign sets have queries that are refused (too long): no hits, and the report says so.
        return Outcome(query, mode, (), 0 if wanted(query) else None, None, str(error))
    hits = [(name(*address(hit)), hit) for hit in found]
    # A long clause may come with several passages; a run names it once, where it comes first.
    first: dict[str, float] = {}
    for hit_name, hit in hits:
        first.setdefault(hit_name, hit.score)
    return Outcome(
        query=query,
        mode=mode,
        hits=tuple(first.items()),
        passage_rank=passage_rank(hits, relevant, query),
        answered=judged(answer, query, relevant, name),
    )


def hits_of(text: str, search: Search, mode: str, depth: int) -> list[Hit]:
    """The ten that a user sees, then what a deeper search adds to them.

    Asking for more can change the order (more candidates are reranked); figures are of what is
    shown, so the first ten come from a search for ten.
    """
    shown = list(search(text, min(depth, SHOWN), mode).hits)
    if depth <= SHOWN:
        return shown
    seen = {address(hit) for hit in shown}
    deeper = [hit for hit in search(text, depth, mode).hits if address(hit) not in seen]
    return [*shown, *deeper][:depth]


def address(hit: Hit) -> tuple[str, str]:
    return hit.notice.id, hit.clause.path


def passage_rank(
    hits: Sequence[tuple[str, Hit]], relevant: Collection[str], query: Query
) -> int | None:
    """Only relevant clauses count: a short answer (3 years) stands in many others by chance."""
    if not wanted(query):
        return None
    for rank, (at, hit) in enumerate(hits, start=1):
        start, end = hit.passage
        if at in relevant and says(hit.clause.text[start:end], wanted(query)):
            return rank
    return 0


def wanted(query: Query) -> tuple[str, ...]:
    return query.evidence or query.answers


def judged(answer: Answer, query: Query, relevant: Collection[str], name: Name) -> Answered:
    said = [citation.quote for citation in answer.citations]
    cited = [name(citation.notice.id, citation.clause.path) for citation in answer.citations]
    return Answered(
        status=answer.status,
        reason=answer.reason,
        confidence=answer.confidence,
        text=answer.answer,
        right=any(says(text, query.answers) for text in said) if query.answers else None,
        cited=bool(cited) and cited[0] in relevant,
        verbatim=all(
            citation.quote == citation.clause.text[citation.start : citation.end]
            for citation in answer.citations
        ),
    )


def write_runs(out: Path, outcomes: Sequence[Outcome]) -> list[Path]:
    """Writes one TREC run file a mode and returns them.

    `out` itself is hybrid's (or the first mode's that was run), the others stand beside it:
    runs/a.trec, runs/a.lexical.trec, runs/a.dense.trec. A folder gets hybrid.trec and so on.
    """
    modes = list(dict.fromkeys(outcome.mode for outcome in outcomes))
    main = "hybrid" if "hybrid" in modes else modes[0]
    paths = []
    for mode in modes:
        path = out / f"{mode}.trec" if out.is_dir() else beside(out, mode, main)
        run = {outcome.query.id: outcome.hits for outcome in outcomes if outcome.mode == mode}
        write_run(path, run, tag=f"gongwen-{mode}")
        paths.append(path)
    return paths


def beside(out: Path, mode: str, main: str) -> Path:
    return out if mode == main else out.with_name(f"{out.stem}.{mode}{out.suffix}")
