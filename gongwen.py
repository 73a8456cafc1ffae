"""The front door: one Typer app that joins the commands of corpus, indexer, service and eval.

Results go to stdout, progress and messages to stderr. Exit 0 done, 1 input or state wrong,
2 usage, 3 done but some inputs were skipped. Everything heavy is imported inside the commands.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from corpus.errors import GongwenError
from eval.cli import app as eval_app

# One query is one thread's work; BLAS threads that wait for each other on a busy machine made a
# query of 3 ms one of 60.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.encoders import Encoder
    from indexer.index import Index
    from service.rerankers import Reranker
    from service.results import Filters

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Search and question answering over Chinese policy notices (公文).",
)
app.add_typer(eval_app, name="eval")

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        help="Index folder (default: $GONGWEN_INDEX, else per-user data).",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        help="embedded, or any sentence-transformers model (name or path).", show_default=False
    ),
]
RerankerOption = Annotated[
    str | None,
    typer.Option(
        help="Cross-encoder that puts the best clauses in order (name or path).",
        show_default=False,
    ),
]
OffOption = Annotated[
    list[str] | None,
    typer.Option(
        "--off",
        metavar="NAME",
        help="Switch a part of the search off, such as typos; may be repeated.",
        show_default=False,
    ),
]
ModeOption = Annotated[str, typer.Option(help="hybrid, dense or lexical.")]
IssuerOption = Annotated[
    str | None, typer.Option(help="Only issuers whose name holds this.", show_default=False)
]
NumberOption = Annotated[
    str | None, typer.Option(help="Only this document number (发文字号).", show_default=False)
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", help="Not before: 2020, 2020-05, 2020-05-06.", show_default=False),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", help="Not after: 2020, 2020-05, 2020-05-06.", show_default=False),
]
NoticeOption = Annotated[
    str | None, typer.Option(help="Only this notice, by id.", show_default=False)
]


def main() -> NoReturn:
    """Runs the command line; errors on purpose become one line on stderr and exit status 1."""
    try:
        app()
    except GongwenError as error:
        _say(f"gongwen: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # a full disk behind stdout
        _say(f"gongwen: cannot write the result ({error.strerror}); make room and try again")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


@app.command()
def index(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH_OR_URL...", show_default=False)
    ] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Add the bundled notices.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make all anew.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch addresses inside the own network too.")
    ] = False,
    encoder: EncoderOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add or update notices from files, folders, archives and web addresses; unchanged ones cost
    nothing."""
    from corpus.load import BUNDLED
    from indexer.build import index_paths

    inputs = [*(paths or []), *([str(BUNDLED)] if bundled else [])]
    folder = _folder(index)
    if not inputs and not rebuild:
        raise typer.BadParameter("give files or folders to index, or --bundled")
    report = index_paths(
        folder,
        inputs,
        _new_encoder(folder, encoder, rebuild),
        rebuild=rebuild,
        allow_private=allow_private,
        progress=_progress(),
    )
    _finish(report, folder, as_json)


@app.command()
def remove(
    notices: Annotated[list[str], typer.Argument(metavar="NOTICE...", show_default=False)],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take notices out, by id or document number."""
    from indexer.build import remove_notices

    folder = _folder(index)
    _finish(remove_notices(folder, notices), folder, as_json)


@app.command("list")
def list_(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """The notices of the index."""
    from service.search import notice_ref

    with _open(index) as opened:
        rows = [notice_ref(meta).to_json() for meta in opened.notice_refs]
    if as_json:
        return _print_json({"notices": rows})
    for row in rows:
        mark = " [转述 restated]" if row["edition"] == "restated" else ""
        name = row["title"] or row["source"]
        print(f"{row['id']}\t{row['date'] or '-'}\t{row['issuer'] or '-'}\t{name}{mark}")
    return None


@app.command()
def show(
    notice: Annotated[str, typer.Argument(metavar="NOTICE", show_default=False)],
    path: Annotated[str | None, typer.Argument(metavar="[PATH]", show_default=False)] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """One notice's metadata and outline, or one clause of it."""
    from corpus.describe import clause_json, find_clause, notice_json, outline_lines

    with _open(index) as opened:
        found = opened.notice(notice)
    if path is not None:
        clause = find_clause(found, path)
        if as_json:
            return _print_json(clause_json(clause))
        return print(clause.text.rstrip("\n"))
    if as_json:
        return _print_json(
            {"notice": notice_json(found), "clauses": [clause_json(c) for c in found.clauses]}
        )
    return print("\n".join(outline_lines(found)))


@app.command()
def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Also the cleaned text.")] = False,
    index: Annotated[Path | None, typer.Option("--index", hidden=True)] = None,
    as_json: JsonOption = False,
) -> None:
    """What the reader makes of a file, without indexing it."""
    from corpus.describe import inspection, inspection_lines
    from corpus.errors import PathError, ReadError
    from corpus.files import shown
    from corpus.load import is_address, read_notice

    name = shown(file)
    if is_address(file):
        raise PathError(f"{name} is a web address; save the page as a file, or index it")
    if os.path.isdir(file):
        raise PathError(f"{name} is a folder; name one file in it, or index the folder")
    if not os.path.exists(file):
        raise PathError(f"no such file: {name or 'an empty name'}; check the spelling")
    try:
        notice = read_notice(Path(file))
    except ReadError as error:
        raise ReadError(f"{name}: {error}") from None
    if as_json:
        return _print_json(inspection(notice, with_text=text))
    print("\n".join(inspection_lines(notice)))
    return print("\n" + notice.cleaned) if text else None


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", show_default=False)],
    k: Annotated[int, typer.Option("-k", help="How many clauses.")] = 10,
    mode: ModeOption = "hybrid",
    issuer: IssuerOption = None,
    number: NumberOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    notice: NoticeOption = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    off: OffOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ranked clauses for a question or keywords."""
    from service.search import search as run
    from service.switches import make_switches
    from service.terminal import search_lines

    filters, switches = _filters(issuer, number, from_, to, notice), make_switches(off or ())
    judge = _reranker(reranker)
    with _open(index, encoder) as opened:
        result = run(opened, query, k, mode, filters, switches=switches, reranker=judge)
    if as_json:
        return _print_json(result.to_json())
    return print("\n".join(search_lines(result)))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    k: Annotated[int, typer.Option("-k", help="How many clauses to answer from.")] = 5,
    mode: ModeOption = "hybrid",
    issuer: IssuerOption = None,
    number: NumberOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    notice: NoticeOption = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    off: OffOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """An answer with verbatim quotes, or an honest "not found"."""
    from service.answer import ask as run
    from service.switches import make_switches
    from service.terminal import answer_lines

    filters, switches = _filters(issuer, number, from_, to, notice), make_switches(off or ())
    judge = _reranker(reranker)
    with _open(index, encoder) as opened:
        answer = run(opened, question, k, mode, filters, switches=switches, reranker=judge)
    if as_json:
        return _print_json(answer.to_json())
    return print("\n".join(answer_lines(answer)))


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address (default 127.0.0.1).", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port (default 8000).", show_default=False)
    ] = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the page and the API."""
    from service.http.server import serve as run
    from service.settings import load_settings

    settings = load_settings(host=host, port=port, encoder=encoder, reranker=reranker, index=index)
    _open(settings.index, settings.encoder).close()

    def say(address: str) -> None:
        _print_json({"url": address}) if as_json else print(f"gongwen: {address}", flush=True)

    run(settings, say)


def _folder(given: Path | None) -> Path:
    if given is not None:
        return given
    if os.environ.get("GONGWEN_INDEX", "").strip():
        return Path(os.environ["GONGWEN_INDEX"])
    from indexer.layout import default_folder

    return default_folder()


def _open(given: Path | None, encoder: str | None = None) -> Index:
    """The index, made of the bundled notices first where there is none yet."""
    from indexer.generations import holds_index
    from indexer.index import Index

    folder = _folder(given)
    chosen = _encoder(encoder)
    if not holds_index(folder):
        from corpus.load import BUNDLED
        from indexer.build import index_paths
        from indexer.encoders import load_encoder

        _say(f"gongwen: no index yet; indexing the bundled notices into {folder}")
        index_paths(folder, [str(BUNDLED)], chosen or load_encoder())
    return Index.open(folder, chosen)


def _encoder(name: str | None) -> Encoder | None:
    """The encoder asked for by flag or GONGWEN_ENCODER; None: the index's own."""
    name = name or os.environ.get("GONGWEN_ENCODER", "").strip() or None
    if name is None:
        return None
    from indexer.encoders import load_encoder

    return load_encoder(name)


def _reranker(name: str | None) -> Reranker | None:
    """The reranker asked for by flag or GONGWEN_RERANKER; None: our order stays."""
    name = name or os.environ.get("GONGWEN_RERANKER", "").strip() or None
    if name is None:
        return None
    from service.rerankers import load_reranker

    return load_reranker(name)


def _new_encoder(folder: Path, name: str | None, rebuild: bool) -> Encoder:
    """For indexing: the one asked for, else the index's own, else the embedded one."""
    from indexer.encoders import load_encoder
    from indexer.open import encoder_of

    return _encoder(name) or load_encoder(encoder_of(folder) or "embedded")


def _filters(
    issuer: str | None, number: str | None, start: str | None, end: str | None, notice: str | None
) -> Filters:
    from service.query import make_filters

    return make_filters(issuer, number, start, end, notice)


def _finish(report: BuildReport, folder: Path, as_json: bool) -> None:
    """Prints what was done; exit status 3 when inputs were skipped."""
    if as_json:
        _print_json(
            {
                "index": str(folder),
                "added": report.added,
                "updated": report.updated,
                "replaced": report.replaced,
                "removed": report.removed,
                "unchanged": report.unchanged,
                "notices": report.notices,
                "clauses": report.clauses,
                "skipped": [{"source": s.source, "reason": s.reason} for s in report.skipped],
                "warnings": list(report.warnings),
                "seconds": round(report.seconds, 3),
            }
        )
    else:
        for warning in report.warnings:
            _say(f"warning: {warning}")
        print(
            f"{report.notices} notices, {report.clauses} clauses in {folder}: "
            f"{report.added} added, {report.updated} updated, {report.replaced} replaced, "
            f"{report.removed} removed, {report.unchanged} unchanged, "
            f"{len(report.skipped)} skipped ({report.seconds:.2f} s)"
        )
    for skipped in report.skipped:
        _say(f"skipped: {skipped.source}: {skipped.reason}")
    if report.skipped:
        raise typer.Exit(3)


def _progress() -> Any:
    """A line that is written over, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    return lambda text: print(f"\r{text:<60}", end="\r", file=sys.stderr, flush=True)


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=None if len(str(document)) > 1e6 else 2))


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
