"""Data folder and encoder -> the report on answers as one JSON document."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from eval.answers.baselines import baselines
from eval.answers.score import Scored, figures, score
from eval.answers.targets import targets
from eval.facts.duties import measure_duties
from eval.facts.kinds import measure_kinds
from eval.facts.values import measure_values
from eval.provenance import ROOT, provenance, shortened
from eval.retrieval.run import DATA, check_names
from eval.retrieval.sets import SETS, QuestionSet, missing_file, reporting
from indexer.encoders import load_encoder
from service.answer import ask
from service.rerankers import Reranker, load_reranker

ASKED_OF = ("ncp", "bundled", "notices")
TUNING = ROOT / "eval" / "results" / "tuning.json"
METHOD = (
    "each question once through ask() with what is shipped, sets with halves by their reporting "
    "half; right: a citation of a clause that answers (of ncp: of its document) says a labelled "
    "answer whole, punctuation, width and script aside; F1: of the letters and digits of all that "
    "is quoted and of the answer as bags, 0 for an abstention; abstained: share of the answerable "
    "questions, of the unanswerable ones; sure: of these, those answered at even "
    "chances or more, the others being shown as merely possible; characters: mean length of all "
    "that is quoted in an answer; the reader and the confidence are fitted on ncp too, so its "
    "figures as shipped are too good: those out of fold are from eval.tuning"
)
Say = Callable[[str], None]


def measure(
    data: Path | None, encoder: str, reranker: str | None, names: Sequence[str], say: Say
) -> dict[str, Any]:
    """The report; a set whose files are not there is left out and named."""
    check_names(names)
    data = data or DATA
    started = time.perf_counter()
    chosen = load_encoder(encoder)
    judge = load_reranker(reranker) if reranker else None
    found: dict[str, Any] = {
        "encoder": shortened(chosen.name),
        "reranker": shortened(reranker) if reranker else None,
        **provenance(),
        "method": METHOD,
        "sets": {},
        "baselines": {},
        "left_out": {},
        "out_of_fold": read_out_of_fold(),
        "facts": facts(data),
    }
    for name in names:
        if missing := missing_file(name, data):
            found["left_out"][name] = f"no {missing.name} there"
            continue
        with ExitStack() as stack:
            questions = stack.enter_context(SETS[name](data, chosen, say))
            say(f"{name}: asking {len(reporting(questions).questions)} questions")
            found["sets"][name] = of_set(reporting(questions), judge)
            if name == "ncp":
                say("ncp: what a simple answerer and the best choice of text reach")
                found["baselines"][name] = baselines(questions)
    found["targets"] = targets(found)
    found["seconds"] = round(time.perf_counter() - started, 1)
    return found


def of_set(questions: QuestionSet, reranker: Reranker | None) -> dict[str, Any]:
    """Figures by language of the question, and of all."""
    index = questions.opened.index
    scored: list[Scored] = [
        score(questions, asked, ask(index, asked.text, reranker=reranker))
        for asked in questions.questions
    ]
    parts = {part: [one for one in scored if one.part == part] for part in ("zh", "en")}
    found = {part: figures(some) for part, some in parts.items() if some}
    return {**found, "all": figures(scored)}


def read_out_of_fold() -> dict[str, Any]:
    """What eval.tuning wrote of answers to questions that the reader had not seen."""
    known: dict[str, Any] = json.loads(TUNING.read_bytes()).get("answers", {})
    return known


def facts(data: Path) -> dict[str, Any]:
    """How well duties, values and kinds of questions are recognised, against labels."""
    found: dict[str, Any] = {"kinds": measure_kinds()}
    if (data / "notices").is_dir():
        found |= {"duties": measure_duties(data), "values": measure_values(data)}
    return found
