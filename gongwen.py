"""The front door: one Typer app that joins the commands of corpus, indexer, service and eval.

Results go to stdout, progress and messages to stderr. Exit 0 done, 1 input or state wrong,
2 usage, 3 done but some inputs were skipped. Everything heavy is imported inside the commands.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from corpus.errors import GongwenError
from eval.cli import app as eval_app
from service.commands.ask import ask
from service.commands.facts import deadlines, duties
from service.commands.verify import verify
from service.shell import (
    AmountMaxOption,
    AmountMinOption,
    DueFromOption,
    DueToOption,
    EncoderOption,
    FromOption,
    IndexOption,
    IssuerOption,
    JsonOption,
    ModeOption,
    NoticeOption,
    NumberOption,
    OffOption,
    RerankerOption,
    ToOption,
    encoder_named,
    filters_of,
    folder_of,
    open_index,
    print_json,
    reranker_named,
    say,
)

# One query is one thread's work; BLAS threads that wait for each other on a busy machine made a
# query of 3 ms one of 60.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.encoders import Encoder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Search and question answering over Chinese policy notices (公文).",
)
app.add_typer(eval_app, name="eval")


def main() -> NoReturn:
    """Runs the command line; errors on purpose become one line on stderr and exit status 1."""
    try:
        app()
    except GongwenError as error:
        say(f"gongwen: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # a full disk behind stdout
        say(f"gongwen: cannot write the result ({error.strerror}); make room and try again")
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
    folder = folder_of(index)
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

    folder = folder_of(index)
    _finish(remove_notices(folder, notices), folder, as_json)


@app.command("list")
def list_(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """The notices of the index."""
    from service.search import notice_ref

    with open_index(index) as opened:
        rows = [notice_ref(meta).to_json() for meta in opened.notice_refs]
    if as_json:
        return print_json({"notices": rows})
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

    with open_index(index) as opened:
        found = opened.notice(notice)
    if path is not None:
        clause = find_clause(found, path)
        if as_json:
            return print_json(clause_json(clause))
        return print(clause.text.rstrip("\n"))
    if as_json:
        return print_json(
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
        return print_json(inspection(notice, with_text=text))
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
    due_from: DueFromOption = None,
    due_to: DueToOption = None,
    amount_min: AmountMinOption = None,
    amount_max: AmountMaxOption = None,
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

    due, amounts = (due_from, due_to), (amount_min, amount_max)
    filters = filters_of(issuer, number, from_, to, notice, due, amounts)
    switches = make_switches(off or ())
    judge = reranker_named(reranker)
    with open_index(index, encoder) as opened:
        result = run(opened, query, k, mode, filters, switches=switches, reranker=judge)
    if as_json:
        return print_json(result.to_json())
    return print("\n".join(search_lines(result)))


app.command()(ask)
app.command()(verify)
app.command()(duties)
app.command()(deadlines)


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
    open_index(settings.index, settings.encoder).close()

    def told(address: str) -> None:
        print_json({"url": address}) if as_json else print(f"gongwen: {address}", flush=True)

    run(settings, told)


def _new_encoder(folder: Path, name: str | None, rebuild: bool) -> Encoder:
    """For indexing: the one asked for, else the index's own, else the embedded one."""
    from indexer.encoders import load_encoder
    from indexer.open import encoder_of

    return encoder_named(name) or load_encoder(encoder_of(folder) or "embedded")


def _finish(report: BuildReport, folder: Path, as_json: bool) -> None:
    """Prints what was done; exit status 3 when inputs were skipped."""
    if as_json:
        print_json(
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
            say(f"warning: {warning}")
        print(
            f"{report.notices} notices, {report.clauses} clauses in {folder}: "
            f"{report.added} added, {report.updated} updated, {report.replaced} replaced, "
            f"{report.removed} removed, {report.unchanged} unchanged, "
            f"{len(report.skipped)} skipped ({report.seconds:.2f} s)"
        )
    for skipped in report.skipped:
        say(f"skipped: {skipped.source}: {skipped.reason}")
    if report.skipped:
        raise typer.Exit(3)


def _progress() -> Any:
    """A line that is written over, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    return lambda text: print(f"\r{text:<60}", end="\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
