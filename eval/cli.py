"""Options of `gongwen eval run|compare|gate|label|...` -> figures; heavy imports come late."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from eval.labels import LabelledSet

app = typer.Typer(no_args_is_help=True, help="Measure retrieval and answers on a labelled set.")

SetOption = Annotated[
    Path | None,
    typer.Option(
        "--set", help="Folder of the labelled set (default: the bundled set).", show_default=False
    ),
]
IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        help="Index to measure on (default: a temporary one of the set's corpus.jsonl, else of the "
        "bundled notices).",
        show_default=False,
    ),
]
EncoderOption = Annotated[
    str | None,
    typer.Option(help="Encoder to index with (default: embedded).", show_default=False),
]
RerankerOption = Annotated[
    str | None,
    typer.Option(
        help="Cross-encoder that puts the best clauses in order (default: none).",
        show_default=False,
    ),
]
ModeOption = Annotated[
    list[str] | None,
    typer.Option(
        help="hybrid, dense or lexical; may be repeated (default: all three).", show_default=False
    ),
]
SplitOption = Annotated[
    str | None,
    typer.Option(help="Only the queries of this split: tune or report.", show_default=False),
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        help="Also write the figures to STEM.md and STEM.json.", metavar="STEM", show_default=False
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")
]


@app.command()
def run(
    set_: SetOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="TREC run file to write (hybrid; the other modes beside it), or a folder.",
            metavar="RUN",
            show_default=False,
        ),
    ] = None,
    mode: ModeOption = None,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    off: Annotated[
        list[str] | None,
        typer.Option(
            "--off",
            metavar="NAME",
            help="Measure with this part of the search switched off; may be repeated.",
            show_default=False,
        ),
    ] = None,
    split: SplitOption = None,
    depth: Annotated[int, typer.Option(min=10, max=1000, help="Hits a query in the run.")] = 100,
    report: ReportOption = None,
    details: Annotated[
        Path | None,
        typer.Option(
            help="Also write one JSON line a query and mode.", metavar="FILE", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run a labelled set and print its figures by mode, language, kind and split."""
    from eval.report import as_text, write_report, write_text

    found, rows = measure(set_, mode, index, encoder, split, depth, out, reranker, off or ())
    if report:
        say("written: " + ", ".join(str(path) for path in write_report(report, found)))
    if details:
        write_text(details, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else as_text(found))


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="TREC run file, the one before.")],
    b: Annotated[Path, typer.Argument(help="TREC run file, the one after.")],
    set_: SetOption = None,
    by: Annotated[
        str, typer.Option(help="Measure that says which queries moved most.")
    ] = "ndcg@10",
    worst: Annotated[int, typer.Option(min=0, help="How many queries to list.")] = 10,
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two runs on one set: differences, whether they are chance, the worst queries."""
    from corpus.errors import InputError
    from eval import compare as comparing
    from eval.metrics import MEASURES
    from eval.trec import read_run_of

    if by not in MEASURES:
        raise InputError(f"{by}: no such measure; take one of {', '.join(MEASURES)}")
    labels = labels_of(set_, split)
    known = [query.id for query in labels.queries]
    runs = [read_run_of(path, known) for path in (a, b)]
    result = comparing.compare(labels, runs[0], runs[1], by, worst)
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else comparing.as_text(result))


@app.command()
def gate(
    set_: SetOption = None,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Floors (default: eval/baseline.json).", show_default=False)
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Raise floors to what is measured now.")
    ] = False,
    lower: Annotated[
        bool, typer.Option("--lower", help="Set floors to what is measured now, lower ones too.")
    ] = False,
    margin: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Room left under what was measured (default: 0.02).",
            show_default=False,
        ),
    ] = None,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fail when a figure on the bundled set is below its floor in eval/baseline.json."""
    from corpus.errors import GateError
    from eval import gate as floor
    from eval.report import as_text, write_report
    from eval.run import DEPTH

    path = baseline or floor.BASELINE
    before = floor.read_baseline(path)
    floors = before["floors"]
    found, _ = measure(set_, None, index, encoder, None, DEPTH, None, reranker)
    if report:
        write_report(report, found)
    if not as_json:
        typer.echo(as_text(found))
    if found["warnings"]:
        raise GateError(f"{found['set']}: {'; '.join(found['warnings'])}; mend that first")
    measured = floor.gated(found)
    if update or lower:
        room = floor.MARGIN if margin is None else margin
        as_now = floor.lowered(measured, room)
        floors = as_now if lower else floor.raised(as_now, floors, measured)
        floor.write_baseline(path, floors, measured, room, found)
        say(f"written: {len(floors)} floors to {path.name}")
    elif before.get("data") not in (None, found["data"]):
        say("the labelled set is not the one that the floors were set on")
    if as_json:
        broken = floor.broken_floors(measured, floors)
        typer.echo(json.dumps({"broken": broken, "floors": floors, "measured": measured}))
    floor.check(measured, floors)
    if not as_json:
        typer.echo(f"\n{len(floors)} floors hold")


@app.command()
def label(
    question: Annotated[str | None, typer.Argument(help="Question to find candidates for.")] = None,
    set_: SetOption = None,
    query_id: Annotated[
        str | None, typer.Option("--query-id", help="Query that is judged.", show_default=False)
    ] = None,
    relevant: Annotated[
        list[str] | None,
        typer.Option(
            help="Clause that answers it, NOTICE_ID#PATH; may be repeated.", show_default=False
        ),
    ] = None,
    grade: Annotated[int, typer.Option(min=0, help="2: answers it, 1: helps, 0: does not.")] = 1,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Candidates to print.")] = 10,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print candidate clauses of a question as qrels lines, or add a judgement to the set."""
    from corpus.errors import InputError
    from eval import label as labelling
    from eval.labels import BUNDLED_SET

    folder = set_ or BUNDLED_SET
    if relevant and query_id:
        added = labelling.judge(folder, query_id, relevant, grade, index)
        typer.echo(
            json.dumps({"added": added}, ensure_ascii=False) if as_json else "\n".join(added)
        )
        return
    if relevant or not (question or query_id):
        raise InputError("nothing to label: give a question, or --query-id with --relevant ID#PATH")
    found = labelling.candidates(folder, question, query_id, k, index, encoder, say)
    if as_json:
        typer.echo(json.dumps({"candidates": found}, ensure_ascii=False))
        return
    for candidate in found:
        # The line to paste alone on stdout; what helps to decide goes to stderr.
        say(f"{candidate['rank']}. {candidate['title']} | {candidate['passage']}")
        typer.echo(candidate["line"])


@app.command()
def corpus(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder with notices/ and train/laws.jsonl.gz (default: ../shared/data).",
            show_default=False,
        ),
    ] = None,
    laws: Annotated[bool, typer.Option("--laws", help="Also all articles of law.")] = False,
    speed: Annotated[bool, typer.Option("--speed", help="Also speed and memory.")] = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how notices are read: outlines and metadata against labels."""
    from eval.reading import run as reading
    from eval.reading.report import as_text, write_report

    found = reading.measure(data or reading.DATA, laws, speed, say)
    if report:
        say("written: " + ", ".join(str(path) for path in write_report(report, found)))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else as_text(found))


@app.command()
def retrieval(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder with ncp/, xquad/, drcd/, notices/, train/ (default: ../shared/data).",
            show_default=False,
        ),
    ] = None,
    encoder: EncoderOption = None,
    reranker: Annotated[
        str | None,
        typer.Option(help="CrossEncoder that also orders the best hits.", show_default=False),
    ] = None,
    sets: Annotated[
        str | None,
        typer.Option(help="Only these sets, with commas between (default: all).", metavar="NAMES"),
    ] = None,
    ablation: Annotated[
        bool, typer.Option(help="Also the search with each of its components off.")
    ] = True,
    report: Annotated[
        Path | None,
        typer.Option(
            help="Also write STEM.md and STEM.json, confidence.json and .svg beside them.",
            metavar="STEM",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure search against plain BM25 on all question sets, and how confidence tells risk."""
    from eval.retrieval import run as comparing
    from eval.retrieval.report import as_text, write_report
    from eval.retrieval.sets import SETS

    names = sets.split(",") if sets else list(SETS)
    found, groups = comparing.measure(
        data or comparing.DATA, encoder or "embedded", reranker, names, say, ablation
    )
    if report:
        say("written: " + ", ".join(str(path) for path in write_report(report, found, groups)))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else as_text(found))


@app.command()
def answers(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder with ncp/, notices/ (default: ../shared/data).", show_default=False
        ),
    ] = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    sets: Annotated[
        str | None,
        typer.Option(help="Only these sets, with commas between.", metavar="NAMES"),
    ] = None,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the quotes that answers give, what is held back, and the facts that are read."""
    from eval.answers import run as answering
    from eval.answers.report import as_text, write_report

    names = sets.split(",") if sets else list(answering.ASKED_OF)
    found = answering.measure(data, encoder or "embedded", reranker, names, say)
    if report:
        say("written: " + ", ".join(str(path) for path in write_report(report, found)))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else as_text(found))


def measure(
    set_: Path | None,
    mode: list[str] | None,
    index: Path | None,
    encoder: str | None,
    split: str | None,
    depth: int,
    out: Path | None,
    reranker: str | None = None,
    off: Sequence[str] = (),
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Runs the set; returns the report and a row per query and mode."""
    from eval.run import run_set, write_runs
    from eval.setindex import open_set_index
    from eval.summary import details, summarise
    from indexer.encoders import load_encoder
    from service.query import check_mode
    from service.rerankers import load_reranker
    from service.results import MODES
    from service.switches import make_switches

    modes = [check_mode(name) for name in mode] if mode else list(MODES)
    switches = make_switches(off)
    labels = labels_of(set_, split)
    if labels.documents is not None and index is not None:
        say("--index is not used: the set has its own corpus.jsonl")
    chosen = load_encoder(encoder) if encoder else None
    judge = load_reranker(reranker) if reranker else None
    with open_set_index(labels, index, chosen, say) as opened:
        outcomes = run_set(labels, opened, modes, depth, say, switches, judge)
        if out:
            say("written: " + ", ".join(str(path) for path in write_runs(out, outcomes)))
        found = summarise(labels, outcomes, opened, depth, switches, judge)
        return found, details(outcomes, labels)


def labels_of(set_: Path | None, split: str | None) -> LabelledSet:
    from eval.labels import BUNDLED_SET, read_set

    labels = read_set(set_ or BUNDLED_SET)
    return labels.only(split) if split else labels


def say(message: str) -> None:
    typer.echo(message, err=True)
