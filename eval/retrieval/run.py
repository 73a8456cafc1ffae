"""Data folder, encoder, reranker -> the whole report as one JSON document."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from eval.metrics import LEVEL, RESAMPLES
from eval.provenance import ROOT, provenance, shortened
from eval.retrieval.asked import MIXED, Groups, confidences, judged_groups, strangers
from eval.retrieval.compared import ABLATED, SAMPLE, ablation, of_set
from eval.retrieval.sets import SETS, Asked, QuestionSet, missing_file, reporting
from eval.retrieval.targets import targets
from indexer.encoders import Encoder, load_encoder
from service.rerankers import Reranker, load_reranker
from service.search import warm

DATA = ROOT.parent / "shared" / "data"
JUDGED = ("ncp", "bundled", "notices")

METHOD = (
    "success@k: a clause that answers is among the first k (of ncp: one whose passage shown holds "
    "the first 30 characters of the answer, white space left out, in the notice the question is "
    "of; anywhere@k: in whatever notice; in_clause@k: the clause holds it, whichever passage of it "
    "is shown); recall@k: share of the clauses that answer; all over "
    "answerable questions, from a search for ten; BM25: k1 1.2, b .75, over the passages of the "
    f"index without title and headings; intervals: {LEVEL:.0%} percentile bootstrap over "
    f"questions, {RESAMPLES:,} resamples, seed 0; p: two-sided paired randomisation test of the "
    f"difference in success, 10,000 sign flips, seed 0; ablation: at most {SAMPLE} questions of a "
    "set, drawn with seed 0"
)
Say = Callable[[str], None]


def measure(
    data: Path,
    encoder: str,
    reranker: str | None,
    names: Sequence[str],
    say: Say,
    without: bool = True,
) -> tuple[dict[str, Any], Groups]:
    """The report, and the judged answers by group for the plot; `without`: the ablation too, which
    takes as long as all the rest."""
    check_names(names)
    started = time.perf_counter()
    chosen = load_encoder(encoder)
    second = load_reranker(reranker) if reranker else None
    found: dict[str, Any] = {
        "encoder": {
            "name": shortened(chosen.name),
            "dims": chosen.dims,
            "fingerprint": chosen.fingerprint,
        },
        "reranker": shortened(reranker) if reranker else None,
        **provenance(),
        "method": METHOD,
        "sets": {},
        "ablation": {},
        "left_out": {},
    }
    groups: Groups = {}
    of_ncp: list[Asked] = []
    for name in names:
        if missing := missing_file(name, data):
            found["left_out"][name] = f"no {missing.name} there"
            say(f"{name} is left out: {found['left_out'][name]}")
            continue
        begun = time.perf_counter()
        with SETS[name](data, chosen, say) as questions:
            indexed = time.perf_counter() - begun
            of_one_set(found, groups, questions, second, say, without and name in ABLATED)
            found["sets"][name]["index_seconds"] = round(indexed, 1)
            of_ncp += questions.answerable if name == "ncp" else []
    if "ncp" in groups:
        groups[MIXED] = [*groups.pop("ncp"), *elsewhere(of_ncp, data, chosen, second, say)]
    found["confidence"] = confidences(groups)
    found["gold"] = gold(data, say)
    found["targets"] = targets(found)
    found["seconds"] = round(time.perf_counter() - started, 1)
    return found, groups


def check_names(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in SETS]
    if unknown:
        raise InputError(f"no question set {unknown[0]}; take some of {', '.join(SETS)}")


def of_one_set(
    found: dict[str, Any],
    groups: Groups,
    questions: QuestionSet,
    reranker: Reranker | None,
    say: Say,
    without: bool,
) -> None:
    """Adds to `found` and `groups` what is measured on one set."""
    warm(questions.opened.index)
    half, name = reporting(questions), questions.name
    found["sets"][name], whole = of_set(half, reranker, say)
    if without:
        found["ablation"][name] = ablation(half, whole, say)
    if name in JUDGED:
        say(f"{name}: answers and how sure they are")
        groups |= judged_groups(questions, reranker)


def elsewhere(
    questions: Sequence[Asked], data: Path, encoder: Encoder, reranker: Reranker | None, say: Say
) -> list[Any]:
    """The same questions asked of the bundled notices, where none has an answer."""
    with SETS["bundled"](data, encoder, say) as other:
        return strangers(questions, other.opened, reranker)


def gold(data: Path, say: Say) -> dict[str, Any]:
    """Title, issuer and number right against the publishers' pages, as eval.reading counts."""
    from eval.reading.run import measure as measure_reading

    if not (data / "notices").is_dir():
        return {}
    say("reading the notices: title, issuer, number")
    found: dict[str, Any] = measure_reading(data, laws=False, speed=False, say=say)["gold"]
    return {
        name: {"right": round(found[name] * stated), "stated": stated}
        for name, stated in found["documents"].items()
    }
